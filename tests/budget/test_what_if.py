"""What if: numbers and addresses as people write them, staff in kind, and thousands of variants at once."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mkb_core.budget import BudgetPlan, evaluate, explain, in_kind_instead, read_changes
from mkb_core.budget.variants import prepare_variants
from mkb_core.budget.what_if import read_number
from mkb_core.errors import InvalidInput
from tests.budget.making import changes_of, plans

FTE = "fte.consultant/consultancy.2019"


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("3.5", Fraction(7, 2)),
        ("3,5", Fraction(7, 2)),
        (" 4 ", Fraction(4)),
        ("1/3", Fraction(1, 3)),
        ("-2", Fraction(-2)),
        ("−2", Fraction(-2)),
        ("0,125", Fraction(1, 8)),
        ("15000", Fraction(15_000)),
        ("1,0000", Fraction(1)),
    ],
)
def test_number_is_read_in_both_languages(words: str, number: Fraction) -> None:
    assert read_number(words) == number


@pytest.mark.parametrize(
    "words", ["", "veel", "nan", "inf", "1e5", "1.000,50", "1/0", "0x10", "--1", "1 000"]
)
def test_what_is_no_number_is_refused(words: str) -> None:
    with pytest.raises(InvalidInput, match="expected a number"):
        read_number(words)


@pytest.mark.parametrize("words", ["15.000", "15,000", "-1.500"])
def test_number_with_two_meanings_is_refused(words: str) -> None:
    with pytest.raises(InvalidInput, match="may be two numbers"):
        read_number(words)


def test_all_faults_of_changes_are_told_at_once(limburg: BudgetPlan) -> None:
    written = [
        ("fte.consultant/consultancy.2021", "3"),
        ("rate.consultant", "veel"),
        ("months.2019", "0"),
        ("cost.total.total", "1"),
        (FTE, "-1"),
        (FTE, "2"),
    ]
    with pytest.raises(InvalidInput) as refusal:
        read_changes(limburg, written)
    assert sorted(fault.code for fault in refusal.value.faults) == [
        "duplicate",
        "out-of-range",
        "out-of-range",
        "unknown-cell-near",
        "unknown-cell-near",
        "wrong-type",
    ]


def test_amounts_are_written_in_euros_and_held_in_cents(limburg: BudgetPlan) -> None:
    changes = read_changes(limburg, [("rate.consultant", "99,50"), (FTE, "3.5")])
    assert changes == {"rate.consultant": 9950, FTE: Fraction(7, 2)}


@pytest.mark.parametrize("address", ["cost.total.total", "rate.chef", "fte.consultant/consultancy.year:2019"])
def test_only_given_cells_can_be_changed(limburg: BudgetPlan, address: str) -> None:
    with pytest.raises(InvalidInput):
        evaluate(limburg, "1").changed({address: Fraction(1)})


def test_changed_figure_says_so(limburg: BudgetPlan) -> None:
    changed = evaluate(limburg, "1").changed({FTE: Fraction(3)})
    assert explain(changed, FTE).as_data()["given"] == {"place": None, "scenario": None, "what_if": True}


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("cost.total.2018", "cost.total.year:2018"),
        ("cost.total.2019", "cost.total.2019"),
        ("cost.total.pilot", "cost.total.pilot"),
        ("cost.total.roll-out", "cost.total.phase:roll-out"),
        ("cost.total.completion_and_build", "cost.total.span:completion_and_build"),
        (" hours.consultancy.total ", "hours.consultancy.total"),
    ],
)
def test_column_without_its_kind_is_found_where_no_period_has_that_name(
    limburg: BudgetPlan, words: str, address: str
) -> None:
    assert explain(evaluate(limburg, "1"), words).address == address


def test_unknown_cell_is_told_with_those_that_resemble_it(limburg: BudgetPlan) -> None:
    with pytest.raises(InvalidInput, match=r"did you mean: cost\.consultancy\.pilot"):
        explain(evaluate(limburg, "1"), "cost.consultency.pilot")


def test_scenario_1_with_staff_in_kind_costs_what_scenario_2_costs(limburg: BudgetPlan) -> None:
    moves = {"pilot": "1/2", "rollout-2018": "2", "2019": "2", "2020-Q1": "2"}
    first = evaluate(limburg, "1")
    changes = in_kind_instead(
        first, {f"fte.consultant/consultancy.{period}": Fraction(fte) for period, fte in moves.items()}
    )
    changed, second = first.changed(changes), evaluate(limburg, "2")
    assert changed.value("cost.total.total") == second.value("cost.total.total")
    # The plan has half an FTE more in kind during the pilot than it has less on the payroll.
    assert second.value("hours.in-kind.total") - changed.value("hours.in-kind.total") == 380


@pytest.mark.parametrize(
    ("address", "fte"), [(FTE, 5), (FTE, -1), ("fte.consultant/in-kind.2019", 1), ("rate.consultant", 1)]
)
def test_staff_that_is_not_there_cannot_come_in_kind(limburg: BudgetPlan, address: str, fte: int) -> None:
    with pytest.raises(InvalidInput):
        in_kind_instead(evaluate(limburg, "1"), {address: Fraction(fte)})


def test_a_delay_moves_costs_to_the_years_in_which_the_months_fall(limburg: BudgetPlan) -> None:
    first = evaluate(limburg, "1")
    delayed = first.changed({"delay.total": Fraction(3)})
    quarter = first.value("cost.total.2019") / 4
    assert delayed.value("cost.total.year:2020") == quarter + first.value("cost.total.2020-Q1")
    assert delayed.value("cost.total.year:2017") == 0
    assert delayed.value("cost.total.total") == first.value("cost.total.total")


def test_a_delay_of_one_phase_leaves_the_others(limburg: BudgetPlan) -> None:
    first = evaluate(limburg, "1")
    delayed = first.changed({"delay.phase:pilot": Fraction(6)})
    sixth = first.value("cost.total.pilot") / 6
    assert first.value("cost.total.year:2018") - delayed.value("cost.total.year:2018") == sixth


@settings(deadline=None, max_examples=15)
@given(st.data())
def test_variants_are_what_the_exact_engine_gives(data: st.DataObject) -> None:
    plan = data.draw(plans())
    scenario = plan.scenarios[-1].id
    exact = evaluate(plan, scenario)
    first = data.draw(changes_of(plan))
    others = [
        {name: data.draw(st.sampled_from([number, number / 2])) if name.startswith("fte.") else number}
        for name, number in first.items()
    ]
    second = {name: number for one in others for name, number in one.items()}
    changed = [exact.changed(one) for one in (first, second)]
    asked = sorted({*exact.values} & {*changed[0].values})
    variants = prepare_variants(plan, scenario, list(first), asked)
    made = variants({name: np.array([float(first[name]), float(second[name])]) for name in first})
    for place, one in enumerate(changed):
        scale = max(1.0, float(sum(abs(one.value(f"{m}.total.total")) for m in ("cost", "in_kind"))))
        for name in asked:
            assert made[name][place] == pytest.approx(float(one.value(name)), rel=1e-10, abs=1e-11 * scale)


def test_variants_of_a_cell_that_does_not_vary_are_its_value(limburg: BudgetPlan) -> None:
    variants = prepare_variants(limburg, "1", [FTE], ["cost.build.total", "cost.total.2018"])
    made = variants({FTE: [0, 1, 2]})
    assert made["cost.build.total"].tolist() == [19_750_000] * 3
    assert list(made) == ["cost.build.total", "cost.total.year:2018"]


def test_a_year_may_be_asked_that_only_a_delay_reaches(limburg: BudgetPlan) -> None:
    made = prepare_variants(limburg, "1", ["delay.total"], ["cost.total.year:2021"])({"delay.total": [0, 12]})
    expected = float(evaluate(limburg, "1").value("cost.total.year:2020"))
    assert made["cost.total.year:2021"].tolist() == pytest.approx([0, expected])


@pytest.mark.parametrize("numbers", [[float("nan")], [-1.0], [1.0, float("inf")], [5000.0]])
def test_variant_that_cannot_be_is_refused(limburg: BudgetPlan, numbers: list[float]) -> None:
    variants = prepare_variants(limburg, "1", [FTE], ["cost.total.total"])
    with pytest.raises(InvalidInput, match="not between"):
        variants({FTE: numbers})


def test_variants_of_wrong_shapes_are_refused(limburg: BudgetPlan) -> None:
    variants = prepare_variants(limburg, "1", [FTE, "rate.consultant"], ["cost.total.total"])
    with pytest.raises(InvalidInput, match="missing"):
        variants({FTE: [1.0]})
    with pytest.raises(InvalidInput, match="one length"):
        variants({FTE: [1.0], "rate.consultant": [1.0, 2.0]})
    with pytest.raises(InvalidInput, match="2 rows"):
        variants.table(np.zeros((3, 4)))


@pytest.mark.parametrize(
    ("varied", "results"),
    [(["rate.chef"], ["cost.total.total"]), ([FTE, FTE], ["cost.total.total"]), ([FTE], ["cost.golf.total"])],
)
def test_variants_of_unknown_cells_are_refused(
    limburg: BudgetPlan, varied: list[str], results: list[str]
) -> None:
    with pytest.raises(InvalidInput):
        prepare_variants(limburg, "1", varied, results)
