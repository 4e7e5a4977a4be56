"""Words of the page on which a question is asked."""

from __future__ import annotations

from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "ask.title": text(nl="Stel uw vraag", en="Ask your question"),
    "ask.lead": text(
        nl="Vertel waar u hulp bij zoekt. U ziet meteen welke partner u het best verder helpt, en waarom.",
        en="Tell us what you need help with. You see at once which partner can help you best, and why.",
    ),
    "ask.faults": text(nl="Nog niet alles is goed ingevuld", en="Not everything is filled in correctly yet"),
    "ask.fault": text(nl="Fout:", en="Error:"),
    "ask.question": text(nl="Wat is uw vraag?", en="What is your question?"),
    "ask.question.help": text(
        nl="Schrijf in uw eigen woorden, bijvoorbeeld: “Ik wil een grotere bedrijfshal, maar hoe krijg ik dat betaald?” "
        "Zet geen namen of andere persoonlijke gegevens in uw vraag.",
        en="Write in your own words, for example: “I want a larger business hall, but how do I pay for it?” "
        "Leave out names and other personal data.",
    ),
    "ask.company": text(nl="Over uw bedrijf", en="About your company"),
    "ask.company.help": text(
        nl="Niet verplicht. Hoe meer wij weten, hoe beter het advies bij uw bedrijf past.",
        en="Not required. The more we know, the better the advice fits your company.",
    ),
    "ask.employees": text(
        nl="Hoeveel mensen werken er in uw bedrijf?", en="How many people work in your company?"
    ),
    "ask.employees.help": text(
        nl="Tel uzelf mee. Een schatting is goed.", en="Count yourself too. An estimate will do."
    ),
    "ask.age_years": text(
        nl="Hoeveel jaar bestaat uw bedrijf?", en="How many years has your company existed?"
    ),
    "ask.age_years.help": text(
        nl="Hele jaren. Vul 0 in als uw bedrijf nog geen jaar bestaat.",
        en="Whole years. Enter 0 if your company is less than a year old.",
    ),
    "ask.municipality": text(
        nl="In welke gemeente is uw bedrijf gevestigd?", en="In which municipality is your company based?"
    ),
    "ask.municipality.help": text(
        nl="Sommige partners werken alleen in een deel van {region}.",
        en="Some partners work in a part of {region} only.",
    ),
    "ask.municipality.outside": text(nl="Buiten {region}", en="Outside {region}"),
    "ask.sbi": text(nl="In welke sector werkt uw bedrijf?", en="In which sector does your company work?"),
    "ask.sbi.help": text(
        nl="Kies wat het meest lijkt op uw belangrijkste werk.",
        en="Choose what comes closest to your main work.",
    ),
    "ask.growth_ambition": text(nl="Wilt u met uw bedrijf groeien?", en="Do you want your company to grow?"),
    "ask.growth_ambition.help": text(
        nl="Bijvoorbeeld meer omzet, meer mensen of een nieuwe markt.",
        en="For example more turnover, more people or a new market.",
    ),
    "ask.innovation": text(
        nl="Wilt u met uw bedrijf vernieuwen?", en="Do you want your company to innovate?"
    ),
    "ask.innovation.help": text(
        nl="Bijvoorbeeld een nieuw product, een nieuwe dienst of een nieuwe manier van werken.",
        en="For example a new product, a new service or a new way of working.",
    ),
    "ask.turnover_cents": text(
        nl="Wat was uw omzet in het afgelopen jaar?", en="What was your turnover over the past year?"
    ),
    "ask.turnover_cents.help": text(
        nl="In hele euro’s. Een schatting is goed.", en="In whole euros. An estimate will do."
    ),
    "ask.balance_total_cents": text(
        nl="Wat was uw balanstotaal aan het eind van het afgelopen jaar?",
        en="What was your balance sheet total at the end of the past year?",
    ),
    "ask.balance_total_cents.help": text(
        nl="In hele euro’s. U vindt het in uw jaarrekening.",
        en="In whole euros. You find it in your annual accounts.",
    ),
    "ask.choose": text(nl="Kies een antwoord", en="Choose an answer"),
    "ask.yes": text(nl="Ja", en="Yes"),
    "ask.no": text(nl="Nee", en="No"),
    "ask.no-answer": text(nl="Geen antwoord", en="No answer"),
    "ask.send": text(nl="Bekijk het advies", en="See the advice"),
    "ask.free": text(
        nl="Gratis, en u hebt geen account nodig.", en="Free of charge, and you need no account."
    ),
    "ask.steps": text(nl="Zo werkt het", en="This is how it works"),
    "ask.steps.1": text(
        nl="U stelt uw vraag in uw eigen woorden.", en="You ask your question in your own words."
    ),
    "ask.steps.2": text(
        nl="Wij vergelijken uw vraag met het aanbod van {partners} partners.",
        en="We compare your question with what {partners} partners offer.",
    ),
    "ask.steps.3": text(
        nl="U ziet wie u kan helpen, waarom juist die partner, en waarom de andere niet.",
        en="You see who can help you, why that partner, and why not the others.",
    ),
    "ask.privacy": text(
        nl="Wij bewaren uw vraag bij het advies. Alleen wie het adres van uw advies heeft, kan het hier lezen.",
        en="We keep your question with the advice. Only those who have the address of your advice can read it here.",
    ),
    "ask.privacy.link": text(nl="Wat wij bewaren", en="What we keep"),
    "fault.question.missing": text(nl="Vul uw vraag in.", en="Enter your question."),
    "fault.question.too-long": text(
        nl="Maak uw vraag korter: hoogstens {limit} tekens. Nu zijn het er {length}.",
        en="Make your question shorter: at most {limit} characters. There are {length} now.",
    ),
    "fault.question.control-characters": text(
        nl="In uw vraag staan tekens die geen tekst zijn. Typ de vraag opnieuw.",
        en="Your question contains characters that are no text. Type the question again.",
    ),
    "fault.employees": text(
        nl="Vul bij het aantal mensen een heel getal in, bijvoorbeeld 12.",
        en="Enter the number of people as a whole number, for example 12.",
    ),
    "fault.age_years": text(
        nl="Vul bij de leeftijd van uw bedrijf een heel getal in, van 0 tot en met 1000.",
        en="Enter the age of your company as a whole number, from 0 to 1000.",
    ),
    "fault.municipality": text(
        nl="Kies een gemeente uit de lijst, of “Buiten {region}”.",
        en="Choose a municipality from the list, or “Outside {region}”.",
    ),
    "fault.sbi": text(nl="Kies een sector uit de lijst.", en="Choose a sector from the list."),
    "fault.growth_ambition": text(
        nl="Kies ja, nee of geen antwoord bij de vraag over groeien.",
        en="Choose yes, no or no answer for the question about growing.",
    ),
    "fault.innovation": text(
        nl="Kies ja, nee of geen antwoord bij de vraag over vernieuwen.",
        en="Choose yes, no or no answer for the question about innovating.",
    ),
    "fault.turnover_cents": text(
        nl="Vul bij de omzet een bedrag in hele euro’s in, bijvoorbeeld 250.000.",
        en="Enter the turnover as an amount in whole euros, for example 250,000.",
    ),
    "fault.balance_total_cents": text(
        nl="Vul bij het balanstotaal een bedrag in hele euro’s in, bijvoorbeeld 100.000.",
        en="Enter the balance sheet total as an amount in whole euros, for example 100,000.",
    ),
}
