"""The plugin host: a typed facade over pluggy. One plugin's fault never touches another's answer.

This is in-process loading: it contains exceptions. A hang or a crash of partner code needs a process of its own, which
comes with the partner cells; the messages stay the same.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TYPE_CHECKING, Any

import pluggy
from attrs import define, evolve, field, frozen

from mkb_core.domain.companies import Sourced
from mkb_core.domain.questions import MakeAnalyser
from mkb_core.errors import MkbError
from mkb_core.hooks import specs
from mkb_core.hooks.declarations import PartnerDeclaration, RegionDefinition
from mkb_core.hooks.markers import HOOK_API, PROJECT
from mkb_core.runtime.discovery import Found, discover
from mkb_core.runtime.faults import FaultKind, PluginFault, reason_of
from mkb_core.runtime.manifests import Manifest, accepts

if TYPE_CHECKING:  # needs the extra ``http``, which a host without outside sources does without
    from mkb_core.runtime.egress import Egress

log = logging.getLogger(__name__)


class PluginState(Enum):
    """How a plugin stands."""

    LOADED = "loaded"
    FAILING = "failing"
    INCOMPATIBLE = "incompatible"


@frozen
class Plugin:
    """A plugin and how it stands; ``partners`` are the ids that its manifest names."""

    id: str
    group: str
    version: str
    state: PluginState
    manifest: Manifest | None
    faults: tuple[PluginFault, ...] = ()

    @property
    def partners(self) -> tuple[str, ...]:
        """Ids of the partners that this plugin speaks for."""
        return self.manifest.partners if self.manifest else ()


class HookFailed(Exception):
    """A hook of one plugin failed; the fault says how."""

    def __init__(self, fault: PluginFault) -> None:
        self.fault = fault
        super().__init__(fault.sentence("en"))


@define
class PluginHost:
    """Loaded plugins by id. Made by :func:`load_plugins` and passed on; there is no global one."""

    manager: pluggy.PluginManager = field(repr=False)
    plugins: dict[str, Plugin] = field(factory=dict)

    @property
    def faults(self) -> tuple[PluginFault, ...]:
        """All faults, by plugin."""
        return tuple(fault for plugin in self.plugins.values() for fault in plugin.faults)

    def regions(self) -> dict[str, RegionDefinition]:
        """Region id to its definition, of every plugin that defines one."""
        regions: dict[str, RegionDefinition] = {}
        for plugin in self._implementing("mkb_define_region"):
            definition = self._data(plugin, "mkb_define_region", RegionDefinition)
            if definition is not None:
                regions.setdefault(definition.region.id, definition)
        return regions

    def analyser_maker(self) -> MakeAnalyser | None:
        """The first plugin's way of reading questions; ``None`` where none offers one."""
        for plugin in self._implementing("mkb_make_analyser"):
            try:
                maker: MakeAnalyser = self._call(plugin, "mkb_make_analyser")
            except HookFailed as failure:
                self._record(failure.fault)
                continue
            return maker
        return None

    def declarations(self) -> dict[str, PartnerDeclaration]:
        """Partner id to its declaration, of every plugin; what is not as its manifest says is refused and recorded."""
        accepted: dict[str, PartnerDeclaration] = {}
        for plugin in self._implementing("mkb_declare_partners"):
            for declaration in self._declared_by(plugin):
                partner = declaration.partner.id
                if partner in accepted:
                    self._refuse(plugin, FaultKind.DUPLICATE, f"partner {partner} is declared by another plugin too")
                elif partner not in self.plugins[plugin].partners:
                    self._refuse(plugin, FaultKind.INVALID, f"partner {partner} is not in its manifest")
                else:
                    accepted[partner] = declaration
        return accepted

    def look_up_company(self, number: str, egresses: Mapping[str, Egress]) -> tuple[str, Mapping[str, Sourced]] | None:
        """Company data of the first source that knows the number: plugin id and values; ``None`` where none does.

        ``egresses``: plugin id to its way outside. Raises :class:`~mkb_core.errors.MkbError` of the source as it is
        (such as ``SourceUnavailable``) and :class:`HookFailed` for any other fault.
        """
        for plugin in self._implementing("mkb_look_up_company"):
            if plugin not in egresses:
                continue
            try:
                values = self._call(plugin, "mkb_look_up_company", number=number, egress=egresses[plugin])
            except HookFailed as failure:
                if isinstance(failure.__cause__, MkbError):
                    raise failure.__cause__ from None
                raise
            if values is not None:
                return plugin, values
        return None

    def refuse_declaration(self, partner: str, reasons: Iterable[str]) -> None:
        """Record that a partner's declaration was found faulty by the catalogue."""
        for plugin in self.plugins.values():
            if partner in plugin.partners:
                self._refuse(plugin.id, FaultKind.INVALID, f"{partner}: " + "; ".join(reasons))

    def _declared_by(self, plugin: str) -> list[PartnerDeclaration]:
        hook = "mkb_declare_partners"
        try:
            declared = self._call(plugin, hook)
        except HookFailed as failure:
            self._record(failure.fault)
            return []
        if isinstance(declared, list | tuple) and all(isinstance(one, PartnerDeclaration) for one in declared):
            return list(declared)
        reason = "a sequence of PartnerDeclaration is expected"
        self._record(PluginFault(plugin, FaultKind.WRONG_TYPE, reason, hook))
        return []

    def _data(self, plugin: str, hook: str, kind: type[RegionDefinition]) -> RegionDefinition | None:
        try:
            data = self._call(plugin, hook)
        except HookFailed as failure:
            self._record(failure.fault)
            return None
        if isinstance(data, kind):
            return data
        self._record(PluginFault(plugin, FaultKind.WRONG_TYPE, f"{kind.__name__} is expected", hook))
        return None

    def _implementing(self, hook: str) -> list[str]:
        """Ids of the plugins that implement a hook, sorted: entry points load in no particular order."""
        caller = getattr(self.manager.hook, hook)
        return sorted(implementation.plugin_name for implementation in caller.get_hookimpls())

    def _call(self, plugin: str, hook: str, **arguments: Any) -> Any:
        """Call one plugin's hook alone, so that its fault is known to be its own."""
        others = [other for name, other in self.manager.list_name_plugin() if name != plugin]
        caller = self.manager.subset_hook_caller(hook, remove_plugins=others)
        try:
            result = caller(**arguments)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - whatever a plugin raises, also SystemExit, is its fault
            raise HookFailed(PluginFault(plugin, FaultKind.RAISED, reason_of(error), hook)) from error
        return result[0] if isinstance(result, list) else result

    def _refuse(self, plugin: str, kind: FaultKind, reason: str) -> None:
        self._record(PluginFault(plugin, kind, reason, "mkb_declare_partners"))

    def _record(self, fault: PluginFault) -> None:
        plugin = self.plugins[fault.plugin]
        if fault not in plugin.faults:
            log.warning("plugin fault: %s", fault.sentence("en"))
            faults = (*plugin.faults, fault)
            self.plugins[fault.plugin] = evolve(plugin, state=PluginState.FAILING, faults=faults)


