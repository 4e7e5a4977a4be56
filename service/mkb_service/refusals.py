"""Requests that are refused by the rules of HTTP, before anybody looks at what they are about."""

from __future__ import annotations

from attrs import frozen
from litestar.exceptions import HTTPException

from mkb_core.text import Text, text


@frozen
class Kind:
    """A kind of problem: its status, its stable code (the end of ``type``) and its words."""

    status: int
    code: str
    title: Text
    detail: Text


def _kind(status: int, code: str, title: Text, detail: Text) -> tuple[str, Kind]:
    return code, Kind(status, code, title, detail)


REFUSALS: dict[str, Kind] = dict(
    (
        _kind(
            400,
            "idempotency-key-invalid",
            text(nl="Deze Idempotency-Key is niet te lezen", en="This Idempotency-Key cannot be read"),
            text(
                nl="Verwacht: 1 tot 255 leesbare tekens zonder spatie, liefst een UUID.",
                en="Expected: 1 to 255 readable characters without a space, preferably a UUID.",
            ),
        ),
        _kind(
            400,
            "idempotency-key-reused",
            text(
                nl="Deze Idempotency-Key hoort bij een ander verzoek",
                en="This Idempotency-Key belongs to another request",
            ),
            text(
                nl="Gebruik voor elk nieuw verzoek een nieuwe sleutel.",
                en="Use a new key for every new request.",
            ),
        ),
        _kind(
            409,
            "idempotency-key-in-use",
            text(
                nl="Een verzoek met deze Idempotency-Key loopt nog",
                en="A request with this Idempotency-Key is under way",
            ),
            text(nl="Stuur het dadelijk opnieuw.", en="Send it again in a moment."),
        ),
        _kind(
            406,
            "not-acceptable",
            text(nl="In deze vorm is het er niet", en="It does not exist in this form"),
            text(
                nl="Antwoorden zijn JSON: laat Accept application/json toe.",
                en="Answers are JSON: let Accept take application/json.",
            ),
        ),
        _kind(
            408,
            "too-slow",
            text(nl="Het verzoek kwam te langzaam", en="The request came too slowly"),
            text(nl="Stuur het opnieuw.", en="Send it again."),
        ),
        _kind(
            412,
            "precondition-failed",
            text(nl="Intussen gewijzigd", en="Changed in the meantime"),
            text(
                nl="Lees het opnieuw, en stuur de nieuwe ETag mee als If-Match.",
                en="Read it again, and send the new ETag along as If-Match.",
            ),
        ),
        _kind(
            414,
            "address-too-long",
            text(nl="Het adres is te lang", en="The address is too long"),
            text(nl="Een adres is hoogstens 8 kB.", en="An address is at most 8 kB."),
        ),
        _kind(
            428,
            "precondition-required",
            text(nl="Zeg welke versie u wijzigt", en="Say which version you change"),
            text(
                nl="Stuur de ETag van wat u las mee als If-Match; voor wat er nog niet is If-None-Match: *.",
                en="Send the ETag of what you read along as If-Match; for what does not exist yet If-None-Match: *.",
            ),
        ),
        _kind(
            429,
            "too-many-requests",
            text(nl="Te veel verzoeken", en="Too many requests"),
            text(
                nl="Wacht zo veel seconden als in Retry-After staat.",
                en="Wait for as many seconds as Retry-After says.",
            ),
        ),
        _kind(
            431,
            "headers-too-large",
            text(nl="De headers zijn te groot", en="The headers are too large"),
            text(nl="Headers zijn samen hoogstens 16 kB.", en="Headers together are at most 16 kB."),
        ),
    )
)


class Refusal(HTTPException):
    """A request that is refused; ``code`` is a key of :data:`REFUSALS`."""

    def __init__(self, code: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(status_code=REFUSALS[code].status, headers=headers)
        self.code = code
