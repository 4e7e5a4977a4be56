"""The tier of a package: computed from what it is, what was proved of it and what is stated about it; never claimed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from attrs import field, frozen

from mkb_core.catalogue import declaration_faults
from mkb_core.domain.partners import Status
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.declarations import PartnerDeclaration, RegionDefinition
from mkb_core.hooks.markers import HOOK_API
from mkb_core.quality.evidence import Evidence, files_hash, read_evidence
from mkb_core.quality.rules import RULES, Proof, QualityRule, Tier, tier_of
from mkb_core.quality.sourcing import offers, sourcing_gaps
from mkb_core.quality.statements import Standing, Statement, statements_of
from mkb_core.runtime.manifests import Manifest, accepts
from mkb_core.text import Text, text

#: an e-mail address, a web page or a telephone number
CONTACT = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+|https?://\S+|\+?\d[\d ()-]{7,}\d")
#: what a rule of platinum needs the plugin to have
NEEDED_HOOK = {"feed-live": "mkb_fetch_feed", "fees-live": "mkb_report_fees"}

NO_EVIDENCE = text(
    nl="er is geen proef vastgelegd; doe: mkb partners check --record",
    en="no run is recorded; do: mkb partners check --record",
)
OUTDATED = text(
    nl="de vastgelegde proef was met een ander pakket of andere hooks; doe: mkb partners check --record",
    en="the recorded run was with another package or other hooks; do: mkb partners check --record",
)
NO_REASON = text(nl="zonder reden in quality.toml", en="without a reason in quality.toml")


@frozen
class Facts:
    """What a tier is computed from. Read once, when a package is loaded; computing is then cheap."""

    manifest: Manifest | None
    declarations: tuple[PartnerDeclaration, ...]
    faults: tuple[InputFault, ...]
    languages: tuple[str, ...]
    files: str = ""
    statements: Mapping[str, Statement] = field(factory=dict)
    statement_faults: tuple[InputFault, ...] = ()
    evidence: Evidence | None = None


@frozen
class RuleState:
    """A rule and whether it is met. ``missing`` says what it lacks; ``statement`` is the package's own line about it."""

    rule: QualityRule
    met: bool
    missing: tuple[Text, ...] = ()
    statement: Statement | None = None


@frozen
class Quality:
    """The tier of a package and every rule. ``next_tier`` is ``None`` at the top."""

    tier: Tier
    rules: tuple[RuleState, ...]

    @property
    def open(self) -> tuple[RuleState, ...]:
        """Rules that are not met, lowest tier first."""
        return tuple(one for one in self.rules if not one.met)

    @property
    def next_tier(self) -> Tier | None:
        """The tier that comes next."""
        return self.open[0].rule.tier if self.open else None

    @property
    def missing_for_next(self) -> tuple[RuleState, ...]:
        """What must be met for the next tier."""
        return tuple(one for one in self.open if one.rule.tier is self.next_tier)


def gather(
    folder: Path | None,
    manifest: Manifest | None,
    declarations: Iterable[PartnerDeclaration],
    region: RegionDefinition,
) -> Facts:
    """Read what a tier is computed from; ``folder`` is the package, or ``None`` where it is out of reach."""
    declared = tuple(declarations)
    faults = tuple(
        fault.under(one.partner.id) for one in declared for fault in declaration_faults(one, region)
    )
    facts = Facts(manifest, declared, faults, region.region.languages)
    if folder is None or not folder.exists():
        return facts
    statements: Mapping[str, Statement] = {}
    statement_faults: tuple[InputFault, ...] = ()
    try:
        statements = statements_of(folder)
    except InvalidInput as refusal:
        statement_faults = refusal.faults
    return Facts(
        manifest,
        declared,
        faults,
        region.region.languages,
        files_hash(folder),
        statements,
        statement_faults,
        read_evidence(folder),
    )


def quality_of(facts: Facts, on: date) -> Quality:
    """The tier on a day. Pure: equal facts and day give an equal answer."""
    states = [_state(rule, facts, on) for rule in RULES if rule.id != "reasoned"]
    reasoned = _reasoned(states, facts)
    by_id = {one.rule.id: one for one in (*states, reasoned)}
    ordered = tuple(by_id[rule.id] for rule in RULES)
    return Quality(tier_of(frozenset(one.rule.id for one in ordered if one.met)), ordered)


def _state(rule: QualityRule, facts: Facts, on: date) -> RuleState:
    statement = facts.statements.get(rule.id)
    if rule.proof is Proof.STATED:
        missing = _stated(rule, statement, facts, on)
    elif rule.proof is Proof.RUN:
        missing = _proved(rule.id, facts)
    else:
        missing = _read(rule.id, facts)
    return RuleState(rule, not missing, missing, statement)


def _stated(rule: QualityRule, statement: Statement | None, facts: Facts, on: date) -> tuple[Text, ...]:
    exempt = statement is not None and statement.state is Standing.EXEMPT and rule.may_be_exempt
    hook = NEEDED_HOOK.get(rule.id)
    if hook is not None and not exempt:
        proved = facts.evidence.hooks if facts.evidence and facts.evidence.fits(facts.files) else ()
        if hook not in proved:
            return (text(nl=f"de plugin heeft geen {hook}", en=f"the plugin has no {hook}"),)
    if statement is not None and statement.counts(rule, on, facts.files):
        return ()
    if statement is not None and statement.state is Standing.DONE:
        return (text(nl=_why_not(rule)["nl"], en=_why_not(rule)["en"]),)
    return (text(nl="nog te doen", en="still to do"),)


