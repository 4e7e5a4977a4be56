"""A company's question, its inventory, and what the words of it say (B1, C2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Protocol

from attrs import field, frozen

from mkb_core.domain.topics import Topic
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.text import is_whole

LONGEST_QUESTION = 4000  # characters: two printed pages; a longer text is no question


class Urgency(Enum):
    """How soon an answer is needed."""

    NORMAL = "normal"
    SOON = "soon"
    ACUTE = "acute"


@frozen
class Question:
    """What a company asks, in its own words. The text is data: it never changes a rule."""

    text: str
    id: str | None = None
    language: str | None = None


@frozen
class QuestionInventory:
    """The uniform form of a question, *vraaginventarisatie*: the same online and at every desk (B1)."""

    question: Question
    company_number: str | None = None
    channel: str = "online"
    urgency: Urgency = Urgency.NORMAL
    ambition: str | None = None
    tried: tuple[str, ...] = ()
    received_at: datetime | None = None


@frozen
class Evidence:
    """Why a topic was recognised: the words as written, the term they match, and by which route.

    ``how``: ``word``, ``phrase``, ``compound``, ``spelling``, ``dialect``, or ``example`` (``term`` is then a question
    that this one resembles).
    """

    found: str
    term: str
    how: str
    points: int


@frozen
class TopicScore:
    """A topic of a question; points rank, evidence explains."""

    topic: str
    points: int
    evidence: tuple[Evidence, ...]


@frozen
class Analysis:
    """What the words of a question say. ``signals`` holds yes/no facts such as ``growth_wish``; ``cues`` the words
    that gave them; ``analyser`` the version (hash) of language data and vocabulary that read it."""

    language: str
    topics: tuple[TopicScore, ...]
    signals: Mapping[str, bool] = field(eq=dict)
    cues: Mapping[str, tuple[str, ...]] = field(eq=dict)
    analyser: str


class QuestionAnalyser(Protocol):
    """Reads a question; pure and deterministic. Made by a language plugin for one list of topics."""

    @property
    def version(self) -> str:
        """Hash of the language data, vocabulary and method."""

    def analyse(self, question: Question) -> Analysis:
        """The topics and signals of a question."""


class MakeAnalyser(Protocol):
    """How a language plugin offers its analyser."""

    def __call__(self, topics: tuple[Topic, ...], languages: tuple[str, ...]) -> QuestionAnalyser:
        """An analyser for these topics and languages."""


def checked_question(text: str) -> Question:
    """A question from raw text; raises :class:`InvalidInput` where it is empty, too long or no text at all."""
    faults: list[InputFault] = []
    stripped = text.strip()
    if not stripped:
        faults.append(InputFault("question", "empty"))
    if len(text) > LONGEST_QUESTION:
        faults.append(InputFault("question", "too-long", {"length": len(text), "limit": LONGEST_QUESTION}))
    control = any(ord(character) < 32 and character not in "\t\n\r" for character in text)
    if control or "\ufffd" in text or not is_whole(text):
        faults.append(InputFault("question", "control-characters"))
    if faults:
        raise InvalidInput(faults)
    return Question(stripped)
