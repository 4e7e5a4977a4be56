"""The quality scale: four tiers, and one table of rules. A tier is reached when its rules and those below it are met."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from mkb_core.text import Text, text


class Tier(Enum):
    """Tiers of quality, lowest first; ``NONE``: not all rules of bronze are met."""

    NONE = "none"
    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"
    PLATINUM = "platinum"


TIERS: tuple[Tier, ...] = (Tier.BRONZE, Tier.SILVER, Tier.GOLD, Tier.PLATINUM)

TIER_LABEL: dict[Tier, Text] = {
    Tier.NONE: text(nl="nog geen brons", en="not yet bronze"),
    Tier.BRONZE: text(nl="brons", en="bronze"),
    Tier.SILVER: text(nl="zilver", en="silver"),
    Tier.GOLD: text(nl="goud", en="gold"),
    Tier.PLATINUM: text(nl="platina", en="platinum"),
}


class Proof(Enum):
    """How a rule is checked: read from the package at any time; by a recorded run of its code that fits the package as
    it is; or stated in ``quality.toml``, because no machine can see it."""

    READ = "read"
    RUN = "run"
    STATED = "stated"


PROOF_LABEL: dict[Proof, Text] = {
    Proof.READ: text(nl="gelezen uit het pakket", en="read from the package"),
    Proof.RUN: text(nl="door een vastgelegde proef", en="by a recorded run"),
    Proof.STATED: text(nl="verklaard in quality.toml", en="stated in quality.toml"),
}


@frozen
class QualityRule:
    """One rule. ``meaning`` says exactly when it is met. ``may_be_exempt``: a package that the rule does not concern may
    say so with a reason. ``lasts_days``: a statement counts for so long."""

    id: str
    tier: Tier
    label: Text
    meaning: Text
    proof: Proof
    may_be_exempt: bool = False
    lasts_days: int | None = None


YEAR = 366

RULES: tuple[QualityRule, ...] = (
    QualityRule(
        "manifest",
        Tier.BRONZE,
        text(nl="Manifest met eigenaar", en="Manifest with owner"),
        text(
            nl="Het manifest is te lezen, noemt id, naam, eigenaar en partners, en aanvaardt deze versie van de hooks.",
            en="The manifest can be read, names id, name, owner and partners, and accepts this version of the hooks.",
        ),
        Proof.READ,
    ),
    QualityRule(
        "contact",
        Tier.BRONZE,
        text(nl="Contact bereikbaar", en="Contact reachable"),
        text(
            nl="Het contact in het manifest bevat een e-mailadres, telefoonnummer of webpagina.",
            en="The contact in the manifest holds an e-mail address, a telephone number or a web page.",
        ),
        Proof.READ,
    ),
    QualityRule(
        "valid-data",
        Tier.BRONZE,
        text(nl="Geldige gegevens", en="Valid data"),
        text(
            nl="Elke partner van het manifest heeft een opgave, zonder fout in de regio.",
            en="Every partner of the manifest has a declaration, without a fault in the region.",
        ),
        Proof.READ,
    ),
    QualityRule(
        "languages",
        Tier.BRONZE,
        text(nl="Alle talen", en="All languages"),
        text(
            nl="Elke tekst is er in elke taal van de regio.",
            en="Every text is there in every language of the region.",
        ),
        Proof.READ,
    ),
    QualityRule(
        "conformance",
        Tier.BRONZE,
        text(nl="Voldoet aan het contract", en="Conforms to the contract"),
        text(
            nl="Alle conformiteitsproeven zijn geslaagd, en het pakket is sindsdien niet veranderd.",
            en="All conformance checks passed, and the package has not changed since.",
        ),
        Proof.RUN,
    ),
    QualityRule(
        "dated-and-sourced",
        Tier.SILVER,
        text(nl="Elke regel met bron en datum", en="Every rule dated and sourced"),
        text(
            nl="Elke dienst, elk item en elk tarief noemt zijn bron en een jaar: van wat is gelezen, of van het lezen als het "
            "stuk zelf geen datum heeft. Algemene kennis telt alleen als herkomst zolang de gegevens als „nog te "
            "bevestigen” worden getoond, en nooit voor een voorwaarde die bedrijven uitsluit (anders dan door hun plaats): die "
            "noemt een eigen bron met jaar, of is door de partner bevestigd. Wat gesloten is, telt niet mee.",
            en="Every service, item and fee schedule names its source and a year: of what was read, or of the reading where "
            "the piece itself has no date. General knowledge counts as an origin only while the data are shown as “to be "
            "confirmed”, and never for a condition that keeps companies out (otherwise than by where they are): that names "
            "a source of its own with a year, or the partner has confirmed it. What is closed does not count.",
        ),
        Proof.READ,
    ),
    QualityRule(
        "scenarios",
        Tier.SILVER,
        text(nl="Scenario's voor elke dienst", en="Scenarios for every service"),
        text(
            nl="Elke dienst wordt in een scenario voorgesteld; elke dienst met een vereiste voorwaarde wordt ook in een scenario "
            "door die voorwaarde niet voorgesteld; alle scenario's slagen.",
            en="Every service is proposed in a scenario; every service with a required condition is also not proposed in one "
            "because of that condition; all scenarios pass.",
        ),
        Proof.RUN,
    ),
    QualityRule(
        "deadlines",
        Tier.SILVER,
        text(nl="Ruim op tijd", en="Well in time"),
        text(
            nl="Elke hook bleef bij de vastgelegde proef onder de helft van zijn tijd.",
            en="Every hook stayed under half of its time in the recorded run.",
        ),
        Proof.RUN,
    ),
    QualityRule(
        "reasoned",
        Tier.SILVER,
        text(nl="Wat open is, heeft een reden", en="What is open has a reason"),
        text(
            nl="Voor elke regel die niet is gehaald, staat in quality.toml een regel met reden en datum.",
            en="For every rule that is not met, quality.toml has a line with a reason and a date.",
        ),
        Proof.READ,
    ),
    QualityRule(
        "reviewed",
        Tier.GOLD,
        text(nl="Nagekeken door de partner", en="Reviewed by the partner"),
        text(
            nl="De partner heeft alle gegevens nagekeken, korter dan een jaar geleden; wie en wanneer staat erbij.",
            en="The partner has reviewed all data, less than a year ago; by whom and when is recorded.",
        ),
        Proof.STATED,
        lasts_days=YEAR,
    ),
    QualityRule(
        "confirmed",
        Tier.GOLD,
        text(nl="Bevestigd door de partner", en="Confirmed by the partner"),
        text(
            nl="Elke dienst en elk item dat niet gesloten is, is door de partner bevestigd.",
            en="Every service and item that is not closed is confirmed by the partner.",
        ),
        Proof.READ,
    ),
    QualityRule(
        "replayed",
        Tier.GOLD,
        text(nl="Nagespeeld voor uitgave", en="Replayed before release"),
        text(
            nl="De vragen van het laatste kwartaal zijn nagespeeld met precies dit pakket (package noemt het kenmerk).",
            en="The questions of the last quarter were replayed with exactly this package (package names its hash).",
        ),
        Proof.STATED,
    ),
    QualityRule(
        "faults-tested",
        Tier.GOLD,
        text(nl="Storingen beproefd", en="Faults tested"),
        text(
            nl="Alle hooks die werk doen, zijn met eigen voorbeelden en met alle storingen beproefd.",
            en="All hooks that do work were tried with samples of their own and with every failure.",
        ),
        Proof.RUN,
    ),
    QualityRule(
        "documented",
        Tier.GOLD,
        text(nl="Beschreven", en="Documented"),
        text(
            nl="Er is een README.md in of naast het pakket, die elke partner bij naam noemt.",
            en="There is a README.md in or beside the package that names every partner.",
        ),
        Proof.RUN,
    ),
    QualityRule(
        "feed-live",
        Tier.PLATINUM,
        text(nl="Nieuws of aanbod komt vanzelf", en="Feed live"),
        text(
            nl="De plugin heeft een feed, en de partner verklaart dat hij in bedrijf is.",
            en="The plugin has a feed, and the partner states that it is in operation.",
        ),
        Proof.STATED,
        lasts_days=YEAR,
    ),
    QualityRule(
        "fees-live",
        Tier.PLATINUM,
        text(nl="Kosten worden vanzelf gemeld", en="Fee report live"),
        text(
            nl="De plugin meldt contracten en kosten, en de partner verklaart dat het in bedrijf is.",
            en="The plugin reports contracts and fees, and the partner states that this is in operation.",
        ),
        Proof.STATED,
        may_be_exempt=True,
        lasts_days=YEAR,
    ),
    QualityRule(
        "monitored",
        Tier.PLATINUM,
        text(nl="Eigen bewaking", en="Own monitoring"),
        text(
            nl="De partner bewaakt zelf of zijn plugin en zijn bron werken; wie en hoe staat erbij.",
            en="The partner itself watches whether its plugin and its source work; by whom and how is recorded.",
        ),
        Proof.STATED,
        lasts_days=YEAR,
    ),
)

RULE: dict[str, QualityRule] = {rule.id: rule for rule in RULES}


def tier_of(met: frozenset[str]) -> Tier:
    """The highest tier of which every rule, and every rule below, is met."""
    reached = Tier.NONE
    for tier in TIERS:
        if any(rule.tier is tier and rule.id not in met for rule in RULES):
            break
        reached = tier
    return reached
