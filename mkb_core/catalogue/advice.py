"""The main job: a question and a company in, an explained and replayable advice out (C1)."""

from __future__ import annotations

from datetime import UTC, datetime

from attrs import frozen

from mkb_core.catalogue.catalogue import Catalogue
from mkb_core.catalogue.decide import decide
from mkb_core.catalogue.decision import Decision, Route
from mkb_core.catalogue.receipts import Receipt, make_receipt
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import Question


@frozen
class Advice:
    """A decision with its receipt; sentences are made of it by ``explanation``."""

    decision: Decision
    receipt: Receipt

    @property
    def route(self) -> Route:
        """Where the question goes."""
        return self.decision.route


def advise(question: Question, company: Profile, catalogue: Catalogue, at: datetime) -> Advice:
    """Advise a company on its question with the offer of a catalogue, at a moment (UTC, with zone).

    Pure and deterministic: equal arguments give an equal advice. Never raises on a checked question.
    """
    at = at.astimezone(UTC)  # the day must be the same one when the receipt is read back and replayed
    analysis = catalogue.analyser.analyse(question)
    decision = decide(company, analysis, catalogue, at.date())
    return Advice(decision, make_receipt(at, question, company, analysis, catalogue, decision))
