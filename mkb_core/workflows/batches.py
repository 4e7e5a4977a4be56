"""Many questions at once: one line in, one line out; a broken line is reported in its place and the others go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from mkb_core.catalogue import Advice, Receipt
from mkb_core.codec import describe, parse_json
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import checked_question
from mkb_core.errors import DEFAULT_LANGUAGE, InputFault, InvalidInput
from mkb_core.rights import Action, Actor, Kind
from mkb_core.rights.held import require
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import write
from mkb_core.text import is_whole
from mkb_core.workflows.advising import consider, keep
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.profiles import read_profile

CHUNK = 200  # advices stored in one transaction
LONGEST_LINE = (
    200_000  # bytes: the longest question and company, with every character escaped, and room to spare
)


@frozen
class BatchQuestion:
    """A sound line: ``id`` is the caller's own name for the question; ``known``: was a profile given?"""

    line: int
    id: str | int | None
    text: str
    profile: Profile
    known: bool = True


@frozen
class BrokenLine:
    """A line that could not be read, with all its faults."""

    line: int
    faults: tuple[InputFault, ...]

    def as_dict(self, language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
        """``{"line": n, "errors": [{"path", "code", "message"}]}``."""
        return {"line": self.line, "errors": [fault.as_dict(language) for fault in self.faults]}


@frozen
class BatchAnswer:
    """A question of a batch with its advice."""

    question: BatchQuestion
    advice: Advice

    def as_dict(self) -> dict[str, Any]:
        """``{id, route, topics, partners, out_of_scope, receipt}``."""
        decision = self.advice.decision
        return {
            "id": self.question.id,
            "route": decision.route.value,
            "topics": list(decision.topic_ids),
            "partners": list(decision.partners),
            "out_of_scope": decision.out_of_scope,
            "receipt": self.advice.receipt.id,
        }


def read_lines(lines: Iterable[bytes]) -> Iterator[BatchQuestion | BrokenLine]:
    """Parse JSON lines; blank lines are skipped but counted."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield read_line(number, parse_line(line))
            except InvalidInput as refusal:
                yield BrokenLine(number, refusal.faults)


def parse_line(line: bytes) -> Any:
    """The JSON of one line; raises :class:`InvalidInput`, also where it is longer than any question can make it."""
    if len(line) > LONGEST_LINE:
        raise InvalidInput(
            [InputFault("$", "too-long", {"length": f"> {LONGEST_LINE}", "limit": LONGEST_LINE})]
        )
    return parse_json(line)


def read_line(number: int, data: Any) -> BatchQuestion:
    """One line's data: ``{id, question, company}``; further keys are ignored. Raises :class:`InvalidInput`."""
    if not isinstance(data, dict):
        raise InvalidInput([InputFault("$", "wrong-type", {"expected": "an object", "got": describe(data)})])
    faults: list[InputFault] = []
    text = data.get("question")
    if "question" not in data:
        faults.append(InputFault("question", "missing"))
    elif not isinstance(text, str):
        faults.append(InputFault("question", "wrong-type", {"expected": "text", "got": describe(text)}))
    else:
        try:
            checked_question(text)
        except InvalidInput as refusal:
            faults += refusal.faults
    name = data.get("id")
    if isinstance(name, bool) or not isinstance(name, str | int | None):
        faults.append(InputFault("id", "wrong-type", {"expected": "text", "got": describe(name)}))
    elif isinstance(name, str) and not is_whole(name):
        faults.append(InputFault("id", "control-characters"))
    profile: Profile | None = None
    try:
        profile = read_profile(data.get("company"))
    except InvalidInput as refusal:
        faults += [fault.under("company") for fault in refusal.faults]
    if faults or profile is None:
        raise InvalidInput(faults)
    company = data.get("company") or {}
    return BatchQuestion(number, name, str(text), profile, known=company.get("known") is not False)


def advise_lines(
    installation: Installation,
    actor: Actor,
    lines: Iterable[BatchQuestion | BrokenLine],
    *,
    store: bool = True,
) -> Iterator[BatchAnswer | BrokenLine]:
    """Advise on every sound line, in order; advices are stored in chunks before they are yielded.

    Raises :class:`~mkb_core.errors.Denied`.
    """
    require(actor, Kind.ADVICE, Action.CREATE)
    chunk: list[BatchAnswer | BrokenLine] = []
    for line in lines:
        if isinstance(line, BrokenLine):
            chunk.append(line)
        else:
            chunk.append(BatchAnswer(line, consider(installation, line.text, line.profile)))
        if len(chunk) >= CHUNK:
            yield from _stored(installation, chunk, store, actor)
            chunk = []
    yield from _stored(installation, chunk, store, actor)


def _stored(
    installation: Installation, chunk: list[BatchAnswer | BrokenLine], store: bool, actor: Actor
) -> Iterator[BatchAnswer | BrokenLine]:
    advices = [one.advice for one in chunk if isinstance(one, BatchAnswer)]
    if store and advices:
        with write(installation.engine) as connection:
            keep(connection, installation, advices, "batch")
            for event in _events(actor, [advice.receipt for advice in advices]):
                append(connection, event, installation.settings.clock())
    yield from chunk


def _events(actor: Actor, receipts: list[Receipt]) -> Iterator[AuditEvent]:
    """A line for every company that is known, and one for all questions whose company is not."""
    for receipt in receipts:
        number = receipt.profile.number
        if number is not None:
            yield AuditEvent.by(actor, "create", "advice", receipt.id, company_number=number)
    nobodys = sum(receipt.profile.number is None for receipt in receipts)
    if nobodys:
        yield AuditEvent.by(actor, "create", "advice", details={"advices": nobodys})
