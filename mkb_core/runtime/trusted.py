"""Trusted plugins (group ``mkb.plugin``): the project's own, loaded into this process through pluggy."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any, cast

import pluggy
from attrs import define, field

from mkb_core.budget.plan import BudgetPlan
from mkb_core.budget.plan_files import read_plan
from mkb_core.codec import from_json, to_json
from mkb_core.domain.questions import MakeAnalyser, QuestionAnalyser
from mkb_core.domain.topics import Topic
from mkb_core.hooks import specs
from mkb_core.hooks.contracts import PARTNER_HOOKS
from mkb_core.hooks.declarations import RegionDefinition
from mkb_core.hooks.deprecations import announce
from mkb_core.hooks.markers import HOOK_API, PROJECT
from mkb_core.runtime.discovery import Found
from mkb_core.runtime.faults import FaultKind, PluginFault, reason_of
from mkb_core.runtime.in_process import registration_fault
from mkb_core.runtime.plugins import HookFailed


def _manager() -> pluggy.PluginManager:
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(specs)
    announce(manager, HOOK_API)
    return manager


@define(eq=False)
class TrustedPlugins:
    """Calls one plugin at a time, so that a fault is known to be its own; ``record`` is told of every fault."""

    record: Callable[[PluginFault], None]
    manager: pluggy.PluginManager = field(factory=_manager, repr=False)

    def load(self, found: Found, plugin: str) -> PluginFault | None:
        """Import a plugin and take up its hooks; the fault that keeps it out, where there is one."""
        manager = self.manager
        try:
            module = importlib.import_module(found.module)
            manager.register(module, plugin)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001 - a plugin that cannot be imported is at fault, whatever it raises
            if manager.has_plugin(plugin):  # pluggy registers one hook after another until one is refused
                manager.unregister(name=plugin)
            return PluginFault(plugin, FaultKind.IMPORT, reason_of(error))
        reason = registration_fault(manager, module)
        if reason is None:
            return None
        manager.unregister(module)
        return PluginFault(plugin, FaultKind.UNKNOWN_HOOK, reason)

    def hooks_of(self, plugin: str) -> frozenset[str]:
        """Names of the hooks that a plugin implements."""
        module = self.manager.get_plugin(plugin)
        callers = self.manager.get_hookcallers(module) if module is not None else None
        return frozenset(caller.name for caller in callers or ())

    def speaks_for_partners(self, plugin: str) -> bool:
        """Does it implement a hook of partners too?"""
        return bool(self.hooks_of(plugin) & set(PARTNER_HOOKS))

    def regions(self) -> dict[str, RegionDefinition]:
        """Region id to its definition, of every plugin that defines one."""
        hook = "mkb_define_region"
        regions: dict[str, RegionDefinition] = {}
        for plugin in self.implementing(hook):
            definition = self._region(plugin, hook)
            if definition is not None:
                if definition.region.id in regions:
                    reason = f"region {definition.region.id} is defined by another plugin too"
                    self.record(PluginFault(plugin, FaultKind.DUPLICATE, reason, hook))
                regions.setdefault(definition.region.id, definition)
        return regions

    def budget_plans(self) -> dict[str, BudgetPlan]:
        """Plan id to budget plan, of every plugin that declares some."""
        hook = "mkb_declare_budget_plans"
        plans: dict[str, BudgetPlan] = {}
        for plugin in self.implementing(hook):
            for plan in self._plans(plugin, hook):
                if plan.id in plans:
                    reason = f"budget plan {plan.id} is declared by another plugin too"
                    self.record(PluginFault(plugin, FaultKind.DUPLICATE, reason, hook))
                plans.setdefault(plan.id, plan)
        return plans

    def make_analyser(self, topics: tuple[Topic, ...], languages: tuple[str, ...]) -> QuestionAnalyser | None:
        """The analyser of the first plugin that makes one for these topics; ``None`` where none does."""
        hook = "mkb_make_analyser"
        for plugin in self.implementing(hook):
            try:
                maker = self._call(plugin, hook)
                if callable(maker):
                    return cast(MakeAnalyser, maker)(topics, languages)
                reason = "a callable that makes an analyser is expected"
                self.record(PluginFault(plugin, FaultKind.WRONG_TYPE, reason, hook))
            except HookFailed as failure:
                self.record(failure.fault)
            except Exception as error:  # noqa: BLE001 - what the maker raises is the plugin's fault
                self.record(PluginFault(plugin, FaultKind.RAISED, reason_of(error), hook))
        return None

    def implementing(self, hook: str) -> list[str]:
        """Ids of the plugins that implement a hook, sorted: entry points load in no particular order."""
        caller = getattr(self.manager.hook, hook)
        return sorted(implementation.plugin_name for implementation in caller.get_hookimpls())

    def _plans(self, plugin: str, hook: str) -> list[BudgetPlan]:
        try:
            declared = self._call(plugin, hook) or ()
        except HookFailed as failure:
            self.record(failure.fault)
            return []
        if not isinstance(declared, list | tuple) or not all(isinstance(one, BudgetPlan) for one in declared):
            reason = "a list of BudgetPlan is expected"
            self.record(PluginFault(plugin, FaultKind.WRONG_TYPE, reason, hook))
            return []
        try:  # read anew from its JSON form, with all checks
            return [read_plan(to_json(plan)) for plan in declared]
        except Exception as error:  # noqa: BLE001 - whatever a plugin put in its data, the refusal is its fault
            self.record(PluginFault(plugin, FaultKind.INVALID, reason_of(error), hook))
            return []

    def _region(self, plugin: str, hook: str) -> RegionDefinition | None:
        try:
            data = self._call(plugin, hook)
        except HookFailed as failure:
            self.record(failure.fault)
            return None
        if not isinstance(data, RegionDefinition):
            self.record(PluginFault(plugin, FaultKind.WRONG_TYPE, "RegionDefinition is expected", hook))
            return None
        try:  # read anew from its JSON form: attrs checks no types, so whatever Python code built is checked here
            return from_json(RegionDefinition, to_json(data))
        except Exception as error:  # noqa: BLE001 - whatever a plugin put in its data, the refusal is its fault
            self.record(PluginFault(plugin, FaultKind.INVALID, reason_of(error), hook))
            return None

    def _call(self, plugin: str, hook: str, **arguments: Any) -> Any:
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
