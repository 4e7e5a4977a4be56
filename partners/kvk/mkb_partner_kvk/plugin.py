"""KVK's hooks: what it offers, and the trade register."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from mkb_core.hooks import Outside, PartnerDeclaration, hookimpl, read_declaration
from mkb_partner_kvk.reading import Reading
from mkb_partner_kvk.register import look_up

logger = logging.getLogger(__name__)


@hookimpl
def mkb_declare_partners() -> Sequence[PartnerDeclaration]:
    """KVK's services, from ``kvk.toml``."""
    return (read_declaration("mkb_partner_kvk", "kvk.toml"),)


@hookimpl
def mkb_look_up_company(number: str, egress: Outside) -> Reading | None:
    """The company as the register knows it; ``None`` where it knows none. What was not read is in ``notes``."""
    reading = look_up(number, egress)
    for note in reading.notes if reading else ():
        # The place and kind only: the words may quote a value.
        logger.info("register answer about %s: %s (%s)", number, note.path, note.code)
    return reading
