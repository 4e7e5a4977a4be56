"""Of which company these pages are: the one that the reader acts for, and no other."""

from __future__ import annotations

from mkb_core.errors import Denied
from mkb_core.rights import Actor, Side


def own_company(actor: Actor) -> str:
    """The company's number. Raises :class:`Denied` for whoever acts for none."""
    number = actor.acts_for(Side.COMPANY)
    if number is None:
        raise Denied(kind="company", action="read")
    return number
