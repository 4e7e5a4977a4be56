"""The one table of events that partners' machines can be told of: what each is, and which right it takes."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from mkb_core.text import Text, text

#: sent when its owner asks for it, to try whether messages arrive
PING = "ping"


@frozen
class WebhookEvent:
    """``needs`` is the scope, ``kind:action``, that a token must have to be told of it; ``names`` are the ids in it."""

    id: str
    needs: str | None
    names: tuple[str, ...]
    label: Text


WEBHOOK_EVENTS: Mapping[str, WebhookEvent] = {
    event.id: event
    for event in (
        WebhookEvent(
            "consent.given",
            "company:read",
            ("consent", "company"),
            text(
                nl="een bedrijf laat deze partner gegevens zien",
                en="a company lets this partner see something",
            ),
        ),
        WebhookEvent(
            "consent.withdrawn",
            "company:read",
            ("consent",),
            text(nl="een bedrijf trok zijn toestemming in", en="a company took its consent back"),
        ),
        WebhookEvent(
            "fee-report.received",
            "fee-report:read",
            ("report",),
            text(nl="een opgave van deze partner is bewaard", en="a report of this partner was stored"),
        ),
        WebhookEvent(PING, None, ("ping",), text(nl="een proefbericht", en="a message to try it")),
    )
}
#: those that a webhook is registered for
TO_REGISTER = tuple(sorted(set(WEBHOOK_EVENTS) - {PING}))
