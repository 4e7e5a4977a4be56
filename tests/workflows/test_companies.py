"""Companies: prefilled from a register, imported, completed; differences kept, provenance everywhere (A1-A3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve
from pytest_httpserver import HTTPServer

from mkb_core.codec import from_json, to_json
from mkb_core.domain.companies import Sourced
from mkb_core.domain.completeness import NEEDED, missing_for
from mkb_core.errors import InvalidInput, NotFound, SourceUnavailable
from mkb_core.rights import COMMAND_LINE
from mkb_core.runtime.discovery import discover
from mkb_core.runtime.faults import FaultKind, PluginFault
from mkb_core.runtime.host import load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.workflows import companies
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.company_documents import company_document, company_of_document
from mkb_core.workflows.outsides import outsides_of
from mkb_core.workflows.settings import PluginSettings
from tests.partners.kvk.answers import NOTHING_FOUND, NUMBER, basisprofiel, vestigingsprofiel

DAY = date(2026, 11, 23)


@pytest.fixture
def with_register(installation: Installation, httpserver: HTTPServer) -> Installation:
    register = PluginSettings(base_url=httpserver.url_for("/api"), api_key="k")
    installation.settings = evolve(installation.settings, plugins={"kvk": register})
    ask_anew(installation)
    return installation


def answer(peer: HTTPServer, company: dict[str, Any]) -> None:
    peer.clear()
    peer.expect_request(f"/api/v1/basisprofielen/{NUMBER}").respond_with_json(company)
    peer.expect_request("/api/v1/vestigingsprofielen/000012345678").respond_with_json(vestigingsprofiel())


def ask_anew(installation: Installation) -> None:
    """Forget what the register answered earlier."""
    found = [one for one in discover() if one.name == "kvk"]
    outsides = outsides_of(installation.settings)
    installation.host = load_plugins(found, isolation=Isolation.IN_PROCESS, outsides=outsides)


def test_a_company_is_prefilled_with_provenance_and_its_municipality(
    with_register: Installation, httpserver: HTTPServer
) -> None:
    answer(httpserver, basisprofiel())
    company = companies.show_company(with_register, COMMAND_LINE, NUMBER)
    assert company.value("employees") == 18
    assert company.value("municipality") == "Venlo"
    for values in company.fields.values():
        assert [(one.source, one.date) for one in values] == [("kvk", DAY)]
        assert all(one.entered_by for one in values)


def test_a_refresh_keeps_what_a_person_entered_and_shows_the_difference(
    with_register: Installation, httpserver: HTTPServer
) -> None:
    answer(httpserver, basisprofiel())
    companies.show_company(with_register, COMMAND_LINE, NUMBER)
    companies.complete_company(
        with_register, COMMAND_LINE, NUMBER, {"employees": 21, "growth_ambition": True}, "An"
    )
    answer(httpserver, basisprofiel() | {"totaalWerkzamePersonen": 19})
    ask_anew(with_register)
    company = companies.refresh_company(with_register, COMMAND_LINE, NUMBER)
    assert company.value("growth_ambition") is True
    assert {(one.value, one.source) for one in company.fields["employees"]} == {(19, "kvk"), (21, "entered")}
    assert list(company.conflicts()) == ["employees"]
    assert companies.show_company(with_register, COMMAND_LINE, NUMBER) == company


def test_the_same_answer_again_changes_nothing(with_register: Installation, httpserver: HTTPServer) -> None:
    answer(httpserver, basisprofiel())
    first = companies.show_company(with_register, COMMAND_LINE, NUMBER)
    ask_anew(with_register)
    assert companies.refresh_company(with_register, COMMAND_LINE, NUMBER) == first


def test_a_number_without_company_is_not_found_and_nothing_is_stored(
    with_register: Installation, httpserver: HTTPServer
) -> None:
    httpserver.expect_request(f"/api/v1/basisprofielen/{NUMBER}").respond_with_json(NOTHING_FOUND, 404)
    for _ in range(2):
        with pytest.raises(NotFound):
            companies.show_company(with_register, COMMAND_LINE, NUMBER)


def test_a_register_whose_plugin_is_at_fault_is_unavailable_and_not_empty(installation: Installation) -> None:
    host = load_plugins([one for one in discover() if one.name != "kvk"], isolation=Isolation.IN_PROCESS)
    installation.host = host
    with pytest.raises(SourceUnavailable, match="not installed"):
        companies.show_company(installation, COMMAND_LINE, NUMBER)
    fault = PluginFault("kvk", FaultKind.IMPORT, "RuntimeError: broken")
    [kvk] = [one for one in discover() if one.name == "kvk"]
    installation.host = load_plugins(
        [evolve(kvk, manifest=None, fault=fault)], isolation=Isolation.IN_PROCESS
    )
    with pytest.raises(SourceUnavailable, match="broken"):
        companies.show_company(installation, COMMAND_LINE, NUMBER)


def load_register(installation: Installation, **manifest: Any) -> None:
    """The register's plugin with another manifest."""
    [kvk] = [one for one in discover() if one.name == "kvk"]
    assert kvk.manifest is not None
    changed = evolve(kvk, manifest=evolve(kvk.manifest, **manifest))
    outsides = outsides_of(installation.settings)
    installation.host = load_plugins([changed], isolation=Isolation.IN_PROCESS, outsides=outsides)


