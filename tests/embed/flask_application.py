"""Somebody else's Flask application that gives advice in one of its views."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask, request

from mkb_core.catalogue import Catalogue, advise
from mkb_core.catalogue.explanation import explain_receipt
from mkb_core.codec import to_json
from mkb_core.domain.questions import checked_question
from mkb_core.errors import InvalidInput
from mkb_core.workflows.profiles import read_profile


def create_app(catalogue: Catalogue) -> Flask:
    """The application, on a catalogue that was made at start-up and is shared by its threads."""
    app = Flask(__name__)

    @app.post("/advies")
    def advice() -> Any:
        data = request.get_json()
        question, company = checked_question(data["question"]), read_profile(data.get("company"))
        given = advise(question, company, catalogue, datetime.now(UTC))
        return to_json(explain_receipt(given.receipt, catalogue, data.get("language", "nl")))

    @app.errorhandler(InvalidInput)
    def refused(refusal: InvalidInput) -> Any:
        return {"faults": [fault.as_dict("en") for fault in refusal.faults]}, 400

    return app
