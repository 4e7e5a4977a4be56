"""The job ``send-webhook``."""

from __future__ import annotations

from mkb_core.errors import SourceUnavailable
from mkb_core.workflows.webhooks.sending import GONE, send
from mkb_service.jobs.doing import GiveUp, TryLater, Work


def send_webhook(work: Work) -> None:
    """Tell one webhook of one event. A worker that dies after the receiver took it sends it again, with the same id."""
    try:
        send(work.installation, work.id, work.payload)
    except SourceUnavailable as fault:
        status = getattr(fault, "details", {}).get("status")
        reason = f"webhook-{status or getattr(fault, 'kind', 'unreachable')}"
        raise (GiveUp if status == GONE else TryLater)(reason) from None
