"""Words of the pages of budgets; those of roles, periods and costs stand in the plan itself."""

from __future__ import annotations

from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "budgets.title": text(nl="Begrotingen", en="Budgets"),
    "budgets.lead": text(
        nl="Wat de aanpak kost en wie wat betaalt: in scenario's, met elke wijziging en wie die goedkeurde.",
        en="What the approach costs and who pays which part: in scenarios, with every change and who approved it.",
    ),
    "budgets.none": text(nl="Er is nog geen begroting.", en="There is no budget yet."),
    "budgets.newest": text(nl="Nieuwste versie: {number}", en="Newest version: {number}"),
    "budgets.counting": text(nl="geldt nu: versie {number}", en="in force: version {number}"),
    "budgets.own-part": text(nl="Totalen en uw eigen deel", en="Totals and your own part"),
    "budget.pages": text(nl="Pagina's van deze begroting", en="Pages of this budget"),
    "budget.page.sheet": text(nl="Begroting", en="Budget"),
    "budget.page.scenarios": text(nl="Scenario's naast elkaar", en="Scenarios side by side"),
    "budget.page.financing": text(nl="Financiering en capaciteit", en="Financing and capacity"),
    "budget.page.build": text(nl="Bouwfase", en="Build phase"),
    "budget.page.versions": text(nl="Versies", en="Versions"),
    "budget.page.comparison": text(nl="Vergelijken", en="Compare"),
    "budget.scenario": text(nl="Scenario", en="Scenario"),
    "budget.version": text(nl="Versie {number}", en="Version {number}"),
    "budget.state.draft": text(nl="concept", en="draft"),
    "budget.state.proposed": text(nl="voorgesteld", en="proposed"),
    "budget.state.approved": text(nl="goedgekeurd, geldt nu", en="approved, in force"),
    "budget.state.rejected": text(nl="afgewezen", en="rejected"),
    "budget.state.superseded": text(nl="vervangen", en="superseded"),
    "budget.state.installed": text(nl="meegeleverd met de regio", en="came with the region"),
    "budget.old": text(
        nl="Dit is een oudere versie. Wijzigen kan in de nieuwste.",
        en="This is an older version. The newest can be edited.",
    ),
    "budget.to-newest": text(nl="Naar de nieuwste versie", en="To the newest version"),
    "budget.total": text(nl="totaal", en="total"),
    "budget.total.of": text(nl="Totaal van dit scenario", en="Total of this scenario"),
    "budget.total.before": text(nl="in versie {number}", en="in version {number}"),
    "budget.total.difference": text(nl="verschil", en="difference"),
    "budget.total.hours": text(nl="uren", en="hours"),
    "budget.total.cost": text(nl="euro", en="euros"),
    "budget.whole": text(nl="hele plan", en="whole plan"),
    "budget.in-kind": text(
        nl="waarde van inzet in natura (kost niets)", en="value of staff in kind (costs nothing)"
    ),
    "budget.computed": text(nl="Doorgerekend: totaal {total}.", en="Computed: total {total}."),
    "budget.computed.faults": text(
        nl="Doorgerekend zonder {count} cel(len) die niet kloppen: totaal {total}.",
        en="Computed without {count} cell(s) that are not right: total {total}.",
    ),
    "budget.live": text(nl="Wordt doorgerekend…", en="Being computed…"),
    "budget.live.failed": text(
        nl="Doorrekenen lukte niet. Wat u typte staat er nog; probeer de knop Doorrekenen.",
        en="Computing did not succeed. What you typed is still there; try the button Compute.",
    ),
    "budget.live.beyond": text(
        nl="{count} geplakte cellen vielen buiten de tabel en zijn niet overgenomen.",
        en="{count} pasted cells fell outside the table and were left out.",
    ),
    "budget.live.undone": text(nl="Ongedaan gemaakt: {cell}", en="Undone: {cell}"),
    "budget.live.redone": text(nl="Opnieuw gedaan: {cell}", en="Redone: {cell}"),
    "budget.live.unsaved": text(nl="Nog niet bewaard", en="Not saved yet"),
    "budget.undo": text(nl="Ongedaan maken", en="Undo"),
    "budget.redo": text(nl="Opnieuw", en="Redo"),
    "budget.explain": text(nl="Leg deze cel uit", en="Explain this cell"),
    "budget.explain.back": text(nl="Terug naar de cel", en="Back to the cell"),
    "budget.explain.from": text(nl="Waaruit", en="From"),
    "budget.explain.rests": text(
        nl="Alle gegeven getallen eronder ({count})", en="All given figures below it ({count})"
    ),
    "budget.explain.short": text(nl="uitleg", en="explain"),
    "budget.keys": text(nl="Toetsen", en="Keys"),
    "budget.keys.move": text(
        nl="Pijltjes en Enter gaan naar een andere cel, Tab naar de volgende.",
        en="Arrows and Enter go to another cell, Tab to the next one.",
    ),
    "budget.keys.edit": text(
        nl="Typen vervangt een getal, F2 wijzigt het, Escape zet het terug.",
        en="Typing replaces a number, F2 edits it, Escape puts it back.",
    ),
    "budget.keys.undo": text(
        nl="Ctrl+Z maakt ongedaan, Ctrl+Y doet opnieuw; plakken vult een heel blok uit een rekenblad.",
        en="Ctrl+Z undoes, Ctrl+Y redoes; pasting fills a whole block from a spreadsheet.",
    ),
    "budget.keys.explain": text(
        nl="Een vraagteken legt de cel uit; Escape gaat daarna terug.",
        en="A question mark explains the cell; Escape then goes back.",
    ),
    "budget.given": text(nl="Gegeven getallen", en="Given figures"),
    "budget.results": text(nl="Wat het kost, in hele euro's", en="What it costs, in whole euros"),
    "budget.results.lead": text(
        nl="Elk bedrag is een knop die uitlegt hoe het ontstaat.",
        en="Every amount is a button that explains how it comes about.",
    ),
    "budget.compute": text(nl="Doorrekenen", en="Compute"),
    "budget.save": text(nl="Bewaren als nieuwe versie", en="Save as a new version"),
    "budget.save.title": text(nl="Bewaren", en="Save"),
    "budget.save.lead": text(
        nl="Bewaren maakt een concept. Het geldt pas als een ander het goedkeurt.",
        en="Saving makes a draft. It counts only when somebody else approves it.",
    ),
    "budget.reason": text(nl="Waarom deze wijziging?", en="Why this change?"),
    "budget.saved": text(
        nl="Versie {number} is bewaard als concept.", en="Version {number} was saved as a draft."
    ),
    "budget.saved.next": text(
        nl="Naar de versies, om haar voor te stellen ter goedkeuring",
        en="To the versions, to propose it for approval",
    ),
    "budget.overtaken": text(
        nl="Intussen bewaarde iemand anders een nieuwe versie",
        en="Somebody else saved a new version meanwhile",
    ),
    "budget.overtaken.text": text(
        nl="Hieronder staat versie {number}, met uw wijzigingen erin. Er is nog niets bewaard: kijk ze na en bewaar opnieuw.",
        en="Below is version {number} with your changes in it. Nothing was saved yet: check them and save again.",
    ),
    "budget.faults": text(nl="Er is nog niets bewaard", en="Nothing was saved yet"),
    "budget.faults.cells": text(nl="Deze cellen kloppen niet", en="These cells are not right"),
    "budget.measure.fte": text(nl="FTE", en="FTE"),
    "budget.measure.hours": text(nl="uren", en="hours"),
    "budget.measure.cost": text(nl="kosten", en="cost"),
    "budget.measure.in_kind": text(nl="waarde in natura", en="value in kind"),
    "budget.measure.share": text(nl="deel dat in een jaar valt", en="share that falls in a year"),
    "budget.measure.rate": text(nl="tarief per uur (€)", en="rate per hour (€)"),
    "budget.measure.hours_per_fte_year": text(nl="uren per FTE per jaar", en="hours per FTE year"),
    "budget.measure.months": text(nl="maanden", en="months"),
    "budget.measure.delay": text(nl="later beginnen (maanden)", en="start later (months)"),
    "budget.measure.travel_rate": text(
        nl="reiskosten per consultancyuur (€)", en="travel per consultancy hour (€)"
    ),
    "budget.grid.fte": text(nl="Inzet in FTE", en="Staff in FTE"),
    "budget.grid.fte.help": text(
        nl="Per rol en werkzaamheid, in elke periode.", en="Per role and activity, in each period."
    ),
    "budget.grid.other-fte": text(nl="Inzet die nog niet voorkomt", en="Staff that is not used yet"),
    "budget.grid.other-fte.help": text(
        nl="Andere combinaties van rol en werkzaamheid.", en="Other combinations of role and activity."
    ),
    "budget.grid.rates": text(nl="Tarieven", en="Rates"),
    "budget.grid.rates.help": text(
        nl="Per rol: euro per uur, en de uren van een volledig jaar.",
        en="Per role: euros per hour, and the hours of a full year.",
    ),
    "budget.grid.costs": text(nl="Overige kosten in euro", en="Other costs in euros"),
    "budget.grid.costs.help": text(
        nl="Bedragen per kostenregel en periode.", en="Amounts per line of cost and period."
    ),
    "budget.grid.periods": text(nl="Perioden", en="Periods"),
    "budget.grid.periods.help": text(
        nl="Hoe lang elke periode duurt, en de reiskosten erin.",
        en="How long each period lasts, and the travel costs in it.",
    ),
    "budget.grid.delays": text(nl="Uitstel", en="Delay"),
    "budget.grid.delays.help": text(
        nl="Later beginnen verschuift kosten naar een ander jaar.",
        en="A later start moves costs to another year.",
    ),
    "budget.grid.by-period": text(nl="Per periode", en="By period"),
    "budget.grid.by-period.help": text(nl="In hele euro's.", en="In whole euros."),
    "budget.grid.by-phase": text(nl="Per fase", en="By phase"),
    "budget.grid.by-phase.help": text(nl="In hele euro's.", en="In whole euros."),
    "budget.grid.by-year": text(nl="Per kalenderjaar", en="By calendar year"),
    "budget.grid.by-year.help": text(nl="In hele euro's.", en="In whole euros."),
    "budget.how.typed": text(nl="Zojuist getypt; nog niet bewaard.", en="Typed just now; not saved yet."),
    "budget.how.nowhere": text(
        nl="Dit staat nergens in het plan en telt daarom als nul.",
        en="The plan does not say this, so it counts as zero.",
    ),
    "budget.how.given": text(
        nl="Gegeven in het plan zelf ({place}).", en="Given in the plan itself ({place})."
    ),
    "budget.how.given-in": text(
        nl="Gegeven in scenario {scenario} ({place}).", en="Given in scenario {scenario} ({place})."
    ),
    "budget.how.product": text(
        nl="Deze getallen met elkaar vermenigvuldigd.", en="These numbers multiplied with each other."
    ),
    "budget.how.product-factor": text(
        nl="Deze getallen met elkaar vermenigvuldigd, en met {factor}.",
        en="These numbers multiplied with each other, and with {factor}.",
    ),
    "budget.how.sum": text(nl="Deze getallen opgeteld.", en="These numbers added up."),
    "budget.how.weighted-sum": text(
        nl="Telkens twee getallen vermenigvuldigd, en die uitkomsten opgeteld.",
        en="Pairs of numbers multiplied, and these products added up.",
    ),
    "budget.how.year-share": text(
        nl="Het deel van de maanden vanaf {begin} dat na alle uitstel in {year} valt.",
        en="The share of the months from {begin} that falls in {year} after all delays.",
    ),
    "versions.title": text(nl="Versies", en="Versions"),
    "versions.lead": text(
        nl="Een versie geldt als een tweede persoon haar goedkeurt: niet wie sinds de vorige goedkeuring meewerkte.",
        en="A version counts when a second person approves it: not who worked on it since the last approval.",
    ),
    "versions.by": text(nl="{name}, {moment}.", en="{name}, {moment}."),
    "versions.installed": text(
        nl="Deze begroting kwam mee met het pakket van de regio.",
        en="This budget came with the package of the region.",
    ),
    "versions.proposed": text(nl="Voorgesteld door {name}, {moment}.", en="Proposed by {name}, {moment}."),
    "versions.decided": text(nl="Besluit van {name}, {moment}.", en="Decision by {name}, {moment}."),
    "versions.note": text(nl="Reden: {note}", en="Reason: {note}"),
    "versions.nobody": text(nl="een gewist account", en="an erased account"),
    "versions.view": text(nl="Bekijken", en="View"),
    "versions.edit": text(nl="Bewerken", en="Edit"),
    "versions.changes": text(nl="Wat er wijzigde", en="What changed"),
    "versions.propose": text(nl="Voorstellen ter goedkeuring", en="Propose for approval"),
    "versions.approve": text(nl="Goedkeuren", en="Approve"),
    "versions.reject": text(nl="Afwijzen", en="Reject"),
    "versions.reject.reason": text(nl="Waarom niet?", en="Why not?"),
    "versions.second": text(
        nl="U werkte zelf aan deze versie: een ander moet haar goedkeuren.",
        en="You worked on this version yourself: somebody else must approve it.",
    ),
    "versions.refused": text(nl="Dat ging niet", en="That could not be done"),
    "comparison.title": text(nl="Twee versies vergelijken", en="Compare two versions"),
    "comparison.from": text(nl="Van versie", en="From version"),
    "comparison.to": text(nl="Naar versie", en="To version"),
    "comparison.show": text(nl="Vergelijken", en="Compare"),
    "comparison.given": text(nl="Gegeven getallen die verschillen", en="Given figures that differ"),
    "comparison.computed": text(nl="Uitkomsten die verschillen", en="Results that differ"),
    "comparison.other": text(nl="Wat verder verschilt", en="What else differs"),
    "comparison.nothing": text(nl="Niets.", en="Nothing."),
    "comparison.cell": text(nl="Cel", en="Cell"),
    "comparison.difference": text(nl="Verschil", en="Difference"),
    "comparison.all": text(nl="Alle {count} uitkomsten", en="All {count} results"),
    "scenarios.title": text(nl="Scenario's naast elkaar", en="Scenarios side by side"),
    "scenarios.lead": text(
        nl="In hele euro's; het verschil is met het gekozen scenario, uit de precieze bedragen.",
        en="In whole euros; the difference is from the chosen scenario, of the exact amounts.",
    ),
    "scenarios.difference": text(nl="verschil", en="difference"),
    "scenarios.given": text(
        nl="Wat „{name}” anders zegt dan „{chosen}”", en="What “{name}” says differently from “{chosen}”"
    ),
    "scenarios.arrow": text(nl="{first} wordt {second}", en="{first} becomes {second}"),
    "financing.title": text(nl="Financiering", en="Financing"),
    "financing.none": text(
        nl="Dit plan zegt niets over financiering.", en="This plan says nothing of financing."
    ),
    "financing.chart": text(
        nl="Staafdiagram: per financier het deel volgens het model, de toezegging en wat nog te betalen is. De tabel hieronder bevat dezelfde bedragen.",
        en="Bar chart: per funder the part by the model, the commitment, and what is still to pay. The table below holds the same amounts.",
    ),
    "financing.funder": text(nl="Financier", en="Funder"),
    "financing.model": text(nl="volgens het model", en="by the model"),
    "financing.agreed": text(nl="toegezegd", en="committed"),
    "financing.lowered": text(nl="af door bijdragen", en="lowered by contributions"),
    "financing.still": text(nl="nog te betalen", en="still to pay"),
    "financing.conditions": text(nl="voorwaarden", en="conditions"),
    "financing.need": text(nl="Te financieren", en="To be financed"),
    "financing.cost": text(nl="Kosten van dit scenario", en="Cost of this scenario"),
    "financing.in-kind": text(nl="Waarde van inzet in natura", en="Value of staff in kind"),
    "financing.gap": text(nl="Tekort", en="Gap"),
    "financing.margin": text(nl="Marge", en="Margin"),
    "financing.total": text(nl="Samen", en="Together"),
    "financing.caption": text(nl="Per financier, in hele euro's", en="Per funder, in whole euros"),
    "capacity.title": text(
        nl="Hoeveel plannen kan deze inzet aan?", en="How many plans can this staff deliver?"
    ),
    "capacity.lead": text(
        nl="Hoogstens, in pilot en uitrol: {years} voltijdsjaren met {days} dagdelen bij bedrijven. Het doel is {goal} bedrijfsplannen.",
        en="At most, in pilot and roll-out: {years} full-time years with {days} half-days at companies. The goal is {goal} business plans.",
    ),
    "budget.capacity.effort": text(nl="{days} dagdelen per plan", en="{days} half-days a plan"),
    "capacity.chart": text(
        nl="Staafdiagram: plannen per inspanning, met een streep bij het doel. De tabel hieronder bevat dezelfde aantallen.",
        en="Bar chart: plans by effort, with a line at the goal. The table below holds the same numbers.",
    ),
    "capacity.effort": text(nl="Inspanning per plan", en="Effort per plan"),
    "capacity.own": text(nl="betaalde inzet", en="paid staff"),
    "capacity.in-kind": text(nl="inzet in natura", en="staff in kind"),
    "capacity.together": text(nl="samen", en="together"),
    "capacity.goal": text(nl="doel", en="goal"),
    "capacity.short": text(nl="{count} te weinig", en="{count} short"),
    "capacity.enough": text(nl="genoeg", en="enough"),
    "build.title": text(nl="Bouwfase per week", en="Build phase by week"),
    "build.lead": text(
        nl="{weeks} weken vanaf het groene licht. Een gestreepte balk is een voorstel.",
        en="{weeks} weeks from the go-ahead. A striped bar is a proposal.",
    ),
    "build.none": text(nl="Dit plan heeft geen bouwfase.", en="This plan has no build phase."),
    "build.task": text(nl="Werk", en="Work"),
    "build.weeks": text(nl="Weken", en="Weeks"),
    "build.range": text(nl="week {start} tot en met {end}", en="weeks {start} to {end}"),
    "build.one": text(nl="week {start}", en="week {start}"),
    "build.proposed": text(nl="voorstel", en="proposal"),
    "build.unscheduled": text(nl="nog in te plannen", en="to be scheduled"),
    "build.after": text(nl="na: {tasks}", en="after: {tasks}"),
    "share.lead": text(
        nl="De begroting die nu geldt (versie {number}), en wat {funder} daarvan betaalt.",
        en="The budget in force (version {number}), and what {funder} pays of it.",
    ),
    "share.year": text(nl="Jaar", en="Year"),
    "share.cost": text(nl="Kosten", en="Cost"),
    "share.own": text(nl="Uw deel", en="Your part"),
    "share.payments": text(nl="Betalingen", en="Payments"),
}
