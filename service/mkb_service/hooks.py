"""Hooks of the web: what a trusted plugin (group ``mkb.plugin``) adds to the service. Partners have no part in it.

Named ``web_…``, and a project of their own beside the core's hooks (``mkb_…``): a command that starts no service has no use for
them, and partners, who are promised the core's, are promised none of these.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import pluggy
from attrs import frozen

from mkb_core.hooks.markers import PROJECT
from mkb_core.runtime.faults import FaultKind, PluginFault, reason_of
from mkb_core.text import Text

if TYPE_CHECKING:  # whoever only names a hook loads no web framework
    from litestar import Request, Response

    from mkb_core.runtime.host import PluginHost
    from mkb_core.workflows.accounts.sessions import SignedIn
    from mkb_core.workflows.assembly import Installation
    from mkb_core.workflows.settings import Settings
    from mkb_service.pages.rendering import Renderer
    from mkb_service.policy import Row

WEB = f"{PROJECT}_web"
hookspec = pluggy.HookspecMarker(WEB)
hookimpl = pluggy.HookimplMarker(WEB)

_ID = re.compile(r"[a-z][a-z0-9-]{0,30}")
HOOK = "web_sign_in_methods"

#: a request of somebody with a session of its own -> the page by which the way is added
Link: TypeAlias = "Callable[[Request[Any, Any, Any], SignedIn, Installation, Renderer], Response[Any]]"
#: the words of a variable that the plugin's manifest names under ``settings``; empty where it is not set
ReadSetting = Callable[[str], str]


@frozen
class SignInMethod:
    """Another way to sign in than a password. It begins at ``/inloggen/<id>`` and everything of it is below that address.

    ``handlers`` are Litestar's; ``policy`` has a row for each of their routes, and what has none is refused. ``templates``
    is the package whose folder ``templates`` holds its pages, which are rendered as ``<id>/<file>``. ``issuer`` is the name of
    the provider under which accounts are linked; ``link`` answers somebody who is signed in and wants to add this way to
    the account: what comes of it, the plugin does itself.
    """

    id: str
    label: Text
    handlers: Sequence[Any]
    policy: Mapping[tuple[str, str], Row]
    templates: str | None = None
    issuer: str = ""
    link: Link | None = None

    @property
    def path(self) -> str:
        """Where it begins."""
        return f"/inloggen/{self.id}"


@hookspec
def web_sign_in_methods(settings: Settings, read: ReadSetting) -> Sequence[SignInMethod]:  # type: ignore[empty-body]
    """Ways to sign in that this plugin offers with these settings; none where it is not set up.

    When: once, when the application is made.
    By whom: the service.
    I/O: none; what must be fetched is fetched when somebody signs in.
    Time allowed: 2 seconds.
    A fault means: these ways to sign in are not there; the operator sees the fault, and all others go on.
    """


def sign_in_methods(host: PluginHost, settings: Settings) -> tuple[SignInMethod, ...]:
    """The ways to sign in of all plugins, by plugin id; a plugin's fault is recorded with it."""
    made: dict[str, SignInMethod] = {}
    for plugin, read in _trusted(host, settings):
        try:
            for method in _methods_of(host, plugin, settings, read):
                if reason := _fault(method, made):
                    host.roster.record(PluginFault(plugin, FaultKind.INVALID, reason, HOOK))
                else:
                    made[method.id] = method
        except Exception as error:  # noqa: BLE001 - whatever a plugin raises is its own fault, and costs only its methods
            host.roster.record(PluginFault(plugin, FaultKind.RAISED, reason_of(error), HOOK))
    return tuple(made.values())


def _trusted(host: PluginHost, settings: Settings) -> list[tuple[str, ReadSetting]]:
    """Plugins that run, each with its own settings and no others."""
    return [
        (plugin.id, _reader(settings, plugin.manifest.settings))
        for plugin in sorted(host.plugins.values(), key=lambda one: one.id)
        if plugin.is_trusted and plugin.manifest and host.trusted.manager.has_plugin(plugin.id)
    ]


def _reader(settings: Settings, names: Sequence[str]) -> ReadSetting:
    own = {name: settings.others.get(name, "") for name in names}
    return own.__getitem__


def _methods_of(
    host: PluginHost, plugin: str, settings: Settings, read: ReadSetting
) -> Sequence[SignInMethod]:
    module = host.trusted.manager.get_plugin(plugin)
    manager = pluggy.PluginManager(WEB)  # one for each, so that a fault is known to be its own
    manager.add_hookspecs(sys.modules[__name__])
    manager.register(module, plugin)
    manager.check_pending()
    answers = manager.hook.web_sign_in_methods(settings=settings, read=read)
    return [method for answer in answers for method in answer]


def _fault(method: SignInMethod, others: Mapping[str, SignInMethod]) -> str | None:
    if not _ID.fullmatch(method.id) or method.id == "code":
        return f"not an id of a way to sign in: {method.id[:40]!r}"
    if method.id in others:
        return f"another plugin has a way to sign in of this id: {method.id}"
    outside = [
        path for _, path in method.policy if path != method.path and not path.startswith(f"{method.path}/")
    ]
    return f"not below {method.path}: {outside[0][:60]}" if outside else None
