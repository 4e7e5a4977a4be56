"""The financing of a scenario: the two consultants in kind to the cent, earmarks, contributions, payments and the gap."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.budget.evaluation import evaluate
from mkb_core.budget.financing import Commitment, Contribution, Earmark, Financing, Payment
from mkb_core.budget.funding import Funding, funding_of
from mkb_core.budget.funding_overview import printed_funding
from mkb_core.budget.plan import BudgetPlan
from mkb_core.errors import InvalidInput
from mkb_core.text import text

TRAVEL = Earmark(rows=("organisation_other/travel",))
LABEL = text(nl="Bijdrage", en="Contribution")


def financing_of(plan: BudgetPlan) -> Financing:
    assert plan.financing is not None
    return plan.financing


def funding(plan: BudgetPlan, scenario: str, financing: Financing | None = None) -> Funding:
    return funding_of(plan, financing or financing_of(plan), evaluate(plan, scenario).values)


def test_two_consultants_in_kind_lower_each_funders_part_to_the_cent(limburg: BudgetPlan) -> None:
    made = funding(limburg, "2")
    assert made.in_kind == 58_266_667
    assert {one.commitment.funder: one.lowered for one in made.commitments} == {
        "province": 29_133_334,
        "owner": 1_324_242,
        "led": 15_890_909,
        "heerlen": 2_648_485,
        "keyport_and_edb": 9_269_697,
    }
    assert (made.lowered, made.excess, made.still) == (58_266_667, 0, 161_733_333)
    assert made.gap == made.cost - made.still == 526_709


def test_without_in_kind_nothing_is_lowered_and_there_is_a_margin(limburg: BudgetPlan) -> None:
    made = funding(limburg, "1")
    assert (made.in_kind, made.lowered, made.gap_of_need) == (0, 0, 0)
    assert (made.cost, made.gap) == (218_626_708, 218_626_708 - 220_000_000)


def test_model_and_agreed_amounts_stand_beside_each_other(limburg: BudgetPlan) -> None:
    printed = printed_funding(financing_of(limburg), funding(limburg, "1"), "nl")
    assert printed["model_result_k"] == {
        "province": 1100, "owner": 50, "south": 682.5, "led": 590.0, "heerlen": 92.5, "mid_and_north": 367.5,
    }  # fmt: skip
    assert printed["as_agreed_k"] == {
        "led": 600, "heerlen": 100, "keyport_and_edb": 350, "owner": 50, "province": 1100,
    }  # fmt: skip


def test_without_a_need_the_model_divides_the_cost(limburg: BudgetPlan) -> None:
    made = funding(limburg, "1", evolve(financing_of(limburg), need=None))
    assert made.need == made.cost == sum(made.allocation.cents.values())
    explained = made.allocation.explain("part.led").given()
    assert "cost.total.total" in {one.as_data()["given"]["place"] for one in explained}


def test_earmarked_money_pays_no_more_than_the_cost_under_its_earmark(limburg: BudgetPlan) -> None:
    travel = int(evaluate(limburg, "1").value("cost.organisation_other/travel.total"))
    agreed = (Commitment("a", "led", 10_000_000, earmark=TRAVEL), Commitment("b", "heerlen", 1_000_000))
    made = funding(limburg, "1", evolve(financing_of(limburg), commitments=agreed))
    [first, second] = made.commitments
    assert (first.usable, second.usable) == (travel, 1_000_000)
    assert made.unusable == 10_000_000 - travel
    assert made.gap == made.cost - travel - 1_000_000


def test_an_earmarked_commitment_is_not_lowered_by_consultants_in_kind(limburg: BudgetPlan) -> None:
    agreed = (Commitment("a", "led", 10_000_000, earmark=TRAVEL), Commitment("b", "heerlen", 100_000_000))
    made = funding(limburg, "2", evolve(financing_of(limburg), commitments=agreed))
    assert [one.lowered for one in made.commitments] == [0, 58_266_667]


def test_a_later_contribution_lowers_commitments_and_pays_what_it_covers(limburg: BudgetPlan) -> None:
    given_later = (Contribution("rooms", LABEL, 1_000_000, TRAVEL),)
    before = funding(limburg, "1")
    made = funding(limburg, "1", evolve(financing_of(limburg), contributions=given_later))
    assert (made.contributed, made.lowered) == (1_000_000, 1_000_000)
    assert made.gap == before.gap


def test_more_than_all_commitments_is_excess(limburg: BudgetPlan) -> None:
    agreed = (Commitment("a", "led", 100),)
    made = funding(limburg, "2", evolve(financing_of(limburg), commitments=agreed))
    assert (made.lowered, made.excess, made.still) == (100, 58_266_567, 0)


def test_a_contribution_above_the_cost_that_it_covers_is_refused(limburg: BudgetPlan) -> None:
    given_later = (Contribution("rooms", LABEL, 100_000_000, TRAVEL),)
    with pytest.raises(InvalidInput) as refusal:
        funding(limburg, "1", evolve(financing_of(limburg), contributions=given_later))
    [fault] = refusal.value.faults
    assert (fault.path, fault.code) == ("financing.contributions[0].amount", "covers-too-much")


def test_contributions_that_together_exceed_the_cost_are_refused(limburg: BudgetPlan) -> None:
    given_later = tuple(Contribution(name, LABEL, 150_000_000) for name in ("first", "second"))
    with pytest.raises(InvalidInput) as refusal:
        funding(limburg, "1", evolve(financing_of(limburg), contributions=given_later))
    assert [fault.path for fault in refusal.value.faults] == ["financing.contributions"]


@given(
    st.lists(st.integers(0, 10**8), min_size=1, max_size=5),
    st.lists(st.integers(1, 9), min_size=1, max_size=4),
    st.sampled_from(["1", "2"]),
)
def test_payments_are_together_what_is_still_to_be_paid(
    limburg: BudgetPlan, amounts: list[int], parts: list[int], scenario: str
) -> None:
    payments = tuple(
        Payment(date(2018, 1 + index, 1), Fraction(part, sum(parts))) for index, part in enumerate(parts)
    )
    agreed = tuple(Commitment(f"c{i}", "led", amount, payments=payments) for i, amount in enumerate(amounts))
    made = funding(limburg, scenario, evolve(financing_of(limburg), commitments=agreed))
    for one in made.commitments:
        assert sum(cents for _, cents in one.payments) == one.still
        assert all(cents >= 0 for _, cents in one.payments)


@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.booleans()), min_size=1, max_size=5),
    st.integers(0, 10**6),
    st.sampled_from(["1", "2"]),
)
def test_the_parts_of_the_balance_add_up(
    limburg: BudgetPlan, amounts: list[tuple[int, bool]], later: int, scenario: str
) -> None:
    agreed = tuple(
        Commitment(f"c{index}", "led", cents, earmark=TRAVEL if marked else None)
        for index, (cents, marked) in enumerate(amounts)
    )
    contributions = (Contribution("later", LABEL, later),)
    financing = evolve(financing_of(limburg), commitments=agreed, contributions=contributions)
    made = funding(limburg, scenario, financing)
    assert made.committed == made.lowered + made.still
    assert made.in_kind + made.contributed == made.lowered + made.excess
    assert made.cost - made.gap == made.contributed + made.still - made.unusable
    assert 0 <= made.unusable <= made.still
