"""Words of the operator's page about plugins; states and faults have theirs in the core."""

from __future__ import annotations

from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "plugins.title": text(nl="Plugins", en="Plugins"),
    "plugins.lead": text(
        nl="Hoe elke plugin ervoor staat. Een plugin met een fout wordt vanzelf opnieuw geprobeerd.",
        en="How every plugin stands. A plugin at fault is tried again by itself.",
    ),
    "plugins.plugin": text(nl="Plugin", en="Plugin"),
    "plugins.state": text(nl="Staat", en="State"),
    "plugins.data": text(nl="Gegevens", en="Data"),
    "plugins.code": text(nl="Code", en="Code"),
    "plugins.faults": text(nl="Fouten", en="Faults"),
    "plugins.since": text(nl="sinds {moment}", en="since {moment}"),
    "plugins.retry": text(nl="weer geprobeerd om {moment}", en="tried again at {moment}"),
    "plugins.last-good": text(nl="{name}: gegevens van {day}", en="{name}: data of {day}"),
    "plugins.missing": text(nl="ontbreekt: {names}", en="missing: {names}"),
    "plugins.current": text(nl="actueel", en="current"),
    "plugins.none": text(nl="geen", en="none"),
}
