"""The SME test of EU Recommendation 2003/361/EC, linked and partner enterprises included (A5)."""

from __future__ import annotations

from collections.abc import Iterable
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
    """Own figures plus 100% of linked enterprises (over 50%) and the share of partners (25-50%); article 6."""
    sizes = [(own, Fraction(1))]
    for enterprise in related:
        if enterprise.share > Fraction(1, 2):
            sizes.append((enterprise.size, Fraction(1)))
        elif enterprise.share >= Fraction(1, 4):
            sizes.append((enterprise.size, enterprise.share))

    def total(name: str) -> int | None:
        parts: list[Fraction] = []
        for size, share in sizes:
            value = getattr(size, name)
            if value is None:
                return None
            parts.append(value * share)
        return round_half_up(sum(parts, Fraction(0)))

    return Size(total("employees"), total("turnover_cents"), total("balance_total_cents"))


def _within(size: Size, staff_below: int, turnover_at_most: int, balance_at_most: int) -> bool | None:
    """Three-valued: staff under its ceiling and at least one of turnover and balance within its own."""
    if size.employees is not None and size.employees >= staff_below:
        return False
    turnover = None if size.turnover_cents is None else size.turnover_cents <= turnover_at_most
    balance = None if size.balance_total_cents is None else size.balance_total_cents <= balance_at_most
    money: bool | None
    if turnover or balance:
        money = True
    elif turnover is None or balance is None:
        money = None
    else:
        return False
    return None if size.employees is None else money


def sme_test(own: Size, related: Iterable[RelatedEnterprise] = ()) -> SmeTest:
    """Apply the test to the combined figures and say which figures are still missing for a certain outcome."""
    size = combined_size(own, related)
    size_class: SizeClass | None = SizeClass.LARGE
    for candidate, staff, turnover, balance in CEILINGS:
        within = _within(size, staff, turnover, balance)
        if within is None:
            size_class = None
            break
        if within:
            size_class = candidate
            break
    is_sme = _within(size, *CEILINGS[-1][1:])
    missing: tuple[str, ...] = ()
    if is_sme is None:
        missing = tuple(
            name for name in ("employees", "turnover_cents", "balance_total_cents") if getattr(size, name) is None
        )
    provisional = is_sme is None and size.employees is not None
    return SmeTest(is_sme, size_class, size, missing, provisional)
