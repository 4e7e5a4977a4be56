"""How good the advice is on a labelled set of questions: figures, and every row that went wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, field, fields, frozen

from mkb_core.catalogue import Decision, Route
from mkb_core.codec import describe, from_json
from mkb_core.domain.profile import Profile
from mkb_core.domain.topics import TopicRole
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.workflows.advising import consider
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.batches import BatchQuestion, BrokenLine, parse_line, read_line

STARTER_AT_MOST_YEARS = 3
NOT_SME_FROM_EMPLOYEES = 250
TAKEOVER = "takeover"  # tag of a row whose wish is a transfer, whatever its topic


@define
class Share:
    """Right of all that count; ``value`` is ``None`` where nothing counts."""

    right: int = 0
    of: int = 0

    def count(self, right: bool) -> None:
        """Count one."""
        self.right += right
        self.of += 1

    @property
    def value(self) -> float | None:
        """Rounded to four digits."""
        return round(self.right / self.of, 4) if self.of else None


@frozen
class Label:
    """What is expected of one row of a labelled set."""

    expected_route: str
    acceptable_routes: tuple[str, ...]
    expected_topic: str | None = None
    other_topics: tuple[str, ...] = ()
    expected_partners: tuple[str, ...] = ()
    out_of_scope: bool = False
    tags: tuple[str, ...] = ()

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics of which one should come first; none where no topic fits."""
        return tuple(topic for topic in (self.expected_topic, *self.other_topics) if topic)


@define
class Evaluation:
    """Figures over a labelled set; ``wrong`` lists what missed, for reading; ``broken`` what could not be read."""

    n: int = 0
    topic: Share = field(factory=Share)
    route: Share = field(factory=Share)
    route_strict: Share = field(factory=Share)
    hit_at_1: Share = field(factory=Share)
    hit_at_3: Share = field(factory=Share)
    candidates_found: Share = field(factory=Share)
    out_of_scope: Share = field(factory=Share)
    false_alarms: int = 0
    false_nominations: int = 0
    violations: int = 0
    wrong: list[dict[str, Any]] = field(factory=list)
    broken: list[BrokenLine] = field(factory=list)

    def as_dict(self) -> dict[str, Any]:
        """The figures under their published keys; shares between 0 and 1."""
        return {
            "n": self.n,
            "topic": self.topic.value,
            "route": self.route.value,
            "route_strict": self.route_strict.value,
            "hit_at_1": self.hit_at_1.value,
            "hit_at_3": self.hit_at_3.value,
            "candidates_found": self.candidates_found.value,
            "false_nominations": self.false_nominations,
            "violations": self.violations,
            "out_of_scope": self.out_of_scope.value,
            "out_of_scope_false_alarms": self.false_alarms,
        }


def evaluate_lines(installation: Installation, lines: Iterable[bytes]) -> Evaluation:
    """Judge the advice on labelled JSON lines (keys as in the reference set); nothing is stored.

    A line that cannot be read is kept in ``broken`` and does not count.
    """
    evaluation = Evaluation()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = parse_line(line)
            question = read_line(number, row)
            label = read_label(row)
        except InvalidInput as refusal:
            evaluation.broken.append(BrokenLine(number, refusal.faults))
            continue
        decision = consider(installation, question.text, question.profile).decision
        _judge(evaluation, label, question, decision, installation)
    return evaluation


def read_label(row: Mapping[str, Any]) -> Label:
    """What is expected of a row; raises :class:`InvalidInput` with every fault."""
    known = {attribute.name for attribute in fields(Label)}
    label = from_json(
        Label, {name: value for name, value in row.items() if name in known and value is not None}
    )
    routes = [route.value for route in Route]
    wrong = [
        InputFault(name, "not-allowed", {"value": describe(route)})
        for name, route in [
            ("expected_route", label.expected_route),
            *(("acceptable_routes", one) for one in label.acceptable_routes),
        ]
        if route not in routes
    ]
    if wrong:
        raise InvalidInput(wrong)
    return label


def _judge(
    evaluation: Evaluation,
    label: Label,
    question: BatchQuestion,
    decision: Decision,
    installation: Installation,
) -> None:
    evaluation.n += 1
    verdicts = _verdicts(label, question, decision)
    for figure, right in verdicts.items():
        getattr(evaluation, figure).count(right)
    nominated = decision.route is Route.CANDIDATE
    alarms = {
        "false_nominations": nominated and Route.CANDIDATE.value not in label.acceptable_routes,
        "violations": nominated and is_violation(question.profile, label, installation),
        "false_alarms": decision.out_of_scope and not label.out_of_scope,
    }
    for figure, raised in alarms.items():
        setattr(evaluation, figure, getattr(evaluation, figure) + raised)
    missed = [figure for figure, right in verdicts.items() if not right and figure != "route_strict"]
    missed += [figure for figure, raised in alarms.items() if raised]
    if missed:
        evaluation.wrong.append(
            {
                "id": question.id,
                "missed": missed,
                "question": question.text,
                "expected": [label.expected_topic, label.expected_route, list(label.expected_partners)],
                "got": [list(decision.topic_ids), decision.route.value, list(decision.partners)],
            }
        )


def _verdicts(label: Label, question: BatchQuestion, decision: Decision) -> dict[str, bool]:
    """Right or wrong for each figure that the row counts for (*ask* is acceptable where no profile was given)."""
    route = decision.route.value
    first = decision.topic_ids[:1]
    acceptable = label.acceptable_routes + (() if question.known else (Route.ASK.value,))
    expected = set(label.expected_partners)
    verdicts = {
        "topic": bool(first and first[0] in label.topics) if label.topics else not first,
        "route": route in acceptable,
        "route_strict": route == label.expected_route,
    }
    if expected:
        verdicts["hit_at_1"] = bool(expected & set(decision.partners[:1]))
        verdicts["hit_at_3"] = bool(expected & set(decision.partners[:3]))
    if label.acceptable_routes == (Route.CANDIDATE.value,):
        verdicts["candidates_found"] = decision.route is Route.CANDIDATE
    if label.out_of_scope:
        verdicts["out_of_scope"] = decision.out_of_scope
    return verdicts


def is_violation(profile: Profile, label: Label, installation: Installation) -> bool:
    """Breaks a nomination a hard rule of the approach? (age, transfer, size, region, scope)"""
    definition = installation.catalogue.region
    outside = (
        profile.municipality is not None and definition.region.municipality(profile.municipality) is None
    )
    transfer = {topic.id for topic in definition.topics if topic.role is TopicRole.TRANSFER}
    return bool(
        (profile.age_years is not None and profile.age_years <= STARTER_AT_MOST_YEARS)
        or (profile.employees is not None and profile.employees >= NOT_SME_FROM_EMPLOYEES)
        or outside
        or label.out_of_scope
        or label.expected_topic in transfer
        or TAKEOVER in label.tags
    )
