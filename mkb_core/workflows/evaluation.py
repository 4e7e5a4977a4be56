"""How good the advice is on a labelled set of questions: figures, and every row that went wrong."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import define, field

from mkb_core.catalogue import Decision, Route
from mkb_core.domain.profile import Profile
from mkb_core.workflows.advising import consider
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.batches import read_line

STARTER_AT_MOST_YEARS = 3
NOT_SME_FROM_EMPLOYEES = 250


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


@define
class Evaluation:
    """Figures over a labelled set; ``wrong`` lists what missed, for reading."""

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


def evaluate_rows(installation: Installation, rows: Iterable[tuple[int, dict[str, Any]]]) -> Evaluation:
    """Judge the advice on labelled rows (keys as in the reference set); nothing is stored. Raises ``InvalidInput``."""
    evaluation = Evaluation()
    for number, row in rows:
        question = read_line(number, row)
        decision = consider(installation, question.text, question.profile).decision
        _judge(evaluation, row, question.profile, decision, installation)
    return evaluation


def _judge(
    evaluation: Evaluation, row: dict[str, Any], profile: Profile, decision: Decision, installation: Installation
) -> None:
    evaluation.n += 1
    missed = []
    topics = [topic for topic in (row["expected_topic"], *row.get("other_topics", ())) if topic]
    first = decision.topic_ids[:1]
    topic_right = bool(first and first[0] in topics) if topics else not first
    evaluation.topic.count(topic_right)
    route = decision.route.value
    known = (row.get("company") or {}).get("known", True)
    acceptable = list(row["acceptable_routes"]) + ([] if known else [Route.ASK.value])
    evaluation.route.count(route in acceptable)
    evaluation.route_strict.count(route == row["expected_route"])
    missed += [] if topic_right else ["topic"]
    missed += [] if route in acceptable else ["route"]
    if row.get("expected_partners"):
        expected = set(row["expected_partners"])
        evaluation.hit_at_1.count(bool(expected & set(decision.partners[:1])))
        evaluation.hit_at_3.count(bool(expected & set(decision.partners[:3])))
        missed += [] if expected & set(decision.partners[:1]) else ["hit_at_1"]
    nominated = decision.route is Route.CANDIDATE
    if row["acceptable_routes"] == [Route.CANDIDATE.value]:
        evaluation.candidates_found.count(nominated)
    if nominated and Route.CANDIDATE.value not in row["acceptable_routes"]:
        evaluation.false_nominations += 1
    if nominated and is_violation(profile, row, installation):
        evaluation.violations += 1
        missed.append("violation")
    if row.get("out_of_scope"):
        evaluation.out_of_scope.count(decision.out_of_scope)
        missed += [] if decision.out_of_scope else ["out_of_scope"]
    elif decision.out_of_scope:
        evaluation.false_alarms += 1
        missed.append("false_alarm")
    if missed:
        evaluation.wrong.append(
            {
                "id": row.get("id"),
                "missed": missed,
                "question": row["question"],
                "expected": [row["expected_topic"], row["expected_route"], row.get("expected_partners")],
                "got": [list(decision.topic_ids), route, list(decision.partners)],
            }
        )


def is_violation(profile: Profile, row: dict[str, Any], installation: Installation) -> bool:
    """Breaks a nomination a hard rule of the approach? (age, transfer, size, region, scope)"""
    region = installation.catalogue.region.region
    outside = profile.municipality is not None and region.municipality(profile.municipality) is None
    return bool(
        (profile.age_years is not None and profile.age_years <= STARTER_AT_MOST_YEARS)
        or (profile.employees is not None and profile.employees >= NOT_SME_FROM_EMPLOYEES)
        or outside
        or row.get("out_of_scope")
        or row.get("expected_topic") in [topic.id for topic in installation.catalogue.region.topics if topic.role.value == "transfer"]
        or "takeover" in row.get("tags", ())
    )
