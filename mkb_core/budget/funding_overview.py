"""The financing of a scenario as plain data, as commands and the API print it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mkb_core.budget.financing import Earmark, Financing
from mkb_core.budget.funding import Funding, StillToPay
from mkb_core.budget.rounding import tenths_of_thousands


def printed_funding(financing: Financing, funding: Funding, language: str) -> dict[str, Any]:
    """Keys that end in ``_k``: thousands with one decimal, from exact amounts; in ``_cents``: whole cents."""
    model = funding.allocation
    return {
        "need_cents": funding.need,
        "cost_cents": funding.cost,
        "model_result_k": {party.id: _thousands(model.part(party.id)) for party in financing.model},
        "model_open_cents": model.open_cents,
        "as_agreed_k": {
            funder.id: _thousands(Fraction(funding.of(funder.id).committed)) for funder in financing.funders
        },
        "in_kind_cents": funding.in_kind,
        "contributed_cents": funding.contributed,
        "funders": [
            {
                "id": funder.id,
                "label": funder.label.in_language(language),
                "model_cents": funding.model_cents(financing, funder.id),
                "committed_cents": funding.of(funder.id).committed,
                "lowered_cents": funding.of(funder.id).lowered,
                "still_to_pay_cents": funding.of(funder.id).still,
            }
            for funder in financing.funders
        ],
        "commitments": [_commitment(one, language) for one in funding.commitments],
        "committed_cents": funding.committed,
        "lowered_cents": funding.lowered,
        "excess_cents": funding.excess,
        "still_to_pay_cents": funding.still,
        "unusable_cents": funding.unusable,
        "gap_cents": funding.gap,
        "gap_of_need_cents": funding.gap_of_need,
        "explanation": {party.id: model.explain(f"part.{party.id}").as_data() for party in financing.model},
    }


def _thousands(cents: Fraction) -> int | float:
    tenths = tenths_of_thousands(cents)
    return int(tenths) if tenths.denominator == 1 else float(tenths)


def _commitment(one: StillToPay, language: str) -> dict[str, Any]:
    agreed = one.commitment
    return {
        "id": agreed.id,
        "funder": agreed.funder,
        "amount_cents": agreed.amount,
        "lowered_cents": one.lowered,
        "still_to_pay_cents": one.still,
        "usable_cents": one.usable,
        "conditions": [condition.in_language(language) for condition in agreed.conditions],
        "earmark": _earmark(agreed.earmark),
        "payments": [{"on": on.isoformat(), "cents": cents} for on, cents in one.payments],
        "source": agreed.source,
    }


def _earmark(earmark: Earmark | None) -> dict[str, list[str]] | None:
    if earmark is None:
        return None
    return {
        "rows": list(earmark.rows),
        "phases": list(earmark.phases),
        "periods": list(earmark.periods),
    }
