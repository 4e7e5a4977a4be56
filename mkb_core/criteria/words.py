"""How values, requirements and lists are said in Dutch and English."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from mkb_core.criteria.fields import FieldSpec
from mkb_core.criteria.nodes import Between, Compare, In, Leaf, Operator, Value

#: Language -> the words; a language that is missing here is said in English.
MONTHS = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}
YES_NO = {"nl": ("ja", "nee"), "en": ("yes", "no")}
JOINED = {"nl": ("en", "of"), "en": ("and", "or")}
THOUSANDS = {"nl": (".", ","), "en": (",", ".")}
YOUR = {"nl": "uw", "en": "your"}
COMPARED: dict[str, dict[Operator, str]] = {
    "nl": {
        "<": "minder dan",
        "<=": "ten hoogste",
        "=": "",
        "!=": "niet",
        ">=": "ten minste",
        ">": "meer dan",
    },
    "en": {"<": "less than", "<=": "at most", "=": "", "!=": "not", ">=": "at least", ">": "more than"},
}
COMPARED_DATES: dict[str, dict[Operator, str]] = {
    "nl": {"<": "vóór", "<=": "uiterlijk op", "=": "op", "!=": "niet op", ">=": "op of na", ">": "na"},
    "en": {"<": "before", "<=": "on or before", "=": "on", "!=": "not on", ">=": "on or after", ">": "after"},
}
FROM_TO = {"nl": "{low} tot en met {high}", "en": "from {low} up to and including {high}"}
NOT_FROM_TO = {"nl": "minder dan {low} of meer dan {high}", "en": "less than {low} or more than {high}"}
NOT_FROM_TO_DATES = {"nl": "vóór {low} of na {high}", "en": "before {low} or after {high}"}
NOT_IN = {"nl": "niet {listed}", "en": "not {listed}"}
EMPTY_TEXT = {"nl": "(leeg)", "en": "(empty)"}
NONE_OF = {"nl": "geen enkele waarde", "en": "no value at all"}


def known_language(language: str) -> str:
    """The language itself, or English where these tables lack it."""
    return language if language in YOUR else "en"


def number_words(number: int | float, language: str, least_decimals: int = 0) -> str:
    """``1.000.000`` or ``9,5`` in Dutch, ``1,000,000`` or ``9.5`` in English."""
    words = f"{number:,}" if isinstance(number, int) else f"{number:,.6f}".rstrip("0").rstrip(".")
    thousands, decimal = THOUSANDS[language]
    whole, _, fraction = words.partition(".")
    fraction = fraction.ljust(least_decimals, "0")
    return whole.replace(",", thousands) + (decimal + fraction if fraction else "")


def money_words(cents: int, language: str) -> str:
    """``€ 1.000.000`` from whole cents; cents only where there are any."""
    euros, rest = divmod(abs(cents), 100)
    thousands, decimal = THOUSANDS[language]
    amount = f"{euros:,}".replace(",", thousands) + (f"{decimal}{rest:02}" if rest else "")
    return f"{'-' if cents < 0 else ''}€ {amount}"


def date_words(day: date, language: str) -> str:
    """``31 januari 2026`` or ``31 January 2026``."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def value_words(value: Value, spec: FieldSpec | None, language: str) -> str:
    """A value without its unit. ``spec``: ``None`` for a field that the registry lacks."""
    kind = spec.kind if spec else None
    if spec and spec.names and value in spec.names:
        return spec.names[str(value)].in_language(language)
    if isinstance(value, bool):
        return YES_NO[language][0 if value else 1]
    if isinstance(value, str):
        return value or EMPTY_TEXT[language]
    if isinstance(value, date):
        return date_words(value, language)
    return money_words(int(value), language) if kind == "money" else number_words(value, language)


def with_unit(value: Value, spec: FieldSpec, language: str) -> str:
    """A value with its unit: ``1 medewerker``, ``12 medewerkers``, ``€ 5``."""
    unit = (spec.unit_one or spec.unit) if value == 1 else spec.unit
    words = value_words(value, spec, language)
    return f"{words} {unit.in_language(language)}" if unit else words


def joined(parts: Iterable[str], language: str, *, either: bool) -> str:
    """``a, b of c`` (``either``), or ``a, b en c``."""
    words = list(parts)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {JOINED[language][either]} {words[-1]}"


def requirement_words(leaf: Leaf, wanted: bool, spec: FieldSpec | None, language: str) -> str:
    """What a leaf asks for, without naming its field: ``ten minste 10``; ``wanted=False`` for a leaf behind ``Not``."""
    match leaf:
        case Compare(_, op, value):
            compared = (COMPARED_DATES if isinstance(value, date) else COMPARED)[language][op]
            return f"{compared} {value_words(value, spec, language)}".strip()
        case In(_, values):
            listed = joined((value_words(value, spec, language) for value in values), language, either=True)
            listed = listed or NONE_OF[language]
            return listed if wanted else NOT_IN[language].format(listed=listed)
        case Between(_, low, high):
            others = NOT_FROM_TO_DATES if isinstance(low, date) else NOT_FROM_TO
            template = (FROM_TO if wanted else others)[language]
            return template.format(
                low=value_words(low, spec, language), high=value_words(high, spec, language)
            )
    return YES_NO[language][0 if wanted else 1]
