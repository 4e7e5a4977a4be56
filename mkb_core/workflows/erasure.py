"""Erasing what is known of a company (N2): its key, its rows, and every byte of them in the file."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from mkb_core.errors import Denied, StoreUnavailable
from mkb_core.rights import COMMAND_LINE, Action, Actor, Kind, Relation, Side, grants
from mkb_core.store import erasure
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.consents import in_force, list_consents
from mkb_core.store.engine import write
from mkb_core.store.jobs import enqueue
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.auditing import unless_refused
from mkb_core.workflows.companies import check_number
from mkb_core.workflows.webhooks.announcing import announce

#: the job that writes the file anew
CLEARING = "clear-file"


@frozen
class Erasure:
    """What was erased: rows of each kind. ``clean``: was the file written anew too, so that no byte is left? Else a worker
    does that."""

    number: str
    rows: Mapping[str, int]
    clean: bool


def erase_company(installation: Installation, actor: Actor, number: str, *, wait: bool = True) -> Erasure:
    """Destroy a company's key and remove all that is stored about it; its lines in the audit log stay, unreadable.

    Then the file is written anew, which takes its time: by a worker where one does not ``wait`` for it, or where others
    keep the file busy. Running it again is safe, also where nothing is left. Raises :class:`InvalidInput`,
    :class:`Denied`, :class:`StoreUnavailable`.
    """
    check_number(number)
    event = AuditEvent.by(actor, "erase", "company", number, company_number=number)
    with unless_refused(installation, event):
        require_own(actor, number, Action.ERASE)
    with write(installation.engine) as connection:
        at = installation.settings.clock()
        for consent in list_consents(connection, in_force(number)):
            if consent.recipient is not None:  # whoever was shown something is told to forget it too
                announce(connection, consent.recipient, "consent.withdrawn", consent.id, at)
        rows = erasure.erase_company(connection, number, at)
        if not wait:
            enqueue(connection, CLEARING, {}, at)
        append(connection, event, at)
    clean = wait and clear_file(installation)
    if wait and not clean:
        with write(installation.engine) as connection:
            enqueue(connection, CLEARING, {}, at)
    return Erasure(number, rows, clean)


def clear_file(installation: Installation) -> bool:
    """Write the database anew; false where others keep it busy: what was removed may still be in the file then."""
    try:
        return erasure.leave_nothing(installation.engine)
    except StoreUnavailable as failure:
        if failure.facts.get("cause") != "locked":
            raise
        return False


def require_own(actor: Actor, number: str, action: Action) -> None:
    """Raises :class:`Denied` unless the actor acts for this company, or runs commands on the installation's machine."""
    if actor == COMMAND_LINE:
        return
    relations = {grant.relation for grant in grants(actor, Kind.COMPANY, action)}
    own = Relation.OWN_COMPANY in relations and actor.acts_for(Side.COMPANY) == number
    if not own and Relation.ANY not in relations:
        raise Denied(kind="company", action=action.value)
