"""What several resources of the API have in common."""

from __future__ import annotations

from datetime import UTC, datetime

from attrs import frozen

from mkb_core.domain.partners import Source as ReadSource


@frozen
class Pagination:
    """Which part of a list this is; pages count from 1."""

    page: int
    page_size: int
    total: int


@frozen
class Source:
    """Where a fact was read, the year or day that it speaks of, and the state then."""

    place: str
    as_of: str
    status: str

    @classmethod
    def of(cls, read: ReadSource) -> Source:
        """From a declaration."""
        return cls(read.place, read.as_of, read.status.value)


def utc(at: datetime) -> datetime:
    """A moment in UTC, which JSON ends in ``Z``."""
    return at.astimezone(UTC)


def utc_or_none(at: datetime | None) -> datetime | None:
    """The same, where there may be none."""
    return None if at is None else utc(at)
