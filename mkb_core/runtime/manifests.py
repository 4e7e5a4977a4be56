"""The manifest of a plugin, read without importing its code: who owns it and which hook API it was written for."""

from __future__ import annotations

import re
from enum import Enum

from attrs import frozen

from mkb_core.codec import describe, from_json
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.declaration_files import parse_toml
from mkb_core.hooks.feeds import FeedKind
from mkb_core.hooks.versions import accepts
from mkb_core.runtime.outside_hosts import is_host, is_key_header

__all__ = ["Manifest", "Transport", "accepts", "read_manifest"]

_VARIABLE = re.compile(r"MKB_[A-Z][A-Z0-9_]{0,60}")


class Transport(Enum):
    """How the host reaches a partner's code."""

    IN_PROCESS = "in-process"
    PIPE = "pipe"
    HTTP = "http"


@frozen
class Manifest:
    """``partner.toml`` or ``plugin.toml``. ``hook_api`` is a range such as ``">=1.0,<2"``; ``partners`` the ids that it
    may declare; ``egress`` the hosts that the plugin may reach through the host, the first with the plugin's key in the
    header ``key_header``; ``feeds`` the feeds that it has.
    ``register`` says that what it finds of a company by its number takes over from what people entered (A3).
    ``regions`` are the ids of the regions that it is for, none for any: elsewhere it is not taken up.
    ``settings`` are environment variables (``MKB_…``) that a trusted plugin is given beside those of every plugin.
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
    register: bool = False
    regions: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()

    def is_for(self, region: str | None) -> bool:
        """May it be part of an installation for this region? ``None``: one for no region in particular."""
        return region is None or not self.regions or region in self.regions


def read_manifest(words: str, place: str) -> Manifest:
    """Read a manifest; raises :class:`~mkb_core.errors.InvalidInput` with all its faults."""
    manifest = from_json(Manifest, parse_toml(words, place))
    faults = [
        InputFault(f"egress[{index}]", "not-allowed", {"value": describe(entry)})
        for index, entry in enumerate(manifest.egress)
        if not is_host(entry)
    ]
    faults += [
        InputFault(f"settings[{index}]", "not-allowed", {"value": describe(variable)})
        for index, variable in enumerate(manifest.settings)
        if not _VARIABLE.fullmatch(variable)
    ]
    if not is_key_header(manifest.key_header):
        faults.append(InputFault("key_header", "not-allowed", {"value": describe(manifest.key_header)}))
    if faults:
        raise InvalidInput(faults)
    return manifest
