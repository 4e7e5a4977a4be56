"""Why a sign-in is refused: a code for whoever searches for the cause, and a plain sentence for whoever wanted in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mkb_core.text import Text, text

_UNTRUSTED = text(
    nl="{broker} gaf een antwoord dat wij niet kunnen vertrouwen. Probeer het opnieuw; blijft het zo, meld ons dan dit kenmerk: {code}.",
    en="{broker} gave an answer that we cannot trust. Try again; if it stays like this, tell us this reference: {code}.",
)
#: codes with a sentence of their own; all others are answers that cannot be trusted
SENTENCES: Mapping[str, Text] = {
    "cancelled": text(
        nl="U bent bij {broker} gestopt met inloggen. U kunt het opnieuw proberen.",
        en="You stopped signing in at {broker}. You can try again.",
    ),
    "state": text(
        nl="Deze poging om in te loggen is verlopen, al gebruikt of in een andere browser begonnen. Begin opnieuw.",
        en="This attempt to sign in has expired, was used before or began in another browser. Begin again.",
    ),
    "unreachable": text(
        nl="{broker} is nu niet te bereiken. Probeer het over een paar minuten opnieuw.",
        en="{broker} cannot be reached now. Try again in a few minutes.",
    ),
    "level-missing": text(
        nl="{broker} zegt niet met welk betrouwbaarheidsniveau u inlogde. Hier is nodig: {needed}.",
        en="{broker} does not say with which level of assurance you signed in. Needed here: {needed}.",
    ),
    "level-low": text(
        nl="U logde in met betrouwbaarheidsniveau {level}; dat is hier te laag. Nodig is: {needed}. Log opnieuw in met een hoger niveau.",
        en="You signed in with level of assurance {level}, which is too low here. Needed is: {needed}. Sign in again with a higher level.",
    ),
    "company-missing": text(
        nl="{broker} zegt niet voor welk bedrijf u inlogde. Kies bij het inloggen een bedrijf met een KvK-nummer.",
        en="{broker} does not say for which company you signed in. Choose a company with a trade-register number there.",
    ),
    "mandate-missing": text(
        nl="U hebt geen machtiging om hier voor dit bedrijf te handelen. Vraag de beheerder van de machtigingen in uw bedrijf erom.",
        en="You have no mandate to act here for this company. Ask whoever manages the mandates in your company.",
    ),
    "mandate-other": text(
        nl="Uw machtiging is voor een ander bedrijf dan waarvoor u inlogde. Vraag om een machtiging voor dit bedrijf, of log in voor het andere.",
        en="Your mandate is for another company than the one you signed in for. Ask for a mandate for this company, or sign in for the other.",
    ),
    "no-account": text(
        nl="Voor deze inlog is hier nog geen account. U krijgt er een op uitnodiging.",
        en="There is no account for this sign-in yet. You get one by invitation.",
    ),
    "email-taken": text(
        nl="Met uw e-mailadres bestaat hier al een account. Log daarin in met uw wachtwoord; op uw accountpagina kunt u {broker} dan toevoegen.",
        en="An account with your e-mail address exists here. Sign in to it with your password; on your account page you can then add {broker}.",
    ),
    "link-session": text(
        nl="U bent niet meer ingelogd als degene die {broker} wilde toevoegen. Log in en begin opnieuw op uw accountpagina.",
        en="You are no longer signed in as whoever wanted to add {broker}. Sign in and begin again on your account page.",
    ),
    "link-taken": text(
        nl="Deze inlog van {broker} hoort al bij een ander account, of bij uw account hoort al een andere inlog van {broker}. Er is niets veranderd.",
        en="This sign-in of {broker} belongs to another account, or your account has another sign-in of {broker}. Nothing was changed.",
    ),
    "blocked": text(
        nl="Dit account is geblokkeerd. Vraag het aan de beheerder van dit platform.",
        en="This account is blocked. Ask the manager of this platform.",
    ),
}


class Refused(Exception):
    """A sign-in that ends here. ``code`` is stable; ``facts`` are what the sentence says, and no secret."""

    def __init__(self, code: str, **facts: Any) -> None:
        self.code, self.facts = code, facts
        super().__init__(code)

    @property
    def status(self) -> int:
        """Of the page that says so."""
        return 503 if self.code == "unreachable" else 403

    def sentence(self, language: str, broker: str) -> str:
        """For a person; ``broker`` is how the provider is called."""
        words = SENTENCES.get(self.code, _UNTRUSTED).in_language(language)
        return words.format_map({**self.facts, "broker": broker, "code": self.code})
