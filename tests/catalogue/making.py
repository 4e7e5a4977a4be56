"""Questions, companies and what the words of a question say, made for tests."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from mkb_core.catalogue import Catalogue, Decision
from mkb_core.catalogue.decide import decide
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import Analysis, Evidence, Question, TopicScore

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
ON = AT.date()

#: An established firm of twenty people in Venlo that wants to grow.
ESTABLISHED = Profile(
    employees=20,
    age_years=12,
    sbi="2562",
    municipality="Venlo",
    growth_ambition=True,
    innovation_ambition=False,
)

SENTENCES = (
    "Hoe vraag ik een lening aan voor een nieuwe machine?",
    "Wij willen groeien van 16 naar 40 man, wie denkt mee?",
    "Welke subsidie is er voor zonnepanelen?",
    "Wat is het btw-tarief?",
    "Ik wil mijn bedrijf verkopen.",
    "We want to export to Germany and look for a partner.",
    "Heb ik een vergunning nodig voor een terras?",
    "Wij zoeken bedrijfspandfinanciering.",
    "Personeel vinden lukt niet.",
    "How do we become more sustainable?",
    "Wie helpt met een webwinkel?",
    "We staan op omvallen en kunnen de huur niet betalen.",
    "Wilt u een stagiair?",
    "Wij ontwikkelen een nieuw product met sensoren.",
    "Iets heel anders.",
)

questions: st.SearchStrategy[Question] = st.one_of(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3).map(" ".join),
    st.tuples(st.sampled_from(SENTENCES), st.text(max_size=40)).map(" ".join),
    st.text(min_size=1, max_size=60),
).map(Question)

flags = st.none() | st.booleans()
places = st.sampled_from(["Venlo", "Maastricht", "Roermond", "Horst aan de Maas", "Eindhoven", "nergens"])
codes = st.sampled_from(["0113", "1089", "2016", "2562", "4771", "5610", "6201", "7211"])
staff = st.sampled_from([0, 3, 9, 10, 30, 50, 80, 249, 250, 400])
ages = st.sampled_from([0, 2, 3, 4, 12, 60])

#: All but the figures in money and the group.
plain_profiles: st.SearchStrategy[Profile] = st.builds(
    Profile,
    employees=st.none() | staff,
    age_years=st.none() | ages,
    sbi=st.none() | codes,
    municipality=st.none() | places,
    growth_ambition=flags,
    innovation_ambition=flags,
    continuity_ambition=flags,
    legal_form=st.none() | st.sampled_from(["eenmanszaak", "bv"]),
)
money = st.none() | st.sampled_from([0, 100_000_00, 5_000_000_00, 45_000_000_00, 60_000_000_00])
profiles: st.SearchStrategy[Profile] = st.builds(
    lambda profile, turnover, balance, founded: Profile(
        profile.employees,
        profile.age_years,
        profile.sbi,
        profile.municipality,
        profile.growth_ambition,
        profile.innovation_ambition,
        profile.continuity_ambition,
        turnover,
        balance,
        profile.legal_form,
        founded,
    ),
    plain_profiles,
    money,
    money,
    st.none() | st.dates(date(1990, 1, 1), ON),
)


def said(catalogue: Catalogue, *topics: str, **signals: bool) -> Analysis:
    """An analysis with these topics and signals; every other signal is no."""
    known = catalogue.analyser.analyse(Question("x")).signals
    assert set(signals) <= set(known)
    scores = tuple(TopicScore(topic, 100, (Evidence(topic, topic, "word", 100),)) for topic in topics)
    return Analysis("nl", scores, {**dict.fromkeys(known, False), **signals}, {}, "made up")


def decided(catalogue: Catalogue, profile: Profile, *topics: str, **signals: bool) -> Decision:
    """The decision on such an analysis."""
    return decide(profile, said(catalogue, *topics, **signals), catalogue, ON)
