"""Which topic a question is about, and the words that show it."""

from __future__ import annotations

import pytest
from mkb_plugin_words.analyser import WordAnalyser

from mkb_core.domain.questions import Evidence, Question


def evidence(analyser: WordAnalyser, words: str) -> dict[str, Evidence]:
    """Topic to its strongest evidence."""
    analysis = analyser.analyse(Question(words))
    return {score.topic: score.evidence[0] for score in analysis.topics}


@pytest.mark.parametrize(
    ("words", "topic", "found", "how"),
    [
        ("Ik zoek een lening", "finance", "lening", "word"),
        ("Wij vergeleken leningen", "finance", "leningen", "word"),
        ("bedrijfspandfinanciering", "finance", "bedrijfspandfinanciering", "compound"),
        ("Hoe regel ik machinefinanciering?", "finance", "machinefinanciering", "compound"),
        ("finantiering voor een bus", "finance", "finantiering", "spelling"),
        ("verguning nodig", "permits", "verguning", "spelling"),
        ("omgevings vergunning", "permits", "vergunning", "word"),
        ("een luifel plaatsen", "permits", "luifel plaatsen", "phrase"),
        ("Ik zoek een monteur", "staff", "zoek … monteur", "phrase"),
        ("wie krieg ich personeel veur mien zaak", "staff", "personeel", "word"),
    ],
)
def test_the_topic_and_the_words_that_show_it(
    small: WordAnalyser, words: str, topic: str, found: str, how: str
) -> None:
    shown = evidence(small, words)
    assert topic in shown
    assert (shown[topic].found, shown[topic].how) == (found, how)


def test_the_instrument_asked_for_comes_before_its_subject(small: WordAnalyser) -> None:
    topics = small.analyse(Question("vergunning voor personeel")).topics
    assert [score.topic for score in topics] == ["permits", "staff"]


@pytest.mark.parametrize("words", ["televisie", "xyzzy plugh", "123 456", "…", "<script>alert(1)</script>"])
def test_no_topic_is_forced(small: WordAnalyser, words: str) -> None:
    assert small.analyse(Question(words)).topics == ()


def test_the_size_of_a_firm_asks_nothing(limburg: WordAnalyser) -> None:
    with_size = limburg.analyse(Question("Drukkerij met 22 medewerkers zoekt lening"))
    assert with_size.topics[0].topic == "financiering"
    assert "personeel" not in [score.topic for score in with_size.topics]


def test_a_term_marked_as_written_matches_only_so(small: WordAnalyser) -> None:
    assert "transfer" in evidence(small, "wij willen ons bedrijf verkopen")
    assert "transfer" not in evidence(small, "ons bedrijf verkoopt kaas")


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Hoe vraag ik een vergunning aan?", "nl"),
        ("How do I get a permit for my shop?", "en"),
        ("lening", "nl"),
        ("Wo mot ich zeen veur 'n lening?", "nl"),
    ],
)
def test_the_language_is_recognised(limburg: WordAnalyser, words: str, language: str) -> None:
    assert limburg.analyse(Question(words)).language == language


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("Ik wil geld lenen bij de bank voor een nieuwe oven", "financiering"),
        ("Welke subsidie is er voor zonnepanelen?", "subsidies"),
        ("vergunning voor een terras", "vergunningen"),
        ("Wij willen exporteren naar Frankrijk", "export"),
        ("Hoe vind ik goede monteurs?", "personeel"),
        ("We zoeken een stagiair", "onderwijs-stage"),
        ("Mijn website staat niet in Google", "digital-marketing"),
        ("We zijn gehackt", "digitalisering"),
        ("btw-aangifte te laat gedaan", "belastingen"),
        ("Ik wil mijn zaak overdragen aan mijn dochter", "bedrijfsoverdracht"),
        ("Ik wil een eigen bedrijf beginnen", "starten"),
        ("Mijn bedrijf dreigt failliet te gaan", "crisis-continuiteit"),
        ("grotere loods huren", "huisvesting"),
        ("samen inkopen met collega-bedrijven", "inkoop-samenwerking"),
        ("prototype laten testen", "innovatie"),
        ("energie besparen in de fabriek", "duurzaamheid"),
        ("conflict over een contract met een leverancier", "juridisch"),
        ("Wij willen groeien, wie helpt met een strategie?", "strategie-groei"),
    ],
)
def test_every_topic_of_limburg_is_recognised(limburg: WordAnalyser, words: str, topic: str) -> None:
    assert limburg.analyse(Question(words)).topics[0].topic == topic
