"""Yes/no facts about a question: growth and innovation wishes, transfer, kind of asking, scope, and width."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from attrs import field, frozen

from mkb_core.domain.questions import TopicScore
from mkb_core.domain.topics import Topic, TopicRole
from mkb_plugin_words.matching import HEAD, MODIFIER, MODIFIER_ALONE, Match
from mkb_plugin_words.numbers import grows_to, number
from mkb_plugin_words.tokens import Token
from mkb_plugin_words.vocabulary import Strength

#: labels whose phrases count in their own word order only: "mag ik" asks, "ik mag" tells
IN_ORDER = frozenset(
    {
        "turn",
        "scope:personal_data",
        "scope:consumer",
        "scope:resident",
        "information",
        "help",
        "guidance",
        "along",
        "eligibility",
        "wish",
        "background",
    }
)

#: the firm speaking of itself; another language brings its own words as the class ``wij``
OURSELVES = frozenset({"ik", "wij", "we", "i"})

INSTRUCTION = "scope:instruction"

#: a transfer is wished where one word or phrase says so clearly, whatever else is asked
CLEAR = 85
CLEAR_IN_COMPOUND = frozenset(Strength.DEFINING * part // 100 for part in (MODIFIER, MODIFIER_ALONE, HEAD))

#: a topic of fewer points is no product that was asked for
FAINT = 20
#: topics named in a wish that make it more than one product
SEVERAL = 3


@frozen
class Signals:
    """What was found, and the words that show it."""

    values: Mapping[str, bool]
    cues: Mapping[str, tuple[str, ...]]


@frozen
class Wish:
    """A growth or innovation wish: ``sure`` by itself, or only together with words of wishing; and its words."""

    sure: bool
    words: tuple[str, ...]
    sentences: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.words)


@frozen
class _Reading:
    """Everything found in a question, by label."""

    matches: Mapping[str, list[Match]] = field(repr=False)
    tokens: tuple[Token, ...] = field(repr=False)
    ranked: tuple[TopicScore, ...]
    roles: Mapping[str, TopicRole]
    ourselves: frozenset[str] = field(repr=False)
    others: frozenset[str] = field(repr=False)

    def words(self, *labels: str) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(match.evidence.found for label in labels for match in self.matches.get(label, ()))
        )

    def sentences(self, label: str) -> frozenset[int]:
        return frozenset(self.tokens[match.tokens[0]].sentence for match in self.matches.get(label, ()))

    def asked_facts(self) -> tuple[str, ...]:
        """The words that ask for a fact, in a sentence that is a question; where nothing is marked as one, at the
        beginning of a clause ("mag dat", not "wij moeten een ...")."""
        questions = {token.sentence for token in self.tokens if token.asks}
        return tuple(
            dict.fromkeys(
                match.evidence.found
                for match in self.matches.get("information", ())
                if self.tokens[match.tokens[0]].sentence in questions
                or (not questions and self._begins_clause(match.tokens[0]))
            )
        )

    def _begins_clause(self, place: int) -> bool:
        return place == 0 or self.tokens[place - 1].clause != self.tokens[place].clause

    def own_wishes(self) -> list[Match]:
        """Words of wishing, less those of somebody else: in "onze klant wil niet betalen" the firm wishes nothing."""
        return [match for match in self.matches.get("wish", ()) if not self._of_others(match.tokens[0])]

    def _of_others(self, place: int) -> bool:
        start = place
        while not self._begins_clause(start):
            start -= 1
        before = self.tokens[start:place]
        if any(token.keys & self.ourselves for token in before):
            return False
        counted = {index + 1 for index, token in enumerate(before) if number(token) is not None}
        return any(token.keys & self.others for index, token in enumerate(before) if index not in counted)

    def wishing(self) -> frozenset[int]:
        """The sentences that wish something or ask for help with it."""
        own = frozenset(self.tokens[match.tokens[0]].sentence for match in self.own_wishes())
        return own | self.sentences("guidance") | self.sentences("help")

    def plain_first(self) -> bool:
        """Is an instrument or subject asked for before growth, innovation or transfer, and clearly?"""
        if not self.ranked or self.ranked[0].points < Strength.DEFINING:
            return False
        return self.roles[self.ranked[0].topic] in (TopicRole.PLAIN, TopicRole.START)

    def first_has(self, role: TopicRole) -> bool:
        """Has the first topic this role, by its words and not by likeness to an example alone?"""
        if not self.ranked or self.roles[self.ranked[0].topic] is not role:
            return False
        return self.ranked[0].evidence[0].how != "example"


def read_signals(
    matches: Iterable[Match],
    tokens: tuple[Token, ...],
    ranked: tuple[TopicScore, ...],
    topics: Mapping[str, Topic],
    numbers: tuple[Collection[int], frozenset[str]],
    people: tuple[frozenset[str], frozenset[str]],
) -> Signals:
    """All signals of a question. ``numbers``: the places of units that may grow, and the words that lead to a number;
    ``people``: words by which the firm speaks of itself beside those of Dutch and English, and words for people and bodies
    that are not the firm."""
    by_label: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        by_label[match.label].append(match)
    roles = {score.topic: topics[score.topic].role for score in ranked}
    ourselves, others = people
    reading = _Reading(by_label, tokens, ranked, roles, OURSELVES | ourselves, others)
    growth = _wish(reading, "growth", grows_to(tokens, *numbers, reading.wishing()))
    innovation = _wish(reading, "innovation", ())
    transfer = _transfer(reading)
    information = reading.asked_facts() if not reading.words("help") else ()
    scope = _out_of_scope(reading)
    wide = not scope and _is_wide(reading, growth, innovation, asks_fact=bool(information))
    narrow = bool(scope) or (not wide and _is_narrow(reading, asks_fact=bool(information)))
    words = {
        "growth_wish": growth.words,
        "innovation_wish": innovation.words,
        "transfer_wish": transfer,
        "information_question": information,
        "eligibility_question": reading.words("eligibility"),
        "out_of_scope": scope,
    }
    values = {name: bool(cues) for name, cues in words.items()} | {
        "wide_question": wide,
        "narrow_question": narrow,
    }
    return Signals(values, {name: cues for name, cues in words.items() if cues})


def _wish(reading: _Reading, label: str, counted: tuple[str, ...]) -> Wish:
    """A sure phrase, a count that grows, or a thing wished in so many words.

    A thing merely wished is no ambition where an instrument is asked for ("we want to extend the terrace"), unless the
    asker also wants guidance, names several such things, or one in more than a word ("our own shops").
    """
    found = reading.matches.get(label, [])
    sure = [match for match in found if match.evidence.points > Strength.RELATED]
    if sure or counted:
        words = (*(match.evidence.found for match in sure), *counted)
        return Wish(True, words, reading.sentences(label) if sure else frozenset())
    turns = reading.matches.get("turn", []) if label == "growth" and reading.words("guidance") else []
    shared = reading.wishing() & (
        reading.sentences(label) | (reading.sentences("turn") if turns else frozenset())
    )
    several = len({match.tokens[0] for match in found}) > 1 or any(
        len(match.tokens) > 1 for match in (*found, *turns)
    )
    if not shared or (reading.plain_first() and not reading.words("guidance") and not several):
        return Wish(False, (), frozenset())
    return Wish(False, reading.words(label, *(["turn"] if turns else [])), shared)


def _is_wide(reading: _Reading, growth: Wish, innovation: Wish, *, asks_fact: bool) -> bool:
    """Does the question ask something wider than one product or fact?

    A plain fact asked in another sentence than the wish is narrow: "We grow to eleven people: must there be a works
    meeting?"
    """
    wishes = [wish for wish in (growth, innovation) if wish]
    if asks_fact and reading.plain_first():
        asked_in = reading.sentences("information")
        return any(wish.sure and asked_in & wish.sentences for wish in wishes)
    return bool(wishes) or (reading.first_has(TopicRole.GROWTH) and not asks_fact)


def _is_narrow(reading: _Reading, *, asks_fact: bool) -> bool:
    """Does the question clearly ask one product or fact, so that even an ambitious firm gets just that?

    What is neither wide nor narrow ("Which programmes do you have for us?") is for the profile to decide. A firm that
    wishes several things, or wishes something and asks someone to go along, asks more than one product.
    """
    if asks_fact:
        return True
    if not reading.ranked or reading.first_has(TopicRole.GROWTH):
        return False
    if not reading.own_wishes() and not reading.words("along"):
        return reading.ranked[0].points >= FAINT and not (
            reading.first_has(TopicRole.INNOVATION) and reading.words("guidance")
        )
    named = [score for score in reading.ranked if score.points >= Strength.RELATED]
    clear = reading.ranked[0].points >= CLEAR
    return clear and len(named) < SEVERAL and not reading.words("guidance")


def _transfer(reading: _Reading) -> tuple[str, ...]:
    """The words of a wish to sell, buy or hand over a business.

    It always wins over an ambition, so one clear word is enough, or a part of a compound ("opvolgingstraject").
    """
    for score in reading.ranked:
        clear = any(
            evidence.points >= CLEAR or (evidence.how == "compound" and evidence.points in CLEAR_IN_COMPOUND)
            for evidence in score.evidence
        )
        first = score is reading.ranked[0] and score.points * 3 >= Strength.DEFINING * 2
        if reading.roles[score.topic] is TopicRole.TRANSFER and (clear or first):
            return tuple(dict.fromkeys(evidence.found for evidence in score.evidence))
    return ()


def _out_of_scope(reading: _Reading) -> tuple[str, ...]:
    """The words that show it is no entrepreneur's matter; none where it is.

    A request for others' data never is; an instruction to the system is not unless another sentence asks something
    (sentences that instruct were left out before); what residents and consumers ask is not unless the words also speak
    of a business and name a topic clearly.
    """
    reasons = {
        label.removeprefix("scope:"): reading.words(label)
        for label in reading.matches
        if label.startswith("scope:")
    }
    if not reasons:
        return ()
    points = reading.ranked[0].points if reading.ranked else 0
    excused = {
        "personal_data": False,
        "instruction": points * 3 >= Strength.DEFINING * 2,
    }
    named = points >= Strength.DEFINING
    business = named and bool(reading.words("business"))
    # A consumer speaks of a shop and its customers too: only "our company" and the like excuse.
    excused["consumer"] = named and any(
        len(match.tokens) > 1 for match in reading.matches.get("business", ())
    )
    kept = {reason: words for reason, words in reasons.items() if not excused.get(reason, business)}
    return tuple(dict.fromkeys(word for words in kept.values() for word in words))
