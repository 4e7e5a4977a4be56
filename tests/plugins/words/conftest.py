"""The analyser as the Limburg region uses it, and a small one for exact expectations."""

from __future__ import annotations

import pytest
from mkb_plugin_words.analyser import WordAnalyser, make_analyser

from mkb_core.domain.questions import QuestionAnalyser
from mkb_core.domain.topics import Terms, Topic, TopicRole
from mkb_core.hooks import read_region
from mkb_core.text import text

WORD = text(nl="woord", en="word")


@pytest.fixture(scope="session")
def limburg() -> QuestionAnalyser:
    """The analyser of Limburg's topics."""
    return make_analyser(read_region("mkb_plugin_region_limburg").topics, ("nl", "en"))


@pytest.fixture(scope="session")
def small() -> WordAnalyser:
    """An analyser of five topics with a handful of words each."""
    topics = (
        Topic(
            "finance",
            WORD,
            WORD,
            nl=Terms(defining=("financiering", "lening"), related=("rente",), hint=("bank",)),
        ),
        Topic(
            "permits",
            WORD,
            WORD,
            nl=Terms(defining=("vergunning",), patterns=("<gevel> plaatsen",)),
            precedence=125,
        ),
        Topic("growth", WORD, WORD, nl=Terms(related=("strategie",)), role=TopicRole.GROWTH),
        Topic(
            "transfer",
            WORD,
            WORD,
            nl=Terms(defining=("overdragen", "bedrijf =verkopen")),
            role=TopicRole.TRANSFER,
        ),
        Topic("staff", WORD, WORD, nl=Terms(defining=("personeel",), patterns=("<beroep> zoeken",))),
    )
    return make_analyser(topics, ("nl", "en"))
