"""The pluggy markers and the version of the hook API."""

import pluggy

#: Semantic version of the hook specifications; a plugin's manifest states the range that it supports.
HOOK_API = "1.2"

PROJECT = "mkb"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)
