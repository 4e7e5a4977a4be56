"""Codes of the Dutch activity classification (SBI 2008 and SBI 2025, Statistics Netherlands).

Codes are text: leading zeros occur. Section letters differ between the two classifications and are never compared;
the first two digits (the division) are stable enough to reason with.
"""

from __future__ import annotations

import re

_CODE = re.compile(r"\d{2,6}", re.ASCII)


def is_code(code: str) -> bool:
    """Can it be an SBI code? Two to six digits; dots and outer spaces do not count."""
    return _CODE.fullmatch(_plain(code)) is not None


def normalise(code: str) -> str:
    """``"01.13"`` or ``" 0113 "`` to ``"0113"``. Raises ``ValueError`` where it is no SBI code."""
    if not is_code(code):
        raise ValueError(f"not an SBI code: {code[:20]!r}")
    return _plain(code)


def division(code: str) -> str:
    """The first two digits, such as ``"01"`` for farming."""
    return normalise(code)[:2]


def _plain(code: str) -> str:
    return code.replace(".", "").strip()