def test_what_a_plugin_that_is_no_register_finds_stands_beside_what_a_person_entered(
    with_register: Installation, httpserver: HTTPServer
) -> None:
    answer(httpserver, basisprofiel())
    companies.complete_company(with_register, COMMAND_LINE, NUMBER, {"employees": 21}, "An")
    load_register(with_register, register=False)
    httpserver.expect_request("/api/v1/basisprofielen/87654321").respond_with_json(NOTHING_FOUND, 404)
    with pytest.raises(SourceUnavailable, match="not installed"):  # no register said that there is none
        companies.show_company(with_register, COMMAND_LINE, "87654321")
    company = companies.refresh_company(with_register, COMMAND_LINE, NUMBER)
    assert company.value("employees") == 21
    assert {one.value for one in company.fields["employees"]} == {18, 21}


def test_a_plugin_speaks_in_its_own_name_only(with_register: Installation, httpserver: HTTPServer) -> None:
    answer(httpserver, basisprofiel())
    register = with_register.settings.of_plugin("kvk")
    with_register.settings = evolve(with_register.settings, plugins={"another": register})
    load_register(with_register, id="another")
    company = companies.refresh_company(with_register, COMMAND_LINE, NUMBER)
    assert {one.source for values in company.fields.values() for one in values} == {"another"}


def test_an_entry_does_not_take_over_while_the_register_is_at_fault(
    with_register: Installation, httpserver: HTTPServer
) -> None:
    answer(httpserver, basisprofiel())
    companies.show_company(with_register, COMMAND_LINE, NUMBER)
    load_register(with_register, hook_api=">=9,<10")
    company = companies.complete_company(with_register, COMMAND_LINE, NUMBER, {"employees": 1}, "An")
    assert company.value("employees") == 18


@pytest.mark.parametrize("number", ["", "1234567", "123456789", "1234567a", "１２３４５６７８"])
def test_a_malformed_number_asks_nobody(installation: Installation, number: str) -> None:
    with pytest.raises(InvalidInput):
        companies.show_company(installation, COMMAND_LINE, number)


def test_entering_reports_all_faults_and_stores_nothing(installation: Installation) -> None:
    with pytest.raises(InvalidInput) as refusal:
        companies.complete_company(
            installation,
            COMMAND_LINE,
            NUMBER,
            {"employees": -1, "sbi_codes": ["1", "abc"], "colour": "red", "name": 5},
            "An",
        )
    assert {fault.path for fault in refusal.value.faults} == {
        "employees",
        "sbi_codes[0]",
        "sbi_codes[1]",
        "colour",
        "name",
    }
    with pytest.raises(SourceUnavailable):
        companies.show_company(installation, COMMAND_LINE, NUMBER)


