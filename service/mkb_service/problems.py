"""One table from errors to answers: status, code and the sentences that a caller reads (RFC 9457)."""

from __future__ import annotations

from typing import Any

from attrs import evolve, frozen
from litestar.exceptions import HTTPException

from mkb_core.errors import (
    Conflict,
    Denied,
    Erased,
    InputFault,
    InvalidInput,
    LinkGone,
    MkbError,
    NotFound,
    NotReplayable,
    SignInRefused,
    SourceUnavailable,
    StoreUnavailable,
    TooManyAttempts,
)
from mkb_core.runtime.host import HookFailed
from mkb_core.text import text
from mkb_service.refusals import REFUSALS, Kind, Refusal

MEDIA_TYPE = "application/problem+json"
#: no path or message of a fault repeats more of what was sent than this
LONGEST_ECHO = 200


class UnsupportedContent(HTTPException):
    """The body is of another type than the address takes; ``expected`` is the one it takes."""

    status_code = 415

    def __init__(self, expected: str) -> None:
        super().__init__(headers={"accept": expected})
        self.expected = expected


KINDS: dict[str, Kind] = REFUSALS | {
    kind.code: kind
    for kind in (
        Kind(
            400,
            "invalid-input",
            text(nl="De invoer klopt niet", en="The input is not valid"),
            text(nl="Kijk bij errors wat er niet klopt.", en="See errors for what is wrong."),
        ),
        Kind(
            400,
            "bad-request",
            text(nl="Het verzoek is niet te lezen", en="The request cannot be read"),
            text(
                nl="Het verzoek klopt niet volgens HTTP.", en="The request is not right by the rules of HTTP."
            ),
        ),
        Kind(
            401,
            "not-signed-in",
            text(nl="Hiervoor is een toegangssleutel nodig", en="This needs an access token"),
            text(
                nl="Stuur een geldige sleutel mee: Authorization: Bearer …",
                en="Send a valid token: Authorization: Bearer …",
            ),
        ),
        Kind(
            403,
            "not-allowed",
            text(nl="Dit mag niet", en="This is not allowed"),
            text(nl="U hebt hier geen toegang toe.", en="You have no access to this."),
        ),
        Kind(
            404,
            "not-found",
            text(nl="Niet gevonden", en="Not found"),
            text(nl="Op dit adres is niets te vinden.", en="There is nothing at this address."),
        ),
        Kind(
            405,
            "method-not-allowed",
            text(nl="Deze methode kan hier niet", en="This method cannot be used here"),
            text(
                nl="De header Allow noemt de methoden die wel kunnen.",
                en="The header Allow names the methods that can be used.",
            ),
        ),
        Kind(
            409,
            "conflict",
            text(nl="Intussen gewijzigd", en="Changed in the meantime"),
            text(nl="Lees de gegevens opnieuw.", en="Read the data again."),
        ),
        Kind(
            409,
            "not-replayable",
            text(nl="Niet na te spelen", en="Cannot be replayed"),
            text(nl="Dit bewijs kan niet worden nagespeeld.", en="This receipt cannot be replayed."),
        ),
        Kind(
            410,
            "erased",
            text(nl="Gewist", en="Erased"),
            text(nl="Deze gegevens zijn gewist.", en="These data were erased."),
        ),
        Kind(
            413,
            "too-large",
            text(nl="Te veel gegevens", en="Too much data"),
            text(
                nl="Een verzoek is hoogstens 64 kB, een vraag hoogstens 4000 tekens.",
                en="A request is at most 64 kB, a question at most 4000 characters.",
            ),
        ),
        Kind(
            415,
            "unsupported-content",
            text(nl="Dit soort gegevens kan hier niet", en="This type of data cannot be used here"),
            text(
                nl="De header Accept noemt het soort dat wel kan.",
                en="The header Accept names the type that can be used.",
            ),
        ),
        Kind(
            500,
            "internal-error",
            text(nl="Er ging iets mis", en="Something went wrong"),
            text(
                nl="De fout ligt bij ons en is vastgelegd. Probeer het later opnieuw.",
                en="The fault is ours and was recorded. Try again later.",
            ),
        ),
        Kind(
            503,
            "store-unavailable",
            text(nl="De gegevens zijn nu niet te bereiken", en="The data cannot be reached now"),
            text(nl="Probeer het later opnieuw.", en="Try again later."),
        ),
        Kind(
            503,
            "not-ready",
            text(nl="Nog niet gereed", en="Not ready"),
            text(
                nl="Stuur verzoeken nu naar een ander proces; reasons zegt waarom.",
                en="Send requests to another process now; reasons says why.",
            ),
        ),
        Kind(
            503,
            "source-unavailable",
            text(nl="Een bron is nu niet te bereiken", en="A source cannot be reached now"),
            text(nl="Probeer het later opnieuw.", en="Try again later."),
        ),
    )
}

