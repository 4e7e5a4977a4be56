"""The SME test of EU Recommendation 2003/361/EC, linked and partner enterprises included (A5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum
from fractions import Fraction

from attrs import frozen

from mkb_core.domain.money import round_half_up

MILLION = 1_000_000_00  # cents


class SizeClass(Enum):
    """Size classes of the Recommendation (annex, article 2)."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


#: class, staff under this, turnover at most, balance total at most (cents); article 2
CEILINGS = (
    (SizeClass.MICRO, 10, 2 * MILLION, 2 * MILLION),
    (SizeClass.SMALL, 50, 10 * MILLION, 10 * MILLION),
    (SizeClass.MEDIUM, 250, 50 * MILLION, 43 * MILLION),
)


@frozen
class Size:
    """Staff in annual work units and the year's figures in cents; ``None`` is unknown."""

    employees: int | None
    turnover_cents: int | None = None
    balance_total_cents: int | None = None


FIGURES = ("employees", "turnover_cents", "balance_total_cents")


@frozen
class RelatedEnterprise:
    """An enterprise that holds, or is held by, the company; ``share`` of capital or votes, whichever is higher."""

    name: str
    share: Fraction
    size: Size


@frozen
class SmeTest:
    """The outcome: ``is_sme`` is ``None`` while a missing figure could decide; ``provisional`` where the figures that
    are known point to an SME and only money is still to be confirmed."""

    is_sme: bool | None
    size_class: SizeClass | None
    combined: Size
    missing: tuple[str, ...]
    provisional: bool = False


def combined_size(own: Size, related: Iterable[RelatedEnterprise]) -> Size:
    """Own figures plus 100% of linked enterprises (over 50%) and the share of partners (25-50%); article 6.

    A figure that one of them lacks is unknown for all together.
    """
    parts = _parts(own, related)
    return Size(*(_total(figures) if None not in figures else None for figures in parts))


def _at_least(own: Size, related: Iterable[RelatedEnterprise]) -> Size:
    """The same from the figures that are known: what is missing can only add to it."""
    return Size(*(_total(figures) for figures in _parts(own, related)))


def _parts(own: Size, related: Iterable[RelatedEnterprise]) -> Iterator[list[Fraction | None]]:
    """Of staff, turnover and balance total in turn: what each enterprise counts for."""
    sizes = [(own, Fraction(1))]
    for enterprise in related:
        if enterprise.share > Fraction(1, 2):
            sizes.append((enterprise.size, Fraction(1)))
        elif enterprise.share >= Fraction(1, 4):
            sizes.append((enterprise.size, enterprise.share))
    for name in FIGURES:
        yield [None if (figure := getattr(size, name)) is None else figure * share for size, share in sizes]


def _total(figures: Iterable[Fraction | None]) -> int:
    return round_half_up(sum((figure for figure in figures if figure is not None), Fraction(0)))


def _under(figure: int | None, at_least: int | None, ceiling: int) -> bool | None:
    """Is a figure at most its ceiling? Where a part of it is unknown, the known part may already be above."""
    if figure is not None:
        return figure <= ceiling
    return False if at_least is not None and at_least > ceiling else None


def _within(
    size: Size, at_least: Size, staff_below: int, turnover_at_most: int, balance_at_most: int
) -> bool | None:
    """Three-valued: staff under its ceiling and at least one of turnover and balance within its own."""
    staff = _under(size.employees, at_least.employees, staff_below - 1)
    if staff is False:
        return False
    turnover = _under(size.turnover_cents, at_least.turnover_cents, turnover_at_most)
    balance = _under(size.balance_total_cents, at_least.balance_total_cents, balance_at_most)
    money: bool | None
    if turnover or balance:
        money = True
    elif turnover is None or balance is None:
        money = None
    else:
        return False
    return None if staff is None else money


def sme_test(own: Size, related: Iterable[RelatedEnterprise] = ()) -> SmeTest:
    """Apply the test to the combined figures and say which figures are still missing for a certain outcome."""
    related = tuple(related)
    size = combined_size(own, related) if related else own
    at_least = _at_least(own, related) if related else own
    size_class: SizeClass | None = SizeClass.LARGE
    for candidate, staff, turnover, balance in CEILINGS:
        within = _within(size, at_least, staff, turnover, balance)
        if within is None:
            size_class = None
            break
        if within:
            size_class = candidate
            break
    is_sme = _within(size, at_least, *CEILINGS[-1][1:])
    missing: tuple[str, ...] = ()
    if is_sme is None:
        missing = tuple(name for name in FIGURES if getattr(size, name) is None)
    above = any(
        _under(getattr(size, name), getattr(at_least, name), ceiling) is False
        for name, ceiling in zip(FIGURES[1:], CEILINGS[-1][2:], strict=True)
    )
    provisional = is_sme is None and size.employees is not None and not above
    return SmeTest(is_sme, size_class, size, missing, provisional)
