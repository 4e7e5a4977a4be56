"""The SME test of Recommendation 2003/361/EC (A5): at the ceilings, with a group, and with figures missing."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.domain.sme import (
    FIGURES,
    MILLION,
    RelatedEnterprise,
    Size,
    SizeClass,
    SmeTest,
    combined_size,
    sme_test,
)


def size(staff: int | None, turnover: int | None = None, balance: int | None = None) -> Size:
    """Money in millions."""
    return Size(
        staff,
        None if turnover is None else turnover * MILLION,
        None if balance is None else balance * MILLION,
    )


CLASSES = [
    ("micro", size(9, 2, 99), SizeClass.MICRO),
    ("micro by its balance", size(9, 99, 2), SizeClass.MICRO),
    ("ten are small", size(10, 1, 1), SizeClass.SMALL),
    ("over both of micro", Size(9, 2 * MILLION + 1, 2 * MILLION + 1), SizeClass.SMALL),
    ("small", size(49, 10, 99), SizeClass.SMALL),
    ("fifty are medium", size(50, 1, 1), SizeClass.MEDIUM),
    ("medium by its turnover", size(249, 50, 99), SizeClass.MEDIUM),
    ("medium by its balance", size(249, 99, 43), SizeClass.MEDIUM),
    ("over both of medium", Size(249, 50 * MILLION + 1, 43 * MILLION + 1), SizeClass.LARGE),
    ("250 are large", size(250, 0, 0), SizeClass.LARGE),
    ("nobody and nothing", size(0, 0, 0), SizeClass.MICRO),
]


@pytest.mark.parametrize(
    ("figures", "expected"), [row[1:] for row in CLASSES], ids=[row[0] for row in CLASSES]
)
def test_the_ceilings_are_those_of_the_recommendation(figures: Size, expected: SizeClass) -> None:
    test = sme_test(figures)
    assert (test.size_class, test.is_sme) == (expected, expected is not SizeClass.LARGE)
    assert (test.missing, test.provisional) == ((), False)


#: after the examples of the Commission's user guide: 1% under a quarter counts nothing, a partner by its share, a linked
#: enterprise in full
GROUPS = [
    ("24% counts nothing", Fraction(24, 100), 1000, 40),
    ("25% is a partner", Fraction(25, 100), 1000, 290),
    ("33% by its share", Fraction(33, 100), 200, 106),
    ("half is a partner", Fraction(1, 2), 200, 140),
    ("over half in full", Fraction(50_000_001, 100_000_000), 200, 240),
    ("whole in full", Fraction(1), 200, 240),
    ("a half person counts up", Fraction(1, 4), 2, 41),
]


@pytest.mark.parametrize(
    ("share", "theirs", "together"), [row[1:] for row in GROUPS], ids=[row[0] for row in GROUPS]
)
def test_a_related_enterprise_counts_by_its_share(share: Fraction, theirs: int, together: int) -> None:
    related = [RelatedEnterprise("other", share, size(theirs, 0, 0))]
    assert combined_size(size(40, 0, 0), related).employees == together


def test_money_of_the_group_counts_in_the_same_way() -> None:
    related = [
        RelatedEnterprise("partner", Fraction(3, 10), size(0, 20, 10)),
        RelatedEnterprise("linked", Fraction(6, 10), size(0, 7, 3)),
        RelatedEnterprise("neither", Fraction(1, 10), size(0, 99, 99)),
    ]
    assert combined_size(size(0, 1, 1), related) == size(0, 14, 7)


def test_a_small_firm_of_a_large_group_is_no_sme() -> None:
    group = [RelatedEnterprise("parent", Fraction(1), size(2000, 500, 400))]
    assert sme_test(size(12, 1, 1), group).is_sme is False


MISSING: list[tuple[str, Size, bool | None, bool, tuple[str, ...]]] = [
    ("nothing is known", size(None), None, False, FIGURES),
    ("staff only", size(20), None, True, ("turnover_cents", "balance_total_cents")),
    ("too many staff", size(250), False, False, ()),
    ("one figure is enough", size(20, 50), True, False, ()),
    ("the other figure is enough", size(20, None, 43), True, False, ()),
    ("one figure above", size(20, 51), None, False, ("balance_total_cents",)),
    ("the other figure above", size(20, None, 44), None, False, ("turnover_cents",)),
    ("money above, staff missing", size(None, 51, 44), False, False, ()),
    ("money below, staff missing", size(None, 1, 1), None, False, ("employees",)),
]


@pytest.mark.parametrize(
    ("figures", "is_sme", "provisional", "missing"),
    [row[1:] for row in MISSING],
    ids=[row[0] for row in MISSING],
)
def test_a_missing_figure_is_unknown_only_where_it_could_decide(
    figures: Size, is_sme: bool | None, provisional: bool, missing: tuple[str, ...]
) -> None:
    test = sme_test(figures)
    assert (test.is_sme, test.provisional, test.missing) == (is_sme, provisional, missing)


def test_figures_that_a_related_enterprise_lacks_are_missing() -> None:
    test = sme_test(size(20, 1, 1), [RelatedEnterprise("other", Fraction(1), size(None, None, 1))])
    assert (test.is_sme, test.missing) == (None, ("employees", "turnover_cents"))


def test_own_staff_alone_may_already_be_too_many() -> None:
    test = sme_test(size(300, 1, 1), [RelatedEnterprise("other", Fraction(1), Size(None))])
    assert (test.is_sme, test.size_class, test.missing) == (False, SizeClass.LARGE, ())


def test_an_enterprise_held_for_less_than_a_quarter_may_be_unknown() -> None:
    assert sme_test(size(20, 1, 1), [RelatedEnterprise("other", Fraction(1, 5), Size(None))]).is_sme is True


figure = st.none() | st.sampled_from([0, 9, 10, 49, 50, 249, 250]) | st.integers(0, 400)
money = (
    st.none()
    | st.sampled_from([limit * MILLION + more for limit in (2, 10, 43, 50) for more in (0, 1)])
    | st.integers(0, 60 * MILLION)
)
sizes = st.builds(Size, figure, money, money)
groups = st.lists(
    st.builds(RelatedEnterprise, st.just("x"), st.fractions(0, 1, max_denominator=20), sizes), max_size=3
).map(tuple)


def completions(known: Size) -> list[Size]:
    """The figures completed in every way that may matter."""
    options = [
        [known.employees] if known.employees is not None else [0, 9, 10, 49, 50, 249, 250, 10**6],
        *(
            [value]
            if value is not None
            else [0, 2 * MILLION, 10 * MILLION, 43 * MILLION, 50 * MILLION, 10**13]
            for value in (known.turnover_cents, known.balance_total_cents)
        ),
    ]
    return [Size(*one) for one in product(*options)]


@given(sizes)
def test_a_verdict_stands_exactly_where_no_completion_changes_it(known: Size) -> None:
    verdicts = {sme_test(full).is_sme for full in completions(known)}
    assert sme_test(known).is_sme is (verdicts.pop() if len(verdicts) == 1 else None)


@given(sizes)
def test_a_class_stands_only_where_no_completion_changes_it(known: Size) -> None:
    test = sme_test(known)
    if test.size_class is not None:
        assert {sme_test(full).size_class for full in completions(known)} == {test.size_class}


@given(sizes, groups)
def test_a_verdict_with_a_group_stands_whatever_its_missing_figures_are(
    own: Size, group: tuple[RelatedEnterprise, ...]
) -> None:
    verdict = sme_test(own, group).is_sme
    for staff, amount in ((0, 0), (300, 60 * MILLION)):
        full = [
            evolve(
                one,
                size=Size(
                    *(
                        value if value is not None else (amount if at else staff)
                        for at, value in enumerate(
                            (one.size.employees, one.size.turnover_cents, one.size.balance_total_cents)
                        )
                    )
                ),
            )
            for one in group
        ]
        if verdict is not None:
            assert sme_test(own, full).is_sme is verdict


@given(sizes, groups, sizes)
def test_growing_never_makes_an_sme(own: Size, group: tuple[RelatedEnterprise, ...], more: Size) -> None:
    def plus(one: int | None, other: int | None) -> int | None:
        return None if one is None else one + (other or 0)

    larger = Size(
        plus(own.employees, more.employees),
        plus(own.turnover_cents, more.turnover_cents),
        plus(own.balance_total_cents, more.balance_total_cents),
    )
    before, after = sme_test(own, group).is_sme, sme_test(larger, group).is_sme
    if before is False:
        assert after is False
    if after is True:
        assert before is True


@given(sizes, groups)
def test_what_is_missing_is_named_exactly_while_it_could_decide(
    own: Size, group: tuple[RelatedEnterprise, ...]
) -> None:
    test = sme_test(own, group)
    assert bool(test.missing) is (test.is_sme is None)


@given(sizes, groups)
def test_provisional_means_that_only_money_is_open(own: Size, group: tuple[RelatedEnterprise, ...]) -> None:
    test: SmeTest = sme_test(own, group)
    if test.provisional:
        assert test.is_sme is None
        assert test.combined.employees is not None
        assert test.combined.employees < 250
        assert set(test.missing) == {"turnover_cents", "balance_total_cents"}


@given(sizes, groups)
def test_the_order_of_the_group_changes_nothing(own: Size, group: tuple[RelatedEnterprise, ...]) -> None:
    assert sme_test(own, group[::-1]) == sme_test(own, group)
