"""Criteria sets: hard conditions that must all hold, and weighted ones that earn points; versioned by their content."""

from __future__ import annotations

from datetime import date
from functools import cached_property

import attrs
from attrs import frozen

from mkb_core.codec import content_hash
from mkb_core.criteria.compile import compile_tree
from mkb_core.criteria.evaluate import Facts, every
from mkb_core.criteria.needed import needed
from mkb_core.criteria.nodes import All, Tree, Verdict
from mkb_core.text import Text

MAX_WEIGHT = 1_000_000


def _check_weight(_: object, attribute: attrs.Attribute[int], weight: int) -> None:
    if not 0 <= weight <= MAX_WEIGHT:
        raise ValueError(f"a weight is from 0 to {MAX_WEIGHT:,}")


@frozen
class Criterion:
    """One condition: hard (its failing decides) or weighted (its holding earns ``weight`` points), or both."""

    id: str
    label: Text
    rule: Tree
    hard: bool = True
    weight: int = attrs.field(default=0, validator=_check_weight)
    source: str | None = None
    #: First and last day on which it is in force; ``None`` leaves that side open.
    start: date | None = None
    end: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether the criterion counts on a day."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@frozen
class CriteriaSet:
    """Criteria under one name, such as those for admission to the Support Process."""

    id: str
    label: Text
    criteria: tuple[Criterion, ...]

    @cached_property
    def version(self) -> str:
        """SHA-256 of the content, in hex: two sets with one version judge alike."""
        return content_hash(self)

    @cached_property
    def hard_rule(self) -> Tree:
        """All hard criteria as one rule."""
        return All(criterion.rule for criterion in self.criteria if criterion.hard)

    @cached_property
    def max_points(self) -> int:
        """The points of a company for which every criterion holds."""
        return sum(criterion.weight for criterion in self.criteria)

    def on(self, day: date) -> CriteriaSet:
        """The set with only the criteria that are in force on a day."""
        return attrs.evolve(self, criteria=tuple(one for one in self.criteria if one.in_force(day)))


@frozen
class Judgement:
    """What a criteria set says of one company."""

    #: Of the hard criteria together; ``None``: what is missing could decide.
    verdict: Verdict
    #: Earned; what is unknown earns nothing yet.
    points: int
    max_points: int
    #: What the unknown criteria could still add.
    open_points: int
    #: Criterion id -> verdict, in the order of the set.
    verdicts: tuple[tuple[str, Verdict], ...]
    #: Missing fields that could still change the hard verdict; empty when it stands.
    missing: tuple[str, ...]
    #: Fields that could still change the points.
    missing_for_points: tuple[str, ...]
    version: str


def judge(criteria_set: CriteriaSet, facts: Facts) -> Judgement:
    """Judge a company on every criterion of the set; take ``criteria_set.on(day)`` first where dates matter."""
    verdicts = tuple((one.id, compile_tree(one.rule)(facts)) for one in criteria_set.criteria)
    judged = tuple(zip(criteria_set.criteria, (verdict for _, verdict in verdicts), strict=True))
    verdict = every(verdict for criterion, verdict in judged if criterion.hard)
    weighted = [criterion.rule for criterion in criteria_set.criteria if criterion.weight]
    return Judgement(
        verdict=verdict,
        points=sum(criterion.weight for criterion, verdict in judged if verdict),
        max_points=criteria_set.max_points,
        open_points=sum(criterion.weight for criterion, verdict in judged if verdict is None),
        verdicts=verdicts,
        missing=needed(criteria_set.hard_rule, facts),
        missing_for_points=tuple(dict.fromkeys(name for rule in weighted for name in needed(rule, facts))),
        version=criteria_set.version,
    )
