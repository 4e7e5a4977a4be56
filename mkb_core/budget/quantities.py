"""Exact numbers of a plan: fractions, and amounts that are euros in a file and cents everywhere else.

Both are read from whole numbers, decimals and texts such as ``"7.5"`` or ``"1/3"``, each exactly as written. They are
annotations: to the type checker a :data:`Quantity` is a ``Fraction`` and :data:`Cents` an ``int``.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any

from mkb_core.codec import WrongType, converter

#: A number without rounding: FTE, hours, months, shares.
Quantity = Annotated[Fraction, "as written"]
#: Whole cents; a file says euros, with at most two decimals.
Cents = Annotated[int, "euros in a file"]

#: Bounded: an exponent such as ``1e999999999`` would be worked out in full.
_WRITTEN = re.compile(r"[+-]?\d{1,40}(?:/0*[1-9]\d{0,39}|\.\d{1,40})?", re.ASCII)
_LARGEST_EXPONENT = 40


def read_quantity(value: Any) -> Fraction:
    """The exact number that was written; raises :class:`WrongType` for anything else, also NaN and true or false."""
    if type(value) is Fraction:
        return value
    if type(value) is int and value.bit_length() <= 128:
        return Fraction(value)
    if type(value) is float and math.isfinite(value):
        value = Decimal(repr(value))
    if type(value) is Decimal and value.is_finite() and abs(value.adjusted()) <= _LARGEST_EXPONENT:
        return Fraction(value)
    if type(value) is str and _WRITTEN.fullmatch(value):
        return Fraction(value)
    raise WrongType("a number", float(value) if type(value) is Decimal else value)


def read_cents(value: Any) -> int:
    """Euros as a file has them, to cents; raises :class:`WrongType` where a part of a cent is left."""
    cents = read_quantity(value) * 100
    if cents.denominator != 1:
        raise WrongType("an amount in euros with at most two decimals", value)
    return cents.numerator


def write_quantity(value: Fraction) -> int | str:
    """A whole number, or a text such as ``"7.5"`` or ``"1/3"``: what :func:`read_quantity` reads, and exact in JSON."""
    if value.denominator == 1:
        return value.numerator
    places = next(
        (places for places in range(_LARGEST_EXPONENT + 1) if 10**places % value.denominator == 0), None
    )
    if places is None:
        return str(value)
    digits = f"{abs(value) * 10**places}".rjust(places + 1, "0")
    return f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def write_cents(cents: int) -> int | str:
    """Cents in euros, as :func:`read_cents` reads them."""
    return write_quantity(Fraction(cents, 100))


def _is_quantity(kind: Any) -> bool:
    return bool(kind == Quantity)


def _is_cents(kind: Any) -> bool:
    return bool(kind == Cents)


converter.register_structure_hook_func(_is_quantity, lambda value, _: read_quantity(value))
converter.register_structure_hook_func(_is_cents, lambda value, _: read_cents(value))
converter.register_unstructure_hook_func(_is_quantity, write_quantity)
converter.register_unstructure_hook_func(_is_cents, write_cents)
