"""The analyser: reads a question at word level (C2), the same way every time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from threading import RLock
from typing import TypeVar

import simplemma
from attrs import field, frozen

from mkb_core.codec import content_hash
from mkb_core.domain.questions import Analysis, Evidence, Question
from mkb_core.domain.topics import Topic, TopicRole
from mkb_plugin_words.language_data import (
    data_version,
    dialect_words,
    equivalents,
    language_data,
    members,
    number_words,
    word_classes,
)
from mkb_plugin_words.likeness import Examples, features_of, index_examples
from mkb_plugin_words.matching import Match, Matcher
from mkb_plugin_words.numbers import is_size
from mkb_plugin_words.scoring import rank_topics
from mkb_plugin_words.signals import IN_ORDER, INSTRUCTION, Signals, read_signals
from mkb_plugin_words.spelling import make_speller
from mkb_plugin_words.tokens import Token, tokenise
from mkb_plugin_words.vocabulary import Strength, Vocabulary, build_vocabulary

T = TypeVar("T")

#: Counts up when the method changes, so that an analysis names what made it.
METHOD = "words-1"
#: percent of a defining term that a wish is worth for the topic of its role
WISH = 90
#: below these points of the first topic the words say little: then examples vote, worth at most LIKENESS points
LITTLE = 60
LIKENESS = 40
#: classes of which a growing number is growth: shops, premises, people, lorries, machines
COUNTED = frozenset({"<zaak>", "<pand>", "<beroep>", "<voertuig>", "<machine>"})
#: class of the words by which a firm speaks of itself
OURS = ("<wij>",)
#: classes of people and bodies whose wishes are not the firm's
OTHERS = ("<klant>", "<overheid>", "<familie>")
#: share of the words by which another language must lead the first one
CLEARLY_MORE = 0.1

#: analysers that were asked for last, by version and languages
MOST_KEPT = 4
_KEPT: dict[tuple[str, tuple[str, ...]], WordAnalyser] = {}
_KEEPING = RLock()


@frozen(eq=False)
class WordAnalyser:
    """Finds topics and signals by words; made once for a list of topics. Safe between threads."""

    topics: Mapping[str, Topic] = field(repr=False)
    languages: tuple[str, ...]
    version: str
    _matchers: dict[str, Matcher] = field(factory=dict, init=False, repr=False)
    _examples: dict[str, Examples] = field(factory=dict, init=False, repr=False)
    _making: RLock = field(factory=RLock, init=False, repr=False)

    def matcher(self, language: str) -> Matcher:
        """The matcher for questions in a language, made when the first one comes."""
        others = tuple(other for other in self.languages if other != language)
        topics = tuple(self.topics.values())
        return self._made(self._matchers, language, lambda: _matcher(topics, (language, *others)))

    def analyse(self, question: Question) -> Analysis:
        """The topics and signals of a question; never fails on a text."""
        language = self.language_of(question)
        matcher = self.matcher(language)
        dialect = dialect_words() if language == "nl" else {}
        tokens = tokenise(question.text, matcher.languages, dialect, number_words(matcher.languages))
        data = language_data(language)
        found = matcher.matches(tokens)
        # A text must not steer: what stands in a sentence that instructs the system counts for nothing else.
        instructing = _instructing(found, tokens)
        sizes = {place for place in range(len(tokens)) if is_size(tokens, place, data.units)}
        matches = [
            match
            for match in found
            if match.label == INSTRUCTION or tokens[match.tokens[0]].sentence not in instructing
            if match.label not in self.topics or not sizes & set(match.tokens)
        ]
        ranked = rank_topics(matches, self.topics)
        if not ranked or ranked[0].points < LITTLE:
            told = tuple(token for token in tokens if token.sentence not in instructing)
            matches += self._alike(language, matcher, told)
            ranked = rank_topics(matches, self.topics)
        units = [
            place
            for place, token in enumerate(tokens)
            if token.keys & data.units or matcher.phrase_keys(token) & COUNTED
        ]
        people = members(matcher.languages, OURS), members(matcher.languages, OTHERS)
        signals = read_signals(matches, tokens, ranked, self.topics, (units, data.towards), people)
        if signals.values["out_of_scope"]:
            ranked = ()
        else:
            wished = [*matches, *self._wished(signals)]
            ranked = rank_topics(wished, self.topics, growth_wished=signals.values["growth_wish"])
        return Analysis(language, ranked, signals.values, signals.cues, self.version)

    def examples(self, language: str) -> Examples:
        """The example questions of a language, indexed when the first question comes."""
        matcher = self.matcher(language)
        listed = (
            (
                topic.id,
                text,
                _features(matcher, tokenise(text, matcher.languages, {}, number_words(matcher.languages))),
            )
            for topic in self.topics.values()
            for text in topic.terms(language).examples
        )
        return self._made(self._examples, language, lambda: index_examples(listed))

    def _made(self, made: dict[str, T], language: str, make: Callable[[], T]) -> T:
        """What a language needs takes seconds to make: once, also where the first questions come all at once."""
        if language not in made:
            with self._making:
                if language not in made:
                    made[language] = make()
        return made[language]

    def _alike(self, language: str, matcher: Matcher, tokens: tuple[Token, ...]) -> list[Match]:
        """Topics whose example questions this one resembles."""
        like = self.examples(language).like(_features(matcher, tokens))
        return [
            Match(topic, Evidence("", like.nearest[topic], "example", LIKENESS * share // 100), ())
            for topic, share in like.shares.items()
        ]

    def _wished(self, signals: Signals) -> Iterator[Match]:
        """A wish is itself about the topic of its role: who wants to grow asks about growth."""
        for role, signal in ((TopicRole.GROWTH, "growth_wish"), (TopicRole.INNOVATION, "innovation_wish")):
            words = signals.cues.get(signal, ())
            for topic in self.topics.values():
                if topic.role is role and words:
                    evidence = Evidence(words[0], words[0], "phrase", Strength.DEFINING * WISH // 100)
                    yield Match(topic.id, evidence, ())

    def language_of(self, question: Question) -> str:
        """The language stated, or the one most words are of; the first language in doubt."""
        if question.language in self.languages:
            return str(question.language)
        if len(self.languages) == 1:
            return self.languages[0]
        shares = dict(simplemma.langdetect(question.text, lang=self.languages))
        others = [(shares.get(language, 0.0), language) for language in self.languages[1:]]
        share, best = max(others)
        first = self.languages[0]
        return best if share > shares.get(first, 0.0) + CLEARLY_MORE else first


def _features(matcher: Matcher, tokens: tuple[Token, ...]) -> list[str]:
    return features_of(tokens, (matcher.phrase_keys(token) for token in tokens))


def _instructing(matches: list[Match], tokens: tuple[Token, ...]) -> frozenset[int]:
    """The sentences that instruct the system, and what they explain after a colon."""
    found = {tokens[match.tokens[0]].sentence for match in matches if match.label == INSTRUCTION}
    return frozenset(found | {token.sentence for token in tokens if token.explains in found})


def make_analyser(topics: tuple[Topic, ...], languages: tuple[str, ...]) -> WordAnalyser:
    """An analyser for these topics; ``languages`` in order of preference. The same topics and words have the same one: what
    it needs takes a second to make, and a catalogue is made anew whenever a partner changes something."""
    version = content_hash([METHOD, data_version(languages), list(topics), simplemma.__version__])
    key = version, languages
    with _KEEPING:
        found = _KEPT.pop(key, None) or WordAnalyser(
            {topic.id: topic for topic in topics}, languages, version
        )
        _KEPT[key] = found  # the newest last
        if len(_KEPT) > MOST_KEPT:
            del _KEPT[next(iter(_KEPT))]
    return found


def _matcher(topics: tuple[Topic, ...], languages: tuple[str, ...]) -> Matcher:
    equal = equivalents(languages)
    labelled = [(topic.id, language, topic.terms(language)) for topic in topics for language in languages]
    labelled += [
        (signal, language, terms)
        for language in languages
        for signal, terms in language_data(language).signals.items()
    ]
    vocabulary: Vocabulary = build_vocabulary(labelled, languages, equal, IN_ORDER)
    ids = {topic.id for topic in topics}
    words = [
        key for key, entries in vocabulary.singles.items() if any(entry.label in ids for entry in entries)
    ]
    return Matcher(vocabulary, make_speller(words), equal, word_classes(languages), languages)
