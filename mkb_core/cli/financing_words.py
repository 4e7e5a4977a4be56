"""The words of ``mkb financing``, ``mkb budget check`` and ``mkb budget gantt``, in Dutch and English."""

from __future__ import annotations

from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "model": text(nl="Het model", en="The model"),
    "party": text(nl="Partij", en="Party"),
    "rule": text(nl="Betaalt", en="Pays"),
    "amount": text(nl="Bedrag", en="Amount"),
    "thousands": text(nl="x € 1.000", en="x €1,000"),
    "need": text(nl="Behoefte", en="Need"),
    "nobody": text(nl="door niemand betaald", en="paid by nobody"),
    "share": text(nl="{share} van het geheel", en="{share} of the whole"),
    "fixed": text(nl="vast bedrag", en="fixed amount"),
    "share-of-rest": text(nl="{share} van de rest", en="{share} of the rest"),
    "by-inhabitants": text(nl="naar {count} inwoners", en="by {count} inhabitants"),
    "rest": text(nl="de rest", en="the rest"),
    "funders": text(nl="Wat elke financier betaalt", en="What each funder pays"),
    "funder": text(nl="Financier", en="Funder"),
    "by-model": text(nl="Model", en="Model"),
    "committed": text(nl="Toegezegd", en="Committed"),
    "lowered": text(nl="Verlaagd met", en="Lowered by"),
    "still": text(nl="Nog te betalen", en="Still to pay"),
    "total": text(nl="totaal", en="total"),
    "conditions": text(nl="Voorwaarden bij toezeggingen", en="Conditions of commitments"),
    "condition": text(nl="Voorwaarde", en="Condition"),
    "earmark": text(nl="Alleen voor {what}", en="Only for {what}"),
    "payments": text(nl="Betalingen", en="Payments"),
    "on": text(nl="Op", en="On"),
    "gap-title": text(nl="Behoefte, kosten en dekking", en="Need, cost and cover"),
    "cost": text(nl="Kosten van dit scenario", en="Cost of this scenario"),
    "in-kind": text(nl="Waarde van inzet in natura", en="Value of staff in kind"),
    "contributed": text(nl="Latere bijdragen", en="Later contributions"),
    "excess": text(
        nl="Bijdragen boven wat er te verlagen is", en="Contributions beyond what there is to lower"
    ),
    "unusable": text(
        nl="Niet te gebruiken: meer dan de kosten waarvoor het bedoeld is",
        en="Cannot be used: more than the cost it is meant for",
    ),
    "gap": text(nl="Tekort: kosten die niemand betaalt", en="Gap: cost that nobody pays"),
    "margin": text(nl="Ruimte: dekking boven de kosten", en="Margin: cover beyond the cost"),
    "gap-of-need": text(
        nl="Deel van de behoefte dat niet is toegezegd", en="Part of the need that is not committed"
    ),
    "pay": text(
        nl="Beloning getoetst aan de norm voor topfunctionarissen",
        en="Pay compared with the norm for top officials",
    ),
    "role": text(nl="Functie", en="Role"),
    "year": text(nl="Jaar", en="Year"),
    "verdict": text(nl="Oordeel", en="Verdict"),
    "ceiling": text(nl="Plafond", en="Ceiling"),
    "pay-of-year": text(nl="Beloning", en="Pay"),
    "at-most": text(nl="Hoogstens", en="At most"),
    "unknown": text(nl="niet vastgelegd", en="not on record"),
    "kept": text(nl="binnen de norm", en="kept"),
    "exceeded": text(nl="boven de norm", en="exceeded"),
    "no norm on record": text(nl="geen norm vastgelegd", en="no norm on record"),
    "ceiling-month": text(nl="som van de maanden", en="sum of months"),
    "ceiling-hour": text(nl="uren x uurplafond", en="hours x hourly ceiling"),
    "ceiling-year_general": text(nl="algemeen maximum naar rato", en="general maximum pro rata"),
    "violation": text(
        nl="Boven de norm: {row} in {month} ({name})", en="Above the norm: {row} in {month} ({name})"
    ),
    "one-person": text(
        nl="Getoetst is één persoon per functie, van hoogstens 1 fte.",
        en="Judged is one person per role, of at most 1 FTE.",
    ),
    "capacity": text(
        nl="Plannen die deze bezetting kan opleveren", en="Plans that this staffing can deliver"
    ),
    "effort": text(nl="Dagdelen per plan", en="Half-days per plan"),
    "paid": text(nl="Betaald", en="Paid"),
    "kind": text(nl="In natura", en="In kind"),
    "together": text(nl="Samen", en="Together"),
    "goal": text(nl="Doel", en="Goal"),
    "half-days": text(
        nl="Betaald {years} fte-jaar met {days} dagdelen voor bedrijven; in natura {more_years} fte-jaar met {more_days}.",
        en="Paid: {years} FTE years with {days} half-days for companies; in kind: {more_years} FTE years with {more_days}.",
    ),
    "gantt": text(nl="{plan}: {phase} in weken", en="{plan}: {phase} in weeks"),
    "task": text(nl="Werk", en="Work"),
    "weeks": text(nl="Weken", en="Weeks"),
    "unscheduled": text(nl="nog te plannen", en="to be scheduled"),
    "legend": text(nl="██ volgens het plan, ▒▒ voorstel", en="██ by the plan, ▒▒ a proposal"),
}


def told(key: str, language: str, **facts: object) -> str:
    """A sentence with its facts filled in."""
    return WORDS[key].in_language(language).format_map(facts)
