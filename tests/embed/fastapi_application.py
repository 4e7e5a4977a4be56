"""Somebody else's FastAPI application that gives advice at one of its paths."""

from datetime import UTC, datetime
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from mkb_core.catalogue import Catalogue, advise
from mkb_core.catalogue.explanation import explain_receipt
from mkb_core.codec import to_json
from mkb_core.domain.questions import checked_question
from mkb_core.errors import InvalidInput
from mkb_core.workflows.profiles import read_profile


class Asked(BaseModel):
    """The body: the application's own form, checked by its own means."""

    question: str
    company: dict[str, Any] | None = None
    language: str = "nl"


def create_app(catalogue: Catalogue) -> FastAPI:
    """The application; a plain ``def`` runs in a thread, so that thinking holds up no other request."""
    app = FastAPI()

    @app.post("/advies")
    def advice(asked: Asked) -> Any:
        question, company = checked_question(asked.question), read_profile(asked.company)
        given = advise(question, company, catalogue, datetime.now(UTC))
        return to_json(explain_receipt(given.receipt, catalogue, asked.language))

    @app.exception_handler(InvalidInput)
    def refused(_: Request, refusal: InvalidInput) -> JSONResponse:
        return JSONResponse({"faults": [fault.as_dict("en") for fault in refusal.faults]}, status_code=400)

    return app
