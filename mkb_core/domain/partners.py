"""Partners and what they are; what they offer is declared in ``mkb_core.hooks.declarations``."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from mkb_core.text import Text


class PartnerKind(Enum):
    """Types of partner (H2)."""

    PUBLIC = "public"
    COMMERCIAL = "commercial"
    ASSOCIATION = "association"
    KNOWLEDGE_INSTITUTE = "knowledge-institute"
    VOLUNTEER_NETWORK = "volunteer-network"
    REGIONAL_BOARD = "regional-board"


class Status(Enum):
    """Whether an offer stands on the day it was last looked at."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@frozen
class Source:
    """Where a fact was read: the place (an address or document), the year or day it speaks of, and the state then."""

    place: str
    as_of: str
    status: Status = Status.UNKNOWN


@frozen
class Partner:
    """An organisation that takes part. ``response_days``: working days in which it answers a referral."""

    id: str
    name: str
    kind: PartnerKind
    description: Text
    website: str | None = None
    contact: str | None = None
    response_days: int | None = None
