"""What differs between two decisions on the same question and company, as a value: before and after a change of rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias, TypeVar

from attrs import field, fields, frozen

from mkb_core.catalogue.decision import (
    ConditionVerdict,
    Decision,
    Fit,
    ItemProposal,
    Proposal,
    Rejection,
    Route,
)

#: ``absent``: the condition does not exist on that side.
Outcome: TypeAlias = Literal["held", "failed", "unknown", "absent"]
OUTCOMES: dict[bool | None, Outcome] = {True: "held", False: "failed", None: "unknown"}
Kind: TypeAlias = Literal["service", "item"]
T = TypeVar("T")


@frozen
class ConditionChange:
    """What became of a condition before and after."""

    criterion: str
    before: Outcome
    after: Outcome


@frozen
class OfferChange:
    """A service or item that comes in, goes out, moves, or stands there for other reasons.

    Places count from 1; ``None`` is not proposed. ``moved``: its order among the offers of both sides is another, so that
    one which only moves up because another went is not listed. Of a pair the first is before, the second after.
    """

    kind: Kind
    partner: str
    offer: str
    place_before: int | None
    place_after: int | None
    moved: bool = False
    fit: tuple[Fit, Fit] | None = None
    points: tuple[int, int] | None = None
    conditions: tuple[ConditionChange, ...] = ()
    missing_added: tuple[str, ...] = ()
    missing_removed: tuple[str, ...] = ()


@frozen
class RejectionChange:
    """Another reason why a partner is not proposed; ``None``: it is proposed, or unknown, on that side."""

    partner: str
    before: str | None
    after: str | None
    conditions: tuple[ConditionChange, ...] = ()


@frozen
class DecisionChanges:
    """All that differs; false where two decisions are equal. ``other``: an order within reasons, and nothing else."""

    route: tuple[Route, Route] | None = None
    topics: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    services: tuple[OfferChange, ...] = ()
    items: tuple[OfferChange, ...] = ()
    rejections: tuple[RejectionChange, ...] = ()
    nomination: tuple[ConditionChange, ...] = ()
    nomination_verdict: tuple[bool | None, bool | None] | None = None
    nomination_points: tuple[int, int] | None = None
    missing_added: tuple[str, ...] = ()
    missing_removed: tuple[str, ...] = ()
    notes: tuple[tuple[str, ...], tuple[str, ...]] | None = None
    other: bool = field(default=False)

    def __bool__(self) -> bool:
        return any(bool(getattr(self, one.name)) for one in fields(DecisionChanges))

    @property
    def offers(self) -> tuple[OfferChange, ...]:
        """The changed services, then the changed items."""
        return self.services + self.items

    @property
    def partners(self) -> tuple[str, ...]:
        """Ids of the partners for which something differs, in the order of what is listed."""
        named = [one.partner for one in self.offers] + [one.partner for one in self.rejections]
        return tuple(dict.fromkeys(named))


def compare(before: Decision, after: Decision) -> DecisionChanges:
    """The differences between two decisions; true exactly where they are not equal."""
    changes = DecisionChanges(
        route=_pair(before.route, after.route),
        topics=_pair(before.topic_ids, after.topic_ids),
        services=_services(before.proposals, after.proposals),
        items=_items(before.items, after.items),
        rejections=_rejections(before.rejections, after.rejections),
        nomination=_conditions(before.nomination, after.nomination),
        nomination_verdict=_pair(before.nomination_verdict, after.nomination_verdict),
        nomination_points=_pair(before.nomination_points, after.nomination_points),
        missing_added=_without(after.missing, before.missing),
        missing_removed=_without(before.missing, after.missing),
        notes=_pair(before.notes, after.notes),
    )
    return changes if changes or before == after else DecisionChanges(other=True)


def _pair(before: T, after: T) -> tuple[T, T] | None:
    return None if before == after else (before, after)


def _without(these: Iterable[str], those: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in these if one not in those)


def _services(before: tuple[Proposal, ...], after: tuple[Proposal, ...]) -> tuple[OfferChange, ...]:
    old = {(one.partner, one.service): one for one in before}
    new = {(one.partner, one.service): one for one in after}
    changes = []
    for key, (first, second, moved) in _places(tuple(old), tuple(new)).items():
        was, now = old.get(key), new.get(key)
        if was is None or now is None:
            changes.append(OfferChange("service", *key, first, second))
        elif moved or was != now:
            changes.append(
                OfferChange(
                    "service",
                    *key,
                    first,
                    second,
                    moved,
                    fit=_pair(was.fit, now.fit),
                    points=_pair(was.points, now.points),
                    conditions=_conditions(was.conditions, now.conditions),
                    missing_added=_without(now.missing, was.missing),
                    missing_removed=_without(was.missing, now.missing),
                )
            )
    return tuple(changes)


def _items(before: tuple[ItemProposal, ...], after: tuple[ItemProposal, ...]) -> tuple[OfferChange, ...]:
    old = {(one.partner, one.item): one for one in before}
    new = {(one.partner, one.item): one for one in after}
    changes = []
    for key, (first, second, moved) in _places(tuple(old), tuple(new)).items():
        was, now = old.get(key), new.get(key)
        if was is None or now is None:
            changes.append(OfferChange("item", *key, first, second))
        elif moved or was != now:
            fit, points = _pair(was.fit, now.fit), _pair(was.points, now.points)
            changes.append(OfferChange("item", *key, first, second, moved, fit=fit, points=points))
    return tuple(changes)


Key: TypeAlias = tuple[str, str]


def _places(old: tuple[Key, ...], new: tuple[Key, ...]) -> dict[Key, tuple[int | None, int | None, bool]]:
    """Every offer with its place before and after, and whether its order among those of both sides is another."""
    stayed_old = [key for key in old if key in new]
    stayed_new = [key for key in new if key in old]
    first = {key: place for place, key in enumerate(old, 1)}
    second = {key: place for place, key in enumerate(new, 1)}
    return {
        key: (
            first.get(key),
            second.get(key),
            key in first and key in second and stayed_old.index(key) != stayed_new.index(key),
        )
        for key in dict.fromkeys((*new, *old))
    }


def _conditions(
    before: tuple[ConditionVerdict, ...], after: tuple[ConditionVerdict, ...]
) -> tuple[ConditionChange, ...]:
    old = {one.criterion: one for one in before}
    new = {one.criterion: one for one in after}
    return tuple(
        ConditionChange(criterion, _outcome(old.get(criterion)), _outcome(new.get(criterion)))
        for criterion in dict.fromkeys((*new, *old))
        if old.get(criterion) != new.get(criterion)
    )


def _outcome(verdict: ConditionVerdict | None) -> Outcome:
    return "absent" if verdict is None else OUTCOMES[verdict.verdict]


def _rejections(before: tuple[Rejection, ...], after: tuple[Rejection, ...]) -> tuple[RejectionChange, ...]:
    """Only of partners that are rejected on both sides: one that comes or goes shows among the services."""
    old = {one.partner: one for one in before}
    return tuple(
        RejectionChange(
            one.partner,
            old[one.partner].reason,
            one.reason,
            _conditions(old[one.partner].conditions, one.conditions),
        )
        for one in after
        if one.partner in old and old[one.partner] != one
    )
