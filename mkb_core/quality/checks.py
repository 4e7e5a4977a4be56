"""The table of conformance checks, and running them over a plugin behind any port."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from attrs import frozen

from mkb_core.errors import InvalidInput
from mkb_core.quality import checks_of_calls, checks_of_data, checks_of_rules
from mkb_core.quality.findings import Finding, Result, Said
from mkb_core.quality.scenario_runs import differences
from mkb_core.quality.scenarios import Scenario, read_scenarios
from mkb_core.quality.subjects import Subject
from mkb_core.text import Text, text


@frozen
class Check:
    """One conformance check. ``meaning`` says what a partner may rely on where it passes."""

    id: str
    title: Text
    meaning: Text
    run: Callable[[Subject], Iterator[Said]]

    def result(self, subject: Subject) -> Result:
        """What it says of a plugin."""
        return Result(self.id, self.title, self.meaning, tuple(self.run(subject)))


CHECKS: tuple[Check, ...] = (
    Check(
        "manifest",
        text(nl="Manifest", en="Manifest"),
        text(
            nl="Het manifest is te lezen en noemt eigenaar, contact en partners.",
            en="The manifest can be read and names owner, contact and partners.",
        ),
        checks_of_data.manifest,
    ),
    Check(
        "hook-api",
        text(nl="Versie van de hooks", en="Version of the hooks"),
        text(
            nl="Het bereik in het manifest bevat de versie van deze kern.",
            en="The range in the manifest holds the version of this core.",
        ),
        checks_of_data.hook_api,
    ),
    Check(
        "types",
        text(nl="Opgave en typen", en="Declaration and types"),
        text(
            nl="De plugin laadt, geeft opgaven van de juiste typen, en precies van de partners in het manifest.",
            en="The plugin loads and gives declarations of the right types, of exactly the partners in the manifest.",
        ),
        checks_of_data.types,
    ),
    Check(
        "valid",
        text(nl="Geldig in de regio", en="Valid in the region"),
        text(
            nl="Onderwerpen, velden en gemeenten bestaan in de regio; alle tekst is er in elke taal.",
            en="Topics, fields and municipalities exist in the region; every text is there in every language.",
        ),
        checks_of_data.valid,
    ),
    Check(
        "pure",
        text(nl="Zuiver en herhaalbaar", en="Pure and repeatable"),
        text(
            nl="De opgave is steeds dezelfde, ook in een nieuw proces met een andere klok, map en volgorde.",
            en="The declaration is always the same, also in a fresh process with another clock, folder and order.",
        ),
        checks_of_data.pure,
    ),
    Check(
        "time",
        text(nl="Op tijd", en="In time"),
        text(
            nl="De opgave komt binnen de tijd van het contract.",
            en="The declaration comes within the time of the contract.",
        ),
        checks_of_data.in_time,
    ),
    Check(
        "sources",
        text(nl="Bron en datum aanwezig", en="Source and date present"),
        text(
            nl="Elke dienst, elk item en elk tarief zegt waar het vandaan komt en van wanneer.",
            en="Every service, item and fee schedule says where it comes from and of when.",
        ),
        checks_of_data.sources,
    ),
    Check(
        "ids",
        text(nl="Ids", en="Ids"),
        text(
            nl="Ids zijn uniek binnen de partner en zo geschreven dat ze kunnen blijven.",
            en="Ids are unique within the partner and written so that they can stay.",
        ),
        checks_of_data.ids,
    ),
    Check(
        "reachable",
        text(nl="Elke dienst bereikbaar", en="Every service reachable"),
        text(
            nl="Bij elke dienst is er een bedrijf met een vraag waaraan zij wordt voorgesteld.",
            en="For every service there is a company with a question to which it is proposed.",
        ),
        checks_of_rules.reachable,
    ),
    Check(
        "explained",
        text(nl="Elke regel uit te leggen", en="Every rule explained"),
        text(
            nl="Waar een regel geldt, faalt en onbekend is, zijn er zinnen in elke taal van de regio.",
            en="Where a rule holds, fails and is unknown there are sentences in every language of the region.",
        ),
        checks_of_rules.explained,
    ),
    Check(
        "private",
        text(nl="Geen persoonsgegevens in logboeken", en="No personal data in logs"),
        text(
            nl="Wat van een persoon is, staat in geen logboek, uitvoer of foutmelding. Een KvK-nummer is openbaar en telt niet.",
            en="What is a person's stands in no log, output or error message. A trade-register number is public and does not count.",
        ),
        checks_of_calls.no_personal_data_in_logs,
    ),
    Check(
        "faults",
        text(nl="Storingen buiten", en="Failures outside"),
        text(
            nl="Wat de bron ook doet, de hook geeft een waarde of zegt dat er geen is; nooit een fout of een leeg antwoord.",
            en="Whatever the source does, the hook gives a value or says that there is none; never an error or an empty answer.",
        ),
        checks_of_calls.faults_handled,
    ),
    Check(
        "repeatable",
        text(nl="Ophalen is herhaalbaar", en="Fetching can be repeated"),
        text(
            nl="Dezelfde pagina, hetzelfde verslag of bedrijf twee keer gevraagd is hetzelfde, met eigen ids.",
            en="The same page, report or company asked twice is the same, with ids of its own.",
        ),
        checks_of_calls.repeatable,
    ),
    Check(
        "delivered-once",
        text(nl="Leveren heeft een gevolg", en="Delivering has one effect"),
        text(
            nl="Een levering die nog eens komt, heeft geen tweede gevolg; het antwoord gaat over de gevraagde doorverwijzing.",
            en="A delivery that comes again has no second effect; the answer is about the referral asked.",
        ),
        checks_of_calls.delivered_once,
    ),
)

SCENARIO_FILES = Result(
    "scenario-files",
    text(nl="Scenario's te lezen", en="Scenarios readable"),
    text(
        nl="De scenario's zijn te lezen en noemen bestaande diensten en voorwaarden.",
        en="The scenarios can be read and name existing services and conditions.",
    ),
)
SCENARIO = text(
    nl="De regels geven wat dit voorbeeld verwacht.", en="The rules give what this example expects."
)


def check_all(subject: Subject, checks: Iterable[Check] = CHECKS) -> tuple[Result, ...]:
    """Every check, in the order of the table."""
    return tuple(check.result(subject) for check in checks)


def scenarios_of(subject: Subject) -> tuple[tuple[Scenario, ...], Result]:
    """The plugin's scenarios, and the result of reading them."""
    declarations = {one.partner.id: one for one in subject.declarations}
    if not declarations:
        return (), SCENARIO_FILES
    try:
        found = read_scenarios(subject.scenario_texts, subject.surroundings.region, declarations)
    except InvalidInput as refusal:
        mend = text(
            nl="Zie „Scenario files” in de documentatie.", en="See “Scenario files” in the documentation."
        )
        findings = [
            Finding(fault.path, text(nl=fault.sentence("nl"), en=fault.sentence("en")), mend)
            for fault in refusal.faults
        ]
        return (), Result(SCENARIO_FILES.id, SCENARIO_FILES.title, SCENARIO_FILES.meaning, tuple(findings))
    return found, SCENARIO_FILES


def run_scenario(subject: Subject, scenario: Scenario) -> Result:
    """One scenario against the rules of today."""
    mend = text(
        nl="Verander de regel, of het scenario als de regel zo bedoeld is.",
        en="Change the rule, or the scenario where the rule is meant to be so.",
    )
    found = [
        Finding(
            f"{scenario.place}: {one.offer}",
            text(
                nl=f"verwacht: {one.expected.in_language('nl')}; kreeg: {one.got.in_language('nl')}",
                en=f"expected: {one.expected.in_language('en')}; got: {one.got.in_language('en')}",
            ),
            mend,
        )
        for one in differences(scenario, subject.catalogue)
    ]
    name = text(nl=scenario.name, en=scenario.name)
    return Result(f"scenario {scenario.place}", name, SCENARIO, tuple(found))
