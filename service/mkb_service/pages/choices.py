"""What can be chosen in the form: municipalities of the region and sectors."""

from __future__ import annotations

from attrs import frozen

from mkb_core.domain.regions import Region
from mkb_core.domain.sectors import SECTIONS, Section
from mkb_service.pages.forms import OUTSIDE


@frozen
class Choices:
    """Municipalities by name, the value for a place outside the region, and sectors by section."""

    municipalities: tuple[str, ...]
    outside: str
    sectors: tuple[Section, ...]


def choices(region: Region) -> Choices:
    """The choices of a region."""
    names = tuple(sorted(municipality.name for municipality in region.municipalities))
    return Choices(names, OUTSIDE, SECTIONS)
