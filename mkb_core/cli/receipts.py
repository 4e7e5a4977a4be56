"""``mkb explain`` and ``mkb replay``: an earlier advice in words, and taken again."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from mkb_core.cli.exits import Exit
from mkb_core.cli.options import Json, Lang
from mkb_core.cli.printing import print_json, show
from mkb_core.cli.startup import installation
from mkb_core.cli.words import word
from mkb_core.rights import COMMAND_LINE
from mkb_core.workflows.advising import explain_stored, read_receipt, replay_stored
from mkb_core.workflows.partner_notices import notices_about

Receipt = Annotated[str, Parameter(help="Id of the receipt, as printed under an advice.")]


def explain(receipt: Receipt, /, *, json: Json = False, lang: Lang = "nl") -> int:
    """Show an earlier advice with all its reasons, by the declarations of then."""
    made = installation(lang)
    stored = read_receipt(made, COMMAND_LINE, receipt)
    explained = explain_stored(made, stored, lang)
    notices = notices_about(made, stored.catalogue, explained)
    from mkb_core.cli.advice_view import advice_document, advice_parts

    if json:
        print_json(advice_document(explained, notices))
    else:
        show(advice_parts(explained, lang, notices, everything=True))
    return Exit.OK


def replay(receipt: Receipt, /, *, json: Json = False, lang: Lang = "nl") -> int:
    """Take an earlier decision again: exit code 0 where it is the same, 1 where it differs."""
    made = installation(lang)
    then = read_receipt(made, COMMAND_LINE, receipt).decision
    outcome = replay_stored(made, COMMAND_LINE, receipt)
    if json:
        print_json(
            {
                "receipt": outcome.receipt,
                "same": outcome.same,
                "analysis_repeated": outcome.analysis_repeated,
                "route": outcome.decision.route.value,
                "topics": list(outcome.decision.topic_ids),
                "partners": list(outcome.decision.partners),
            }
        )
    else:
        facts = {"receipt": receipt, "then": then.route.value, "now": outcome.decision.route.value}
        print(word("same" if outcome.same else "differs", lang, **facts))
        if not outcome.analysis_repeated:
            print(word("not-read-anew", lang))
    return Exit.OK if outcome.same else Exit.FAULTS
