"""The pages that only inform: how it works, privacy, accessibility. Short, and no more than is true today."""

from __future__ import annotations

from attrs import frozen

from mkb_core.text import Text, text


@frozen
class Section:
    """A heading and its paragraphs."""

    heading: Text
    paragraphs: tuple[Text, ...]


@frozen
class Information:
    """A page: its title, what it is about, and its sections."""

    title: Text
    lead: Text
    sections: tuple[Section, ...]


HOW = Information(
    text(nl="Hoe het werkt", en="How it works"),
    text(
        nl="U stelt één vraag. De partners hebben vooraf vastgelegd wat zij bieden en voor wie. Daaruit volgt uw advies.",
        en="You ask one question. The partners have laid down in advance what they offer and for whom. Your advice "
        "follows from that.",
    ),
    (
        Section(
            text(nl="Van vraag naar advies", en="From question to advice"),
            (
                text(
                    nl="Wij lezen in uw vraag over welke onderwerpen zij gaat. Bij het advies ziet u welke woorden dat waren.",
                    en="We read in your question which topics it is about. With the advice you see which words those were.",
                ),
                text(
                    nl="Daarna vergelijken wij uw vraag met de diensten van alle partners. Elke dienst heeft voorwaarden, "
                    "zoals het aantal medewerkers of de gemeente.",
                    en="Then we compare your question with the services of all partners. Each service has conditions, such "
                    "as the number of employees or the municipality.",
                ),
                text(
                    nl="Weten wij iets nog niet, dan staat dat erbij. Onbekend telt nooit als nee.",
                    en="If we do not know something yet, we say so. Unknown never counts as no.",
                ),
            ),
        ),
        Section(
            text(nl="Begeleiding naar een bedrijfsplan", en="Guidance to a business plan"),
            (
                text(
                    nl="Bestaat uw bedrijf langer dan drie jaar en wilt u groeien of vernieuwen? Dan kunt u in aanmerking komen "
                    "voor begeleiding naar een financierbaar bedrijfsplan. Een selectieteam beslist daarover; "
                    "deze site beslist dat niet.",
                    en="Has your company existed for more than three years, and do you want to grow or innovate? Then you may "
                    "qualify for guidance to a financeable business plan. A selection team decides on that; this site does not.",
                ),
            ),
        ),
        Section(
            text(nl="Eerlijk en na te rekenen", en="Fair, and open to checking"),
            (
                text(
                    nl="Geen partner kan betalen voor een hogere plaats. Bij elke partner die niet wordt voorgesteld, leest u waarom.",
                    en="No partner can pay for a higher place. For each partner that is not proposed you can read why.",
                ),
                text(
                    nl="Elk advies heeft een bewijsnummer. Daarmee kan de beslissing opnieuw worden genomen met de gegevens "
                    "van toen, zodat iedereen kan nagaan of zij klopt.",
                    en="Each advice has a receipt number. With it the decision can be taken again with the data of then, so that "
                    "anyone can see whether it is right.",
                ),
                text(
                    nl="Gegevens die een partner nog niet heeft bevestigd, herkent u aan de woorden “Nog te bevestigen”, met de "
                    "bron en het jaar.",
                    en="You recognise data that a partner has not confirmed yet by the words “To be confirmed”, with the source "
                    "and the year.",
                ),
            ),
        ),
    ),
)

