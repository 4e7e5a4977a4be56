"""``/v1/webhooks``: where a partner's machine is told what happened, and what became of the messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import frozen
from litestar import Request, Response, get, post
from litestar.params import FromPath, RawBody

from mkb_core.store.job_states import ENDED, StoredJob
from mkb_core.store.webhooks import Webhook as StoredWebhook
from mkb_core.workflows.webhooks import messages, registering
from mkb_service.acting import actor_of
from mkb_service.api.queries import link_header, page_of, read_query
from mkb_service.api.resources import Pagination, utc, utc_or_none
from mkb_service.api.text_values import read_texts
from mkb_service.idempotency import SECRET_ANSWER
from mkb_service.provided import TheInstallation

#: the last messages that can be seen
MOST = 10_000


@frozen
class Webhook:
    """A webhook; ``ended_at`` says since when it is told nothing more."""

    id: str
    partner: str
    address: str
    events: tuple[str, ...]
    created_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, one: StoredWebhook) -> Webhook:
        """From the stored one."""
        events = tuple(sorted(one.events))
        return cls(one.id, one.partner, one.address, events, utc(one.created_at), utc_or_none(one.ended_at))


@frozen
class WebhookList:
    """Webhooks, the newest first."""

    items: tuple[Webhook, ...]
    pagination: Pagination


@frozen
class WebhookSecret:
    """A webhook and its ``secret``, which is shown now and never again; an earlier one signs too for a day."""

    webhook: Webhook
    secret: str


@frozen
class WebhookMessage:
    """A message and what became of it: ``waiting``, ``working``, ``done``, ``denied``, ``failed`` (given up) or ``cancelled``.

    ``fault``: why the last attempt failed; ``next_attempt``: not before this moment.
    """

    id: str
    event: str
    state: str
    attempts: int
    fault: str | None
    created_at: datetime
    next_attempt: datetime | None
    ended_at: datetime | None

    @classmethod
    def of(cls, job: StoredJob) -> WebhookMessage:
        """From its job."""
        return cls(
            job.id,
            str(job.payload["event"]),
            job.state.value,
            job.attempts,
            job.fault,
            utc(job.created_at),
            None if job.state in ENDED else utc(job.due_at),
            utc_or_none(job.ended_at),
        )


@frozen
class WebhookMessageList:
    """Messages to a webhook, the newest first."""

    items: tuple[WebhookMessage, ...]
    pagination: Pagination


@get("/webhooks", sync_to_thread=True, summary="Webhooks", operation_id="listWebhooks", tags=["webhooks"])
def list_webhooks(request: Request[Any, Any, Any], installation: TheInstallation) -> Response[WebhookList]:
    """Those of the token's partner, the newest first; also ended ones."""
    query = read_query(request)
    items, pagination = page_of(registering.webhooks_for(installation, actor_of(request)), query)
    links = link_header("/v1/webhooks", query, pagination.total)
    return Response(WebhookList(tuple(map(Webhook.of, items)), pagination), headers={"link": links})


@post(
    "/webhooks",
    sync_to_thread=True,
    summary="Register",
    operation_id="registerWebhook",
    tags=["webhooks"],
    opt={SECRET_ANSWER: True},
)
def register_webhook(
    request: Request[Any, Any, Any], body: RawBody, installation: TheInstallation
) -> Response[WebhookSecret]:
    """Be told of these events, as long as the token is good that is used now; the secret is shown once."""
    read_query(request, paged=False)
    data = read_texts(request, body, ("address",), ("events",), needed=("address", "events"))
    events = tuple(dict.fromkeys(data["events"]))
    made = registering.register(installation, actor_of(request), data["address"], events)
    shown = WebhookSecret(Webhook.of(made.webhook), made.secret)
    return Response(shown, headers={"location": f"/v1/webhooks/{made.webhook.id}"})


@get(
    "/webhooks/{webhook:str}",
    sync_to_thread=True,
    summary="A webhook",
    operation_id="readWebhook",
    tags=["webhooks"],
)
def read_webhook(
    request: Request[Any, Any, Any], webhook: FromPath[str], installation: TheInstallation
) -> Webhook:
    """One webhook, without its secret."""
    read_query(request, paged=False)
    return Webhook.of(registering.webhook_for(installation, actor_of(request), webhook))


@post(
    "/webhooks/{webhook:str}/secrets",
    sync_to_thread=True,
    status_code=200,
    summary="Renew the secret",
    operation_id="renewWebhookSecret",
    tags=["webhooks"],
    opt={SECRET_ANSWER: True},
)
def renew_secret(
    request: Request[Any, Any, Any], webhook: FromPath[str], installation: TheInstallation
) -> WebhookSecret:
    """Messages are signed with both secrets for a day. The webhook is of the token that is used now from then on."""
    read_query(request, paged=False)
    made = registering.renew_secret(installation, actor_of(request), webhook)
    return WebhookSecret(Webhook.of(made.webhook), made.secret)


@post(
    "/webhooks/{webhook:str}/endings",
    sync_to_thread=True,
    status_code=200,
    summary="End a webhook",
    operation_id="endWebhook",
    tags=["webhooks"],
)
def end_webhook(
    request: Request[Any, Any, Any], webhook: FromPath[str], installation: TheInstallation
) -> Webhook:
    """From now on it is told nothing more, also not what waits."""
    read_query(request, paged=False)
    return Webhook.of(registering.end(installation, actor_of(request), webhook))


@post(
    "/webhooks/{webhook:str}/pings",
    sync_to_thread=True,
    status_code=202,
    summary="Try a webhook",
    operation_id="pingWebhook",
    tags=["webhooks"],
)
def ping_webhook(
    request: Request[Any, Any, Any], webhook: FromPath[str], installation: TheInstallation
) -> WebhookMessage:
    """Have a message sent that says nothing."""
    read_query(request, paged=False)
    return WebhookMessage.of(messages.ping(installation, actor_of(request), webhook))


@get(
    "/webhooks/{webhook:str}/messages",
    sync_to_thread=True,
    summary="Messages to a webhook",
    operation_id="listWebhookMessages",
    tags=["webhooks"],
)
def list_messages(
    request: Request[Any, Any, Any], webhook: FromPath[str], installation: TheInstallation
) -> Response[WebhookMessageList]:
    """Those of the last months with what became of them, the newest first."""
    query = read_query(request)
    found = messages.messages_of(installation, actor_of(request), webhook, limit=MOST)
    items, pagination = page_of(found, query)
    links = link_header(f"/v1/webhooks/{webhook}/messages", query, pagination.total)
    shown = WebhookMessageList(tuple(map(WebhookMessage.of, items)), pagination)
    return Response(shown, headers={"link": links})


@post(
    "/webhooks/{webhook:str}/messages/{message:str}/repetitions",
    sync_to_thread=True,
    status_code=202,
    summary="Send a message again",
    operation_id="repeatWebhookMessage",
    tags=["webhooks"],
)
def repeat_message(
    request: Request[Any, Any, Any],
    webhook: FromPath[str],
    message: FromPath[str],
    installation: TheInstallation,
) -> WebhookMessage:
    """Whatever became of it, with the same id; refused while it is under way."""
    read_query(request, paged=False)
    return WebhookMessage.of(messages.send_again(installation, actor_of(request), webhook, message))