#: the first that fits counts
BY_ERROR: tuple[tuple[type[Exception], str], ...] = (
    (InvalidInput, "invalid-input"),
    (NotFound, "not-found"),
    (Conflict, "conflict"),
    (Denied, "not-allowed"),
    (LinkGone, "not-found"),
    (SignInRefused, "not-allowed"),
    (TooManyAttempts, "too-many-requests"),
    (Erased, "erased"),
    (NotReplayable, "not-replayable"),
    (StoreUnavailable, "store-unavailable"),
    (SourceUnavailable, "source-unavailable"),
    (HookFailed, "source-unavailable"),
)

BY_STATUS = {
    400: "bad-request",
    401: "not-signed-in",
    403: "not-allowed",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-content",
}

RETRY_AFTER_SECONDS = {
    "idempotency-key-in-use": 1,
    "store-unavailable": 5,
    "not-ready": 5,
    "source-unavailable": 60,
}


@frozen
class Problem:
    """The body of every error of the API (RFC 9457). ``errors`` holds all faults of an invalid input."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: tuple[dict[str, str], ...] | None = None

    def as_dict(self) -> dict[str, Any]:
        """The JSON form; without ``errors`` where the problem is no invalid input."""
        members: dict[str, Any] = {
            "type": self.type,
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "instance": self.instance,
        }
        return members if self.errors is None else members | {"errors": list(self.errors)}


def kind_of(error: Exception) -> Kind:
    """The kind of problem that an error is; what nobody foresaw is our own fault."""
    for family, code in BY_ERROR:
        if isinstance(error, family):
            return KINDS[code]
    if isinstance(error, Refusal):
        return KINDS[error.code]
    if isinstance(error, HTTPException):
        return KINDS[
            BY_STATUS.get(error.status_code, "bad-request" if error.status_code < 500 else "internal-error")
        ]
    return KINDS["internal-error"]


def problem_of(error: Exception, language: str, instance: str) -> Problem:
    """The problem to send for an error; ``instance`` names this one occurrence."""
    kind = kind_of(error)
    problem = problem_of_kind(kind.code, language, instance)
    if isinstance(error, InvalidInput):
        return evolve(problem, errors=tuple(_fault(fault, language) for fault in error.faults))
    if isinstance(error, MkbError):
        return evolve(problem, detail=_short(error.sentence(language)))
    return problem


def problem_of_kind(code: str, language: str, instance: str) -> Problem:
    """The problem of a kind (a key of :data:`KINDS`), in the words that always hold for it."""
    kind = KINDS[code]
    return Problem(
        type=f"urn:mkb:problem:{kind.code}",
        title=kind.title.in_language(language),
        status=kind.status,
        detail=kind.detail.in_language(language),
        instance=instance,
    )


def headers_of(error: Exception) -> dict[str, str]:
    """What an error says in headers: ``Allow``, ``Accept``, ``WWW-Authenticate`` or ``Retry-After``."""
    kind = kind_of(error)
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    if isinstance(error, TooManyAttempts):
        headers["retry-after"] = str(error.facts["seconds"])
    if kind.code in RETRY_AFTER_SECONDS:
        headers["retry-after"] = str(RETRY_AFTER_SECONDS[kind.code])
    return headers


def _fault(fault: InputFault, language: str) -> dict[str, str]:
    return {name: _short(value) for name, value in fault.as_dict(language).items()}


def _short(words: str) -> str:
    # A lone surrogate is no text: it could not be sent.
    words = words.encode("utf-8", "backslashreplace").decode("utf-8")
    return words if len(words) <= LONGEST_ECHO else words[: LONGEST_ECHO - 1] + "…"
