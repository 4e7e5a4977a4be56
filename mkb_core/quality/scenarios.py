"""Scenario files: what a partner expects to be proposed to whom, in TOML that a programme manager reads and writes.

Read strictly: an unknown key, company field, service or condition is refused, and all faults of a file come together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from mkb_core.codec import from_json
from mkb_core.criteria import QUESTION_FIELDS
from mkb_core.domain.profile import UNKNOWN, Profile
from mkb_core.domain.questions import checked_question
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.declaration_files import parse_toml
from mkb_core.hooks.declarations import Item, PartnerDeclaration, RegionDefinition, Service

FOLDER = "scenarios"
#: reasons for "not proposed" that are no condition
NO_TOPIC, NOT_IN_FORCE = "no-topic", "not-in-force"
OTHER_REASONS = frozenset({NO_TOPIC, NOT_IN_FORCE})
#: what a question can show beside its topics
SAYINGS = frozenset(spec.name for spec in QUESTION_FIELDS)


@frozen
class Expected:
    """What must come out for the services and items named; about others a scenario says nothing.

    ``not_proposed``: offer to the ids of its failing hard conditions, or ``no-topic``, ``not-in-force``; ``unknown``:
    offer to the company fields that are then asked; ``order``: offers by points, best first.
    """

    proposed: tuple[str, ...] = ()
    not_proposed: Mapping[str, tuple[str, ...]] = field(factory=dict, eq=dict)
    unknown: Mapping[str, tuple[str, ...]] = field(factory=dict, eq=dict)
    order: tuple[str, ...] = ()

    @property
    def offers(self) -> frozenset[str]:
        """Ids of all services and items that the scenario says something about."""
        return frozenset({*self.proposed, *self.not_proposed, *self.unknown, *self.order})


@frozen
class Scenario:
    """One example. ``question`` is read by the region's analyser; ``topics`` are taken as they are, strongest first.

    ``says``: what the question shows beside its topics, such as ``innovation_wish``; only with ``topics``.
    """

    name: str
    place: str
    date: date
    partner: str
    expect: Expected
    company: Profile = UNKNOWN
    question: str | None = None
    topics: tuple[str, ...] = ()
    says: frozenset[str] = frozenset()


@frozen
class _Written:
    """A scenario as it stands in a file, before what the file says for all of them is filled in."""

    name: str
    expect: Expected
    date: date | None = None
    partner: str | None = None
    company: Any = None
    question: str | None = None
    topics: tuple[str, ...] = ()
    says: frozenset[str] = frozenset()


@frozen
class _File:
    """A scenario file: ``date``, ``partner`` and ``companies`` count for all its scenarios."""

    scenario: tuple[_Written, ...]
    date: date | None = None
    partner: str | None = None
    companies: Mapping[str, Profile] = field(factory=dict)


def scenario_files(folder: Path) -> tuple[Path, ...]:
    """The scenario files of a package: in ``scenarios`` in its folder, and in the one beside it; by name."""
    places = (folder / FOLDER, folder.parent / FOLDER)
    return tuple(file for place in places for file in sorted(place.glob("*.toml")))


def read_scenarios(
    files: Mapping[str, str], region: RegionDefinition, declarations: Mapping[str, PartnerDeclaration]
) -> tuple[Scenario, ...]:
    """All scenarios of these files (place to text), for the partners declared.

    Raises :class:`InvalidInput` with every fault of every file.
    """
    scenarios: list[Scenario] = []
    faults: list[InputFault] = []
    names: set[str] = set()
    for place, words in files.items():
        found, unreadable = _read_file(place, words, declarations)
        faults += unreadable
        for scenario in found:
            faults += [
                fault.under(scenario.place) for fault in _faults(scenario, region, declarations, names)
            ]
            names.add(scenario.name)
        scenarios += found
    if faults:
        raise InvalidInput(faults)
    return tuple(scenarios)


def _read_file(
    place: str, words: str, declarations: Mapping[str, PartnerDeclaration]
) -> tuple[list[Scenario], list[InputFault]]:
    """The scenarios that can be read, and the faults; where one is at fault, what the file needs is filled in."""
    try:
        file = from_json(_File, parse_toml(words, place))
    except InvalidInput as refusal:
        return [], [fault if fault.path == place else fault.under(place) for fault in refusal.faults]
    only = next(iter(declarations)) if len(declarations) == 1 else None
    scenarios: list[Scenario] = []
    faults: list[InputFault] = []
    for number, written in enumerate(file.scenario):
        at = f"{place}.scenario[{number}]"
        company = UNKNOWN
        try:
            company = _company(written.company, file.companies)
        except InvalidInput as refusal:
            faults += [fault.under("company").under(at) for fault in refusal.faults]
        scenario = Scenario(
            name=written.name,
            place=at,
            date=written.date or file.date or date.min,
            partner=written.partner or file.partner or only or "",
            expect=written.expect,
            company=company,
            question=written.question,
            topics=written.topics,
            says=written.says,
        )
        scenarios.append(scenario)
        if scenario.date == date.min:
            faults.append(InputFault(f"{at}.date", "missing"))
    return scenarios, faults


def _company(written: Any, companies: Mapping[str, Profile]) -> Profile:
    """A company written out, or the name of one of the file's; with ``like`` one that differs from it."""
    if written is None:
        return UNKNOWN
    if isinstance(written, str):
        if written not in companies:
            raise InvalidInput([InputFault("$", "unknown-name", {"value": written})])
        return companies[written]
    if isinstance(written, Mapping) and "like" in written:
        own = {key: value for key, value in written.items() if key != "like"}
        read = from_json(Profile, own)
        return evolve(_company(str(written["like"]), companies), **{key: getattr(read, key) for key in own})
    return from_json(Profile, written)


