"""Numbers as people type them in a page: ``1.234,5`` in Dutch, ``1,234.5`` in English, or a fraction such as ``1/3``."""

from __future__ import annotations

import re
from fractions import Fraction

from mkb_core.budget.quantities import write_quantity
from mkb_core.budget.rounding import shown

#: language -> what separates thousands, and decimals
MARKS = {"nl": (".", ","), "en": (",", ".")}
_LONGEST = 40
_FRACTION = re.compile(r"-?\d{1,21}/0*[1-9]\d{0,17}", re.ASCII)


def typed(number: Fraction, language: str) -> str:
    """A number exactly, as it is typed."""
    written = str(write_quantity(number))
    if "/" in written:
        return written
    thousands, decimal = MARKS[language]
    sign, digits = ("-", written[1:]) if written.startswith("-") else ("", written)
    whole, _, rest = digits.partition(".")
    grouped = f"{int(whole):,}".replace(",", thousands)
    return f"{sign}{grouped}{decimal if rest else ''}{rest}"


def read_typed(words: str, language: str) -> Fraction:
    """The number that was typed; an amount may have its ``€``. Raises ``ValueError``.

    Thousands are separated in threes or not at all: ``1.5`` is no number in Dutch, so that it is never read as fifteen
    or fifteen hundred.
    """
    plain = re.sub(r"[\s€]", "", words).replace("\N{MINUS SIGN}", "-")
    if len(plain) > _LONGEST:
        raise ValueError("too long")
    if _FRACTION.fullmatch(plain):
        return Fraction(plain)
    thousands, decimal = map(re.escape, MARKS[language])
    if not re.fullmatch(rf"-?(?:\d+|\d{{1,3}}(?:{thousands}\d{{3}})+)(?:{decimal}\d+)?", plain, re.ASCII):
        raise ValueError("not a number")
    thousands, decimal = MARKS[language]
    return Fraction(plain.replace(thousands, "").replace(decimal, "."))


def money(cents: Fraction | int, language: str, places: int = 2) -> str:
    """An amount in euros, with at most so many decimals; a whole one without. Where whole euros are asked for, nobody is
    told that it was rounded."""
    euros_ = Fraction(cents) / 100
    least = 0 if euros_.denominator == 1 else places
    written = shown(euros_, places, language, least=least)
    about, digits = ("≈ ", written[2:]) if written.startswith("≈ ") else ("", written)
    about = about if places else ""
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    return f"{about}{sign}€ {digits}"


def euros(cents: Fraction | int, language: str) -> str:
    """An amount in whole euros, for tables that say so: without a sign of money, and rounded without a word."""
    return shown(Fraction(cents) / 100, 0, language).removeprefix("≈ ")
