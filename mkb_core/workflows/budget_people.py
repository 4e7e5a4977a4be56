"""The names of those who worked on a budget and decided on it, for whoever may see its versions."""

from __future__ import annotations

from collections.abc import Mapping

from mkb_core.errors import NotFound
from mkb_core.rights import Action, Actor, Kind, Relation
from mkb_core.rights.held import require
from mkb_core.store.accounts import get_account
from mkb_core.store.engine import read
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.budgets import Budget


def people_of(installation: Installation, actor: Actor, budget: Budget) -> Mapping[str, str]:
    """Account id to name; an erased account has none. Raises :class:`Denied`."""
    require(actor, Kind.BUDGET, Action.READ, Relation.ANY)
    named = {
        name
        for one in budget.versions
        for name in (one.author, one.proposed_by, one.decided_by)
        if name is not None
    }
    found = {}
    with read(installation.engine) as connection:
        for name in sorted(named):
            try:
                found[name] = get_account(connection, name).name
            except NotFound:
                continue
    return found
