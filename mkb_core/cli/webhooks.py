"""``mkb webhooks``: where partners' machines are told what happened, and which of them cannot be reached."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from mkb_core.cli.exits import Exit
from mkb_core.cli.job_words import told
from mkb_core.cli.options import Json, Lang
from mkb_core.cli.printing import print_json, printable, show, table
from mkb_core.cli.startup import installation
from mkb_core.rights import COMMAND_LINE
from mkb_core.workflows.webhooks import messages, registering

Id = Annotated[str, Parameter(help="Id of a webhook, as mkb webhooks list shows it.")]
COUNTED = ("waiting", "done", "denied", "failed")


def list_webhooks(*, json: Json = False, lang: Lang = "nl") -> int:
    """Show the webhooks with how many messages wait, were sent, were denied and failed."""
    made = installation(lang)
    found = [
        (one, messages.counts_of(made, COMMAND_LINE, one.id))
        for one in registering.webhooks_for(made, COMMAND_LINE)
    ]
    if json:
        shown = [registering.webhook_document(one) | {"messages": dict(counts)} for one, counts in found]
        print_json({"webhooks": shown})
        return Exit.OK
    if not found:
        print(told("no-webhooks", lang))
        return Exit.OK
    grid = table(*(told(head, lang) for head in ("id", "partner", "address", "events", *COUNTED)))
    for one, counts in found:
        address = told("ended", lang) if one.ended_at else one.address
        figures = (str(counts.get(state, 0)) for state in COUNTED)
        grid.add_row(one.id, one.partner, printable(address), " ".join(sorted(one.events)), *figures)
    show([grid])
    return Exit.OK


def end(webhook: Id, /, *, json: Json = False, lang: Lang = "nl") -> int:
    """Tell a webhook nothing more, from now on."""
    ended = registering.end(installation(lang), COMMAND_LINE, webhook)
    if json:
        print_json(registering.webhook_document(ended))
    else:
        print(told("webhook-ended", lang, id=webhook))
    return Exit.OK
