"""The words of workbooks, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping

from mkb_core.text import Text, text

#: The id of the column in which a figure stands that has no column of its own.
NUMBER = "number"
OVERVIEW = "overview"
SHEETS: Mapping[str, Text] = {
    OVERVIEW: text(nl="Overzicht", en="Overview"),
    "inputs": text(nl="Uitgangspunten", en="Inputs"),
    "fte": text(nl="Fte", en="FTE"),
    "hours": text(nl="Uren", en="Hours"),
    "cost": text(nl="Kosten", en="Costs"),
    "in_kind": text(nl="In natura", en="In kind"),
    "share": text(nl="Verdeling over jaren", en="Division over years"),
}
_WORDS: Mapping[str, Text] = {
    "title": text(nl="{plan}, scenario {id}: {scenario}", en="{plan}, scenario {id}: {scenario}"),
    "inputs": text(
        nl="Bedragen in euro. Gele cellen zijn om in te vullen; de rest volgt daaruit.",
        en="Amounts in euros. Yellow cells are to be filled in; all else follows from them.",
    ),
    "fte": text(
        nl="Fte per rol, activiteit en periode. Gele cellen zijn om in te vullen.",
        en="FTE by role, activity and period. Yellow cells are to be filled in.",
    ),
    "hours": text(
        nl="Uren = fte × uren per fte per jaar × maanden / 12.",
        en="Hours = FTE × hours per FTE year × months / 12.",
    ),
    "cost": text(
        nl="Kosten in euro. Gele cellen zijn om in te vullen; de rest volgt uit uren en tarieven.",
        en="Costs in euros. Yellow cells are to be filled in; all else follows from hours and rates.",
    ),
    "in_kind": text(
        nl="Waarde in euro van inzet in natura; die telt niet mee in de kosten.",
        en="Value in euros of work in kind; it is not included in the costs.",
    ),
    "share": text(
        nl="Welk deel van de maanden van een periode in een jaar valt.",
        en="Which part of the months of a period falls in a year.",
    ),
    "thousands": text(
        nl="Kosten × € 1.000, afgerond uit exacte bedragen: een som kan afwijken van de som van wat er staat.",
        en="Costs × €1,000, rounded from exact amounts: a sum may differ from the sum of what is shown.",
    ),
    "all-years": text(
        nl="Alle kosten vallen in een jaar van dit werkboek", en="All costs fall in a year of this workbook"
    ),
    "yes": text(nl="ja", en="yes"),
    "no": text(
        nl="nee: voer het uitstel in het programma zelf in", en="no: enter the delay in the program itself"
    ),
    "plan": text(nl="Begroting", en="Budget"),
    "scenario": text(nl="Scenario", en="Scenario"),
    "number": text(nl="waarde", en="value"),
    "total": text(nl="totaal", en="total"),
    "rate": text(nl="Tarief per uur", en="Rate an hour"),
    "hours_per_fte_year": text(nl="Uren per fte per jaar", en="Hours per FTE year"),
    "travel_rate": text(nl="Reiskosten per uur", en="Travel costs an hour"),
    "months": text(nl="Maanden", en="Months"),
    "delay": text(nl="Uitstel in maanden", en="Delay in months"),
    "bounds": text(nl="Een getal van {low} tot en met {high}", en="A number from {low} to {high}"),
}


def said(key: str, language: str, **facts: object) -> str:
    """A word or sentence with its facts filled in."""
    return _WORDS[key].in_language(language).format_map(facts)
