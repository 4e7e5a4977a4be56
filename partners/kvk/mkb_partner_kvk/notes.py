"""What could not be read in an answer of the register: always a value, never an exception and never a silent loss."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

#: code -> language -> sentence; ``{name}`` is filled from the facts.
SENTENCES: dict[str, dict[str, str]] = {
    "unreadable": {
        "nl": "verwacht {expected_nl}, kreeg {got}; niet overgenomen",
        "en": "expected {expected_en}, got {got}; not taken over",
    },
    "other-subject": {
        "nl": "het antwoord gaat over een andere inschrijving dan {asked}; niets overgenomen",
        "en": "the answer is about another registration than {asked}; nothing taken over",
    },
    "incomplete-date": {
        "nl": "de datum is onvolledig ({known}); niet overgenomen",
        "en": "the date is incomplete ({known}); not taken over",
    },
    "unlikely-date": {
        "nl": "de datum {got} ligt na vandaag of meer dan duizend jaar terug; niet overgenomen",
        "en": "the date {got} is after today or more than a thousand years ago; not taken over",
    },
    "ended": {
        "nl": "de onderneming is beëindigd volgens het register ({known})",
        "en": "the register says that the enterprise has ended ({known})",
    },
    "protected-address": {
        "nl": "het adres is afgeschermd en wordt niet gelezen",
        "en": "the address is protected and is not read",
    },
    "address-in-one-line": {
        "nl": "het adres staat er alleen als één regel; de hele regel staat bij straat",
        "en": "the address is given as one line only; the whole line stands under street",
    },
    "unknown-address-kind": {
        "nl": "dit soort adres is onbekend; niet overgenomen",
        "en": "this kind of address is unknown; not taken over",
    },
    "another-address": {
        "nl": "er is nog een, ander {field}; het eerste telt",
        "en": "there is another, different {field}; the first one counts",
    },
    "code-as-number": {
        "nl": "de code {got} is een getal, zodat een voorloopnul weg kan zijn; niet overgenomen",
        "en": "the code {got} is a number, so a leading zero may be lost; not taken over",
    },
    "no-main-activity": {
        "nl": "geen of meer dan één activiteit is als hoofdactiviteit gemerkt; de volgorde is die van het register",
        "en": "no activity, or more than one, is marked as the main one; the order is that of the register",
    },
    "employees-of-establishment": {
        "nl": "alleen het aantal van de hoofdvestiging is bekend ({count}); dat is niet dat van de onderneming",
        "en": "only the main establishment's number is known ({count}), which is not that of the enterprise",
    },
    "second-call-failed": {
        "nl": "het vestigingsprofiel is niet opgehaald: {reason_nl}",
        "en": "the establishment's profile was not fetched: {reason_en}",
    },
    "page-failed": {
        "nl": "een volgende bladzijde is niet opgehaald: {reason_nl}",
        "en": "a next page was not fetched: {reason_en}",
    },
    "more-results": {
        "nl": "het register meldt {total} resultaten; hier staan de eerste {shown}",
        "en": "the register reports {total} results; here are the first {shown}",
    },
}

#: What was expected, in both languages.
EXPECTED: dict[str, tuple[str, str]] = {
    "text": ("tekst", "text"),
    "count": ("een geheel getal van 0 tot een miljoen", "a whole number from 0 to a million"),
    "date": ("een datum JJJJMMDD", "a date YYYYMMDD"),
    "yes-no": ("Ja of Nee", "Ja or Nee"),
    "list": ("een lijst", "a list"),
    "object": ("een object", "an object"),
    "sbi": ("een SBI-code", "an SBI code"),
    "company-number": ("een KvK-nummer", "a company number"),
    "establishment-number": ("een vestigingsnummer", "an establishment number"),
}


@frozen
class ReadingNote:
    """Something in an answer that was not taken over, or that a person should know; ``path`` as in the answer."""

    path: str
    code: str
    facts: Mapping[str, str] = field(factory=dict, eq=dict, hash=False)

    def message(self, language: str = "nl") -> str:
        """What it is, in words of the user; English where the language is unknown."""
        words = SENTENCES[self.code]
        return words.get(language, words["en"]).format_map(self.facts)


class Notes:
    """Collects the notes of one reading."""

    def __init__(self) -> None:
        self._notes: list[ReadingNote] = []

    def add(self, path: str, code: str, **facts: object) -> None:
        """Note something at a path."""
        self._notes.append(ReadingNote(path, code, {name: str(value) for name, value in facts.items()}))

    def unreadable(self, path: str, expected: str, got: object) -> None:
        """Note that a value is of no use; ``expected`` is a key of ``EXPECTED``."""
        nl, en = EXPECTED[expected]
        self.add(path, "unreadable", expected_nl=nl, expected_en=en, got=picture(got))

    def taken(self) -> tuple[ReadingNote, ...]:
        """All notes so far."""
        return tuple(self._notes)


def picture(value: object) -> str:
    """A short and printable picture of a value: never more than 24 characters of it."""
    if isinstance(value, str):
        return ascii(value[:24] + ("..." if len(value) > 24 else ""))
    if isinstance(value, bool | float):
        return repr(value).lower()
    if isinstance(value, int):
        return str(value) if abs(value) < 10**24 else "..."
    return {dict: "{...}", list: "[...]", type(None): "null"}.get(type(value), type(value).__name__)
