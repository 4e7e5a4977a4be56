"""Scenario files are read strictly, and what they expect is held against the core's own matching."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mkb_core.errors import InvalidInput
from mkb_core.quality.checks import run_scenario, scenarios_of
from mkb_core.quality.findings import ResultState
from mkb_core.quality.reports import uncovered
from mkb_core.quality.scenarios import read_scenarios
from mkb_core.quality.subjects import Subject

Opened = Callable[..., Subject]
HEAD = 'date = 2026-01-05\n[[scenario]]\nname = "x"\n'
ASKED = 'topics = ["strategie-groei"]\n'
SMALL = 'company = {employees = 10, municipality = "Venlo"}\n'


def written(opened: Opened, words: str) -> Subject:
    subject = opened()
    subject.scenario_texts = {"x.toml": words}
    return subject


def faults(subject: Subject) -> list[str]:
    declarations = {one.partner.id: one for one in subject.declarations}
    with pytest.raises(InvalidInput) as refusal:
        read_scenarios(subject.scenario_texts, subject.surroundings.region, declarations)
    return [f"{fault.path} {fault.code}" for fault in refusal.value.faults]


def states(subject: Subject) -> list[ResultState]:
    found, reading = scenarios_of(subject)
    assert reading.findings == ()
    return [run_scenario(subject, one).state for one in found]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param(ASKED + SMALL + 'expect.proposed = ["good-plan"]', True, id="proposed"),
        pytest.param(
            ASKED + 'company = {employees = 80, municipality = "Venlo"}\nexpect.not_proposed.good-plan = ["small"]',
            True,
            id="not proposed by its condition",
        ),
        pytest.param(
            ASKED + 'company = {employees = 80, municipality = "Parijs"}\nexpect.not_proposed.good-plan = ["small"]',
            False,
            id="another condition fails too",
        ),
        pytest.param(
            ASKED + 'company = {municipality = "Venlo"}\nexpect.unknown.good-plan = ["employees"]', True, id="asked"
        ),
        pytest.param(
            ASKED + 'company = {}\nexpect.unknown.good-plan = ["employees"]', False, id="more is asked"
        ),
        pytest.param('topics = ["export"]\n' + SMALL + 'expect.not_proposed.good-plan = ["no-topic"]', True, id="topic"),
        pytest.param(ASKED + SMALL + 'expect.order = ["good-plan", "good-list"]', True, id="order"),
        pytest.param(ASKED + SMALL + 'expect.order = ["good-list", "good-plan"]', False, id="another order"),
        pytest.param(
            'question = "Wij willen groeien, wie leest ons plan?"\n' + SMALL + 'expect.proposed = ["good-plan"]',
            True,
            id="a question",
        ),
    ],
)  # fmt: skip
def test_scenario_is_held_against_the_rules(opened: Opened, words: str, expected: bool) -> None:
    assert states(written(opened, HEAD + words)) == [ResultState.PASSED if expected else ResultState.FAILED]


def test_all_faults_of_all_files_come_together(opened: Opened) -> None:
    subject = opened()
    subject.scenario_texts = {
        "a.toml": 'scenario = [{name = "", topics = ["brood"], question = "y", expect = {proposed = ["nothing"]}}]',
        "b.toml": "scenario = 3",
        "c.toml": HEAD
        + ASKED
        + 'expect.not_proposed.good-plan = ["nothing"]\ncompany = {employees = "3", size = 1}',
    }
    assert faults(subject) == [
        "a.toml.scenario[0].date missing",
        "a.toml.scenario[0].name empty",
        "a.toml.scenario[0] one-of-two",
        "a.toml.scenario[0].topics[0] unknown-name",
        "a.toml.scenario[0].expect.proposed unknown-name",
        "b.toml.scenario wrong-type",
        "c.toml.scenario[0].company.employees wrong-type",
        "c.toml.scenario[0].company unknown-key",
        "c.toml.scenario[0].expect.not_proposed.good-plan unknown-name",
    ]


def test_two_scenarios_of_one_name_are_refused(opened: Opened) -> None:
    one = '[[scenario]]\nname = "x"\n' + ASKED + 'expect.proposed = ["good-plan"]\n'
    assert faults(written(opened, "date = 2026-01-05\n" + one + one)) == ["x.toml.scenario[1].name duplicate"]


def test_a_company_may_be_like_another(opened: Opened) -> None:
    words = (
        "date = 2026-01-05\n[companies.small]\nemployees = 10\nmunicipality = \"Venlo\"\n"
        '[[scenario]]\nname = "x"\ncompany = {like = "small", employees = 90}\n'
        + ASKED
        + 'expect.not_proposed.good-plan = ["small"]'
    )  # fmt: skip
    assert states(written(opened, words)) == [ResultState.PASSED]


def test_services_without_a_scenario_are_named(opened: Opened) -> None:
    subject = written(opened, HEAD + ASKED + SMALL + 'expect.proposed = ["good-list"]')
    found, _ = scenarios_of(subject)
    assert uncovered(subject, found) == ("good.good-plan: proposed", "good.good-plan: not_proposed")


def test_a_scenario_by_topic_alone_covers_no_condition(opened: Opened) -> None:
    subject = written(opened, HEAD + 'topics = ["export"]\nexpect.not_proposed.good-plan = ["no-topic"]')
    found, _ = scenarios_of(subject)
    assert "good.good-plan: not_proposed" in uncovered(subject, found)
