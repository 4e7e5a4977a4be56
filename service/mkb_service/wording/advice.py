"""Words of the page with an advice, and of the check of a receipt."""

from __future__ import annotations

from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "advice.title": text(nl="Uw advies", en="Your advice"),
    "advice.out-of-scope": text(nl="Niet voor deze aanpak", en="Not for this approach"),
    "advice.question": text(nl="Uw vraag", en="Your question"),
    "advice.understood": text(nl="Wat wij in uw vraag lezen", en="What we read in your question"),
    "advice.understood.none": text(
        nl="Wij herkenden geen onderwerp. Stel uw vraag eventueel in andere woorden.",
        en="We recognised no topic. You may want to ask your question in other words.",
    ),
    "advice.because": text(nl="want {because}", en="because {because}"),
    "advice.proposals": text(nl="Wie u kan helpen", en="Who can help you"),
    "advice.proposals.none": text(
        nl="Voor deze vraag stellen wij geen partner voor.", en="We propose no partner for this question."
    ),
    "advice.best.yes": text(nl="Past het best", en="Best match"),
    "advice.best.unknown": text(nl="Staat nu bovenaan", en="First so far"),
    "advice.helps": text(nl="Helpt bij: {topics}", en="Helps with: {topics}"),
    "advice.reasons": text(nl="Waarom deze partner?", en="Why this partner?"),
    "advice.held": text(nl="Klopt", en="Holds"),
    "advice.failed": text(nl="Klopt niet", en="Does not hold"),
    "advice.unknown": text(nl="Nog niet bekend", en="Not known yet"),
    "advice.must": text(nl="vereist", en="required"),
    "advice.may": text(nl="telt mee", en="counts"),
    "advice.website": text(nl="Naar de website van {name}", en="To the website of {name}"),
    "advice.partner": text(nl="Alles over {name}", en="All about {name}"),
    "advice.desk": text(nl="Uw loket", en="Your desk"),
    "advice.items": text(nl="Hier vindt u direct een antwoord", en="Here you find an answer at once"),
    "advice.items.lead": text(
        nl="Informatie, hulpmiddelen en regelingen die bij uw vraag horen.",
        en="Information, tools and schemes that go with your question.",
    ),
    "advice.item.link": text(nl="Bekijk bij {name}", en="See at {name}"),
    "advice.asked": text(nl="Wat wij nog van u willen weten", en="What we would still like to know"),
    "advice.asked.lead": text(
        nl="Met deze antwoorden wordt uw advies preciezer. U mag ook een deel invullen.",
        en="With these answers your advice becomes more precise. You may also fill in a part.",
    ),
    "advice.asked.other": text(nl="Ook dit kan meetellen:", en="This may count as well:"),
    "advice.again": text(nl="Vraag opnieuw advies", en="Ask for advice again"),
    "advice.nomination": text(nl="Begeleiding naar een bedrijfsplan", en="Guidance to a business plan"),
    "advice.nomination.lead": text(
        nl="Bedrijven die willen groeien of vernieuwen kunnen begeleiding krijgen naar een financierbaar bedrijfsplan. "
        "Een selectieteam beslist daarover.",
        en="Companies that want to grow or innovate can get guidance to a financeable business plan. A selection "
        "team decides on that.",
    ),
    "advice.nomination.all": text(nl="Bekijk alle {count} punten", en="See all {count} points"),
    "advice.contents": text(nl="Op deze pagina", en="On this page"),
    "advice.nomination.yes": text(
        nl="U komt in aanmerking: alles wat vereist is, klopt.", en="You qualify: all that is required holds."
    ),
    "advice.nomination.unknown": text(
        nl="Nog niet te zeggen: niet alles wat vereist is, is bekend.",
        en="It cannot be said yet: not all that is required is known.",
    ),
    "advice.nomination.no": text(
        nl="U komt met deze vraag niet in aanmerking: niet alles wat vereist is, klopt.",
        en="You do not qualify with this question: not all that is required holds.",
    ),
    "advice.others": text(nl="Waarom niet een andere partner?", en="Why not another partner?"),
    "advice.others.open": text(
        nl="Bekijk waarom niet, bij {count} partners",
        en="See why not, for {count} partners",
    ),
    "advice.receipt": text(nl="Over dit advies", en="About this advice"),
    "advice.receipt.text": text(
        nl="Dit advies is gegeven op {date}. Bewaar het adres van deze pagina als u het later wilt teruglezen.",
        en="This advice was given on {date}. Keep the address of this page if you want to read it again later.",
    ),
    "advice.receipt.id": text(nl="Bewijsnummer", en="Receipt number"),
    "advice.receipt.check": text(nl="Reken dit advies na", en="Check this advice"),
    "advice.receipt.check.help": text(
        nl="Wij nemen de beslissing opnieuw, met de gegevens van toen, en vergelijken de uitkomst.",
        en="We take the decision again, with the data of then, and compare the outcome.",
    ),
    "advice.new": text(nl="Stel een nieuwe vraag", en="Ask a new question"),
    "advice.fee": text(
        nl="Geen partner kan betalen voor een hogere plaats in een advies.",
        en="No partner can pay for a higher place in an advice.",
    ),
    "check.title": text(nl="Advies nagerekend", en="Advice checked"),
    "check.same": text(nl="De uitkomst is dezelfde", en="The outcome is the same"),
    "check.same.text": text(
        nl="Met uw vraag en de gegevens van toen komt precies hetzelfde advies uit.",
        en="With your question and the data of then, exactly the same advice comes out.",
    ),
    "check.other": text(nl="De uitkomst is anders", en="The outcome is different"),
    "check.other.text": text(
        nl="Dat hoort niet zo te zijn. Meld dit aan de beheerder, met het bewijsnummer.",
        en="That should not be. Report this to the administrator, with the receipt number.",
    ),
    "check.words.yes": text(
        nl="Ook uw vraag is opnieuw gelezen, met dezelfde woordenlijst.",
        en="Your question was also read anew, with the same vocabulary.",
    ),
    "check.words.no": text(
        nl="De woordenlijst is intussen vernieuwd. Wij gebruikten wat toen in uw vraag is gelezen.",
        en="The vocabulary was renewed since. We used what was read in your question then.",
    ),
    "check.back": text(nl="Terug naar het advies", en="Back to the advice"),
}
