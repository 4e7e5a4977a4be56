"""Amounts of money as people type them."""

from __future__ import annotations

import re

from mkb_core.domain.money import cents_from_euros

_AMOUNT = re.compile(r"^(\d{1,3}(?:([.,' ])\d{3})(?:\2\d{3})*|\d+)(?:([.,])(\d{1,2}))?$")


def cents_of(words: str) -> int:
    """Euros to cents: ``€1.200.000``, ``1,200,000.50``, ``€ 12,5`` or ``1200``. Raises ``ValueError`` otherwise."""
    plain = words.replace("€", "").replace("EUR", "").replace("\N{NO-BREAK SPACE}", " ").strip()
    plain = plain.removesuffix(",-").removesuffix(".-")
    match = _AMOUNT.match(plain)
    if match is None or not plain.isascii() or match[2] == match[3] is not None:
        raise ValueError(f"not an amount in euros: {words[:40]!r}")
    whole, _, _, decimals = match.groups()
    return cents_from_euros(re.sub(r"[.,' ]", "", whole) + (f".{decimals}" if decimals else ""))
