"""The words around a replay of changed rules, in Dutch and English."""

from __future__ import annotations

from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "summary": text(
        nl="Bewaarde vragen sinds {start}: {receipts}. Opnieuw beslist met andere regels van: {partners}.",
        en="Stored questions since {start}: {receipts}. Decided again with other rules of: {partners}.",
    ),
    "differing": text(
        nl="Anders worden {differing} van de {replayed} adviezen.",
        en="{differing} of the {replayed} advices would differ.",
    ),
    "stored-otherwise": text(
        nl="Los daarvan: {count} adviezen komen met de regels van nu al anders uit dan toen ze werden gegeven.",
        en="Apart from that: with the rules of today {count} advices already differ from what was given then.",
    ),
    "read-anew": text(
        nl="Opnieuw gelezen, omdat de woordenlijsten zijn veranderd: {count} vragen.",
        en="Read anew, because the vocabulary has changed: {count} questions.",
    ),
    "left-out-unreadable": text(
        nl="Niet nagespeeld: {count} bewijzen zijn niet te lezen.",
        en="Not replayed: {count} receipts cannot be read.",
    ),
    "left-out-erased": text(
        nl="Niet nagespeeld: {count} bewijzen zijn gewist.",
        en="Not replayed: {count} receipts were erased.",
    ),
    "left-out-altered": text(
        nl="Niet nagespeeld: {count} bewijzen zijn na afloop veranderd.",
        en="Not replayed: {count} receipts were altered afterwards.",
    ),
    "left-out-other-engine": text(
        nl="Niet nagespeeld: {count} bewijzen zijn van een andere versie van het programma.",
        en="Not replayed: {count} receipts are of another version of the program.",
    ),
    "more": text(
        nl="En {count} adviezen meer; --json geeft ze allemaal.",
        en="And {count} advices more; --json gives all of them.",
    ),
    "partner": text(nl="Partner", en="Partner"),
    "advices": text(nl="Adviezen", en="Advices"),
    "added": text(nl="Erbij", en="In"),
    "removed": text(nl="Weg", en="Out"),
    "up": text(nl="Hoger", en="Up"),
    "down": text(nl="Lager", en="Down"),
    "question": text(nl="Vraag", en="Question"),
    "day": text(nl="Dag", en="Day"),
    "changes": text(nl="Wat anders wordt", en="What would differ"),
}


def word(key: str, language: str, **facts: object) -> str:
    """A sentence with its facts filled in."""
    return WORDS[key].in_language(language).format_map(facts)
