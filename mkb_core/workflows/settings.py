"""Settings of an installation, from the environment (prefix ``MKB_``)."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from attrs import field, frozen

from mkb_core.codec import describe
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.runtime.isolation import Isolation
from mkb_core.runtime.remote.keys import read_keys
from mkb_core.workflows.mail_servers import read_mail_server, read_sender

Clock = Callable[[], datetime]
Network: TypeAlias = IPv4Network | IPv6Network
HIGHEST_PORT = 65535


def data_folder(environment: Mapping[str, str] | None = None) -> Path:
    """The user's data folder: ``XDG_DATA_HOME``, else ``~/.local/share``."""
    given = (os.environ if environment is None else environment).get("XDG_DATA_HOME")
    return Path(given) if given else Path("~/.local/share").expanduser()


def default_database_url(environment: Mapping[str, str]) -> str:
    """An SQLite file in the user's data folder."""
    return f"sqlite:///{data_folder(environment) / 'mkb' / 'mkb.sqlite'}"


@frozen
class PluginSettings:
    """What an operator sets for one plugin; what is empty is not set.

    ``base_url`` takes the place of the manifest's first host, ``api_key`` is sent in the manifest's ``key_header``,
    ``drop_folder`` is where the partner leaves files. ``url`` and ``secret`` are those of a partner's own server.
    """

    base_url: str = ""
    api_key: str = field(default="", repr=False)
    drop_folder: Path | None = None
    url: str = ""
    secret: str = field(default="", repr=False)


@frozen
class Settings:
    """What may differ between installations. ``now`` fixes the clock (tests); a key never appears in a ``repr``.

    ``plugins`` is read with :meth:`of_plugin`; ``partner_folder`` holds partners that are not installed as packages.
    ``others`` are the ``MKB_`` variables that the core does not read: each is for the plugin whose manifest names it.
    ``smtp_url`` and ``outbox_folder``: where mails go, one of the two or neither; ``public_url`` begins their links.
    ``webhook_internal_hosts``: hosts of partners that may be internal, or without TLS.
    """

    database_url: str
    region: str = "limburg"
    port: int = 8000
    operator_token: str = field(default="", repr=False)
    secret_key: str = field(default="", repr=False)
    now: datetime | None = None
    disabled_plugins: tuple[str, ...] = ()
    partner_folder: Path | None = None
    isolation: Isolation = Isolation.CELLS
    trusted_proxies: tuple[Network, ...] = ()
    rate_limits: bool = True
    public_url: str = ""
    smtp_url: str = field(default="", repr=False)
    outbox_folder: Path | None = None
    webhook_internal_hosts: frozenset[str] = frozenset()
    mail_from: str = "MKB-aanpak <noreply@localhost>"
    plugins: Mapping[str, PluginSettings] = field(factory=dict)
    others: Mapping[str, str] = field(factory=dict, repr=False)

    def of_plugin(self, plugin: str) -> PluginSettings:
        """What is set for a plugin, by its id."""
        return self.plugins.get(_stem(plugin), PluginSettings())

    @property
    def address(self) -> str:
        """Where the pages are for people, without a slash at the end.

        Raises :class:`InvalidInput` where the port is one that only a running service knows.
        """
        if not self.port and not self.public_url:
            raise InvalidInput([InputFault("MKB_PUBLIC_URL", "missing")])
        return self.public_url.rstrip("/") or f"http://127.0.0.1:{self.port}"

    def clock(self) -> datetime:
        """The moment, in UTC with zone."""
        return self.now or datetime.now(UTC)  # noqa: TID251 - the edge: here, and only here, the clock is read


def _port(words: str) -> int:
    port = int(words) if words.isascii() and words.isdigit() and len(words) <= 5 else -1
    if not 0 <= port <= HIGHEST_PORT:
        raise InvalidInput(
            [InputFault("$", "out-of-range", {"value": describe(words), "low": 0, "high": HIGHEST_PORT})]
        )
    return port


def _moment(words: str) -> datetime:
    """ISO 8601; without a zone it is UTC."""
    try:
        moment = datetime.fromisoformat(words)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        facts = {"expected": "2026-01-31T12:00:00Z (ISO 8601)", "got": describe(words)}
        raise InvalidInput([InputFault("$", "wrong-type", facts)]) from None


def _names(words: str) -> tuple[str, ...]:
    """Names between commas."""
    return tuple(name.strip() for name in words.split(",") if name.strip())


def _hosts(words: str) -> frozenset[str]:
    """Names of hosts between commas, in small letters."""
    return frozenset(name.lower() for name in _names(words))


def _isolation(words: str) -> Isolation:
    try:
        return Isolation(words)
    except ValueError:
        facts = {
            "expected": "one of " + ", ".join(one.value for one in Isolation),
            "got": describe(words),
        }
        raise InvalidInput([InputFault("$", "wrong-type", facts)]) from None


def _networks(words: str) -> tuple[Network, ...]:
    """Addresses and networks between commas: ``127.0.0.1, 10.0.0.0/8``."""
    networks: list[Network] = []
    for name in _names(words):
        try:
            networks.append(ip_network(name, strict=False))
        except ValueError:
            facts = {"expected": "addresses or networks between commas", "got": describe(name)}
            raise InvalidInput([InputFault("$", "wrong-type", facts)]) from None
    return tuple(networks)


