"""A company's consents: given for one purpose each, dated, taken back; they count from the next request on (H2)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import uuid4

from sqlalchemy import Connection, and_, select, true

from mkb_core.codec import describe
from mkb_core.domain.company_fields import COMPANY_FIELDS
from mkb_core.errors import InputFault, InvalidInput, NotFound
from mkb_core.rights import Action, Actor, Kind
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.consents import StoredConsent, add_consent, list_consents, withdraw_consent
from mkb_core.store.engine import read, write
from mkb_core.store.scopes import scope_of
from mkb_core.store.seen_companies import require_on_company
from mkb_core.store.tables import questions
from mkb_core.store.trust_tables import consents
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.auditing import record
from mkb_core.workflows.companies import check_number
from mkb_core.workflows.webhooks.announcing import announce

REFERRAL = "referral"
PURPOSES = (REFERRAL, "publication", "research")
#: what a consent to a referral may name, as a delivery to the partner does
SHARES = (*COMPANY_FIELDS, "question", "contact")


def consents_of(installation: Installation, actor: Actor, number: str) -> tuple[StoredConsent, ...]:
    """All consents of a company, the newest first, also those taken back.

    Raises :class:`InvalidInput` (number), :class:`NotFound`, :class:`Denied`.
    """
    return _seen(installation, actor, number, AuditEvent.by(actor, "list", "consent", company_number=number))


def consent_of(installation: Installation, actor: Actor, number: str, consent: str) -> StoredConsent:
    """One consent of a company. Raises as :func:`consents_of`, also where the company gave none of this id."""
    event = AuditEvent.by(actor, "read", "consent", consent, company_number=number)
    [found] = _seen(installation, actor, number, event, consent)
    return found


def _seen(
    installation: Installation, actor: Actor, number: str, event: AuditEvent, only: str | None = None
) -> tuple[StoredConsent, ...]:
    """Those that the actor sees, once that is in the log."""
    check_number(number)
    with read(installation.engine) as connection:
        require_on_company(connection, actor, number, Kind.CONSENT, Action.READ)
        condition = and_(
            consents.c.company_number == number,
            scope_of(actor, Kind.CONSENT).condition(Kind.CONSENT),
            true() if only is None else consents.c.id == only,
        )
        found = list_consents(connection, condition)
    if only is not None and not found:
        raise NotFound(kind="consent", key=only)
    record(installation, event)
    return found


def give_consent(
    installation: Installation,
    actor: Actor,
    number: str,
    purpose: str,
    recipient: str | None = None,
    shares: Collection[str] = (),
    question: str | None = None,
) -> StoredConsent:
    """Agree to one purpose. A referral names one partner (``recipient``) and what it sees (``shares``, of :data:`SHARES`;
    ``question``: which of the company's questions); other purposes name none of these.

    Raises :class:`InvalidInput` with all faults, :class:`NotFound`, :class:`Denied`.
    """
    check_number(number)
    now = installation.settings.clock()
    given = StoredConsent(
        id=f"c-{uuid4().hex}",
        company_number=number,
        purpose=purpose,
        given_at=now,
        given_by=actor.user or actor.role,
        recipient=recipient,
        shares=frozenset(shares),
        question=question,
    )
    with write(installation.engine) as connection:
        require_on_company(connection, actor, number, Kind.CONSENT, Action.CREATE)
        if faults := _faults(connection, installation, given):
            raise InvalidInput(faults)
        add_consent(connection, given)
        if recipient is not None:
            announce(connection, recipient, "consent.given", given.id, now)
        details = {"purpose": purpose, "recipient": recipient, "shares": sorted(given.shares)}
        event = AuditEvent.by(actor, "create", "consent", given.id, company_number=number, details=details)
        append(connection, event, now)
    return given


def take_consent_back(installation: Installation, actor: Actor, number: str, consent: str) -> StoredConsent:
    """Take a consent back; again does no harm. Raises :class:`InvalidInput`, :class:`NotFound`, :class:`Denied`."""
    check_number(number)
    now = installation.settings.clock()
    with write(installation.engine) as connection:
        require_on_company(connection, actor, number, Kind.CONSENT, Action.CHANGE)
        own = consents.c.company_number == number
        withdraw_consent(connection, consent, now, own)
        (withdrawn,) = list_consents(connection, and_(own, consents.c.id == consent))
        if withdrawn.recipient is not None:
            announce(connection, withdrawn.recipient, "consent.withdrawn", consent, now)
        event = AuditEvent.by(actor, "withdraw", "consent", consent, company_number=number)
        append(connection, event, now)
    return withdrawn


def _faults(connection: Connection, installation: Installation, given: StoredConsent) -> list[InputFault]:
    if given.purpose not in PURPOSES:
        return [InputFault("purpose", "unknown-name", {"value": describe(given.purpose)})]
    if given.purpose != REFERRAL:
        named = {"recipient": given.recipient, "shares": given.shares, "question": given.question}
        return [InputFault(path, "not-allowed", {"value": path}) for path, value in named.items() if value]
    faults: list[InputFault] = []
    if given.recipient is None:
        faults.append(InputFault("recipient", "missing"))
    elif given.recipient not in installation.catalogue.declarations:
        faults.append(InputFault("recipient", "unknown-name", {"value": describe(given.recipient)}))
    if not given.shares:
        faults.append(InputFault("shares", "empty"))
    faults += [
        InputFault("shares", "unknown-name", {"value": describe(name)})
        for name in sorted(given.shares)
        if name not in SHARES
    ]
    return faults + _question_faults(connection, given)


def _question_faults(connection: Connection, given: StoredConsent) -> list[InputFault]:
    if ("question" in given.shares) != (given.question is not None):
        return [
            InputFault(
                "question", "missing" if given.question is None else "not-allowed", {"value": "question"}
            )
        ]
    if given.question is None:
        return []
    columns = questions.c
    statement = select(columns.id).where(
        columns.id == given.question, columns.company_number == given.company_number
    )
    if connection.execute(statement).first() is None:
        return [InputFault("question", "unknown-name", {"value": describe(given.question)})]
    return []
