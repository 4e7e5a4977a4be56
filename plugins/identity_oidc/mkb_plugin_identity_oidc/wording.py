"""Words of the pages of this plugin; why somebody is refused stands in ``refusals``."""

from __future__ import annotations

from collections.abc import Mapping

from mkb_core.text import Text, text

WORDS: Mapping[str, Text] = {
    "refused.title": text(nl="Inloggen is niet gelukt", en="Signing in did not succeed"),
    "refused.again": text(nl="Opnieuw inloggen", en="Sign in again"),
    "link.title": text(nl="{broker} toevoegen", en="Add {broker}"),
    "link.lead": text(
        nl="U gaat nu naar {broker} om daar in te loggen. Daarna komt u terug op uw accountpagina.",
        en="You now go to {broker} to sign in there. After that you come back to your account page.",
    ),
    "link.go": text(nl="Naar {broker}", en="To {broker}"),
    "link.back": text(nl="Niet toevoegen", en="Do not add it"),
    "choose.title": text(nl="Voor welk bedrijf?", en="For which company?"),
    "choose.lead": text(
        nl="U mag volgens {broker} voor meer bedrijven handelen. Kies er een.",
        en="According to {broker} you may act for several companies. Choose one.",
    ),
    "choose.label": text(nl="Bedrijf (KvK-nummer)", en="Company (trade-register number)"),
    "choose.send": text(nl="Verder", en="Continue"),
}
