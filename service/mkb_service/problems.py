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
    WrongJobState,
)
from mkb_core.runtime.host import HookFailed
from mkb_service.problem_kinds import KINDS, Kind
from mkb_service.refusals import Refusal

MEDIA_TYPE = "application/problem+json"
#: no path or message of a fault repeats more of what was sent than this
LONGEST_ECHO = 200


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
    (WrongJobState, "wrong-job-state"),
    (NotReplayable, "not-replayable"),
    (StoreUnavailable, "store-unavailable"),
    (SourceUnavailable, "source-unavailable"),
    (HookFailed, "source-unavailable"),
)

#: the cause of a failure of the database that has a kind of its own
FULL = "full"

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
    "store-full": 60,
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
    if isinstance(error, StoreUnavailable) and error.facts.get("cause") == FULL:
        return KINDS["store-full"]
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
