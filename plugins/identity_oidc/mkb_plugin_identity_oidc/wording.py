"""Words of the pages of this plugin; why somebody is refused stands in ``refusals``."""

from __future__ import annotations

from collections.abc import Mapping

from mkb_core.text import Text, text

WORDS: Mapping[str, Text] = {
    "refused.title": text(nl="Inloggen is niet gelukt", en="Signing in did not succeed"),
    "refused.again": text(nl="Opnieuw inloggen", en="Sign in again"),
    "choose.title": text(nl="Voor welk bedrijf?", en="For which company?"),
    "choose.lead": text(
        nl="U mag volgens {broker} voor meer bedrijven handelen. Kies er een.",
        en="According to {broker} you may act for several companies. Choose one.",
    ),
    "choose.label": text(nl="Bedrijf (KvK-nummer)", en="Company (trade-register number)"),
    "choose.send": text(nl="Verder", en="Continue"),
}
