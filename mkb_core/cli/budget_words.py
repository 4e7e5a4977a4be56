"""The words of ``mkb budget``, in Dutch and English."""

from __future__ import annotations

from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "title": text(nl="{plan}, scenario {id}: {scenario}", en="{plan}, scenario {id}: {scenario}"),
    "costs": text(nl="Kosten (x € 1.000)", en="Costs (x €1,000)"),
    "years": text(nl="Kosten per jaar (x € 1.000)", en="Costs per year (x €1,000)"),
    "hours": text(nl="Uren", en="Hours"),
    "continued": text(nl="(vervolg)", en="(continued)"),
    "period": text(nl="Periode", en="Period"),
    "year": text(nl="Jaar", en="Year"),
    "other": text(nl="overige kosten", en="other costs"),
    "of-which": text(nl="waarvan {line}", en="of which {line}"),
    "total": text(nl="totaal", en="total"),
    "rounded": text(
        nl="Afgerond uit exacte bedragen: een som kan afwijken van de som van wat er staat.",
        en="Rounded from exact amounts: a sum may differ from the sum of what is shown.",
    ),
    "in-kind": text(
        nl="In natura: {hours} uur, met een waarde van {value}; telt niet mee in de kosten.",
        en="In kind: {hours} hours, worth {value}; not included in the costs.",
    ),
    "figures": text(nl="Gegevens die verschillen", en="Given figures that differ"),
    "changes": text(nl="Wijzigingen", en="Changes"),
    "cell": text(nl="Cel", en="Cell"),
    "difference": text(nl="verschil", en="difference"),
    "scenario": text(nl="scenario {id}", en="scenario {id}"),
    "what-if": text(nl="wat als", en="what if"),
    "given": text(nl="gegeven: {place}", en="given: {place}"),
    "of-scenario": text(nl="scenario {id}", en="scenario {id}"),
    "not-given": text(nl="staat niet in het plan", en="not in the plan"),
    "changed": text(nl="gewijzigd (wat als)", en="changed (what if)"),
    "product": text(nl="product", en="product"),
    "remainder": text(nl="wat overblijft", en="what is left"),
    "proportion": text(nl="naar rato", en="in proportion"),
    "inhabitants": text(nl="inwoners", en="inhabitants"),
    "sum": text(nl="som", en="sum"),
    "weighted-sum": text(nl="som van producten", en="sum of products"),
    "year-share": text(
        nl="deel van de maanden, vanaf {begin}, dat in {year} valt",
        en="share of the months, from {begin} on, that falls in {year}",
    ),
    "zeros": text(nl="en {count} cellen die niets toevoegen", en="and {count} cells that add nothing"),
    "deeper": text(nl="…", en="…"),
    "FTE": text(nl="fte", en="FTE"),
    "months": text(nl="maanden", en="months"),
    "hours-unit": text(nl="uur", en="hours"),
    "hours per FTE year": text(nl="uur per fte per jaar", en="hours per FTE year"),
    "per-hour": text(nl="per uur", en="an hour"),
}


def said(key: str, language: str, **facts: object) -> str:
    """A word or sentence with its facts filled in."""
    return WORDS[key].in_language(language).format_map(facts)
