"""Why an outside source gave no answer: a stable kind, and one table of the words that a user reads."""

from __future__ import annotations

from typing import Any

from mkb_core.errors import DEFAULT_LANGUAGE, SourceUnavailable, sentence
from mkb_core.text import Text, text

#: kind -> words; ``{name}`` is filled from the details. No detail ever holds a header or a body.
REASONS: dict[str, Text] = {
    "bad-key": text(
        nl="de sleutel wordt niet geaccepteerd; controleer de ingestelde API-sleutel",
        en="the key is not accepted; check the API key in the settings",
    ),
    "no-key": text(
        nl="er is geen API-sleutel ingesteld en zonder sleutel antwoordt deze bron niet",
        en="no API key is set, and without one this source does not answer",
    ),
    "too-many": text(
        nl="er zijn te veel vragen gesteld; probeer het later opnieuw",
        en="too many requests were made; try again later",
    ),
    "time-out": text(nl="er kwam niet op tijd antwoord", en="no answer came in time"),
    "no-connection": text(nl="er is geen verbinding te maken", en="no connection can be made"),
    "failing": text(
        nl="de bron meldt een storing (HTTP {status}); probeer het later opnieuw",
        en="the source reports a failure (HTTP {status}); try again later",
    ),
    "busy": text(
        nl="de gegevens zijn daar tijdelijk niet te leveren ({codes}); probeer het over vijf minuten opnieuw",
        en="it cannot deliver the data for the moment ({codes}); try again in five minutes",
    ),
    "unreadable": text(nl="het antwoord is onleesbaar", en="the answer cannot be read"),
    "too-large": text(nl="het antwoord is te groot", en="the answer is too large"),
    "redirected": text(
        nl="de bron verwijst door naar een ander adres en dat wordt niet gevolgd; controleer het ingestelde adres",
        en="the source redirects to another address, which is not followed; check the address in the settings",
    ),
    "wrong-address": text(
        nl="op het ingestelde adres antwoordt deze bron niet; controleer het adres",
        en="this source does not answer at the address in the settings; check the address",
    ),
    "refused": text(
        nl="de vraag is geweigerd (HTTP {status} {codes})",
        en="the request was refused (HTTP {status} {codes})",
    ),
    "certificate": text(
        nl="het certificaat van de bron is niet te vertrouwen",
        en="the source's certificate cannot be trusted",
    ),
    "not-public": text(
        nl="de naam van de bron wijst naar een intern adres; alleen een beheerder kan zo'n adres instellen",
        en="the source's name leads to an internal address; only an operator can set such an address",
    ),
    "not-listed": text(
        nl="{host} staat niet onder egress in het manifest van deze plugin",
        en="{host} is not under egress in the manifest of this plugin",
    ),
    "no-egress": text(
        nl="onder egress in het manifest van deze plugin staat geen enkele host",
        en="the manifest of this plugin names no host under egress",
    ),
    "bad-manifest": text(
        nl="onder {key} in het manifest van deze plugin staat iets dat niet mag: {value}",
        en="the manifest of this plugin has something under {key} that is not allowed: {value}",
    ),
    "no-http": text(
        nl="deze installatie kan niet naar buiten: het onderdeel mkb-core[http] ontbreekt",
        en="this installation cannot go outside: mkb-core[http] is not installed",
    ),
    "over-limit": text(
        nl="de plugin stelt meer vragen dan mag; probeer het later opnieuw",
        en="the plugin makes more requests than it may; try again later",
    ),
    "request-too-large": text(
        nl="wat verstuurd moet worden is te groot (hoogstens {limit} bytes)",
        en="what is to be sent is too large (at most {limit} bytes)",
    ),
    "no-folder": text(
        nl="er is geen leesbare aanlevermap ingesteld voor deze plugin",
        en="no readable drop folder is set for this plugin",
    ),
    "no-file": text(
        nl="het bestand {name} staat niet in de aanlevermap", en="the file {name} is not in the drop folder"
    ),
    "file-too-large": text(
        nl="het bestand {name} is te groot (hoogstens {limit} bytes)",
        en="the file {name} is too large (at most {limit} bytes)",
    ),
    "file-not-text": text(
        nl="het bestand {name} is geen leesbare tekst (UTF-8)",
        en="the file {name} is not readable text (UTF-8)",
    ),
    "too-many-files": text(
        nl="in de aanlevermap staan meer dan {limit} bestanden",
        en="the drop folder holds more than {limit} files",
    ),
}


class _Given(dict[str, str]):
    """Details of a fault; one that was not given reads as nothing."""

    def __missing__(self, name: str) -> str:
        return ""


class NoAnswer(SourceUnavailable):
    """An outside source gives no usable answer.

    ``kind`` is a key of ``REASONS``; ``facts`` hold ``source`` and, in English, ``reason``. Messages never hold
    the key, a header or anything of the answer but its status and its error codes.
    """

    def __init__(self, source: str, kind: str, **details: Any) -> None:
        """``ValueError`` where there is no such kind; a detail that is not given is left out of the words."""
        if kind not in REASONS:
            raise ValueError(f"no kind of fault: {kind!r}; one of {', '.join(REASONS)}")
        self.source = source
        self.kind = kind
        self.details = details
        super().__init__(source=source, reason=self.reason("en"))

    def reason(self, language: str = DEFAULT_LANGUAGE) -> str:
        """Why there is no answer, in a language."""
        details = _Given({name: str(value) for name, value in self.details.items()})
        return " ".join(REASONS[self.kind].in_language(language).format_map(details).split())

    def sentence(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The whole message in a language."""
        return sentence(self.code, {**self.facts, "reason": self.reason(language)}, language)
