"""What partners and regions declare: frozen, dated, sourced data that the core validates, versions and merges."""

from __future__ import annotations

from enum import Enum

from attrs import field, frozen

from mkb_core.criteria import CriteriaSet, Criterion
from mkb_core.domain.fees import FeeSchedule
from mkb_core.domain.partners import Partner, Source
from mkb_core.domain.periods import ALWAYS, Period
from mkb_core.domain.regions import Region
from mkb_core.domain.topics import Topic
from mkb_core.text import Text


@frozen
class TopicStrength:
    """How well an offer answers a topic: 1 (touches it) to 100 (the first address for it)."""

    topic: str
    strength: int = field()

    @strength.validator
    def _percent(self, _: object, strength: int) -> None:
        if not 1 <= strength <= 100:
            raise ValueError("a strength lies between 1 and 100")


@frozen
class Service:
    """An offer of a partner (*dienst*): for which topics, under which conditions, since when, and who says so.

    ``confirmed`` is false for facts that the partner has not confirmed; they are shown as "to be confirmed".
    ``answers_at_once``: the partner's desk answers plain questions on these topics directly.
    """

    id: str
    label: Text
    summary: Text
    topics: tuple[TopicStrength, ...]
    source: Source
    conditions: tuple[Criterion, ...] = ()
    valid: Period = ALWAYS
    confirmed: bool = False
    answers_at_once: bool = False
    website: str | None = None


class ItemKind(Enum):
    """What answers directly (C3)."""

    KNOWLEDGE = "knowledge"
    TOOL = "tool"
    SCHEME = "scheme"
    MASTERCLASS = "masterclass"
    EXPERT = "expert"


@frozen
class Item:
    """A knowledge item, tool, scheme, masterclass or expert that answers a question directly (C3)."""

    id: str
    kind: ItemKind
    label: Text
    summary: Text
    topics: tuple[TopicStrength, ...]
    source: Source
    conditions: tuple[Criterion, ...] = ()
    valid: Period = ALWAYS
    confirmed: bool = False
    website: str | None = None


@frozen
class FrontDesk:
    """A partner's counter for entrepreneurs (B4); ``municipality`` is the one it serves, ``None`` for all."""

    id: str
    label: Text
    municipality: str | None = None
    website: str | None = None
    contact: str | None = None


@frozen
class PartnerDeclaration:
    """All that one partner declares. Its content hash is its version."""

    partner: Partner
    services: tuple[Service, ...] = ()
    items: tuple[Item, ...] = ()
    front_desks: tuple[FrontDesk, ...] = ()
    fee_schedules: tuple[FeeSchedule, ...] = ()


@frozen
class Goal:
    """What the approach is measured by (K2): a number to reach before a date counted from the start."""

    id: str
    label: Text
    target: int
    months: int


@frozen
class RegionDefinition:
    """A region as data (M1): territory, topics, the criteria of a nomination, goals, and the partner asked first when
    no topic was recognised (``first_line``, in order)."""

    region: Region
    topics: tuple[Topic, ...]
    nomination: CriteriaSet
    goals: tuple[Goal, ...] = ()
    first_line: tuple[str, ...] = ()
