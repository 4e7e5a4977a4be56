"""What the use cases write into the audit log, and who may read it: verification, and the uses of a company's data (A6)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from attrs import evolve, frozen

from mkb_core.errors import Denied, MkbError
from mkb_core.rights import ROLES, Action, Actor, Kind, Relation, Side, grants
from mkb_core.store.audit import AuditEvent, AuditLine, Result, append, lines_of
from mkb_core.store.audit_chain import Verification, verify
from mkb_core.store.engine import read, write
from mkb_core.text import Text, text
from mkb_core.workflows.assembly import Installation

#: (action, kind) -> what was done, in words that the company reads
WHAT: dict[tuple[str, str], Text] = {
    ("read", "company"): text(nl="gegevens van uw bedrijf bekeken", en="looked at the data of your company"),
    ("create", "company"): text(
        nl="gegevens van uw bedrijf willen toevoegen", en="wanted to add to the data of your company"
    ),
    ("change", "company"): text(
        nl="gegevens van uw bedrijf bijgewerkt", en="brought the data of your company up to date"
    ),
    ("create", "advice"): text(nl="advies gegeven op een vraag", en="gave advice on a question"),
    ("read", "advice"): text(nl="een advies bekeken", en="looked at an advice"),
    ("replay", "advice"): text(
        nl="nagegaan of een advies klopt met de regels van toen",
        en="checked an advice against the rules of then",
    ),
    ("list", "question"): text(
        nl="de lijst van uw vragen bekeken", en="looked at the list of your questions"
    ),
    ("read", "question"): text(nl="een vraag van u bekeken", en="looked at a question of yours"),
    ("list", "consent"): text(nl="uw toestemmingen bekeken", en="looked at your consents"),
    ("read", "consent"): text(nl="een toestemming bekeken", en="looked at a consent"),
    ("create", "consent"): text(nl="toestemming gegeven", en="gave consent"),
    ("withdraw", "consent"): text(nl="toestemming ingetrokken", en="withdrew consent"),
    ("notify", "consent"): text(
        nl="aan de partner gemeld dat u toestemming gaf", en="told the partner that you consented"
    ),
    ("list", "assignment"): text(
        nl="bekeken wie uw bedrijf begeleidt", en="looked at who guides your company"
    ),
    ("read", "assignment"): text(
        nl="bekeken wie uw bedrijf begeleidt", en="looked at who guides your company"
    ),
    ("create", "assignment"): text(
        nl="een begeleider of scout aan uw bedrijf gekoppeld", en="assigned a guide or scout to your company"
    ),
    ("end", "assignment"): text(
        nl="een begeleiding van uw bedrijf beëindigd", en="ended an assignment to your company"
    ),
    ("deliver", "delivery"): text(
        nl="uw vraag aan een partner doorgegeven, met wat u toestond",
        en="handed your question to a partner, with what you consented to",
    ),
    ("read", "audit"): text(
        nl="bekeken wie uw gegevens gebruikte", en="looked at who used the data of your company"
    ),
    ("export", "company"): text(
        nl="een kopie van alle gegevens gemaakt, waar u recht op heeft",
        en="made a copy of all data, which you have a right to",
    ),
    ("erase", "company"): text(nl="uw gegevens gewist", en="erased the data of your company"),
}

#: for whom somebody acts -> why such people use a company's data
WHY: dict[Side, Text] = {
    Side.COMPANY: text(nl="uw eigen bedrijf", en="your own company"),
    Side.PARTNER: text(
        nl="een partner helpt u, voor zover u dat toestaat of zij u aandroeg",
        en="a partner helps you, as far as you consent or it put you forward",
    ),
    Side.FUNDER: text(nl="verantwoording aan de financier", en="accountability to the funder"),
    Side.ORGANISATION: text(nl="begeleiding en advies", en="guidance and advice"),
    Side.PLATFORM: text(nl="de site laten werken", en="keeping the site running"),
    Side.PUBLIC: text(nl="iemand die niet was ingelogd", en="somebody who was not signed in"),
}


@frozen
class Use:
    """One use of a company's data, as the company sees it. ``for_whom``: a partner's id, where somebody acted for one.
    ``what`` was done, and ``why`` such people use a company's data at all."""

    at: datetime
    by: Text
    for_whom: str | None
    what: Text
    why: Text
    result: Result


def record(installation: Installation, event: AuditEvent) -> None:
    """Write one line in a transaction of its own: for what was read. Nobody sees an answer before its line is stored."""
    with write(installation.engine) as connection:
        append(connection, event, installation.settings.clock())


@contextmanager
def unless_refused(installation: Installation, event: AuditEvent) -> Iterator[None]:
    """Write a line also where what happens within is denied or fails; what succeeds writes its own, with its change."""
    try:
        yield
    except MkbError as error:
        result: Result = "denied" if isinstance(error, Denied) else "failed"
        # A refusal says no more than that: details would be sealed, with a key made for a company that may not be there.
        told = event.details if result == "denied" else {**event.details, "code": error.code}
        record(installation, evolve(event, result=result, details=told))
        raise


def verify_audit(installation: Installation, noted: tuple[int, str] | None = None) -> Verification:
    """Is the log as it was written? ``noted``: number and hash of a line that were kept elsewhere."""
    with read(installation.engine) as connection:
        return verify(connection, noted)


def audit_of(
    installation: Installation, actor: Actor, number: str, *, limit: int = 1000
) -> tuple[AuditLine, ...]:
    """The last lines about a company, the newest first; looking at them is a line too. Raises :class:`Denied`."""
    event = AuditEvent.by(actor, "read", "audit", company_number=number)
    with unless_refused(installation, event):
        relations = {grant.relation for grant in grants(actor, Kind.AUDIT, Action.READ)}
        own = Relation.OWN_COMPANY in relations and actor.acts_for(Side.COMPANY) == number
        if Relation.ANY not in relations and not own:
            raise Denied(kind="audit", action="read")
    with write(installation.engine) as connection:
        found = lines_of(connection, number, limit=limit)
        append(connection, event, installation.settings.clock())
    return found


def uses_of(installation: Installation, actor: Actor, number: str, *, limit: int = 1000) -> tuple[Use, ...]:
    """Who used a company's data and why, the newest first. Raises :class:`Denied`."""
    return tuple(use_of(line) for line in audit_of(installation, actor, number, limit=limit))


def use_of(line: AuditLine) -> Use:
    """A line of the log in words for the company."""
    event = line.event
    role = ROLES.get(event.role)
    plain = f"{event.action} {event.kind}"
    what = WHAT.get((event.action, event.kind), text(nl=plain, en=plain))
    side = Side.PUBLIC if role is None else role.side
    by = role.label if role is not None else text(nl=event.role, en=event.role)
    for_whom = event.acting_for if side is Side.PARTNER else None
    return Use(line.at, by, for_whom, what, WHY[side], event.result)
