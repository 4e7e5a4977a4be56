"""The words of ``mkb audit``."""

from __future__ import annotations

from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "sound": text(
        nl="Het auditlogboek klopt: {lines} regels.", en="The audit log is as it was written: {lines} lines."
    ),
    "wrong": text(
        nl="Het auditlogboek klopt niet: regel {line} {what}.",
        en="The audit log is not as it was written: line {line} {what}.",
    ),
    "altered": text(nl="is gewijzigd", en="was altered"),
    "moved": text(nl="volgt niet op de regel ervoor", en="does not follow the line before"),
    "missing": text(nl="ontbreekt", en="is missing"),
    "surplus": text(nl="is later toegevoegd", en="was added afterwards"),
    "head": text(
        nl="is niet de laatste die met de sleutel van deze installatie is ondertekend",
        en="is not the last one that was signed with the key of this installation",
    ),
    "not-as-noted": text(nl="is niet de regel die u noteerde", en="is not the line that you noted"),
    "note": text(
        nl="Bewaar dit buiten deze computer, en geef het later mee met --noted: {head}",
        en="Keep this outside this computer, and give it later with --noted: {head}",
    ),
    "none": text(nl="Niemand gebruikte gegevens van {number}.", en="Nobody used data of {number}."),
    "line": text(nl="Regel", en="Line"),
    "at": text(nl="Tijd (UTC)", en="Time (UTC)"),
    "who": text(nl="Wie", en="Who"),
    "what": text(nl="Wat", en="What"),
    "result": text(nl="Uitkomst", en="Result"),
    "details": text(nl="Bijzonderheden", en="Details"),
    "erased": text(nl="gewist", en="erased"),
    "granted": text(nl="toegestaan", en="granted"),
    "denied": text(nl="geweigerd", en="denied"),
    "failed": text(nl="mislukt", en="failed"),
}


def word(key: str, language: str, **facts: object) -> str:
    """A sentence with its facts filled in."""
    return WORDS[key].in_language(language).format_map(facts)
