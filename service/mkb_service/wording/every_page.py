"""Words that every page has, and the pages for errors."""

from __future__ import annotations

from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "site.name": text(nl="Ondernemerswijzer {region}", en="Business Guide {region}"),
    "site.tagline": text(
        nl="Welke partner helpt uw bedrijf verder?", en="Which partner can help your company?"
    ),
    "site.skip": text(nl="Naar de inhoud", en="Skip to content"),
    "site.navigation": text(nl="Hoofdmenu", en="Main menu"),
    "site.language": text(nl="Taal", en="Language"),
    "site.language.nl": text(nl="Nederlands", en="Nederlands"),
    "site.language.en": text(nl="English", en="English"),
    "site.footer": text(nl="Over deze site", en="About this site"),
    "site.footer.note": text(
        nl="Een gezamenlijke aanpak van overheden, kennisinstellingen en ondernemersorganisaties in {region}.",
        en="A joint approach of governments, knowledge institutes and business associations in {region}.",
    ),
    "nav.ask": text(nl="Stel uw vraag", en="Ask your question"),
    "nav.partners": text(nl="Partners", en="Partners"),
    "nav.how": text(nl="Hoe het werkt", en="How it works"),
    "nav.privacy": text(nl="Privacy", en="Privacy"),
    "nav.accessibility": text(nl="Toegankelijkheid", en="Accessibility"),
    "nav.api": text(nl="Voor ontwikkelaars (API)", en="For developers (API)"),
    "common.faults": text(nl="Niet alle gegevens zijn van nu", en="Not all data are of now"),
    "common.to-confirm": text(nl="Nog te bevestigen door de partner", en="To be confirmed by the partner"),
    "common.source": text(nl="Bron: {source}.", en="Source: {source}."),
    "error.title.404": text(nl="Deze pagina bestaat niet", en="This page does not exist"),
    "error.text.404": text(
        nl="Misschien klopt het adres niet, of is de pagina verplaatst. Een advies vindt u terug met het volledige adres.",
        en="The address may be wrong, or the page was moved. You find an advice again by its full address.",
    ),
    "error.title.405": text(nl="Dit kan op deze pagina niet", en="This cannot be done on this page"),
    "error.text.405": text(
        nl="Ga terug naar het begin en probeer het opnieuw.", en="Go back to the start and try again."
    ),
    "error.title.413": text(nl="Uw vraag is te lang", en="Your question is too long"),
    "error.text.413": text(
        nl="Een vraag heeft hoogstens 4.000 tekens. Ga terug met uw browser en maak de vraag korter.",
        en="A question has at most 4,000 characters. Go back with your browser and make the question shorter.",
    ),
    "error.title.500": text(nl="Er ging iets mis", en="Something went wrong"),
    "error.text.500": text(
        nl="De fout ligt bij ons en is vastgelegd. Probeer het later opnieuw.",
        en="The fault is ours and was recorded. Please try again later.",
    ),
    "error.title.503": text(nl="De gegevens zijn nu niet te bereiken", en="The data cannot be reached now"),
    "error.text.503": text(
        nl="Probeer het over een paar minuten opnieuw. Had u net een vraag gesteld? Dan is die niet bewaard.",
        en="Please try again in a few minutes. Had you just asked a question? Then it was not kept.",
    ),
    "error.reference": text(
        nl="Kenmerk van deze melding: {instance}", en="Reference of this message: {instance}"
    ),
    "error.back": text(nl="Stel een vraag", en="Ask a question"),
    "error.partners": text(nl="Bekijk alle partners", en="See all partners"),
}
