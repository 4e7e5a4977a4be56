"""What an advice consists of: the route, proposals with their reasons, what is not proposed and why, what is missing."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from mkb_core.domain.questions import TopicScore


class Route(Enum):
    """Where a question goes (C5, D3)."""

    ANSWER = "answer"
    REFERRAL = "referral"
    CANDIDATE = "support-process-candidate"
    ASK = "ask"


class Fit(Enum):
    """Whether an offer's hard conditions hold for the company; ``UNKNOWN``: something must still be known."""

    YES = "yes"
    UNKNOWN = "unknown"
    NO = "no"

    @staticmethod
    def of(verdict: bool | None) -> Fit:
        """From a three-valued verdict."""
        return Fit.UNKNOWN if verdict is None else Fit.YES if verdict else Fit.NO


@frozen
class ConditionVerdict:
    """One condition and what became of it: held, failed, or unknown (``None``)."""

    criterion: str
    hard: bool
    verdict: bool | None


@frozen
class Proposal:
    """A service proposed to the company. ``points`` only rank; ``topics``: those of the question that it serves."""

    partner: str
    service: str
    fit: Fit
    points: int
    topics: tuple[str, ...]
    conditions: tuple[ConditionVerdict, ...]
    missing: tuple[str, ...] = ()


@frozen
class ItemProposal:
    """A knowledge item, tool or scheme that answers directly (C3)."""

    partner: str
    item: str
    fit: Fit
    points: int
    topics: tuple[str, ...]


@frozen
class Rejection:
    """Why a partner is not proposed.

    ``reason``: ``no-service`` (nothing on offer at all), ``no-topic`` (nothing for these topics), ``condition`` (a hard
    condition of ``service`` fails: ``conditions``), ``not-in-force`` (``service`` is closed or outside its dates),
    ``others-fit-better`` (it would fit, but does not come among the best),
    ``out-of-scope`` (the question is not for the approach).
    """

    partner: str
    reason: str
    service: str | None = None
    conditions: tuple[ConditionVerdict, ...] = ()


@frozen
class Decision:
    """The whole outcome, without words: ids, verdicts and points, so that it is equal exactly when it is the same.

    ``nomination``: the verdict of each criterion for guidance to a business plan. ``missing``: company fields that
    could still change the route, then those that could change a proposal. ``notes``: codes of remarks for the reader
    (``outside-region``, ``sme-to-confirm``, ``no-topic``).
    """

    route: Route
    topics: tuple[TopicScore, ...]
    proposals: tuple[Proposal, ...]
    items: tuple[ItemProposal, ...]
    rejections: tuple[Rejection, ...]
    nomination: tuple[ConditionVerdict, ...]
    nomination_verdict: bool | None
    nomination_points: int
    missing: tuple[str, ...]
    out_of_scope: bool
    notes: tuple[str, ...]

    @property
    def partners(self) -> tuple[str, ...]:
        """Ids of the proposed partners, best first."""
        return tuple(dict.fromkeys(proposal.partner for proposal in self.proposals))

    @property
    def topic_ids(self) -> tuple[str, ...]:
        """Ids of the topics, strongest first."""
        return tuple(score.topic for score in self.topics)
