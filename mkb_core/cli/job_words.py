"""The words of ``mkb jobs``, in Dutch and English."""

from __future__ import annotations

from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "id": text(nl="Kenmerk", en="Id"),
    "job": text(nl="Opdracht", en="Job"),
    "state": text(nl="Stand", en="State"),
    "attempts": text(nl="Pogingen", en="Attempts"),
    "asked": text(nl="Gevraagd", en="Asked"),
    "next": text(nl="Vanaf", en="From"),
    "fault": text(nl="Reden", en="Reason"),
    "none": text(nl="Er zijn geen opdrachten.", en="There are no jobs."),
    "waiting": text(nl="wacht", en="waiting"),
    "working": text(nl="bezig", en="working"),
    "done": text(nl="klaar", en="done"),
    "denied": text(nl="geen recht meer", en="denied"),
    "failed": text(nl="mislukt", en="failed"),
    "cancelled": text(nl="geannuleerd", en="cancelled"),
    "mails-wait": text(
        nl="E-mails die wachten: {count}. Er is geen weg naar buiten: stel MKB_SMTP_URL of MKB_OUTBOX_DIR in.",
        en="Mails that wait: {count}. There is no way out for them: set MKB_SMTP_URL or MKB_OUTBOX_DIR.",
    ),
    "retried": text(nl="Opdracht {id} wordt opnieuw geprobeerd.", en="Job {id} will be tried again."),
    "was-cancelled": text(
        nl="Opdracht {id} is geannuleerd. Wat al begonnen was, kan nog klaarkomen.",
        en="Job {id} is cancelled. What was begun already may still be finished.",
    ),
    "partner": text(nl="Partner", en="Partner"),
    "address": text(nl="Adres", en="Address"),
    "events": text(nl="Gebeurtenissen", en="Events"),
    "ended": text(nl="beëindigd", en="ended"),
    "no-webhooks": text(nl="Er zijn geen webhooks.", en="There are no webhooks."),
    "webhook-ended": text(nl="Webhook {id} krijgt niets meer.", en="Webhook {id} is told nothing more."),
    "no-worker": text(
        nl="De webdienst (mkb-service) is niet geïnstalleerd; die doet de opdrachten.",
        en="The web service (mkb-service), which does the jobs, is not installed.",
    ),
    "worker-stands-by": text(
        nl="Een andere werker is bezig met deze database; deze wacht tot die stopt.",
        en="Another worker works on this database; this one waits until it stops.",
    ),
    "worker-ready": text(nl="Gereed: werker {name}", en="Ready: worker {name}"),
}


def told(key: str, language: str, **facts: object) -> str:
    """A sentence with its facts filled in."""
    return WORDS[key].in_language(language).format_map(facts)
