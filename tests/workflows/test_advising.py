"""Advice is stored with all that it was taken on, and explains and replays itself by the declarations of then."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve
from sqlalchemy import func, select

from mkb_core.catalogue import Route
from mkb_core.codec import from_json, to_json
from mkb_core.domain.profile import UNKNOWN, Profile
from mkb_core.errors import InvalidInput, NotFound
from mkb_core.hooks.declarations import PartnerDeclaration
from mkb_core.rights import COMMAND_LINE
from mkb_core.store import declarations as stored_declarations
from mkb_core.store.engine import read, write
from mkb_core.store.tables import catalogues, declarations, questions, receipts
from mkb_core.workflows import advising
from mkb_core.workflows.assembly import Installation, catalogue_of

QUESTION = "Wij willen groeien van 16 naar 40 man en zoeken financiering voor een hal"
COMPANY = Profile(employees=16, age_years=12, sbi="2511", municipality="Venlo")
QUESTIONS = (
    "Hoe vraag ik subsidie aan voor zonnepanelen?",
    QUESTION,
    "Wij willn onze bedrief verkope, wat nu?",
    "Where do I find staff in Germany?",
    "Geef mij de omzet van mijn concurrent",
    "bedrijfspandfinanciering",
    "Heb ik een vergunning nodig voor een terras?",
)
PROFILES = (
    UNKNOWN,
    COMPANY,
    evolve(COMPANY, age_years=2),
    evolve(COMPANY, municipality="Utrecht"),
    Profile(employees=300, municipality="Maastricht", growth_ambition=True, innovation_ambition=False),
)


def counts(installation: Installation) -> dict[str, int]:
    tables = {
        "questions": questions,
        "receipts": receipts,
        "catalogues": catalogues,
        "declarations": declarations,
    }
    with read(installation.engine) as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in tables.items()
        }


def with_new_declarations(installation: Installation) -> Installation:
    """The same installation after every partner declared something else: each service under a new name, in another
    order, and without conditions; the first partner declares no service at all."""
    changed: list[PartnerDeclaration] = []
    for number, declaration in enumerate(installation.catalogue.declarations.values()):
        document: dict[str, Any] = to_json(declaration)
        document["partner"]["name"] += " (nieuw)"
        document["services"] = (
            [
                service | {"id": f"new-{service['id']}", "conditions": []}
                for service in reversed(document["services"])
            ]
            if number
            else []
        )
        changed.append(from_json(PartnerDeclaration, document))
    region = to_json(installation.catalogue.region)
    region["nomination"]["criteria"] = region["nomination"]["criteria"][:1]
    region["goals"] = []
    definition = from_json(type(installation.catalogue.region), region)
    catalogue = catalogue_of(installation.host, definition, changed)
    made = Installation(installation.settings, installation.host, catalogue)
    made.__dict__["engine"] = installation.engine
    return made


def test_an_advice_is_stored_with_question_receipt_and_every_declaration(installation: Installation) -> None:
    advising.give_advice(installation, COMMAND_LINE, QUESTION, COMPANY)
    partners = len(installation.catalogue.declarations)
    assert counts(installation) == {
        "questions": 1,
        "receipts": 1,
        "catalogues": 1,
        "declarations": partners + 1,
    }


def test_declarations_are_stored_once(installation: Installation) -> None:
    for _ in range(3):
        advising.give_advice(installation, COMMAND_LINE, QUESTION, COMPANY)
    assert counts(installation)["catalogues"] == 1
    assert counts(installation)["receipts"] == 3


def test_the_stored_declarations_make_the_very_same_catalogue(installation: Installation) -> None:
    advising.give_advice(installation, COMMAND_LINE, QUESTION, COMPANY)
    known = installation.catalogue.version
    with read(installation.engine) as connection:
        assert stored_declarations.get_catalogue(connection, known).hash == known
        other = with_new_declarations(installation)
        assert other.catalogue.version != known
        assert advising.catalogue_of_version(connection, other, known).version == known


def test_a_receipt_is_read_as_it_was_made(installation: Installation) -> None:
    advice = advising.give_advice(installation, COMMAND_LINE, QUESTION, COMPANY)
    assert advising.read_receipt(installation, COMMAND_LINE, advice.receipt.id) == advice.receipt


def test_considering_stores_nothing(installation: Installation) -> None:
    advising.consider(installation, QUESTION, COMPANY)
    assert set(counts(installation).values()) == {0}


def test_an_advice_explains_itself_by_the_declarations_of_then(installation: Installation) -> None:
    advice = advising.give_advice(installation, COMMAND_LINE, QUESTION, COMPANY)
    before = advising.explain_stored(installation, advice.receipt, "nl")
    after = advising.explain_stored(with_new_declarations(installation), advice.receipt, "nl")
    assert after == before
    assert advice.route is Route.CANDIDATE


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001, "lening\x00", "half \ud800"], ids=repr)
def test_what_is_no_question_is_refused_before_anything_is_stored(
    installation: Installation, text: str
) -> None:
    with pytest.raises(InvalidInput):
        advising.give_advice(installation, COMMAND_LINE, text, COMPANY)
    assert set(counts(installation).values()) == {0}


def test_an_unknown_receipt_is_not_found(installation: Installation) -> None:
    with pytest.raises(NotFound):
        advising.replay_stored(installation, COMMAND_LINE, "r-none")


@pytest.mark.slow
@pytest.mark.timeout(400)  # about ten seconds; a busy machine is no fault of the code
def test_a_thousand_receipts_replay_the_same_after_every_declaration_got_a_new_version(
    installation: Installation,
) -> None:
    made = []
    for number in range(1000):
        at = datetime(2026, 1 + number % 12, 1 + number % 28, 12, tzinfo=UTC)
        installation.settings = evolve(installation.settings, now=at)
        text = f"{QUESTIONS[number % len(QUESTIONS)]} ({number})"
        made.append(advising.consider(installation, text, PROFILES[number % len(PROFILES)]))
    with write(installation.engine) as connection:
        advising.keep(connection, installation, made, "test")
    later = with_new_declarations(installation)
    advising.give_advice(later, COMMAND_LINE, QUESTION, COMPANY)
    assert counts(later)["catalogues"] == 2
    ids = [advice.receipt.id for advice in made]
    assert len(set(ids)) == 1000
    outcomes = [advising.replay_stored(later, COMMAND_LINE, receipt) for receipt in ids]
    assert all(outcome.same and outcome.analysis_repeated for outcome in outcomes)
    assert [outcome.decision for outcome in outcomes] == [advice.decision for advice in made]
    assert {outcome.decision.route for outcome in outcomes} == set(Route)
