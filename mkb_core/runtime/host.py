"""The plugin host: a typed facade over pluggy. One plugin's fault never touches another's answer.

This is in-process loading: it contains exceptions. A hang or a crash of partner code needs a process of its own, which
comes with the partner cells; the messages stay the same.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterable, Mapping
from enum import Enum
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pluggy
from attrs import define, evolve, field, frozen

from mkb_core.codec import from_json, to_json
from mkb_core.domain.companies import Sourced
from mkb_core.domain.questions import MakeAnalyser, QuestionAnalyser
from mkb_core.domain.topics import Topic
from mkb_core.errors import MkbError
from mkb_core.hooks import specs
from mkb_core.hooks.declarations import PartnerDeclaration, RegionDefinition
from mkb_core.hooks.markers import HOOK_API, PROJECT
from mkb_core.runtime.discovery import Found, discover
from mkb_core.runtime.faults import FaultKind, PluginFault, reason_of
from mkb_core.runtime.manifests import Manifest, Transport, accepts

if TYPE_CHECKING:  # needs the extra ``http``, which a host without outside sources does without
    from mkb_core.runtime.egress import Egress

T = TypeVar("T")

log = logging.getLogger(__name__)

#: faults kept per plugin, the first of them: a fault may name what was asked, so that each is another
MOST_FAULTS = 20


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
    """Loaded plugins by id. Made by :func:`load_plugins` and passed on; there is no global one. Safe between threads."""

    manager: pluggy.PluginManager = field(repr=False)
    plugins: dict[str, Plugin] = field(factory=dict)
    _recording: Lock = field(factory=Lock, init=False, repr=False, eq=False)

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
                if definition.region.id in regions:
                    reason = f"region {definition.region.id} is defined by another plugin too"
                    self._record(PluginFault(plugin, FaultKind.DUPLICATE, reason, "mkb_define_region"))
                regions.setdefault(definition.region.id, definition)
        return regions

    def make_analyser(self, topics: tuple[Topic, ...], languages: tuple[str, ...]) -> QuestionAnalyser | None:
        """The analyser of the first plugin that makes one for these topics; ``None`` where none does."""
        hook = "mkb_make_analyser"
        for plugin in self._implementing(hook):
            try:
                maker = self._call(plugin, hook)
                if callable(maker):
                    return cast(MakeAnalyser, maker)(topics, languages)
                reason = "a callable that makes an analyser is expected"
                self._record(PluginFault(plugin, FaultKind.WRONG_TYPE, reason, hook))
            except HookFailed as failure:
                self._record(failure.fault)
            except Exception as error:  # noqa: BLE001 - what the maker raises is the plugin's fault
                self._record(PluginFault(plugin, FaultKind.RAISED, reason_of(error), hook))
        return None

    def declarations(self) -> dict[str, PartnerDeclaration]:
        """Partner id to its declaration, of every plugin; what is not as its manifest says is refused and recorded."""
        accepted: dict[str, PartnerDeclaration] = {}
        for plugin in self._implementing("mkb_declare_partners"):
            for declaration in self._declared_by(plugin):
                partner = declaration.partner.id
                if partner not in self.plugins[plugin].partners:
                    self._refuse(plugin, FaultKind.INVALID, f"partner {partner} is not in its manifest")
                elif self.speaks_for(partner) != plugin:
                    self._refuse(plugin, FaultKind.DUPLICATE, f"another plugin speaks for partner {partner}")
                elif partner in accepted:
                    self._refuse(plugin, FaultKind.DUPLICATE, f"partner {partner} is declared twice")
                else:
                    accepted[partner] = declaration
        return accepted

    def speaks_for(self, partner: str) -> str | None:
        """The one plugin that may declare a partner: its namesake, else the first whose manifest names it.

        Also while that plugin fails: a second claim never takes a partner over.
        """
        claims = sorted(plugin.id for plugin in self.plugins.values() if partner in plugin.partners)
        return partner if partner in claims else next(iter(claims), None)

    def look_up_company(
        self, number: str, egresses: Mapping[str, Egress]
    ) -> tuple[str, Mapping[str, Sourced]] | None:
        """Company data of the first source that knows the number: plugin id and values; ``None`` where none does.

        ``egresses``: plugin id to its way outside. Raises :class:`~mkb_core.errors.MkbError` of the source as it is
        (such as ``SourceUnavailable``) and :class:`HookFailed`, recorded with the plugin, for any other fault.
        """
        for plugin in self._implementing("mkb_look_up_company"):
            if plugin not in egresses:
                continue
            try:
                values = self._call(plugin, "mkb_look_up_company", number=number, egress=egresses[plugin])
            except HookFailed as failure:
                if isinstance(failure.__cause__, MkbError):
                    raise failure.__cause__ from None
                self._record(failure.fault)
                raise
            if values is None:
                continue
            if not _is_sourced(values):
                reason = "a mapping of field names to Sourced is expected"
                fault = PluginFault(plugin, FaultKind.WRONG_TYPE, reason, "mkb_look_up_company")
                self._record(fault)
                raise HookFailed(fault)
            return plugin, values
        return None

    def refuse_declaration(self, partner: str, reasons: Iterable[str]) -> None:
        """Record that a partner's declaration was found faulty by the catalogue."""
        plugin = self.speaks_for(partner)
        if plugin is not None:
            self._refuse(plugin, FaultKind.INVALID, f"{partner}: " + "; ".join(reasons))

    def _declared_by(self, plugin: str) -> list[PartnerDeclaration]:
        hook = "mkb_declare_partners"
        try:
            declared = self._call(plugin, hook)
        except HookFailed as failure:
            self._record(failure.fault)
            return []
        if type(declared) in (list, tuple) and all(isinstance(one, PartnerDeclaration) for one in declared):
            checked = (self._checked(plugin, hook, PartnerDeclaration, one) for one in declared)
            return [one for one in checked if one is not None]
        reason = "a list or tuple of PartnerDeclaration is expected"
        self._record(PluginFault(plugin, FaultKind.WRONG_TYPE, reason, hook))
        return []

    def _data(self, plugin: str, hook: str, kind: type[RegionDefinition]) -> RegionDefinition | None:
        try:
            data = self._call(plugin, hook)
        except HookFailed as failure:
            self._record(failure.fault)
            return None
        if isinstance(data, kind):
            return self._checked(plugin, hook, kind, data)
        self._record(PluginFault(plugin, FaultKind.WRONG_TYPE, f"{kind.__name__} is expected", hook))
        return None

    def _checked(self, plugin: str, hook: str, kind: type[T], data: T) -> T | None:
        """The data read anew from its JSON form: attrs checks no types, so whatever Python code built is checked here."""
        try:
            return from_json(kind, to_json(data))
        except Exception as error:  # noqa: BLE001 - whatever a plugin put in its data, the refusal is its fault
            self._record(PluginFault(plugin, FaultKind.INVALID, reason_of(error), hook))
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
        except BaseException as error:
            raise HookFailed(PluginFault(plugin, FaultKind.RAISED, reason_of(error), hook)) from error
        if caller.spec is not None and caller.spec.opts.get("firstresult"):
            return result
        return result[0] if result else None  # pluggy leaves ``None`` out of its list

    def _refuse(self, plugin: str, kind: FaultKind, reason: str) -> None:
        self._record(PluginFault(plugin, kind, reason, "mkb_declare_partners"))

    def _record(self, fault: PluginFault) -> None:
        with self._recording:
            plugin = self.plugins[fault.plugin]
            if fault in plugin.faults:
                return
            faults = (*plugin.faults, fault)[:MOST_FAULTS]
            self.plugins[fault.plugin] = evolve(plugin, state=PluginState.FAILING, faults=faults)
        log.warning("plugin fault: %s", fault.sentence("en"))


