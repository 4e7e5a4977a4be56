"""The manifest of a plugin, read without importing its code: who owns it and which hook API it was written for."""

from __future__ import annotations

import re
from enum import Enum

from attrs import frozen

from mkb_core.codec import from_json
from mkb_core.hooks.declaration_files import parse_toml
from mkb_core.hooks.feeds import FeedKind

_CLAUSE = re.compile(r"^(>=|<=|>|<|==)\s*(\d+(?:\.\d+)*)$")


class Transport(Enum):
    """How the host reaches a partner's code."""

    IN_PROCESS = "in-process"
    PIPE = "pipe"
    HTTP = "http"


@frozen
class Manifest:
    """``partner.toml`` or ``plugin.toml``. ``hook_api`` is a range such as ``">=1.0,<2"``; ``partners`` the ids that it
    may declare; ``egress`` the hosts that the plugin may reach through the host, ``key_header`` the header in which
    the host sends the plugin's key there; ``feeds`` the feeds that it has.
    ``declares`` are the declaration files of a package that is data only: its code, if any, is never run.

    ``transport`` is how a partner's code is reached; trusted plugins (group ``mkb.plugin``) are always in process.
    """

    id: str
    name: str
    owner: str
    contact: str
    hook_api: str
    transport: Transport = Transport.PIPE
    egress: tuple[str, ...] = ()
    key_header: str = "authorization"
    feeds: tuple[FeedKind, ...] = ()
    partners: tuple[str, ...] = ()
    declares: tuple[str, ...] = ()


def read_manifest(words: str, place: str) -> Manifest:
    """Read a manifest; raises :class:`~mkb_core.errors.InvalidInput` with all its faults."""
    return from_json(Manifest, parse_toml(words, place))


def accepts(version_range: str, version: str) -> bool:
    """Does a range accept a version? Raises ``ValueError`` where the range cannot be read."""
    wanted = _numbers(version)
    verdicts = []
    for clause in version_range.split(","):
        match = _CLAUSE.match(clause.strip())
        if match is None:
            raise ValueError(f"not a version range: {version_range[:60]!r}")
        sign, bound = match.group(1), _numbers(match.group(2))
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


def _numbers(version: str) -> tuple[int, ...]:
    """``"1.0"`` and ``"1"`` are the same version."""
    parts = [int(part) for part in version.split(".")]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
