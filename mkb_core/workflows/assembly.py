"""Putting an installation together: plugins, the catalogue of its region, and its database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from threading import Lock

from attrs import Factory, define, evolve, field
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError

from mkb_core.catalogue import Catalogue, build_catalogue, declaration_faults, region_faults
from mkb_core.errors import InvalidInput, NotFound
from mkb_core.hooks.declarations import PartnerDeclaration, RegionDefinition
from mkb_core.runtime.discovery import discover
from mkb_core.runtime.faults import PluginFault
from mkb_core.runtime.host import PluginHost, load_plugins
from mkb_core.store.engine import make_engine
from mkb_core.workflows.outsides import outsides_of, ports_over_http
from mkb_core.workflows.partner_quality import Qualities
from mkb_core.workflows.plugin_memory import StoredPluginMemory
from mkb_core.workflows.secret_key import give_keys
from mkb_core.workflows.settings import Settings


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


@define(eq=False)
class OpenedStore:
    """The database of an installation, opened at its first use, once for all threads."""

    url: str = field(repr=False)
    secret_key: str = field(default="", repr=False)
    _engine: Engine | None = field(default=None, init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    @property
    def is_private(self) -> bool:
        """Does it live in this process only, and end with it?"""
        try:
            address = make_url(self.url)
        except ArgumentError:
            return False
        return address.get_backend_name() == "sqlite" and address.database in (None, "", ":memory:")

    @property
    def is_there(self) -> bool:
        """Is there a database already? A server's is; a file is not made for what is only worth remembering."""
        if self._engine is not None:
            return True
        try:
            address = make_url(self.url)
        except ArgumentError:
            return False
        return address.get_backend_name() != "sqlite" or Path(str(address.database)).is_file()

    def engine(self) -> Engine:
        """The database, brought to the tables of this version; raises ``StoreUnavailable``, and tries anew the next time."""
        with self._lock:
            if self._engine is None:
                self._engine = open_store(self.url, self.secret_key)
            return self._engine

    def close(self) -> None:
        """Close it where it was opened; the next use opens it again."""
        with self._lock:
            engine, self._engine = self._engine, None
        if engine is not None:
            engine.dispose()


@define(slots=False)
class Installation:
    """One running installation. Passed on, never global; the database is opened at its first use (the service does so
    before its threads start).

    ``last_good``: partner to when (UTC) its declaration was read, for those whose plugin fails now. :meth:`refresh`
    replaces it together with the catalogue; whoever works for longer holds on to a :meth:`view`.
    """

    settings: Settings
    host: PluginHost = field(repr=False)
    catalogue: Catalogue = field(repr=False)
    earlier_catalogues: EarlierCatalogues = field(factory=EarlierCatalogues, repr=False)
    last_good: Mapping[str, datetime] = field(factory=dict, repr=False)
    store: OpenedStore = field(
        default=Factory(lambda self: store_of(self.settings), takes_self=True), repr=False
    )
    qualities: Qualities = field(factory=Qualities, repr=False)
    _swapping: Lock = field(factory=Lock, init=False, repr=False, eq=False)

    @property
    def engine(self) -> Engine:
        """The database, brought to the tables of this version; raises ``StoreUnavailable``."""
        return self.store.engine()

    @property
    def faults(self) -> tuple[PluginFault, ...]:
        """Faults of all plugins."""
        return self.host.faults

    def view(self) -> Installation:
        """The installation with the catalogue of this moment, whatever is read anew meanwhile."""
        with self._swapping:
            return evolve(self)

    def refresh(self) -> bool:
        """Take over what the partners declare by now: did it change? The region and the reading of questions stay."""
        declared = self.host.merged()
        catalogue = self.catalogue
        if declared.declarations != catalogue.declarations:
            catalogue = build_catalogue(catalogue.region, declared.declarations.values(), catalogue.analyser)
        with self._swapping:
            changed = catalogue is not self.catalogue or declared.last_good != self.last_good
            self.catalogue, self.last_good = catalogue, declared.last_good
        return changed

    def close(self) -> None:
        """Stop what runs for partners and close the database."""
        self.host.close()
        self.store.close()


def assemble(settings: Settings, host: PluginHost | None = None) -> Installation:
    """Load the plugins and merge what they declare for the region of the settings.

    A partner's fault costs only that partner's news: its last good declaration counts, where there is one. Raises
    :class:`NotFound` where no plugin defines the region, and :class:`InvalidInput` where the region itself is faulty or
    questions cannot be read.
    """
    store = store_of(settings)
    if host is None:
        host = host_of(settings, store)
    region = _region(host, settings.region)
    declared = host.declared(lambda declaration: declaration_faults(declaration, region))
    catalogue = catalogue_of(host, region, declared.declarations.values())
    return Installation(settings, host, catalogue, last_good=declared.last_good, store=store)


def host_of(settings: Settings, store: OpenedStore | None = None) -> PluginHost:
    """The plugins of an installation, as its settings say; what they declared is remembered in the store."""
    forgets = store is None or store.is_private

    def store_is_there() -> bool:
        return store is not None and store.is_there

    return load_plugins(
        discover(settings.partner_folder),
        isolation=settings.isolation,
        http=ports_over_http(settings),
        outsides=outsides_of(settings),
        region=settings.region,
        disabled=settings.disabled_plugins,
        memory=None
        if forgets or store is None
        else StoredPluginMemory(store.engine, settings.clock, store_is_there),
        now=settings.clock,
    )


def catalogue_of(
    host: PluginHost, region: RegionDefinition, declarations: Iterable[PartnerDeclaration]
) -> Catalogue:
    """A catalogue of these declarations, read by the installed language plugin."""
    analyser = host.make_analyser(region.topics, region.region.languages)
    if analyser is None:
        raise NotFound(kind="plugin", key="mkb_make_analyser")
    return build_catalogue(region, declarations, analyser)


def store_of(settings: Settings) -> OpenedStore:
    """The database of these settings, not opened yet."""
    return OpenedStore(settings.database_url, settings.secret_key)


def open_store(url: str, secret_key: str = "") -> Engine:
    """Open a database and bring it to the tables of this version; the folder of an SQLite file is made.

    Without ``secret_key`` the key is in a file, which is made where there is none.

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
    try:
        if not is_current(engine):
            upgrade(engine)
        give_keys(engine, secret_key)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _region(host: PluginHost, region_id: str) -> RegionDefinition:
    regions = host.regions()
    if region_id not in regions:
        raise NotFound(kind="region", key=region_id)
    faults = region_faults(regions[region_id])
    if faults:
        raise InvalidInput(faults)
    return regions[region_id]
