"""The financing of a scenario as tables for people: amounts to the cent, the model also in thousands as plans print it."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from rich.console import RenderableType

from mkb_core.budget.financing import (
    ByInhabitants,
    Earmark,
    Financing,
    Fixed,
    Party,
    Rest,
    Share,
    ShareOfRest,
)
from mkb_core.budget.funding import Funding
from mkb_core.budget.rounding import shown, tenths_of_thousands
from mkb_core.cli.budget_view import money
from mkb_core.cli.financing_words import told
from mkb_core.cli.options import Language
from mkb_core.cli.printing import printable, table

if TYPE_CHECKING:
    from rich.table import Table


def funding_parts(financing: Financing, funding: Funding, lang: Language) -> Iterator[RenderableType]:
    """The model, the funders, the conditions and payments where there are any, and the gap."""
    if financing.model:
        yield _model(financing, funding, lang)
    yield _funders(financing, funding, lang)
    yield from _conditions(financing, funding, lang)
    yield _gap(funding, lang)


def _grid(name: str, texts: list[str], numbers: list[str], lang: Language) -> Table:
    grid = table(*(told(key, lang) if key else "" for key in texts), title=told(name, lang))
    for key in numbers:
        grid.add_column(told(key, lang), justify="right", no_wrap=True)
    return grid


def _cents(cents: int, lang: Language) -> str:
    return money(Fraction(cents), lang)


def _model(financing: Financing, funding: Funding, lang: Language) -> RenderableType:
    allocation = funding.allocation
    grid = _grid("model", ["party", "rule"], ["thousands", "amount"], lang)
    grid.add_row(told("need", lang), "", *_both(Fraction(allocation.need_cents), lang))

    def rows(within: str | None, indent: str) -> None:
        for party in financing.model:
            if party.within == within:
                name = f"{indent}{party.label.in_language(lang)}"
                exact = allocation.part(party.id)
                both = _both(exact, lang, whole=allocation.cents.get(party.id))
                grid.add_row(printable(name), _rule(party, lang), *both)
                rows(party.id, indent + "  ")

    rows(None, "  ")
    if allocation.open_cents:
        grid.add_row(told("nobody", lang), "", *_both(Fraction(allocation.open_cents), lang))
    return grid


def _both(exact: Fraction, lang: Language, *, whole: int | None = None) -> tuple[str, str]:
    """Thousands with one decimal, and the amount: the whole cents that were shared out, or else the exact one."""
    thousands = shown(tenths_of_thousands(exact), 1, lang, least=1)
    return thousands, money(exact if whole is None else Fraction(whole), lang)


def _rule(party: Party, lang: Language) -> str:
    match party.rules[0]:
        case Share(share):
            return told("share", lang, share=_percent(share, lang))
        case ShareOfRest(share):
            return told("share-of-rest", lang, share=_percent(share, lang))
        case Fixed():
            return told("fixed", lang)
        case ByInhabitants(count):
            return told("by-inhabitants", lang, count=shown(Fraction(count), 0, lang))
        case Rest():
            return told("rest", lang)


def _percent(share: Fraction, lang: Language) -> str:
    return f"{shown(share * 100, 2, lang)}%"


def _funders(financing: Financing, funding: Funding, lang: Language) -> RenderableType:
    grid = _grid("funders", ["funder"], ["by-model", "committed", "lowered", "still"], lang)
    for funder in financing.funders:
        total = funding.of(funder.id)
        amounts = (funding.model_cents(financing, funder.id), total.committed, total.lowered, total.still)
        grid.add_row(printable(funder.label.in_language(lang)), *(_cents(amount, lang) for amount in amounts))
    by_model = funding.need - funding.allocation.open_cents
    sums = (by_model, funding.committed, funding.lowered, funding.still)
    grid.add_row(told("total", lang), *(_cents(amount, lang) for amount in sums))
    return grid


def _conditions(financing: Financing, funding: Funding, lang: Language) -> Iterator[RenderableType]:
    names = {funder.id: funder.label.in_language(lang) for funder in financing.funders}
    conditions = _grid("conditions", ["funder", "condition"], [], lang)
    payments = _grid("payments", ["funder", "on"], ["amount"], lang)
    for one in funding.commitments:
        agreed = one.commitment
        name = printable(names[agreed.funder])
        for condition in agreed.conditions:
            conditions.add_row(name, printable(condition.in_language(lang)))
        if agreed.earmark is not None:
            conditions.add_row(name, told("earmark", lang, what=_earmark(agreed.earmark)))
        for on, cents in one.payments:
            payments.add_row(name, on.isoformat(), _cents(cents, lang))
    yield from (grid for grid in (conditions, payments) if grid.row_count)


def _earmark(earmark: Earmark) -> str:
    return printable(", ".join((*earmark.rows, *earmark.phases, *earmark.periods)))


def _gap(funding: Funding, lang: Language) -> RenderableType:
    grid = _grid("gap-title", [""], ["amount"], lang)
    rows = [
        ("need", funding.need, True),
        ("gap-of-need", funding.gap_of_need, True),
        ("cost", funding.cost, True),
        ("committed", funding.committed, True),
        ("in-kind", funding.in_kind, bool(funding.in_kind)),
        ("contributed", funding.contributed, bool(funding.contributed)),
        ("lowered", funding.lowered, bool(funding.lowered)),
        ("excess", funding.excess, bool(funding.excess)),
        ("still", funding.still, True),
        ("unusable", funding.unusable, bool(funding.unusable)),
        ("gap" if funding.gap > 0 else "margin", abs(funding.gap), True),
    ]
    for key, cents, told_ in rows:
        if told_:
            grid.add_row(told(key, lang), _cents(cents, lang))
    return grid
