"""The whole kit on one plugin: checks, scenarios, evidence and tier."""

from __future__ import annotations

from pathlib import Path

from attrs import evolve, frozen

from mkb_core.hooks.contracts import PARTNER_HOOKS
from mkb_core.hooks.declarations import PartnerDeclaration
from mkb_core.hooks.markers import HOOK_API
from mkb_core.quality.checks import check_all, run_scenario, scenarios_of
from mkb_core.quality.evidence import Evidence, core_version, files_hash, write_evidence
from mkb_core.quality.findings import Result, failed
from mkb_core.quality.scale import Quality, gather, quality_of
from mkb_core.quality.scenarios import OTHER_REASONS, Scenario
from mkb_core.quality.subjects import DECLARE, Subject

#: share of a hook's time that "well in time" leaves unused
HALF = 0.5


@frozen
class Report:
    """What was found, and the tier that follows from it as if it were recorded now."""

    plugin: str
    results: tuple[Result, ...]
    scenarios: tuple[Result, ...]
    evidence: Evidence | None
    quality: Quality

    @property
    def failed(self) -> tuple[Result, ...]:
        """Checks and scenarios with findings."""
        return failed((*self.results, *self.scenarios))


def report_on(subject: Subject) -> Report:
    """Run everything. The tier counts this very run; to let it count later, :func:`record` it."""
    results = check_all(subject)
    scenarios, reading = scenarios_of(subject)
    ran = tuple(run_scenario(subject, scenario) for scenario in scenarios)
    results = (*results, reading)
    evidence = _evidence(subject, results, scenarios, ran)
    facts = gather(subject.folder, subject.manifest, subject.declarations, subject.surroundings.region)
    quality = quality_of(evolve(facts, evidence=evidence), subject.surroundings.on)
    return Report(subject.id, results, ran, evidence, quality)


def record(subject: Subject, report: Report) -> Path | None:
    """Write the evidence into the package; ``None`` where there is no folder to write it in."""
    if report.evidence is None or subject.folder is None or not subject.folder.is_dir():
        return None
    return write_evidence(subject.folder, report.evidence)


def _evidence(
    subject: Subject,
    results: tuple[Result, ...],
    scenarios: tuple[Scenario, ...],
    ran: tuple[Result, ...],
) -> Evidence | None:
    if subject.folder is None:
        return None
    return Evidence(
        plugin=subject.id,
        files=files_hash(subject.folder),
        hook_api=HOOK_API,
        core=core_version(),
        region=subject.surroundings.region.region.id,
        on=subject.surroundings.on,
        hooks=tuple(sorted(subject.hooks)),
        results={one.id: one.state.value for one in results},
        scenarios=len(ran),
        scenarios_failed=len(failed(ran)),
        without_scenario=uncovered(subject, scenarios),
        well_in_time=_well_in_time(subject),
        documented=_documented(subject),
    )


def uncovered(subject: Subject, scenarios: tuple[Scenario, ...]) -> tuple[str, ...]:
    """Services in force without a scenario that proposes them, or (with required conditions) one that a condition keeps
    from being proposed: ``partner.service: proposed`` or ``: not_proposed``."""
    proposed = {(one.partner, offer) for one in scenarios for offer in one.expect.proposed}
    kept_out = {
        (one.partner, offer)
        for one in scenarios
        for offer, reasons in one.expect.not_proposed.items()
        if set(reasons) - OTHER_REASONS
    }
    missing = []
    for declaration in subject.declarations:
        for service_id, hard in _in_force(subject, declaration):
            key = (declaration.partner.id, service_id)
            name = ".".join(key)
            missing += [] if key in proposed else [f"{name}: proposed"]
            missing += [] if not hard or key in kept_out else [f"{name}: not_proposed"]
    return tuple(missing)


def _in_force(subject: Subject, declaration: PartnerDeclaration) -> list[tuple[str, bool]]:
    return [
        (offer.declared.id, bool(offer.hard_count))
        for offer in subject.catalogue.services
        if offer.partner == declaration.partner.id and offer.in_force(subject.surroundings.on)
    ]


def _well_in_time(subject: Subject) -> bool:
    slowest = {DECLARE: subject.declare().seconds, **subject.slowest}
    return all(seconds <= PARTNER_HOOKS[hook].seconds * HALF for hook, seconds in slowest.items())


def _documented(subject: Subject) -> bool:
    """A README in or beside the package that names every partner."""
    if subject.folder is None:
        return False
    for folder in (subject.folder, subject.folder.parent):
        file = folder / "README.md"
        if file.is_file():
            words = file.read_text("utf-8", errors="replace")
            return bool(subject.declarations) and all(
                one.partner.name in words for one in subject.declarations
            )
    return False
