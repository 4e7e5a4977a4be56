"""A company and the origin of every fact known about it (A1); conflicts are kept, never overwritten (A3)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from attrs import evolve, field, frozen

from mkb_core.domain.sme import Size

_NUMBER = re.compile(r"\d{8}", re.ASCII)


@frozen
class Address:
    """A visiting or postal address as written."""

    street: str | None = None
    house_number: str | None = None
    postcode: str | None = None
    place: str | None = None
    country: str | None = None


@frozen
class GroupRelation:
    """A linked or partner enterprise; ``share`` of capital or votes (A5)."""

    name: str
    share: Fraction
    size: Size
    number: str | None = None


@frozen
class Contact:
    """A person through whom the company is reached."""

    name: str
    email: str | None = None
    telephone: str | None = None


@frozen
class Sourced:
    """One value with its provenance: where it came from, on which day, and who entered it."""

    value: Any
    source: str
    date: date
    entered_by: str


@frozen
class Company:
    """A company by trade-register number; each field holds its values, the one in force first.

    More than one value with different content is a conflict between sources that a person settles.
    """

    number: str = field()
    fields: Mapping[str, tuple[Sourced, ...]] = field(factory=dict, eq=dict)

    @number.validator
    def _eight_digits(self, _: object, number: str) -> None:
        if not is_company_number(number):
            raise ValueError("a company number has eight digits")

    def value(self, name: str) -> Any:
        """The value in force of a field; ``None`` where it is unknown."""
        values = self.fields.get(name, ())
        return values[0].value if values else None

    def sourced(self, name: str) -> Sourced | None:
        """The value in force with its provenance."""
        values = self.fields.get(name, ())
        return values[0] if values else None

    def conflicts(self) -> dict[str, tuple[Sourced, ...]]:
        """Fields on which sources differ, with all their values."""
        return {
            name: values
            for name, values in self.fields.items()
            if any(other.value != values[0].value for other in values[1:])
        }

    def with_values(self, values: Mapping[str, Sourced], *, prefer: Iterable[str] = ()) -> Company:
        """The company after a source delivered ``values``; per field each source keeps its newest value.

        The value in force stays in force unless it came from the same source, or the new source is in ``prefer``
        and the old one is not; so a register refresh never silently overwrites what a person entered (A3).
        """
        preferred = frozenset(prefer)
        merged = dict(self.fields)
        for name, new in values.items():
            old = merged.get(name, ())
            in_force = old[0] if old else None
            others = tuple(kept for kept in old if kept.source != new.source)
            takes_over = (
                in_force is None
                or in_force.source == new.source
                or (new.source in preferred and in_force.source not in preferred)
            )
            merged[name] = (new, *others) if takes_over else (others[0], new, *others[1:])
        return evolve(self, fields=merged)


def is_company_number(number: str) -> bool:
    """Eight digits, as text: leading zeros count."""
    return _NUMBER.fullmatch(number) is not None
