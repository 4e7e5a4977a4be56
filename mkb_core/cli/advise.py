"""``mkb advise``: one question, or a file of them."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from mkb_core.catalogue.explanation import explain_receipt
from mkb_core.cli.batch import answer_file
from mkb_core.cli.exits import on_the_command_line
from mkb_core.cli.faults import usage
from mkb_core.cli.options import Json, Lang
from mkb_core.cli.printing import print_json, show
from mkb_core.cli.profile_input import CompanyOptions, profile_from
from mkb_core.cli.startup import installation
from mkb_core.domain.questions import checked_question
from mkb_core.rights import COMMAND_LINE
from mkb_core.workflows.advising import consider, give_advice
from mkb_core.workflows.partner_notices import notices_about


def advise(
    question: Annotated[str | None, Parameter(help="The question, in the company's own words.")] = None,
    /,
    *,
    company: CompanyOptions | None = None,
    batch: Annotated[
        str | None,
        Parameter(allow_leading_hyphen=True, help="JSON Lines file with questions, or - for standard input."),
    ] = None,
    store: Annotated[bool, Parameter(help="Whether to keep the advice with its receipt.")] = True,
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Answer a question, or a file of questions, with an explained advice."""
    if batch is not None:
        if question is not None or company is not None:
            raise usage("--batch", "question-too" if question is not None else "company-too")
        return answer_file(batch, store=store, json=json, language=lang)
    if question is None:
        raise usage("question", "no-question")
    with on_the_command_line():
        checked_question(question)
    made = installation(lang)
    profile = profile_from(company, made)
    advice = (
        give_advice(made, COMMAND_LINE, question, profile, channel="command")
        if store
        else consider(made, question, profile)
    )
    explained = explain_receipt(advice.receipt, made.catalogue, lang)
    notices = notices_about(made, advice.receipt.catalogue, explained)
    from mkb_core.cli.advice_view import advice_document, advice_parts

    if json:
        print_json(advice_document(explained, notices, stored=store))
    else:
        show(advice_parts(explained, lang, notices, stored=store))
    return 0
