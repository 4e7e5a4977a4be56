"""The ways outside of an installation's plugins: one broker per plugin, by its manifest and the settings."""

from __future__ import annotations

from collections.abc import Callable

from mkb_core.hooks.outside import Outside
from mkb_core.runtime.broker import Broker
from mkb_core.runtime.discovery import Found
from mkb_core.runtime.egress_limits import Clock
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.manifests import Manifest
from mkb_core.runtime.ports import Port, PortFailed
from mkb_core.workflows.settings import Settings


def outsides_of(settings: Settings) -> Callable[[Manifest], Outside | None]:
    """Makes the broker of a plugin when the host takes it up. Nothing is opened or looked up before the first use."""
    clock = Clock(now=settings.clock)

    def outside_of(manifest: Manifest) -> Outside:
        given = settings.of_plugin(manifest.id)
        return Broker(
            manifest,
            base_url=given.base_url,
            api_key=given.api_key,
            drop_folder=given.drop_folder,
            clock=clock,
        )

    return outside_of


def ports_over_http(settings: Settings) -> Callable[[Found], Port]:
    """What makes the port to a plugin on its partner's own server. Needs the extra ``http`` once it is used."""

    def port_of(found: Found) -> Port:
        try:
            from mkb_core.runtime.remote.port import RemotePort  # noqa: PLC0415 - advice needs no network
        except ImportError:
            raise PortFailed(FaultKind.UNREACHABLE, "the extra http is not installed") from None
        plugin, name = (found.manifest.id, found.manifest.name) if found.manifest else (found.name, "")
        given = settings.of_plugin(plugin)
        return RemotePort(plugin, given.url, given.secret, source=name)

    return port_of