def _on_or_off(words: str) -> bool:
    if words not in ("on", "off"):
        raise InvalidInput([InputFault("$", "wrong-type", {"expected": "on or off", "got": describe(words)})])
    return words == "on"


def _secret_key(words: str) -> str:
    read_keys(words)
    return words


def _public_url(words: str) -> str:
    """An address of the web, without query."""
    try:
        parts = urlsplit(words)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        sound = sound and not (parts.query or parts.fragment or parts.username)
    except ValueError:
        sound = False
    if not sound:
        facts = {"expected": "https://mkb.example.org", "got": describe(words)}
        raise InvalidInput([InputFault("$", "wrong-type", facts)])
    return words


def _smtp_url(words: str) -> str:
    read_mail_server(words)
    return words


def _sender(words: str) -> str:
    read_sender(words)
    return words


def _stem(plugin: str) -> str:
    """A plugin's id as it stands in a variable, in small letters."""
    return plugin.replace("-", "_").lower()


#: variable -> (setting, how its words are read); a variable that is empty counts as absent
VARIABLES: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "MKB_DATABASE_URL": ("database_url", str),
    "MKB_REGION": ("region", str),
    "MKB_PORT": ("port", _port),
    "MKB_OPERATOR_TOKEN": ("operator_token", str),
    "MKB_SECRET_KEY": ("secret_key", _secret_key),
    "MKB_NOW": ("now", _moment),
    "MKB_DISABLED_PLUGINS": ("disabled_plugins", _names),
    "MKB_PARTNER_FOLDER": ("partner_folder", Path),
    "MKB_ISOLATION": ("isolation", _isolation),
    "MKB_TRUSTED_PROXIES": ("trusted_proxies", _networks),
    "MKB_RATE_LIMITS": ("rate_limits", _on_or_off),
    "MKB_PUBLIC_URL": ("public_url", _public_url),
    "MKB_SMTP_URL": ("smtp_url", _smtp_url),
    "MKB_OUTBOX_DIR": ("outbox_folder", Path),
    "MKB_MAIL_FROM": ("mail_from", _sender),
    "MKB_WEBHOOK_INTERNAL_HOSTS": ("webhook_internal_hosts", _hosts),
}

#: end of ``MKB_<PLUGIN>_...`` -> (setting of that plugin, how its words are read); the first that fits counts
PLUGIN_VARIABLES: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "_BASE_URL": ("base_url", str),
    "_API_KEY": ("api_key", str),
    "_DROP_FOLDER": ("drop_folder", Path),
    "_URL": ("url", str),
    "_SECRET": ("secret", str),
}

#: variables that steer the command line only
COMMAND_VARIABLES = ("MKB_LANG", "MKB_DEBUG")


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raises :class:`InvalidInput` naming every variable that cannot be read."""
    given = os.environ if environment is None else environment
    values: dict[str, Any] = {"database_url": default_database_url(given)}
    faults: list[InputFault] = []
    for variable, (name, read) in VARIABLES.items():
        words = given.get(variable, "").strip()
        if words:
            try:
                values[name] = read(words)
            except InvalidInput as refusal:
                faults += [fault.under(variable) for fault in refusal.faults]
    if {"smtp_url", "outbox_folder"} <= set(values):
        facts = {"first": "MKB_SMTP_URL", "second": "MKB_OUTBOX_DIR"}
        faults.append(InputFault("MKB_OUTBOX_DIR", "one-of-two", facts))
    if faults:
        raise InvalidInput(faults)
    known = {*VARIABLES, *COMMAND_VARIABLES}
    others = {
        name: words.strip()
        for name, words in given.items()
        if name.startswith("MKB_") and name not in known and words.strip()
    }
    return Settings(**values, plugins=_of_plugins(given), others=others)


def _of_plugins(environment: Mapping[str, str]) -> dict[str, PluginSettings]:
    values: dict[str, dict[str, Any]] = {}
    for variable in sorted(environment):
        words, place = environment[variable].strip(), _plugin_variable(variable)
        if words and place is not None:
            stem, ending = place
            name, read = PLUGIN_VARIABLES[ending]
            values.setdefault(stem, {})[name] = read(words)
    return {stem: PluginSettings(**given) for stem, given in values.items()}


def _plugin_variable(variable: str) -> tuple[str, str] | None:
    """``MKB_BANK_API_KEY`` as ``("bank", "_API_KEY")``; ``None`` where it is no variable of a plugin."""
    if not variable.startswith("MKB_") or variable in VARIABLES:
        return None
    for ending in PLUGIN_VARIABLES:
        stem = variable.removeprefix("MKB_").removesuffix(ending)
        if variable.endswith(ending) and stem:
            return stem.lower(), ending
    return None


def unknown_variables(
    plugins: Collection[str], environment: Mapping[str, str] | None = None, *, own: Collection[str] = ()
) -> dict[str, str | None]:
    """``MKB_`` variables that nothing reads, where ``plugins`` are installed: each with the name that may be meant.

    ``own``: variables that manifests of trusted plugins name.
    """
    given = os.environ if environment is None else environment
    known = {*VARIABLES, *COMMAND_VARIABLES, *own}
    known |= {f"MKB_{_stem(plugin).upper()}{ending}" for plugin in plugins for ending in PLUGIN_VARIABLES}
    return {
        variable: next(iter(difflib.get_close_matches(variable, sorted(known), 1)), None)
        for variable in sorted(given)
        if variable.startswith("MKB_") and variable not in known and given[variable].strip()
    }
