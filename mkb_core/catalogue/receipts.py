"""Receipts: everything a decision was taken on, so that it can be asked "why" and played again."""

from __future__ import annotations

from datetime import datetime

from attrs import evolve, frozen

from mkb_core.catalogue.catalogue import Catalogue
from mkb_core.catalogue.decide import decide
from mkb_core.catalogue.decision import Decision
from mkb_core.codec import content_hash
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import Analysis, Question
from mkb_core.errors import NotReplayable

#: Counts up whenever the same inputs could give another decision.
ENGINE = "advice-1"


@frozen
class Receipt:
    """Inputs, versions, clock and outcome of one advice. ``at`` is UTC; ``catalogue`` the version of all declarations."""

    id: str
    at: datetime
    question: Question
    profile: Profile
    analysis: Analysis
    catalogue: str
    engine: str
    decision: Decision


@frozen
class ReplayOutcome:
    """A decision taken again. ``genuine``: the receipt is as it was made (its id is the hash of its content);
    ``analysis_repeated``: the question was also read anew (same analyser version). Only a genuine one can be the same.
    """

    receipt: str
    same: bool
    genuine: bool
    analysis_repeated: bool
    decision: Decision


def make_receipt(
    at: datetime,
    question: Question,
    profile: Profile,
    analysis: Analysis,
    catalogue: Catalogue,
    decision: Decision,
) -> Receipt:
    """A receipt whose id is the hash of its whole content: the same advice at the same moment has the same id."""
    receipt = Receipt("", at, question, profile, analysis, catalogue.version, ENGINE, decision)
    return evolve(receipt, id=_id_of(receipt))


def _id_of(receipt: Receipt) -> str:
    return f"r-{content_hash(evolve(receipt, id=''))[:32]}"


def is_genuine(receipt: Receipt) -> bool:
    """Is the receipt as it was made? Its id is the hash of its content."""
    return receipt.id == _id_of(receipt)


def replay(receipt: Receipt, catalogue: Catalogue) -> ReplayOutcome:
    """Take the decision again with the declarations of then; raises :class:`NotReplayable` with other versions."""
    if receipt.catalogue != catalogue.version:
        raise NotReplayable(key=receipt.id, reason="another version of the declarations was given")
    if receipt.engine != ENGINE:
        raise NotReplayable(key=receipt.id, reason=f"it was made by engine {receipt.engine}")
    repeated = catalogue.analyser.version == receipt.analysis.analyser
    analysis = catalogue.analyser.analyse(receipt.question) if repeated else receipt.analysis
    decision = decide(receipt.profile, analysis, catalogue, receipt.at.date())
    genuine = is_genuine(receipt)
    same = genuine and decision == receipt.decision and analysis == receipt.analysis
    return ReplayOutcome(receipt.id, same, genuine, repeated, decision)
