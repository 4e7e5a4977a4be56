"""Every kind of problem that a request can end in, with the words that a caller reads: one table."""

from __future__ import annotations

from attrs import frozen

from mkb_core.text import Text, text


@frozen
class Kind:
    """A kind of problem: its status, its stable code (the end of ``type``) and its words."""

    status: int
    code: str
    title: Text
    detail: Text


#: code -> kind
KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            400,
            "idempotency-key-invalid",
            text(nl="Deze Idempotency-Key is niet te lezen", en="This Idempotency-Key cannot be read"),
            text(
                nl="Verwacht: 1 tot 255 leesbare tekens zonder spatie, liefst een UUID.",
                en="Expected: 1 to 255 readable characters without a space, preferably a UUID.",
            ),
        ),
        Kind(
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
            406,
            "not-acceptable",
            text(nl="In deze vorm is het er niet", en="It does not exist in this form"),
            text(
                nl="Antwoorden zijn JSON: laat Accept application/json toe.",
                en="Answers are JSON: let Accept take application/json.",
            ),
        ),
        Kind(
            408,
            "too-slow",
            text(nl="Het verzoek kwam te langzaam", en="The request came too slowly"),
            text(nl="Stuur het opnieuw.", en="Send it again."),
        ),
        Kind(
            409,
            "idempotency-key-in-use",
            text(
                nl="Een verzoek met deze Idempotency-Key loopt nog",
                en="A request with this Idempotency-Key is under way",
            ),
            text(nl="Stuur het dadelijk opnieuw.", en="Send it again in a moment."),
        ),
        Kind(
            409,
            "conflict",
            text(nl="Intussen gewijzigd", en="Changed in the meantime"),
            text(nl="Lees de gegevens opnieuw.", en="Read the data again."),
        ),
        Kind(
            409,
            "wrong-job-state",
            text(nl="Dat kan nu niet", en="That cannot be done now"),
            text(nl="Wacht tot het klaar is.", en="Wait until it has ended."),
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
            412,
            "precondition-failed",
            text(nl="Intussen gewijzigd", en="Changed in the meantime"),
            text(
                nl="Lees het opnieuw, en stuur de nieuwe ETag mee als If-Match.",
                en="Read it again, and send the new ETag along as If-Match.",
            ),
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
            414,
            "address-too-long",
            text(nl="Het adres is te lang", en="The address is too long"),
            text(nl="Een adres is hoogstens 8 kB.", en="An address is at most 8 kB."),
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
            428,
            "precondition-required",
            text(nl="Zeg welke versie u wijzigt", en="Say which version you change"),
            text(
                nl="Stuur de ETag van wat u las mee als If-Match; voor wat er nog niet is If-None-Match: *.",
                en="Send the ETag of what you read along as If-Match; for what does not exist yet If-None-Match: *.",
            ),
        ),
        Kind(
            429,
            "too-many-requests",
            text(nl="Te veel verzoeken", en="Too many requests"),
            text(
                nl="Wacht zo veel seconden als in Retry-After staat.",
                en="Wait for as many seconds as Retry-After says.",
            ),
        ),
        Kind(
            431,
            "headers-too-large",
            text(nl="De headers zijn te groot", en="The headers are too large"),
            text(nl="Headers zijn samen hoogstens 16 kB.", en="Headers together are at most 16 kB."),
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
            507,
            "store-full",
            text(nl="Er kan nu niets worden bewaard", en="Nothing can be stored now"),
            text(
                nl="De opslag is vol. Er is niets gewijzigd; probeer het later opnieuw.",
                en="The storage is full. Nothing was changed; try again later.",
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
