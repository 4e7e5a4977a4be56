"""``/v1/advice``: ask, read again, replay. Anyone may ask; a receipt's id is the key to its advice."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, RawBody

from mkb_core.catalogue import Receipt
from mkb_core.codec import describe
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import checked_question
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.workflows.advising import explain_stored, give_advice, read_receipt, replay_stored
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.partner_notices import notices_about
from mkb_core.workflows.profiles import read_profile
from mkb_service.acting import actor_of
from mkb_service.api import advice_answers
from mkb_service.api import advice_resources as resources
from mkb_service.api.queries import read_query
from mkb_service.bodies import read_json_object
from mkb_service.languages import LANGUAGES, language_of
from mkb_service.provided import TheInstallation

KEYS = ("question", "company", "language")


@post("/advice", sync_to_thread=True, summary="Ask a question", operation_id="askQuestion", tags=["advice"])
def ask_question(
    request: Request[Any, Any, Any], body: RawBody, installation: TheInstallation
) -> Response[resources.Advice]:
    """Advise on a company's question. The advice is stored with its receipt and can be read and replayed by it."""
    read_query(request, paged=False)
    text, profile, language = read_request(read_json_object(request, body))
    advice = give_advice(installation, actor_of(request), text, profile, channel="api")
    request.app.state.metrics.advised(advice.route.value)
    made = advice_resource(installation, advice.receipt, language or language_of(request))
    return Response(made, headers={"location": made.links.advice, "content-language": made.language})


@get(
    "/advice/{receipt:str}",
    sync_to_thread=True,
    summary="Read an advice",
    operation_id="readAdvice",
    tags=["advice"],
)
def read_advice(
    request: Request[Any, Any, Any], receipt: FromPath[str], installation: TheInstallation
) -> resources.Advice:
    """An advice that was given before, explained by the declarations of then."""
    read_query(request, paged=False)
    stored = read_receipt(installation, actor_of(request), receipt)
    return advice_resource(installation, stored, language_of(request))


@get(
    "/advice/{receipt:str}/replay",
    sync_to_thread=True,
    summary="Take an advice again",
    operation_id="replayAdvice",
    tags=["advice"],
)
def replay_advice(
    request: Request[Any, Any, Any], receipt: FromPath[str], installation: TheInstallation
) -> resources.Replay:
    """Take the decision again with the question, profile and declarations of then, and compare."""
    read_query(request, paged=False)
    return advice_answers.replay(replay_stored(installation, actor_of(request), receipt))


def advice_resource(installation: Installation, receipt: Receipt, language: str) -> resources.Advice:
    """A stored advice as the API shows it."""
    words = explain_stored(installation, receipt, language)
    return advice_answers.advice(words, receipt, notices_about(installation, receipt.catalogue, words))


def read_request(data: dict[str, Any]) -> tuple[str, Profile, str | None]:
    """Question, profile and language of a request; raises :class:`InvalidInput` with all faults."""
    faults = [InputFault(str(key), "unknown-key", {"key": describe(key)}) for key in data if key not in KEYS]
    text, language = data.get("question"), data.get("language")
    if "question" not in data:
        faults.append(InputFault("question", "missing"))
    elif not isinstance(text, str):
        faults.append(InputFault("question", "wrong-type", {"expected": "text", "got": describe(text)}))
    else:
        faults += faults_of_question(text)
    if language is not None and language not in LANGUAGES:
        facts = {"expected": " or ".join(LANGUAGES), "got": describe(language)}
        faults.append(InputFault("language", "wrong-type", facts))
    profile: Profile | None = None
    try:
        profile = read_profile(data.get("company"))
    except InvalidInput as refusal:
        faults += [fault.under("company") for fault in refusal.faults]
    if faults or profile is None:
        raise InvalidInput(faults)
    return str(text), profile, language


def faults_of_question(text: str) -> tuple[InputFault, ...]:
    """What is wrong with a question's text; nothing where it can be answered."""
    try:
        checked_question(text)
    except InvalidInput as refusal:
        return refusal.faults
    return ()
