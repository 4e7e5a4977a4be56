"""Words of the pages on which a company sees and steers what happens with its data, and of those about who guides it."""

from __future__ import annotations

from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "account.pages": text(nl="Wat u kunt doen", en="What you can do"),
    "uses.title": text(nl="Wie gebruikt mijn gegevens", en="Who uses my data"),
    "uses.lead": text(
        nl="Elke keer dat iemand gegevens van uw bedrijf bekijkt of verandert, wordt dat vastgelegd. Niemand kan dat achteraf wijzigen. Hier staat wie het was, wanneer, en waarvoor.",
        en="Every time somebody looks at data of your company or changes them, that is recorded. Nobody can change the record afterwards. Here is who it was, when, and what for.",
    ),
    "uses.total": text(nl="{count} keer, de laatste eerst", en="{count} times, the last one first"),
    "uses.none": text(
        nl="Tot nu toe heeft niemand gegevens van uw bedrijf gebruikt.",
        en="So far nobody used data of your company.",
    ),
    "uses.when": text(nl="Wanneer", en="When"),
    "uses.who": text(nl="Wie", en="Who"),
    "uses.what": text(nl="Wat", en="What"),
    "uses.why": text(nl="Waarvoor", en="What for"),
    "uses.denied": text(nl="geweigerd", en="refused"),
    "uses.failed": text(nl="niet gelukt", en="did not succeed"),
    "uses.pages": text(nl="Bladeren", en="Pages"),
    "uses.page": text(nl="Bladzijde {page} van {last}", en="Page {page} of {last}"),
    "uses.newer": text(nl="Nieuwer", en="Newer"),
    "uses.older": text(nl="Ouder", en="Older"),
    "consents.title": text(nl="Mijn toestemmingen", en="My consents"),
    "consents.lead": text(
        nl="U bepaalt per doel en per partner wat er met de gegevens van uw bedrijf mag. Intrekken kan altijd en werkt meteen.",
        en="You decide for each purpose and partner what may be done with the data of your company. You can withdraw at any time, and it counts at once.",
    ),
    "consents.unknown": text(
        nl="Van uw bedrijf zijn nog geen gegevens bekend. Er valt dus nog niets toe te staan. Stel eerst een vraag met het nummer van uw bedrijf.",
        en="Nothing is known of your company yet, so there is nothing to consent to. First ask a question with the number of your company.",
    ),
    "consents.in-force": text(nl="Wat u nu toestaat", en="What you consent to now"),
    "consents.none": text(nl="U staat op dit moment niets toe.", en="You consent to nothing at this moment."),
    "consents.since": text(nl="Gegeven op {day}", en="Given on {day}"),
    "consents.purpose.referral": text(nl="Doorverwijzing naar {name}", en="Referral to {name}"),
    "consents.purpose.publication": text(nl="Publicatie als voorbeeld", en="Publication as an example"),
    "consents.purpose.research": text(nl="Onderzoek naar het mkb", en="Research into small companies"),
    "consents.sees": text(nl="Deze partner ziet:", en="This partner sees:"),
    "consents.share.question": text(nl="uw vraag", en="your question"),
    "consents.share.contact": text(
        nl="wie er over deze vraag te bereiken is", en="who can be reached about this question"
    ),
    "consents.withdraw": text(nl="Intrekken", en="Withdraw"),
    "consents.referral": text(nl="Gegevens met een partner delen", en="Share data with a partner"),
    "consents.referral.note": text(
        nl="De partner ziet alleen wat u hier aankruist, en alleen zolang u dat toestaat.",
        en="The partner sees only what you tick here, and only as long as you consent.",
    ),
    "consents.partner": text(nl="Partner", en="Partner"),
    "consents.choose": text(nl="Kies een partner", en="Choose a partner"),
    "consents.shares": text(nl="Wat mag deze partner zien?", en="What may this partner see?"),
    "consents.confidential": text(nl="vertrouwelijk", en="confidential"),
    "consents.question": text(
        nl="Welke vraag mag deze partner zien?", en="Which question may this partner see?"
    ),
    "consents.no-question": text(nl="Geen vraag", en="No question"),
    "consents.give": text(nl="Toestemming geven", en="Give consent"),
    "consents.publication": text(nl="Uw bedrijf als voorbeeld", en="Your company as an example"),
    "consents.publication.note": text(
        nl="Wij mogen over uw bedrijf schrijven als praktijkvoorbeeld. U leest de tekst vooraf.",
        en="We may write about your company as a practical case. You read the text first.",
    ),
    "consents.research": text(nl="Onderzoek", en="Research"),
    "consents.research.note": text(
        nl="Onderzoekers mogen uw gegevens gebruiken om te zien wat bedrijven helpt. Uw bedrijf is in de uitkomst niet te herkennen.",
        en="Researchers may use your data to see what helps companies. Your company cannot be recognised in the outcome.",
    ),
    "consents.given": text(nl="U gaf hiervoor toestemming.", en="You consented to this."),
    "consents.withdrawn": text(nl="Eerder gegeven en ingetrokken", en="Given before and withdrawn"),
    "consents.period": text(nl="van {given} tot {withdrawn}", en="from {given} to {withdrawn}"),
    "data.title": text(nl="Mijn gegevens", en="My data"),
    "data.lead": text(
        nl="U heeft recht op een kopie van alles wat wij van uw bedrijf weten, en u mag ons vragen dat te wissen.",
        en="You have a right to a copy of all that we know of your company, and you may ask us to erase it.",
    ),
    "data.copy": text(nl="Een kopie van alle gegevens", en="A copy of all data"),
    "data.copy.note": text(
        nl="Een bestand (JSON) met alles: gegevens en waar die vandaan komen, vragen, adviezen, toestemmingen, wie uw bedrijf begeleidt, en wie de gegevens gebruikte en waarvoor.",
        en="A file (JSON) with everything: data and where they come from, questions, advices, consents, who guides your company, and who used the data and what for.",
    ),
    "data.copy.send": text(nl="Kopie downloaden", en="Download a copy"),
    "data.erase": text(nl="Alles wissen", en="Erase everything"),
    "data.erase.note": text(
        nl="Wij wissen alle gegevens, vragen, adviezen en toestemmingen van uw bedrijf, ook voor uw collega's, en de accounts die alleen voor dit bedrijf zijn. Dat is niet terug te draaien. Wat blijft: dat er gegevens waren en wie ze gebruikte, zonder de inhoud.",
        en="We erase all data, questions, advices and consents of your company, for your colleagues too, and the accounts that are for this company only. This cannot be undone. What stays: that there were data and who used them, without their content.",
    ),
    "data.number": text(
        nl="Typ het nummer van uw bedrijf: {number}", en="Type the number of your company: {number}"
    ),
    "data.erase.send": text(nl="Alles voorgoed wissen", en="Erase everything for good"),
    "erased.title": text(nl="De gegevens zijn gewist", en="The data were erased"),
    "erased.lead": text(
        nl="Wij weten niets meer van uw bedrijf. In reservekopieën staan de gegevens nog tot die verlopen; wie zo'n kopie terugzet, wist ze opnieuw.",
        en="We know nothing of your company any more. The data still are in backups until these expire; whoever restores one erases the data again.",
    ),
    "guidance.title": text(nl="Begeleiding van bedrijven", en="Guidance of companies"),
    "guidance.lead": text(
        nl="Wie begeleidt welk bedrijf, en welke partner droeg het aan.",
        en="Who guides which company, and which partner put it forward.",
    ),
    "guidance.number": text(nl="Nummer van het bedrijf", en="Number of the company"),
    "guidance.number.help": text(
        nl="Acht cijfers, uit het handelsregister.", en="Eight digits, from the trade register."
    ),
    "guidance.search": text(nl="Zoeken", en="Search"),
    "guidance.all": text(nl="Alle lopende begeleiding", en="All running guidance"),
    "guidance.of": text(nl="Bedrijf {number}", en="Company {number}"),
    "guidance.none": text(nl="Er is nu geen.", en="There is none now."),
    "guidance.company": text(nl="Bedrijf", en="Company"),
    "guidance.who": text(nl="Wie", en="Who"),
    "guidance.since": text(nl="Sinds", en="Since"),
    "guidance.change": text(nl="Wijzigen", en="Change"),
    "guidance.assigned": text(nl="begeleidt", en="guides"),
    "guidance.scouted": text(nl="droeg aan", en="put forward"),
    "guidance.end": text(nl="Beëindigen", en="End"),
    "guidance.ended": text(nl="Eerder", en="Before"),
    "guidance.guide": text(nl="Begeleider", en="Guide"),
    "guidance.assign": text(nl="Begeleider toewijzen", en="Assign a guide"),
    "guidance.no-guides": text(
        nl="Er is nog niemand met de rol van consultant of senior projectleider.",
        en="Nobody has the role of consultant or senior project leader yet.",
    ),
    "guidance.scout": text(nl="Partner die het aandroeg", en="Partner that put it forward"),
    "guidance.scout.send": text(nl="Partner vastleggen", en="Record the partner"),
}