def _faults(
    scenario: Scenario,
    region: RegionDefinition,
    declarations: Mapping[str, PartnerDeclaration],
    names: set[str],
) -> Iterator[InputFault]:
    if not scenario.name.strip():
        yield InputFault("name", "empty")
    if scenario.name in names:
        yield InputFault("name", "duplicate", {"value": scenario.name})
    yield from _question_faults(scenario, {topic.id for topic in region.topics})
    if not scenario.partner:
        yield InputFault("partner", "missing")
    elif scenario.partner not in declarations:
        yield InputFault("partner", "unknown-name", {"value": scenario.partner})
    else:
        yield from _expected_faults(scenario.expect, offers_of(declarations[scenario.partner]))


def _question_faults(scenario: Scenario, topics: set[str]) -> Iterator[InputFault]:
    if (scenario.question is None) == (not scenario.topics):
        yield InputFault("$", "one-of-two", {"first": "`question`", "second": "`topics`"})
    if scenario.question is not None:
        try:
            checked_question(scenario.question)
        except InvalidInput as refusal:
            yield from refusal.faults
        if scenario.says:
            yield InputFault("says", "not-allowed", {"value": "says"})
    for at, topic in enumerate(scenario.topics):
        if topic not in topics:
            yield InputFault(f"topics[{at}]", "unknown-name", {"value": topic})
    for saying in sorted(scenario.says - SAYINGS):
        yield InputFault("says", "unknown-name", {"value": saying})


def _expected_faults(expect: Expected, offers: Mapping[str, Service | Item]) -> Iterator[InputFault]:
    if not expect.offers:
        yield InputFault("expect", "empty")
    for name in ("proposed", "not_proposed", "unknown", "order"):
        for offer in getattr(expect, name):
            if offer not in offers:
                yield InputFault(f"expect.{name}", "unknown-name", {"value": offer})
    for offer, reasons in expect.not_proposed.items():
        at = f"expect.not_proposed.{offer}"
        if not reasons:
            yield InputFault(at, "empty")
        known = {one.id for one in offers[offer].conditions if one.hard} if offer in offers else set(reasons)
        for reason in sorted({*reasons} - known - OTHER_REASONS):
            yield InputFault(at, "unknown-name", {"value": reason})
    for offer, asked in expect.unknown.items():
        if not asked:
            yield InputFault(f"expect.unknown.{offer}", "empty")


def offers_of(declaration: PartnerDeclaration) -> dict[str, Service | Item]:
    """Services and items of a partner by id."""
    both: tuple[Service | Item, ...] = (*declaration.services, *declaration.items)
    return {offer.id: offer for offer in both}
