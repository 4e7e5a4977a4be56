"""One partner's plugin in this very process: inside its cell, on the partner's own server, in notebooks and tests.

It contains what a plugin raises. It does not contain a hang, a crash or a flood of memory: that takes a cell.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable, Mapping
from threading import Lock
from types import ModuleType
from typing import Any, get_args, get_origin

import pluggy
from attrs import define, field

from mkb_core.codec import parse_json
from mkb_core.domain.companies import Sourced
from mkb_core.errors import InvalidInput, SourceUnavailable
from mkb_core.hooks import specs
from mkb_core.hooks.contracts import PARTNER_HOOKS, CompanyValues, HookContract
from mkb_core.hooks.deprecations import DEPRECATIONS, Deprecation, announce, removed
from mkb_core.hooks.markers import HOOK_API, PROJECT
from mkb_core.hooks.outside import Outside
from mkb_core.runtime.faults import FaultKind, reason_of
from mkb_core.runtime.ports import PortFailed


@define
class InProcessPort:
    """A :class:`~mkb_core.runtime.ports.Port` to a module that is imported here. Keeps no deadline: nothing here could."""

    plugin_id: str
    module: str
    _manager: pluggy.PluginManager | None = field(default=None, init=False, repr=False)
    _loading: Lock = field(factory=Lock, init=False, repr=False, eq=False)

    def hooks(self, seconds: float) -> frozenset[str]:
        """Names of the hooks that the plugin implements; imports it. Raises :class:`PortFailed`."""
        manager = self._loaded()
        callers = manager.get_hookcallers(manager.get_plugin(self.plugin_id)) or ()
        return frozenset(caller.name for caller in callers)

    def call(self, hook: str, arguments: dict[str, Any], seconds: float, outside: Outside | None) -> Any:
        """Call a hook; raises :class:`PortFailed`, ``SourceUnavailable`` as the plugin raised it, and
        :class:`InvalidInput` where the ``arguments`` are not those of the hook."""
        manager = self._loaded()
        contract = PARTNER_HOOKS.get(hook)
        if contract is None or hook not in self.hooks(seconds):
            raise PortFailed(FaultKind.UNKNOWN_HOOK, f"{hook} is not in this plugin")
        given = contract.read_arguments(_as_sent(arguments))
        if contract.is_call:
            given["egress"] = outside
        try:
            result = getattr(manager.hook, hook)(**given)
        except (KeyboardInterrupt, SourceUnavailable):
            raise
        except BaseException as error:  # a plugin may also raise SystemExit
            raise PortFailed(FaultKind.RAISED, told(error, self.module, contract)) from error
        if not contract.is_call:  # several plugins may declare, so pluggy gives a list, without any ``None``
            result = result[0] if result else None
        return _written(contract, result)

    def rest(self) -> None:
        """Nothing runs that could be stopped."""

    def close(self) -> None:
        """Nothing runs that could be stopped; the module stays imported."""

    def _loaded(self) -> pluggy.PluginManager:
        with self._loading:
            if self._manager is None:
                self._manager = load_module(self.plugin_id, self.module)
            return self._manager


def load_module(plugin_id: str, module: str) -> pluggy.PluginManager:
    """Import a plugin and register it alone; raises :class:`PortFailed` where it cannot be, or its hooks are none."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(specs)
    announce(manager, HOOK_API)
    try:
        imported = importlib.import_module(module)
        manager.register(imported, plugin_id)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a plugin that cannot be imported is at fault, whatever it raises
        raise PortFailed(FaultKind.IMPORT, reason_of(error)) from error
    if fault := registration_fault(manager, imported):
        raise PortFailed(FaultKind.UNKNOWN_HOOK, fault)
    return manager


def registration_fault(
    manager: pluggy.PluginManager, module: ModuleType, deprecations: Iterable[Deprecation] = DEPRECATIONS
) -> str | None:
    """Why a registered module is no proper plugin: a hook that does not exist (any more), or one without ``@hookimpl``."""
    unknown = sorted(caller.name for caller in manager.get_hookcallers(module) or () if not caller.has_spec())
    if unknown:
        instead = {
            one.hook: f" (gone: {one.replacement})" for one in removed(unknown, HOOK_API, deprecations)
        }
        return f"no such hook: {', '.join(name + instead.get(name, '') for name in unknown)}"
    unmarked = sorted(
        name
        for name in vars(module)
        if name.startswith(f"{PROJECT}_")
        and hasattr(manager.hook, name)
        and manager.parse_hookimpl_opts(module, name) is None
    )
    return f"not marked with @hookimpl: {', '.join(unmarked)}" if unmarked else None


def told(error: BaseException, module: str, contract: HookContract) -> str:
    """One line about what a hook raised. Of a call hook only type and place: the message may repeat what was asked."""
    words = type(error).__name__[:80] if contract.is_call else reason_of(error)
    place = _place(error, module.partition(".")[0])
    return f"{words} ({place})" if place else words


def _place(error: BaseException, package: str) -> str | None:
    """The last line of the plugin's own code in a traceback, such as ``mkb_partner_liof.feed:12``."""
    place, step = None, error.__traceback__
    while step is not None:
        name = str(step.tb_frame.f_globals.get("__name__"))
        if name.partition(".")[0] == package:
            place = f"{name}:{step.tb_lineno}"
        step = step.tb_next
    return place


def _as_sent(data: Any) -> Any:
    """Data as they are after a journey: the plugin holds no object of the host's, and may do with them what it likes."""
    return parse_json(json.dumps(data, allow_nan=False))


def _written(contract: HookContract, result: Any) -> Any:
    try:
        if not _is_of(contract.result, result):
            raise PortFailed(FaultKind.WRONG_TYPE, f"{_name(contract.result)} is expected")
        data = contract.write_result(result)
        json.dumps(data, ensure_ascii=False).encode("utf-8")  # a lone surrogate is no text
        return _as_sent(data)
    except (KeyboardInterrupt, PortFailed):
        raise
    except InvalidInput as refusal:
        raise PortFailed(FaultKind.INVALID, _refusal(refusal, contract)) from refusal
    except BaseException as error:  # whatever a plugin put in its data, it is the plugin's fault
        words = type(error).__name__ if contract.is_call else reason_of(error)
        raise PortFailed(FaultKind.INVALID, words) from error


def _refusal(refusal: InvalidInput, contract: HookContract) -> str:
    """Of a call hook only paths and codes: a value may be a person's."""
    if not contract.is_call:
        return reason_of(refusal)
    words = "; ".join(f"{fault.path}: {fault.code}" for fault in refusal.faults)
    return words if len(words) <= 300 else words[:299] + "…"


def _is_of(kind: Any, value: Any) -> bool:
    if kind is CompanyValues:
        return value is None or (
            isinstance(value, Mapping)
            and all(isinstance(name, str) and isinstance(one, Sourced) for name, one in value.items())
        )
    if get_origin(kind) is tuple:
        return type(value) in (list, tuple) and all(isinstance(one, get_args(kind)[0]) for one in value)
    return isinstance(value, kind)


def _name(kind: Any) -> str:
    if kind is CompanyValues:
        return "a mapping of field names to Sourced"
    if get_origin(kind) is tuple:
        return f"a list or tuple of {get_args(kind)[0].__name__}"
    return str(kind.__name__)
