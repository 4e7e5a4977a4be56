"""The hooks of this plugin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:  # an application that embeds the core loads this module too, and has no service
    from mkb_service.hooks import ReadSetting, SignInMethod

    from mkb_core.workflows.settings import Settings

#: The mark of ``mkb_service.hooks``, which is not imported here.
hookimpl = pluggy.HookimplMarker("mkb_web")


@hookimpl
def web_sign_in_methods(settings: Settings, read: ReadSetting) -> Sequence[SignInMethod]:
    """One way to sign in where a provider is set, else none."""
    # Commands load this module too, and have no use for a web framework.
    from mkb_plugin_identity_oidc.broker import read_broker  # noqa: PLC0415
    from mkb_plugin_identity_oidc.pages import method_of  # noqa: PLC0415

    broker = read_broker(read)
    return [] if broker is None else [method_of(broker, settings.address)]
