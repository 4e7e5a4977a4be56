"""Workbooks of budgets: their formulas give what the engine gives, and an untouched or edited one comes back exactly."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkb_core.budget import BudgetPlan, evaluate
from mkb_core.budget.addresses import unit_of
from mkb_core.budget.amending import amend
from mkb_core.budget.evaluation import computed
from mkb_core.budget.formulas import Given
from mkb_core.budget.overview import printed
from mkb_core.spreadsheets.layout import Place, sheets_of
from mkb_core.spreadsheets.reading import read_workbook
from mkb_core.spreadsheets.words import OVERVIEW, SHEETS
from mkb_core.spreadsheets.workbook import workbook_graph, write_workbook
from mkb_core.text import text
from tests.budget.making import changes_of, plans
from tests.spreadsheets.recomputing import Recomputed, edited

UNHURRIED = settings(deadline=None, max_examples=8, suppress_health_check=list(HealthCheck))


def places_of(plan: BudgetPlan, scenario: str, language: str = "nl") -> dict[str, Place]:
    graph = workbook_graph(plan, scenario)
    return {
        name: place
        for sheet in sheets_of(graph, language)
        for name, place in sheet.places()
        if name in graph.formulas
    }


def cells_of(content: bytes) -> dict[tuple[str, str], object]:
    return dict(Recomputed(content).typed)


@given(plan=plans(), language=st.sampled_from(["nl", "en"]))
@UNHURRIED
def test_every_formula_of_a_workbook_gives_the_cell_of_the_engine(plan: BudgetPlan, language: str) -> None:
    scenario = plan.scenarios[-1].id
    evaluation = computed(workbook_graph(plan, scenario))
    recomputed = Recomputed(write_workbook(plan, scenario, language))
    places = places_of(plan, scenario, language)
    assert set(places) == set(evaluation.values)
    for name, place in places.items():
        value = recomputed.value(place.sheet, place.a1)
        assert value * (100 if unit_of(name).is_money else 1) == evaluation.values[name], name


@given(plan=plans(), data=st.data())
@UNHURRIED
def test_an_edited_workbook_comes_back_with_every_change_and_is_written_the_same(
    plan: BudgetPlan, data: st.DataObject
) -> None:
    scenario = plan.scenarios[-1].id
    wanted = data.draw(changes_of(plan))
    given_there = {
        name: formula.number
        for name, formula in workbook_graph(plan, scenario).formulas.items()
        if isinstance(formula, Given)
    }
    places = places_of(plan, scenario)
    changes = {name: value for name, value in wanted.items() if name in given_there}
    typed = {}
    for name, value in changes.items():
        number = value / 100 if unit_of(name).is_money else value
        typed[places[name].sheet, places[name].a1] = f"={number.numerator}/{number.denominator}"
    content = edited(write_workbook(plan, scenario, "nl"), typed)
    read = read_workbook(content, plan)
    assert read.scenario == scenario
    assert read.changes == {name: value for name, value in changes.items() if value != given_there[name]}
    amended = amend(plan, scenario, read.changes)
    after = evaluate(amended, scenario)
    assert all(after.values[name] == value for name, value in changes.items())
    again = write_workbook(amended, scenario, "nl")
    assert not read_workbook(again, amended).changes
    if workbook_graph(amended, scenario).years == workbook_graph(plan, scenario).years:
        computed_cells = set(cells_of(content)) - set(typed)
        before, now = cells_of(content), cells_of(again)
        assert {place: before[place] for place in computed_cells} == {
            place: now[place] for place in computed_cells
        }


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("scenario", ["1", "2"])
def test_the_overview_is_that_of_the_command(limburg: BudgetPlan, scenario: str, language: str) -> None:
    book = openpyxl.load_workbook(BytesIO(write_workbook(limburg, scenario, language)), data_only=True)
    overview = book[SHEETS[OVERVIEW].in_language(language)]
    rows = {row[0].value: [cell.value for cell in row[2:]] for row in overview.iter_rows(min_row=6)}
    wanted = printed(evaluate(limburg, scenario))
    assert rows["2019"][-1] == wanted["total_by_period"]["2019"]
    labels = {one.label.in_language(language): one.id for one in limburg.spans}
    assert {labels[row]: numbers[-1] for row, numbers in rows.items() if row in labels} == {
        one.id: wanted[one.id] for one in limburg.spans
    }
    assert rows["totaal" if language == "nl" else "total"][-1] == wanted["total"]


def test_the_same_plan_gives_the_same_file(limburg: BudgetPlan) -> None:
    assert write_workbook(limburg, "2", "nl") == write_workbook(limburg, "2", "nl")


def test_a_delay_within_the_workbook_moves_costs_to_the_next_year(limburg: BudgetPlan) -> None:
    places = places_of(limburg, "1")
    delay, year = places["delay.total"], places["cost.total.year:2021"]
    content = write_workbook(limburg, "1", "nl")
    assert Recomputed(content).value(year.sheet, year.a1) == 0
    delayed = Recomputed(edited(content, {(delay.sheet, delay.a1): 12}))
    exact = evaluate(limburg, "1").changed({"delay.total": Fraction(12)})
    assert delayed.value(year.sheet, year.a1) * 100 == exact.value("cost.total.year:2021") > 0


def test_words_that_look_like_formulas_stay_words(limburg: BudgetPlan) -> None:
    label = text(nl='=HYPERLINK("http://example.test")', en="@SUM(1)")
    plan = evolve(limburg, label=label, roles=tuple(evolve(one, label=label) for one in limburg.roles))
    book = openpyxl.load_workbook(BytesIO(write_workbook(plan, "1", "nl")))
    texts = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)
    ]
    assert texts
    assert {cell.data_type for cell in texts} == {"s"}
