"""The model divides a need: golden figures of Limburg, and laws for any model."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.budget.allocation import Allocation, allocate
from mkb_core.budget.financing import Party
from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.rounding import tenths_of_thousands
from mkb_core.errors import InvalidInput
from tests.budget.financing_making import LABEL, models, needs


def test_the_model_of_limburg_gives_the_printed_amounts(limburg: BudgetPlan) -> None:
    assert limburg.financing is not None
    made = allocate(limburg.financing.model, 220_000_000)
    printed = {party.id: float(tenths_of_thousands(made.part(party.id))) for party in limburg.financing.model}
    assert printed == {
        "province": 1100,
        "owner": 50,
        "south": 682.5,
        "led": 590,
        "heerlen": 92.5,
        "mid_and_north": 367.5,
    }
    assert (made.cents["led"], made.cents["heerlen"]) == (59_001_168, 9_248_832)


@given(models(), needs)
def test_what_parties_pay_and_what_nobody_pays_is_the_need(model: tuple[Party, ...], need: int) -> None:
    made = allocate(model, need)
    assert sum(made.cents.values()) + made.open_cents == need
    assert all(amount >= 0 for amount in made.cents.values())
    assert made.open_cents >= 0


@given(models(), needs)
def test_parties_within_one_share_its_amount(model: tuple[Party, ...], need: int) -> None:
    made = allocate(model, need)
    for group in {party.within for party in model} - {None}:
        inside = sum(made.part(party.id) for party in model if party.within == group)
        assert inside + made.values[f"open.{group}"] == made.part(str(group))


@given(models(), needs, st.integers(0, 2**32))
def test_the_order_of_parties_does_not_count(model: tuple[Party, ...], need: int, seed: int) -> None:
    shuffled = list(model)
    random.Random(seed).shuffle(shuffled)
    assert allocate(shuffled, need).cents == allocate(model, need).cents


@given(models(), needs, st.integers(1, 10**9))
def test_nobody_pays_less_of_a_larger_need(model: tuple[Party, ...], need: int, more: int) -> None:
    small, large = allocate(model, need), allocate(model, need + more)
    assert all(small.part(party.id) <= large.part(party.id) for party in model)


@given(models(), needs)
def test_every_cell_is_what_its_formula_makes_of_its_inputs(model: tuple[Party, ...], need: int) -> None:
    made = allocate(model, need)
    assert {name: formula.value(made.values) for name, formula in made.cells.items()} == made.values
    assert _given_figures(made) <= {"need", *(f"{kind}.{party.id}" for party in model for kind in GIVEN)}


GIVEN = ("share", "inhabitants", "part")


def _given_figures(made: Allocation) -> set[str]:
    """What the explanation of everything ends in."""
    return {name for name, formula in made.cells.items() if not formula.inputs}


def test_inhabitants_divide_what_shares_leave() -> None:
    model = (
        Party("a", LABEL, share=Fraction(1, 4)),
        Party("b", LABEL, fixed=100),
        Party("c", LABEL, inhabitants=2),
        Party("d", LABEL, inhabitants=1),
    )
    assert allocate(model, 1000).cents == {"a": 250, "b": 100, "c": 433, "d": 217}


def test_one_party_takes_the_rest() -> None:
    model = (Party("a", LABEL, share=Fraction(1, 3)), Party("b", LABEL, rest=True))
    assert allocate(model, 100).cents == {"a": 33, "b": 67}


def test_what_no_party_takes_is_open() -> None:
    made = allocate((Party("a", LABEL, share=Fraction(1, 3)),), 100)
    assert (made.cents, made.open_cents) == ({"a": 33}, 67)


def test_fixed_amounts_above_the_need_are_refused_with_their_place() -> None:
    model = (
        Party("a", LABEL, share=Fraction(1, 2)),
        Party("b", LABEL, within="a", fixed=200),
        Party("c", LABEL, within="a", rest=True),
    )
    with pytest.raises(InvalidInput) as refusal:
        allocate(model, 300)
    [fault] = refusal.value.faults
    assert (fault.path, fault.facts) == ("financing.model[0]", {"whole": "1.5"})


@given(models(), needs)
def test_an_explanation_computes_its_cell_again_from_given_figures(
    model: tuple[Party, ...], need: int
) -> None:
    made = allocate(model, need)
    for party in model:
        explanation = made.explain(f"part.{party.id}")
        assert explanation.computed_again() == made.part(party.id)
        assert all(one.formula.kind == "given" for one in explanation.given())


def test_the_part_of_heerlen_is_explained(limburg: BudgetPlan) -> None:
    assert limburg.financing is not None
    explanation = allocate(limburg.financing.model, 220_000_000).explain("part.heerlen")
    assert {one.address for one in explanation.given()} == {
        "need",
        "share.province",
        "part.owner",
        "share.south",
        "inhabitants.led",
        "inhabitants.heerlen",
    }
    assert explanation.as_data()["formula"] == "proportion"
