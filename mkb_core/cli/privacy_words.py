"""The words of ``mkb privacy``."""

from __future__ import annotations

from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "erased": text(
        nl="{number} is gewist: {rows} gegevens verwijderd, de sleutel vernietigd.",
        en="{number} was erased: {rows} records removed, the key destroyed.",
    ),
    "not-clean": text(
        nl="Let op: anderen hielden de database bezet, dus in het bestand kunnen nog resten staan. Herhaal dit later.",
        en="Note: others kept the database busy, so remains may be left in the file. Repeat this later.",
    ),
    "backups": text(
        nl="Reservekopieën van eerder bevatten deze gegevens nog: herhaal dit na terugzetten van een kopie.",
        en="Earlier backups still hold these data: repeat this after restoring one.",
    ),
    "nothing": text(nl="Van {number} is niets bewaard.", en="Nothing is stored about {number}."),
    "export-title": text(
        nl="Alles wat over {number} bewaard is (op {at})", en="All that is stored about {number} (at {at})"
    ),
    "company": text(nl="Bedrijfsgegevens", en="Company data"),
    "searched_by": text(nl="Waarop gezocht wordt", en="What is searched by"),
    "questions": text(nl="Vragen", en="Questions"),
    "advices": text(nl="Adviezen", en="Advices"),
    "consents": text(nl="Toestemmingen", en="Consents"),
    "assignments": text(nl="Begeleiding en scouting", en="Guidance and scouting"),
    "accounts": text(nl="Gebruikers", en="Users"),
    "invitations": text(nl="Uitnodigingen", en="Invitations"),
    "jobs": text(nl="Werk en post", en="Work and mail"),
    "answers": text(nl="Antwoorden voor herhaalde verzoeken", en="Answers kept for repeated requests"),
    "uses": text(nl="Wie deze gegevens gebruikte", en="Who used these data"),
    "purposes": text(nl="Waarvoor, op welke grond en hoe lang", en="Why, on which ground and how long"),
    "retained": text(nl="{kind}: {count} verwijderd ({until})", en="{kind}: {count} removed ({until})"),
    "to-retain": text(
        nl="{kind}: {count} te verwijderen ({until})", en="{kind}: {count} to be removed ({until})"
    ),
    "no-breaches": text(nl="Er zijn geen datalekken vastgelegd.", en="No breaches are recorded."),
    "breach": text(
        nl="{noticed}  {what}\n  melden voor {before} (72 uur): {state}",
        en="{noticed}  {what}\n  report before {before} (72 hours): {state}",
    ),
    "reported": text(nl="gemeld op {at}", en="reported at {at}"),
    "hours-left": text(nl="nog {hours} uur", en="{hours} hours left"),
    "too-late": text(nl="niet gemeld, en te laat", en="not reported, and too late"),
    "rotated": text(
        nl="{count} sleutels opnieuw verpakt; de oude kan uit MKB_SECRET_KEY.",
        en="{count} keys wrapped anew; the old one can go from MKB_SECRET_KEY.",
    ),
}


def word(key: str, language: str, **facts: object) -> str:
    """A sentence with its facts filled in."""
    return WORDS[key].in_language(language).format_map(facts)
