"""Versions of the hook API, and ranges of them as a manifest states them."""

from __future__ import annotations

import re

_CLAUSE = re.compile(r"^(>=|<=|>|<|==)\s*(\d+(?:\.\d+)*)$")


def accepts(version_range: str, version: str) -> bool:
    """Does a range accept a version? Raises ``ValueError`` where the range cannot be read."""
    wanted = numbers(version)
    verdicts = []
    for clause in version_range.split(","):
        match = _CLAUSE.match(clause.strip())
        if match is None:
            raise ValueError(f"not a version range: {version_range[:60]!r}")
        sign, bound = match.group(1), numbers(match.group(2))
        verdicts.append(
            {
                ">=": wanted >= bound,
                "<=": wanted <= bound,
                ">": wanted > bound,
                "<": wanted < bound,
                "==": wanted == bound,
            }[sign]
        )
    return all(verdicts)


def numbers(version: str) -> tuple[int, ...]:
    """A version in parts that can be compared: ``"1.0"`` and ``"1"`` are the same. Raises ``ValueError``."""
    parts = [int(part) for part in version.split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
