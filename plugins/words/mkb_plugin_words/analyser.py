"""The analyser: reads a question at word level (C2), the same way every time."""

from __future__ import annotations

from collections.abc import Mapping

import simplemma
from attrs import field, frozen

from mkb_core.codec import content_hash
from mkb_core.domain.questions import Analysis, Question
from mkb_core.domain.topics import Topic
from mkb_plugin_words.language_data import data_version, dialect_words, equivalents, language_data
from mkb_plugin_words.matching import Matcher
from mkb_plugin_words.scoring import rank_topics
from mkb_plugin_words.signals import read_signals
from mkb_plugin_words.spelling import make_speller
from mkb_plugin_words.tokens import tokenise
from mkb_plugin_words.vocabulary import Vocabulary, build_vocabulary

#: Counts up when the method changes, so that an analysis names what made it.
METHOD = "words-1"


@frozen
class WordAnalyser:
    """Finds topics and signals by words; made once for a list of topics."""

    topics: Mapping[str, Topic] = field(repr=False)
    languages: tuple[str, ...]
    version: str
    matchers: Mapping[str, Matcher] = field(repr=False)

    def analyse(self, question: Question) -> Analysis:
        """The topics and signals of a question; never fails on a text."""
        language = self.language_of(question)
        matcher = self.matchers[language]
        tokens = tokenise(question.text, matcher.languages, dialect_words() if language == "nl" else {})
        matches = matcher.matches(tokens)
        ranked = rank_topics(matches, self.topics)
        numbers = language_data(language)
        signals = read_signals(matches, tokens, ranked, self.topics, (numbers.units, numbers.towards))
        if signals.values["out_of_scope"]:
            ranked = ()
        return Analysis(language, ranked, signals.values, signals.cues, self.version)

    def language_of(self, question: Question) -> str:
        """The language stated, or the one most words are of; the first language in doubt."""
        if question.language in self.matchers:
            return str(question.language)
        if len(self.languages) == 1:
            return self.languages[0]
        shares = dict(simplemma.langdetect(question.text, lang=self.languages))
        others = [(shares.get(language, 0.0), language) for language in self.languages[1:]]
        share, best = max(others)
        return best if share > shares.get(self.languages[0], 0.0) + 0.1 else self.languages[0]


def make_analyser(topics: tuple[Topic, ...], languages: tuple[str, ...]) -> WordAnalyser:
    """An analyser for these topics; ``languages`` in order of preference."""
    matchers = {
        language: _matcher(topics, (language, *(other for other in languages if other != language)))
        for language in languages
    }
    version = content_hash([METHOD, data_version(languages), [topic for topic in topics], simplemma.__version__])
    return WordAnalyser({topic.id: topic for topic in topics}, languages, version, matchers)


def _matcher(topics: tuple[Topic, ...], languages: tuple[str, ...]) -> Matcher:
    equal = equivalents(languages)
    labelled = [(topic.id, language, topic.terms(language)) for topic in topics for language in languages]
    labelled += [
        (signal, language, terms) for language in languages for signal, terms in language_data(language).signals.items()
    ]
    vocabulary: Vocabulary = build_vocabulary(labelled, languages, equal)
    ids = {topic.id for topic in topics}
    words = [key for key, entries in vocabulary.singles.items() if any(entry.label in ids for entry in entries)]
    return Matcher(vocabulary, make_speller(words), equal, languages)
