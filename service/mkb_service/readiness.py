"""May requests be sent to this process? The reasons why not, in words that say nothing about the inside."""

from __future__ import annotations

from enum import Enum

from mkb_core.errors import StoreUnavailable
from mkb_core.store.migrations import has_what_this_needs
from mkb_core.workflows.assembly import Installation


class Reason(Enum):
    """Why a process is not ready."""

    DATABASE = "database"  # cannot be reached or read
    TABLES = "tables"  # lack what this program needs
    CATALOGUE = "catalogue"  # no partner declares anything


def reasons_against(installation: Installation) -> tuple[Reason, ...]:
    """Why no requests should be sent here; empty where it is ready. What the database says goes to nobody."""
    found = []
    try:
        if not has_what_this_needs(installation.engine):
            found.append(Reason.TABLES)
    except StoreUnavailable:
        found.append(Reason.DATABASE)
    if not installation.catalogue.declarations:
        found.append(Reason.CATALOGUE)
    return tuple(found)
