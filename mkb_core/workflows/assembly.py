"""Putting an installation together: plugins, the catalogue of its region, and its database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from attrs import define, field
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError

from mkb_core.catalogue import Catalogue, build_catalogue, declaration_faults, region_faults
from mkb_core.errors import InputFault, InvalidInput, NotFound
from mkb_core.hooks.declarations import PartnerDeclaration, RegionDefinition
from mkb_core.runtime.faults import PluginFault
from mkb_core.runtime.host import PluginHost, load_plugins
from mkb_core.store.engine import make_engine
from mkb_core.workflows.settings import Settings

if TYPE_CHECKING:
    from mkb_core.runtime.egress import Egress


@define(eq=False)
class EarlierCatalogues:
    """Catalogues of earlier versions, by which old receipts are read: the ``most`` that were made last.

    Safe between threads. One takes seconds to make and, with its analyser, about 30 MB to keep.
    """

    most: int = 4
    _kept: dict[str, Catalogue] = field(factory=dict, init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    def get(self, version: str, make: Callable[[], Catalogue]) -> Catalogue:
        """The catalogue of a version, made where it is not kept; what ``make`` raises is passed on."""
        catalogue = self._kept.get(version)
        if catalogue is None:
            with self._lock:
                catalogue = self._kept.get(version) or make()
                self._kept[version] = catalogue
                while len(self._kept) > self.most:
                    del self._kept[next(iter(self._kept))]
        return catalogue


@define(slots=False)
class Installation:
    """One running installation. Passed on, never global; the database is opened at its first use (the service does so
    before its threads start)."""

    settings: Settings
    host: PluginHost = field(repr=False)
    catalogue: Catalogue = field(repr=False)
    earlier_catalogues: EarlierCatalogues = field(factory=EarlierCatalogues, repr=False)

    @cached_property
    def engine(self) -> Engine:
        """The database, brought to the tables of this version; raises ``StoreUnavailable``."""
        return open_store(self.settings.database_url)

    @cached_property
    def egresses(self) -> dict[str, Egress]:
        """The ways outside that the settings open: plugin id to its egress. Needs the extra ``http``."""
        from mkb_core.runtime.egress import Clock, Egress  # noqa: PLC0415 - advice needs no network

        register = self.settings.of_plugin("kvk")
        headers, clock = {"apikey": register.api_key}, Clock(now=self.settings.clock)
        address = register.base_url or "https://api.kvk.nl/api"
        configured = bool(register.base_url)
        return {"kvk": Egress("KVK Handelsregister", address, headers, configured, clock=clock)}

    @property
    def faults(self) -> tuple[PluginFault, ...]:
        """Faults of all plugins."""
        return self.host.faults


def assemble(settings: Settings, host: PluginHost | None = None) -> Installation:
    """Load the plugins and merge what they declare for the region of the settings.

    A partner's fault keeps only that partner out. Raises :class:`NotFound` where no plugin defines the region, and
    :class:`InvalidInput` where the region itself is faulty or questions cannot be read.
    """
    host = host or load_plugins()
    region = _region(host, settings.region)
    declarations = _sound(host, region, host.declarations().values())
    return Installation(settings, host, catalogue_of(host, region, declarations))


def catalogue_of(
    host: PluginHost, region: RegionDefinition, declarations: Iterable[PartnerDeclaration]
) -> Catalogue:
    """A catalogue of these declarations, read by the installed language plugin."""
    analyser = host.make_analyser(region.topics, region.region.languages)
    if analyser is None:
        raise NotFound(kind="plugin", key="mkb_make_analyser")
    return build_catalogue(region, declarations, analyser)


def open_store(url: str) -> Engine:
    """Open a database and bring it to the tables of this version; the folder of an SQLite file is made.

    Raises :class:`~mkb_core.errors.StoreUnavailable`.
    """
    from mkb_core.store.migrations import is_current, upgrade  # noqa: PLC0415 - needs the extra ``migrate``

    try:
        address = make_url(url)
    except ArgumentError:
        return make_engine(url)
    if address.get_backend_name() == "sqlite" and address.database not in (None, "", ":memory:"):
        with suppress(OSError):  # opening the file says what is wrong
            Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(url)
    if not is_current(engine):
        upgrade(engine)
    return engine


def _region(host: PluginHost, region_id: str) -> RegionDefinition:
    regions = host.regions()
    if region_id not in regions:
        raise NotFound(kind="region", key=region_id)
    faults = region_faults(regions[region_id])
    if faults:
        raise InvalidInput(faults)
    return regions[region_id]


def _sound(
    host: PluginHost, region: RegionDefinition, declarations: Iterable[PartnerDeclaration]
) -> list[PartnerDeclaration]:
    sound = []
    for declaration in declarations:
        faults: tuple[InputFault, ...] = declaration_faults(declaration, region)
        if faults:
            host.refuse_declaration(
                declaration.partner.id, [f"{one.path} {one.sentence('en')}" for one in faults]
            )
        else:
            sound.append(declaration)
    return sound
