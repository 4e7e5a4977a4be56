"""The installation that a command works with."""

from __future__ import annotations

import os

from mkb_core.cli.ending import close_at_the_end
from mkb_core.cli.exits import on_the_command_line
from mkb_core.cli.faults import usage
from mkb_core.cli.options import LANGUAGES, Language
from mkb_core.cli.printing import say
from mkb_core.cli.words import word
from mkb_core.runtime.plugins import PluginState
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.partner_notices import of_reading
from mkb_core.workflows.settings import Settings, load_settings, unknown_variables


def settings(port: int | None = None) -> Settings:
    """The settings of the environment; what cannot be read there is a fault of usage. ``port``: as on the command line."""
    with on_the_command_line():
        return load_settings() if port is None else load_settings({**os.environ, "MKB_PORT": str(port)})


def assembled(given: Settings) -> Installation:
    """Everything assembled; it is closed when the command ends."""
    made = assemble(given)
    close_at_the_end(made.close)
    return made


def installation(language: Language) -> Installation:
    """Everything assembled; which partners do not count, and why, is told on standard error.

    Raises a fault of usage where neither the program nor the region has the language.
    """
    made = assembled(settings())
    known = dict.fromkeys((*LANGUAGES, *made.catalogue.region.region.languages))
    if language not in known:
        raise usage("--lang", "language", value=language, known=", ".join(known))
    tell_faults(made, language)
    return made


def tell_unknown_variables(made: Installation, language: Language) -> None:
    """One line per variable that nothing reads; never its value."""
    plugins = made.host.plugins
    own = [
        name for one in plugins.values() if one.is_trusted and one.manifest for name in one.manifest.settings
    ]
    for variable, like in unknown_variables(plugins, own=own).items():
        name = "unknown-variable-like" if like else "unknown-variable"
        say(word(name, language, variable=variable, like=like or ""))


def tell_faults(made: Installation, language: Language) -> None:
    """One line per variable that nothing reads, and one per fault of a plugin."""
    tell_unknown_variables(made, language)
    for plugin in made.host.plugins.values():
        out = [partner for partner in plugin.partners if partner not in made.catalogue.declarations]
        key = "plugin-stale" if plugin.state is PluginState.STALE and not out else "plugin-fault"
        for fault in of_reading(plugin.faults):
            say(
                word(
                    key,
                    language,
                    partners=", ".join(out or plugin.partners or (plugin.id,)),
                    plugin=plugin.id,
                    reason=f"{fault.kind.value}: {fault.reason}",
                )
            )