def test_an_entry_takes_over_from_an_import_but_not_from_a_register(
    with_register: Installation, httpserver: HTTPServer
) -> None:
    answer(httpserver, basisprofiel())
    companies.show_company(with_register, COMMAND_LINE, NUMBER)
    list(
        companies.import_companies(
            with_register, COMMAND_LINE, [(1, {"number": NUMBER, "turnover_cents": 100})], "crm", "batch"
        )
    )
    company = companies.complete_company(
        with_register, COMMAND_LINE, NUMBER, {"turnover_cents": 200, "employees": 1}, "An"
    )
    assert company.value("turnover_cents") == 200
    assert company.value("employees") == 18
    assert list(company.conflicts()) == ["employees", "turnover_cents"] or set(company.conflicts()) == {
        "employees",
        "turnover_cents",
    }


def test_an_import_reports_every_line_and_stores_the_sound_ones_across_chunks(
    installation: Installation,
) -> None:
    size = companies.CHUNK + 20
    rows: list[tuple[int, Any]] = [
        (
            line,
            {"number": f"{line:08}", "employees": line}
            if line % 5
            else {"number": f"{line:08}", "employees": -1},
        )
        for line in range(1, size + 1)
    ]
    outcomes = list(companies.import_companies(installation, COMMAND_LINE, rows, "crm", "An"))
    assert [one.line for one in outcomes] == list(range(1, size + 1))
    assert [one.number is None for one in outcomes] == [line % 5 == 0 for line in range(1, size + 1)]
    assert companies.show_company(installation, COMMAND_LINE, f"{size - 1:08}").value("employees") == size - 1


def test_what_the_database_itself_refuses_costs_only_its_line(installation: Installation) -> None:
    rows = [
        (1, {"number": "12345678", "municipality": "Venlo"}),
        (2, {"number": "23456789", "municipality": "Ven\x00lo"}),
        (3, {"number": "34567890", "municipality": "Weert"}),
    ]
    outcomes = list(companies.import_companies(installation, COMMAND_LINE, rows, "crm", "An"))
    assert [one.number for one in outcomes] == ["12345678", None, "34567890"]
    with pytest.raises(SourceUnavailable):
        companies.show_company(installation, COMMAND_LINE, "23456789")


@pytest.mark.parametrize("decision", NEEDED)
def test_completeness_names_what_a_decision_misses_until_it_is_entered(
    installation: Installation, decision: str
) -> None:
    values: dict[str, Any] = {
        "name": "Smit",
        "employees": 9,
        "founding_date": "1994-09-01",
        "municipality": "Venlo",
        "sbi_codes": ["1071"],
        "turnover_cents": 1,
        "balance_total_cents": 1,
        "group_relations": [],
        "contacts": [{"name": "An", "email": None, "telephone": None}],
        "growth_ambition": False,
        "innovation_ambition": False,
        "unique_knowledge": "brood",
    }
    companies.complete_company(installation, COMMAND_LINE, NUMBER, {"memberships": ["x"]}, "An")
    for name in NEEDED[decision]:
        company = companies.show_company(installation, COMMAND_LINE, NUMBER)
        assert missing_for(company, decision)[0] == name
        companies.complete_company(installation, COMMAND_LINE, NUMBER, {name: values[name]}, "An")
    assert (
        company_document(companies.show_company(installation, COMMAND_LINE, NUMBER), decision)["missing"]
        == []
    )


def test_the_public_form_reads_back_to_the_same_values(installation: Installation) -> None:
    data = {"employees": 9, "founding_date": "1994-09-01", "sbi_codes": ["1071"], "employees_fte": "7.5"}
    company = companies.complete_company(installation, COMMAND_LINE, NUMBER, data, "An")
    document = company_document(company)
    assert document["number"] == NUMBER
    assert document["fields"]["employees"] == to_json(Sourced(9, "entered", DAY, "An"))
    again = company_of_document(document, DAY)
    assert {name: again.value(name) for name in again.fields} == {
        name: company.value(name) for name in company.fields
    }


def test_the_public_form_with_faults_names_them_all() -> None:
    with pytest.raises(InvalidInput) as refusal:
        company_of_document({"number": "1", "fields": {"employees": {"value": "9"}, "colour": 1}}, DAY)
    assert [fault.path for fault in refusal.value.faults] == ["number", "fields.employees", "fields.colour"]
    assert from_json(date, "2026-11-23") == DAY
