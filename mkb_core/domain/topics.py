"""Topics: the one shared list of subjects, each with the words by which it is recognised (C2)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from mkb_core.text import Text


@frozen
class Terms:
    """Words and phrases of one language that point to a topic, in dictionary form.

    ``defining`` alone makes the topic the thing asked for; ``related`` points clearly to it; ``hint`` only supports.
    A trailing ``*`` matches any ending; a ``=`` before a word only the word as written; ``<name>`` stands for any word
    of a class of the language plugin. ``patterns`` and ``related_patterns`` are phrases worth as much as ``defining``
    and ``related``. ``examples`` are whole questions about the topic: what a question resembles decides where its
    words alone say little.
    """

    defining: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    hint: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()
    related_patterns: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


class TopicRole(Enum):
    """What asking about a topic says of the asker's wish; the routes turn on it (C5)."""

    PLAIN = "plain"
    GROWTH = "growth"
    INNOVATION = "innovation"
    TRANSFER = "transfer"
    START = "start"


@frozen
class Topic:
    """A subject of a question, service or item; ``precedence`` (percent) favours instruments over their subject.

    In "a grant for solar panels" the grant is asked for: topic ``subsidies`` has a precedence over 100.
    ``case_by_case``: the answer depends on the place and the plan, so a desk must look at it (permits).
    """

    id: str
    label: Text
    description: Text
    nl: Terms = Terms()
    en: Terms = Terms()
    de: Terms = Terms()
    precedence: int = 100
    role: TopicRole = TopicRole.PLAIN
    case_by_case: bool = False

    def terms(self, language: str) -> Terms:
        """The terms of a language; none where it has none."""
        return {"nl": self.nl, "en": self.en, "de": self.de}.get(language, Terms())
