"""The sentences of an advice, per language; an advice itself holds only codes."""

from __future__ import annotations

from mkb_core.catalogue.decision import Route
from mkb_core.text import Text, text

ROUTE_LABEL: dict[Route, Text] = {
    Route.ANSWER: text(nl="Direct antwoord", en="Direct answer"),
    Route.REFERRAL: text(nl="Doorverwijzing", en="Referral"),
    Route.CANDIDATE: text(nl="Kandidaat voor begeleiding", en="Candidate for guidance"),
    Route.ASK: text(nl="Eerst nog iets weten", en="Something to know first"),
}

ROUTE_SENTENCE: dict[Route, Text] = {
    Route.ANSWER: text(
        nl="Dit is een informatievraag: het loket of de pagina hieronder geeft direct antwoord.",
        en="This is a question for information: the desk or page below answers it at once.",
    ),
    Route.REFERRAL: text(
        nl="De partner bovenaan kan u het best verder helpen.",
        en="The partner at the top can help you best.",
    ),
    Route.CANDIDATE: text(
        nl="Uw vraag gaat over een stap vooruit van uw hele bedrijf. U komt in aanmerking voor begeleiding naar een "
        "financierbaar bedrijfsplan; het selectieteam beslist daarover.",
        en="Your question is about a step forward for your whole company. You qualify for guidance to a financeable "
        "business plan; the selection team decides on that.",
    ),
    Route.ASK: text(
        nl="Om te weten of u in aanmerking komt voor begeleiding naar een bedrijfsplan, moeten we eerst iets van u weten. "
        "De partners hieronder kunnen u nu al helpen.",
        en="To know whether you qualify for guidance to a business plan, we must first know something about you. "
        "The partners below can already help you.",
    ),
}

OUT_OF_SCOPE = text(
    nl="Deze vraag hoort niet bij deze aanpak: die is er voor vragen van ondernemers over hun eigen bedrijf.",
    en="This question is not for this approach: it is there for entrepreneurs' questions about their own company.",
)

NOTES: dict[str, Text] = {
    "outside-region": text(
        nl="Uw bedrijf ligt buiten de regio. Landelijke partners kunnen u wel helpen; begeleiding naar een bedrijfsplan is er "
        "alleen voor bedrijven in de regio.",
        en="Your company lies outside the region. National partners can help you; guidance to a business plan is only for "
        "companies in the region.",
    ),
    "sme-to-confirm": text(
        nl="Naar het aantal medewerkers bent u een mkb-bedrijf; omzet en balanstotaal moeten dat nog bevestigen.",
        en="By the number of employees you are an SME; turnover and balance total have yet to confirm it.",
    ),
    "no-topic": text(
        nl="We herkenden geen onderwerp in uw vraag. Het algemene loket denkt met u mee.",
        en="We recognised no topic in your question. The general desk will think along with you.",
    ),
}

REJECTION: dict[str, Text] = {
    "no-service": text(
        nl="Van deze partner is nog geen aanbod bekend.", en="No offer of this partner is known yet."
    ),
    "no-topic": text(
        nl="Deze partner heeft niets voor dit onderwerp.", en="This partner has nothing on this topic."
    ),
    "not-in-force": text(
        nl="De regeling „{service}” is nu niet open.", en="The scheme “{service}” is not open now."
    ),
    "condition": text(nl="„{service}” past niet: {reason}.", en="“{service}” does not fit: {reason}."),
    "others-fit-better": text(
        nl="Deze partner zou kunnen helpen, maar anderen passen beter bij deze vraag.",
        en="This partner could help, but others fit this question better.",
    ),
    "out-of-scope": text(
        nl="De vraag hoort niet bij de aanpak.", en="The question is not for this approach."
    ),
}

TOPIC_REASON: dict[str, Text] = {
    "word": text(nl="u schrijft „{found}”", en="you write “{found}”"),
    "phrase": text(nl="u schrijft „{found}”", en="you write “{found}”"),
    "compound": text(nl="in „{found}” staat „{term}”", en="“{found}” contains “{term}”"),
    "spelling": text(nl="„{found}” lezen we als „{term}”", en="we read “{found}” as “{term}”"),
    "example": text(nl="uw vraag lijkt op „{term}”", en="your question resembles “{term}”"),
    "dialect": text(
        nl="„{found}” is dialect; we lezen „{term}”", en="“{found}” is dialect; we read “{term}”"
    ),
}

TO_CONFIRM = text(
    nl="Nog te bevestigen door de partner (gegevens van {as_of}).",
    en="To be confirmed by the partner (data of {as_of}).",
)
PARTNER_KIND: dict[str, Text] = {
    "public": text(nl="Overheid", en="Government"),
    "commercial": text(nl="Bedrijf", en="Company"),
    "association": text(nl="Ondernemersorganisatie", en="Business association"),
    "knowledge-institute": text(nl="Kennisinstelling", en="Knowledge institute"),
    "volunteer-network": text(nl="Vrijwilligersnetwerk", en="Volunteer network"),
    "regional-board": text(nl="Regionale samenwerking", en="Regional board"),
}
#: sources without a year, as declarations write them
WITHOUT_YEAR: dict[str, Text] = {
    "undated": text(
        nl="Nog te bevestigen door de partner (gegevens zonder datum).",
        en="To be confirmed by the partner (undated data).",
    ),
    "undated (old)": text(
        nl="Nog te bevestigen door de partner (oude gegevens zonder datum).",
        en="To be confirmed by the partner (old data without a date).",
    ),
    "undated, read 2026": text(
        nl="Nog te bevestigen door de partner (gegevens zonder datum, gelezen in 2026).",
        en="To be confirmed by the partner (undated data, read in 2026).",
    ),
    "undated (old), read 2026": text(
        nl="Nog te bevestigen door de partner (oude gegevens zonder datum, gelezen in 2026).",
        en="To be confirmed by the partner (old data without a date, read in 2026).",
    ),
    "archive": text(
        nl="Nog te bevestigen door de partner (gegevens uit een archief).",
        en="To be confirmed by the partner (data from an archive).",
    ),
}
FIT: dict[str, Text] = {
    "yes": text(nl="past", en="fits"),
    "unknown": text(
        nl="past misschien: we moeten nog iets weten", en="may fit: something must still be known"
    ),
    "no": text(nl="past niet", en="does not fit"),
}


def to_confirm(as_of: str, language: str) -> str:
    """That a partner has yet to confirm its offer, with the year of the data where there is one."""
    return WITHOUT_YEAR.get(as_of, TO_CONFIRM).in_language(language).format(as_of=as_of)