def load_plugins(found: Iterable[Found] | None = None) -> PluginHost:
    """Load the plugins given, or all that are installed; faults are recorded with the plugin, never raised."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(specs)
    host = PluginHost(manager)
    for one in discover() if found is None else found:
        plugin_id = one.manifest.id if one.manifest else one.name
        first = host.plugins.get(plugin_id)
        if first is None:
            plugin = _load(manager, one)
            new = plugin.faults
        else:  # not loaded, so that the first one stays as it is, also where it fails
            new = (PluginFault(plugin_id, FaultKind.DUPLICATE, f"{one.module} has the id of another plugin"),)
            plugin = evolve(first, faults=(*first.faults, *new))
        host.plugins[plugin_id] = plugin
        for fault in new:
            log.warning("plugin fault: %s", fault.sentence("en"))
    return host


def _is_sourced(values: object) -> bool:
    return isinstance(values, Mapping) and all(
        isinstance(name, str) and isinstance(value, Sourced) for name, value in values.items()
    )


def _load(manager: pluggy.PluginManager, found: Found) -> Plugin:
    if found.manifest is None:
        faults = (found.fault,) if found.fault else ()
        return Plugin(found.name, found.group, found.version, PluginState.FAILING, None, faults)
    manifest = found.manifest
    fault = (
        _compatibility_fault(manifest)
        or (_transport_fault(manifest) if found.group == "mkb.partner" else None)
        or _registration_fault(manager, found, manifest)
    )
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


def _transport_fault(manifest: Manifest) -> PluginFault | None:
    """This host reaches code in its own process only; a plugin that asks for more isolation is not loaded with less."""
    if manifest.transport is Transport.IN_PROCESS:
        return None
    reason = f"transport {manifest.transport.value} is not available here"
    return PluginFault(manifest.id, FaultKind.INCOMPATIBLE, reason)


def _registration_fault(
    manager: pluggy.PluginManager, found: Found, manifest: Manifest
) -> PluginFault | None:
    try:
        module = importlib.import_module(found.module)
        manager.register(module, manifest.id)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - a plugin that cannot be imported is at fault, whatever it raises
        if manager.has_plugin(manifest.id):  # pluggy registers one hook after another until one is refused
            manager.unregister(name=manifest.id)
        return PluginFault(manifest.id, FaultKind.IMPORT, reason_of(error))
    unknown = sorted(caller.name for caller in manager.get_hookcallers(module) or () if not caller.has_spec())
    if unknown:
        manager.unregister(module)
        return PluginFault(manifest.id, FaultKind.UNKNOWN_HOOK, f"no such hook: {', '.join(unknown)}")
    unmarked = sorted(
        name
        for name in vars(module)
        if name.startswith(f"{PROJECT}_")
        and hasattr(manager.hook, name)
        and manager.parse_hookimpl_opts(module, name) is None
    )
    if unmarked:
        manager.unregister(module)
        return PluginFault(
            manifest.id, FaultKind.UNKNOWN_HOOK, f"not marked with @hookimpl: {', '.join(unmarked)}"
        )
    return None