def load_plugins(found: Iterable[Found] | None = None) -> PluginHost:
    """Load the plugins given, or all that are installed; faults are recorded with the plugin, never raised."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(specs)
    host = PluginHost(manager)
    for one in discover() if found is None else found:
        plugin = _load(manager, one)
        if plugin.id in host.plugins:
            duplicate = PluginFault(plugin.id, FaultKind.DUPLICATE, f"{one.module} has the id of another plugin")
            plugin = evolve(host.plugins[plugin.id], faults=(*host.plugins[plugin.id].faults, duplicate))
        host.plugins[plugin.id] = plugin
        for fault in plugin.faults:
            log.warning("plugin fault: %s", fault.sentence("en"))
    return host


def _load(manager: pluggy.PluginManager, found: Found) -> Plugin:
    if found.manifest is None:
        faults = (found.fault,) if found.fault else ()
        return Plugin(found.name, found.group, found.version, PluginState.FAILING, None, faults)
    manifest = found.manifest
    fault = _compatibility_fault(manifest) or _registration_fault(manager, found, manifest)
    state = PluginState.LOADED
    if fault is not None:
        state = PluginState.INCOMPATIBLE if fault.kind is FaultKind.INCOMPATIBLE else PluginState.FAILING
    return Plugin(manifest.id, found.group, found.version, state, manifest, (fault,) if fault else ())


def _compatibility_fault(manifest: Manifest) -> PluginFault | None:
    try:
        if accepts(manifest.hook_api, HOOK_API):
            return None
    except ValueError as error:
        return PluginFault(manifest.id, FaultKind.MANIFEST, str(error))
    reason = f"written for hook API {manifest.hook_api}, this is {HOOK_API}"
    return PluginFault(manifest.id, FaultKind.INCOMPATIBLE, reason)


def _registration_fault(manager: pluggy.PluginManager, found: Found, manifest: Manifest) -> PluginFault | None:
    if manager.has_plugin(manifest.id):
        return None
    try:
        module = importlib.import_module(found.module)
        manager.register(module, manifest.id)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - a plugin that cannot be imported is at fault, whatever it raises
        return PluginFault(manifest.id, FaultKind.IMPORT, reason_of(error))
    unknown = sorted(caller.name for caller in manager.get_hookcallers(module) or () if not caller.has_spec())
    if unknown:
        manager.unregister(module)
        return PluginFault(manifest.id, FaultKind.UNKNOWN_HOOK, f"no such hook: {', '.join(unknown)}")
    return None