PRIVACY = Information(
    text(nl="Privacy", en="Privacy"),
    text(
        nl="Wij vragen zo weinig mogelijk. U hebt geen account nodig en wij vragen niet naar uw naam.",
        en="We ask as little as possible. You need no account and we do not ask for your name.",
    ),
    (
        Section(
            text(nl="Wat wij bewaren", en="What we keep"),
            (
                text(
                    nl="Uw vraag, wat u over uw bedrijf invult, en het advies. Zonder die gegevens is een advies later niet uit "
                    "te leggen of na te rekenen.",
                    en="Your question, what you fill in about your company, and the advice. Without these an advice cannot be "
                    "explained or checked later.",
                ),
                text(
                    nl="Zet daarom geen namen, telefoonnummers of andere persoonlijke gegevens in uw vraag.",
                    en="So please leave names, telephone numbers and other personal data out of your question.",
                ),
            ),
        ),
        Section(
            text(nl="Wie uw advies kan lezen", en="Who can read your advice"),
            (
                text(
                    nl="Iedereen die het adres van uw advies heeft. Dat adres is niet te raden en staat in geen zoekmachine. Deel "
                    "het alleen met wie u wilt.",
                    en="Everyone who has the address of your advice. That address cannot be guessed and is in no search engine. "
                    "Share it only with those you choose.",
                ),
                text(
                    nl="Ook wie deze site beheert, kan bij uw vraag. Wij sturen uw vraag niet naar de partners: u neemt zelf "
                    "contact op.",
                    en="Those who run this site have access to your question as well. We do not send it to the partners: you "
                    "contact them yourself.",
                ),
            ),
        ),
        Section(
            text(nl="Cookies en logboeken", en="Cookies and logs"),
            (
                text(
                    nl="Wij plaatsen alleen een cookie als u zelf een taal kiest, en als u inlogt. Er zijn geen cookies om u te volgen.",
                    en="We set a cookie only when you choose a language yourself, and when you sign in. There are no cookies to track you.",
                ),
                text(
                    nl="In onze logboeken staat welke pagina is opgevraagd en hoe lang dat duurde, niet wat u hebt geschreven.",
                    en="Our logs hold which page was asked for and how long that took, not what you wrote.",
                ),
            ),
        ),
        Section(
            text(nl="Wat nog moet worden geregeld", en="What is still to be arranged"),
            (
                text(
                    nl="Dit is een eerste versie. U kunt uw vraag hier nog niet zelf laten wissen, en er is nog geen vaste "
                    "bewaartermijn. Gebruik de site daarom nog niet voor vertrouwelijke plannen.",
                    en="This is a first version. You cannot yet have your question erased here yourself, and there is no fixed "
                    "retention period yet. So please do not use the site for confidential plans yet.",
                ),
            ),
        ),
    ),
)

ACCESSIBILITY = Information(
    text(nl="Toegankelijkheid", en="Accessibility"),
    text(
        nl="Iedereen moet deze site kunnen gebruiken, ook zonder muis, zonder JavaScript of met een schermlezer.",
        en="Everyone must be able to use this site, also without a mouse, without JavaScript or with a screen reader.",
    ),
    (
        Section(
            text(nl="Wat wij nakijken", en="What we check"),
            (
                text(
                    nl="Bij elke wijziging toetst een programma alle soorten pagina’s aan de regels van WCAG 2.2, niveau A en AA. Ook "
                    "doorloopt het de weg van vraag naar advies met alleen het toetsenbord, en zonder JavaScript.",
                    en="At each change a program tests all kinds of pages against the rules of WCAG 2.2, levels A and AA. It also "
                    "walks from question to advice with the keyboard only, and without JavaScript.",
                ),
                text(
                    nl="Een programma vindt niet alles. Mensen met een beperking hebben deze versie nog niet beproefd, en er is "
                    "nog geen officiële toegankelijkheidsverklaring.",
                    en="A program does not find everything. People with a disability have not yet tried this version, and there "
                    "is no official accessibility statement yet.",
                ),
            ),
        ),
        Section(
            text(nl="Loopt u ergens tegenaan?", en="Do you run into something?"),
            (
                text(
                    nl="Vertel het de organisatie die deze site beheert. Noem de pagina en wat er misging.",
                    en="Tell the organisation that runs this site. Name the page and what went wrong.",
                ),
            ),
        ),
    ),
)

PAGES: dict[str, Information] = {
    "/hoe-het-werkt": HOW,
    "/privacy": PRIVACY,
    "/toegankelijkheid": ACCESSIBILITY,
}

WORDS: dict[str, Text] = {
    "information.next": text(nl="Stel uw vraag", en="Ask your question"),
}
