"""A region: the territory that runs an approach. A region is data (M1), never code of the core."""

from __future__ import annotations

from functools import cached_property

from attrs import define, frozen

from mkb_core.text import Text


@frozen
class SubRegion:
    """A part of the region with its own economic board, such as ``Noord-Limburg``."""

    id: str
    label: Text


@frozen
class Municipality:
    """A municipality with its official code, its sub-region, and other names it goes by."""

    code: str
    name: str
    sub_region: str
    other_names: tuple[str, ...] = ()
    inhabitants: int | None = None


@frozen
class Postcode:
    """A postal area and the municipality it lies in: the first four digits of a Dutch postcode, all five of a German one,
    or whatever the postcodes of another country begin with. Where several fit, the longest counts."""

    code: str
    municipality: str


@define(frozen=True, slots=False)
class Region:
    """Territory of an approach. ``languages``: first the one that users see by default."""

    id: str
    label: Text
    country: str
    languages: tuple[str, ...]
    sub_regions: tuple[SubRegion, ...]
    municipalities: tuple[Municipality, ...]
    postcodes: tuple[Postcode, ...] = ()

    @cached_property
    def _by_name(self) -> dict[str, Municipality]:
        names: dict[str, Municipality] = {}
        for municipality in self.municipalities:
            for name in (municipality.name, municipality.code, *municipality.other_names):
                names[name.casefold()] = municipality
        return names

    @cached_property
    def _by_postcode(self) -> dict[str, Municipality]:
        return {area.code: self._by_name[area.municipality.casefold()] for area in self.postcodes}

    def municipality(self, name: str) -> Municipality | None:
        """Look a municipality up by name, other name or code; ``None`` where it lies outside the region."""
        return self._by_name.get(" ".join(name.split()).casefold())

    def municipality_of_postcode(self, postcode: str) -> Municipality | None:
        """The municipality of a postcode, as written; ``None`` where it lies outside."""
        written = postcode.strip().upper()
        starts = (written[:length] for length in self._lengths_of_postcodes)
        return next((self._by_postcode[start] for start in starts if start in self._by_postcode), None)

    @cached_property
    def _lengths_of_postcodes(self) -> tuple[int, ...]:
        return tuple(sorted({len(area.code) for area in self.postcodes}, reverse=True))