def _why_not(rule: QualityRule) -> dict[str, str]:
    if rule.id == "replayed":
        return {
            "nl": "verklaard van een ander pakket: package is niet het kenmerk van dit pakket",
            "en": "stated of another package: package is not the hash of this one",
        }
    return {
        "nl": "de verklaring noemt niemand (by), of is te oud",
        "en": "the statement names nobody (by), or is too old",
    }


def _proved(rule: str, facts: Facts) -> tuple[Text, ...]:
    evidence = facts.evidence
    if evidence is None:
        return (NO_EVIDENCE,)
    if not evidence.fits(facts.files):
        return (OUTDATED,)
    if rule == "conformance":
        wrong = [check for check, state in evidence.results.items() if state == "failed"]
        return tuple(text(nl=f"proef {one} mislukt", en=f"check {one} fails") for one in wrong)
    if rule == "scenarios":
        return _scenarios(evidence)
    if rule == "faults-tested":
        return _faults_tested(evidence)
    met = {"deadlines": evidence.well_in_time, "documented": evidence.documented}[rule]
    return () if met else (text(nl="niet bij de vastgelegde proef", en="not in the recorded run"),)


def _scenarios(evidence: Evidence) -> tuple[Text, ...]:
    missing = [
        text(nl=f"geen scenario voor {one}", en=f"no scenario for {one}") for one in evidence.without_scenario
    ]
    if evidence.scenarios_failed:
        count = evidence.scenarios_failed
        missing.append(text(nl=f"{count} scenario's mislukken", en=f"{count} scenarios fail"))
    return tuple(missing)


def _faults_tested(evidence: Evidence) -> tuple[Text, ...]:
    needs = {
        "faults": {
            "mkb_look_up_company",
            "mkb_fetch_feed",
            "mkb_deliver_referral",
            "mkb_report_fees",
        },
        "repeatable": {"mkb_look_up_company", "mkb_fetch_feed", "mkb_report_fees"},
        "delivered-once": {"mkb_deliver_referral"},
    }
    untried = [
        check
        for check, hooks in needs.items()
        if hooks & set(evidence.hooks) and evidence.results.get(check) != "passed"
    ]
    return tuple(text(nl=f"proef {one} niet geslaagd", en=f"check {one} not passed") for one in untried)


def _read(rule: str, facts: Facts) -> tuple[Text, ...]:
    return tuple(READ[rule](facts))


def _manifest(facts: Facts) -> Iterable[Text]:
    manifest = facts.manifest
    if manifest is None:
        yield text(nl="geen leesbaar manifest", en="no readable manifest")
        return
    for key in ("id", "name", "owner"):
        if not getattr(manifest, key).strip():
            yield text(nl=f"{key} is leeg", en=f"{key} is empty")
    if not manifest.partners:
        yield text(nl="partners is leeg", en="partners is empty")
    try:
        fits = accepts(manifest.hook_api, HOOK_API)
    except ValueError:
        fits = False
    if not fits:
        yield text(nl="hook_api past niet", en="hook_api does not fit")


def _contact(facts: Facts) -> Iterable[Text]:
    contact = facts.manifest.contact if facts.manifest else ""
    if not CONTACT.search(contact):
        yield text(nl=f"„{contact}” is geen adres", en=f"“{contact}” is no address")


def _valid(facts: Facts) -> Iterable[Text]:
    declared = {one.partner.id for one in facts.declarations}
    for partner in facts.manifest.partners if facts.manifest else ():
        if partner not in declared:
            yield text(nl=f"geen opgave van {partner}", en=f"no declaration of {partner}")
    for fault in facts.faults:
        if not _of_language(fault, facts):
            yield _fault(fault)


def _languages(facts: Facts) -> Iterable[Text]:
    if not facts.declarations:
        yield text(nl="er is geen opgave", en="there is no declaration")
    yield from (_fault(fault) for fault in facts.faults if _of_language(fault, facts))


def _of_language(fault: InputFault, facts: Facts) -> bool:
    return fault.code == "missing" and fault.path.rpartition(".")[2] in facts.languages


def _fault(fault: InputFault) -> Text:
    return text(nl=f"{fault.path}: {fault.sentence('nl')}", en=f"{fault.path}: {fault.sentence('en')}")


def _sourced(facts: Facts) -> Iterable[Text]:
    if not facts.declarations:
        yield text(nl="er is geen opgave", en="there is no declaration")
    for declaration in facts.declarations:
        for place, what in sourcing_gaps(declaration):
            yield text(nl=f"{place}: {what.in_language('nl')}", en=f"{place}: {what.in_language('en')}")


def _confirmed(facts: Facts) -> Iterable[Text]:
    for declaration in facts.declarations:
        listed = [one for _, one in offers(declaration) if one.source.status is not Status.CLOSED]
        count = sum(not one.confirmed for one in listed)
        if count:
            name = declaration.partner.id
            yield text(
                nl=f"{name}: {count} van {len(listed)} nog te bevestigen",
                en=f"{name}: {count} of {len(listed)} to be confirmed",
            )


READ = {
    "manifest": _manifest,
    "contact": _contact,
    "valid-data": _valid,
    "languages": _languages,
    "dated-and-sourced": _sourced,
    "confirmed": _confirmed,
}


def _reasoned(states: list[RuleState], facts: Facts) -> RuleState:
    """Every open rule has its line; a faulty ``quality.toml`` has none."""
    rule = next(one for one in RULES if one.id == "reasoned")
    missing = [_fault(fault) for fault in facts.statement_faults]
    missing += [
        text(
            nl=f"{one.rule.id}: {NO_REASON.in_language('nl')}",
            en=f"{one.rule.id}: {NO_REASON.in_language('en')}",
        )
        for one in states
        if not one.met and one.statement is None
    ]
    return RuleState(rule, not missing, tuple(missing), facts.statements.get(rule.id))
