"""``mkb partners serve``: a plugin on its partner's own server."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from mkb_core.cli.exits import Exit, Unavailable, WrongUsage
from mkb_core.cli.options import Lang
from mkb_core.cli.serving import HOST, Port, check_port, until_stopped
from mkb_core.cli.startup import settings
from mkb_core.cli.words import WORDS, word
from mkb_core.errors import InvalidInput, NotFound
from mkb_core.runtime import remote
from mkb_core.runtime.broker import Broker
from mkb_core.runtime.data_files import DataPort
from mkb_core.runtime.discovery import PARTNER_GROUP, Found, discover, find_package
from mkb_core.runtime.in_process import InProcessPort
from mkb_core.runtime.ports import Port as PluginPort
from mkb_core.runtime.ports import PortFailed
from mkb_core.runtime.remote.application import MakeOutside, make_application
from mkb_core.runtime.remote.keys import read_keys
from mkb_core.runtime.remote.server import PluginServer, serve
from mkb_core.text import Text
from mkb_core.workflows.outsides import outsides_of
from mkb_core.workflows.settings import Settings

#: seconds in which a plugin must be imported
LOADING = 30.0


def serve_plugin(
    plugin: Annotated[str, Parameter(help="Id of an installed plugin, or the folder of a package.")],
    /,
    *,
    port: Port = None,
    lang: Lang = "nl",
) -> int:
    """Serve one plugin, for a host that asks it with signed messages, until it is stopped."""
    given = settings(port=port)
    found = _found(plugin, given)
    name = found.manifest.id if found.manifest else found.name
    own = given.of_plugin(name)
    with _setting_of(name, "SECRET"):
        keys = read_keys(own.secret)
    made = _port(found)
    hooks = _hooks(name, made)
    check_port(given.port)
    _log_to_standard_error()

    with PluginServer(HOST, given.port) as server, until_stopped():
        here = f"http://{HOST}:{server.server_port}/"
        with _setting_of(name, "URL"):
            application = make_application(made, keys, own.url or here, _outside(found, given))
        print(word("serves-plugin", lang, plugin=name, address=here, hooks=", ".join(hooks)), flush=True)
        serve(server, application)
    return Exit.OK


def _found(plugin: str, given: Settings) -> Found:
    folder = Path(plugin)
    installed = [one for one in discover(given.partner_folder) if one.group == PARTNER_GROUP]
    named = next((one for one in installed if plugin in (one.name, one.manifest and one.manifest.id)), None)
    if named is None and folder.is_dir():
        try:
            named = next(iter(find_package(folder)), None)
        except InvalidInput as refusal:
            raise WrongUsage(refusal.faults) from None
    if named is None:
        raise NotFound(kind="plugin", key=plugin)
    if named.fault is not None:
        raise _cannot_serve(named.name, named.fault.reason)
    return named


def _port(found: Found) -> PluginPort:
    return DataPort(found.data) if found.data else InProcessPort(found.name, found.module)


def _hooks(name: str, port: PluginPort) -> list[str]:
    """Imports the plugin, so that what is wrong with it is told before anybody asks it."""
    try:
        return sorted(port.hooks(LOADING))
    except PortFailed as failure:
        raise _cannot_serve(name, str(failure)) from None


def _cannot_serve(name: str, reason: str) -> Unavailable:
    words = WORDS["cannot-serve"]
    return Unavailable(
        Text({one: words.in_language(one).format(plugin=name, reason=reason) for one in words})
    )


def _log_to_standard_error() -> None:
    """Here it tells why a message was refused; the sender hears nothing of it."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.getLogger(remote.__name__).addHandler(handler)


def _outside(found: Found, given: Settings) -> MakeOutside | None:
    """The plugin's way outside is this machine's, by its own settings: the host's broker stays with the host."""
    outside = outsides_of(given)(found.manifest) if found.manifest else None
    return outside.for_call if isinstance(outside, Broker) else None


@contextmanager
def _setting_of(plugin: str, ending: str) -> Iterator[None]:
    """What is wrong within is the fault of a setting of this plugin."""
    variable = f"MKB_{plugin.replace('-', '_').upper()}_{ending}"
    try:
        yield
    except InvalidInput as refusal:
        raise WrongUsage([fault.under(variable) for fault in refusal.faults]) from None
