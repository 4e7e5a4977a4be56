"""Yes/no facts about a question: growth and innovation wishes, transfer, kind of asking, scope, and width."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from mkb_core.domain.questions import TopicScore
from mkb_core.domain.topics import Topic, TopicRole
from mkb_plugin_words.matching import Match
from mkb_plugin_words.numbers import grows_to
from mkb_plugin_words.tokens import Token
from mkb_plugin_words.vocabulary import Strength


@frozen
class Signals:
    """What was found, and the words that show it."""

    values: Mapping[str, bool]
    cues: Mapping[str, tuple[str, ...]]


@frozen
class _Found:
    """Matches by label, with the sentence of each."""

    matches: Mapping[str, list[Match]] = field(repr=False)
    tokens: tuple[Token, ...] = field(repr=False)

    def any(self, label: str) -> bool:
        return bool(self.matches.get(label))

    def words(self, *labels: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(match.evidence.found for label in labels for match in self.matches.get(label, ())))

    def sentences(self, label: str) -> set[int]:
        return {self.tokens[match.tokens[0]].sentence for match in self.matches.get(label, ())}


def read_signals(
    matches: Iterable[Match],
    tokens: tuple[Token, ...],
    ranked: tuple[TopicScore, ...],
    topics: Mapping[str, Topic],
    numbers: tuple[frozenset[str], frozenset[str]],
) -> Signals:
    """All signals of a question."""
    by_label: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        by_label[match.label].append(match)
    found = _Found(by_label, tokens)
    counted = grows_to(tokens, *numbers)
    growth_sure, growth_cues = _wish(found, "growth", counted)
    innovation_sure, innovation_cues = _wish(found, "innovation", ())
    roles = {score.topic: topics[score.topic].role for score in ranked}
    transfer = _asked(ranked, roles, TopicRole.TRANSFER)
    information = found.any("information")
    plain_first = bool(ranked) and roles[ranked[0].topic] in (TopicRole.PLAIN, TopicRole.START)
    instrument = plain_first and ranked[0].points >= Strength.DEFINING
    growth = growth_sure or (bool(growth_cues) and not instrument)
    innovation = innovation_sure or (bool(innovation_cues) and not instrument)
    first_is_wide = bool(ranked) and (
        roles[ranked[0].topic] is TopicRole.GROWTH
        or (roles[ranked[0].topic] is TopicRole.INNOVATION and ranked[0].points >= Strength.DEFINING)
    )
    wide = (growth or innovation or first_is_wide) and not (information and instrument)
    scope = {label.removeprefix("scope:"): found.words(label) for label in by_label if label.startswith("scope:")}
    outside = _out_of_scope(scope, found, ranked)
    values = {
        "growth_wish": growth,
        "innovation_wish": innovation,
        "transfer_wish": bool(transfer),
        "information_question": information and not found.any("help"),
        "wide_question": wide and not outside,
        "out_of_scope": outside,
    }
    cues = {
        "growth_wish": growth_cues if growth else (),
        "innovation_wish": innovation_cues if innovation else (),
        "transfer_wish": transfer,
        "information_question": found.words("information"),
        "out_of_scope": tuple(word for words in scope.values() for word in words) if outside else (),
    }
    return Signals(values, {name: words for name, words in cues.items() if words})


def _wish(found: _Found, label: str, counted: tuple[str, ...]) -> tuple[bool, tuple[str, ...]]:
    """Is it a wish without doubt, and the words that say so: a sure phrase, a count that grows, or a thing wished."""
    sure = [match for match in found.matches.get(label, ()) if match.evidence.points > Strength.RELATED]
    if sure or counted:
        return True, (*(match.evidence.found for match in sure), *counted)
    wished = found.sentences("wish") & found.sentences(label)
    if not wished:
        return False, ()
    return False, found.words(label)


def _asked(
    ranked: tuple[TopicScore, ...], roles: Mapping[str, TopicRole], role: TopicRole
) -> tuple[str, ...]:
    """The words by which a topic of this role is asked for: it is first, or nearly as strong as the first."""
    for score in ranked:
        if roles[score.topic] is role and score.points * 5 >= ranked[0].points * 4 and score.points >= Strength.DEFINING * 2 // 3:
            return tuple(evidence.found for evidence in score.evidence)
    return ()


def _out_of_scope(
    scope: Mapping[str, tuple[str, ...]], found: _Found, ranked: tuple[TopicScore, ...]
) -> bool:
    """Not an entrepreneur's matter: an instruction or a request for others' data always; the rest unless the words
    also speak of a business or name a topic clearly."""
    if not scope:
        return False
    if "personal_data" in scope:
        return True
    clear = bool(ranked) and ranked[0].points >= Strength.DEFINING
    if "instruction" in scope:
        return not clear
    return not (clear and found.any("business"))
