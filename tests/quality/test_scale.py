"""The tier is computed: from what a package is, what was proved of it as it is, and what is stated about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.errors import InvalidInput
from mkb_core.quality.evidence import FILE, files_hash, read_evidence, write_evidence
from mkb_core.quality.reports import record, report_on
from mkb_core.quality.rules import RULE, RULES, TIERS, Proof, Tier, tier_of
from mkb_core.quality.scale import Facts, Quality, gather, quality_of
from mkb_core.quality.sourcing import sourcing_gaps
from mkb_core.quality.statements import Standing, Statement, read_statements
from mkb_core.quality.subjects import Subject
from mkb_core.text import text
from tests.quality.conftest import ON

Opened = Callable[..., Subject]
WHY = text(nl="daarom", en="because")
ORDER = [Tier.NONE, *TIERS]
rule_sets = st.frozensets(st.sampled_from([rule.id for rule in RULES]))


@given(rule_sets, rule_sets)
def test_a_rule_more_met_never_lowers_the_tier(met: frozenset[str], more: frozenset[str]) -> None:
    assert ORDER.index(tier_of(met | more)) >= ORDER.index(tier_of(met))


@given(rule_sets)
def test_a_tier_needs_every_rule_of_it_and_below(met: frozenset[str]) -> None:
    reached = tier_of(met)
    below = TIERS[: ORDER.index(reached)]
    assert all(rule.id in met for rule in RULES if rule.tier in below)
    following = TIERS[len(below) :][:1]
    assert not following or any(rule.id not in met for rule in RULES if rule.tier in following)


def facts_of(subject: Subject) -> Facts:
    return gather(subject.folder, subject.manifest, subject.declarations, subject.surroundings.region)


def open_rules(quality: Quality) -> set[str]:
    return {one.rule.id for one in quality.open}


@pytest.fixture
def recorded(opened: Opened) -> Subject:
    """The good package, checked and recorded."""
    subject = opened()
    record(subject, report_on(subject))
    return subject


def folder_of(subject: Subject) -> Path:
    assert subject.folder is not None
    return subject.folder


def test_a_recorded_good_package_is_silver(recorded: Subject) -> None:
    quality = quality_of(facts_of(recorded), ON)
    assert quality.tier is Tier.SILVER
    assert quality.next_tier is Tier.GOLD
    assert {one.rule.id for one in quality.missing_for_next} == {
        "reviewed",
        "confirmed",
        "replayed",
        "documented",
    }


def test_without_evidence_nothing_that_runs_counts(opened: Opened) -> None:
    quality = quality_of(facts_of(opened()), ON)
    assert quality.tier is Tier.NONE
    assert {rule.id for rule in RULES if rule.proof is Proof.RUN} <= open_rules(quality)


def test_evidence_ends_with_any_change_of_the_package(recorded: Subject) -> None:
    file = folder_of(recorded) / "good.toml"
    file.write_text(file.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert "conformance" in open_rules(quality_of(facts_of(recorded), ON))


def test_evidence_of_another_hook_version_does_not_count(recorded: Subject) -> None:
    evidence = read_evidence(folder_of(recorded))
    assert evidence is not None
    write_evidence(folder_of(recorded), evolve(evidence, hook_api="0.9"))
    assert "conformance" in open_rules(quality_of(facts_of(recorded), ON))


@pytest.mark.parametrize("name", ["quality.toml", "conformance.json", "__pycache__/x.pyc"])
def test_statements_and_what_python_makes_are_no_part_of_the_package(recorded: Subject, name: str) -> None:
    before = files_hash(folder_of(recorded))
    file = folder_of(recorded) / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("# other\n", "utf-8")
    assert files_hash(folder_of(recorded)) == before


def test_evidence_that_cannot_be_read_is_none(recorded: Subject) -> None:
    (folder_of(recorded) / FILE).write_text('{"plugin": 1}', "utf-8")
    assert read_evidence(folder_of(recorded)) is None


def test_an_open_rule_without_a_line_costs_silver(recorded: Subject) -> None:
    file = folder_of(recorded) / "quality.toml"
    file.write_text(file.read_text("utf-8").replace("[rules.monitored]", "[rules.contact]"), "utf-8")
    quality = quality_of(facts_of(recorded), ON)
    assert quality.tier is Tier.BRONZE
    assert open_rules(quality) >= {"reasoned", "monitored"}


@pytest.mark.parametrize(
    ("statement", "met"),
    [
        (Statement(Standing.DONE, WHY, ON, by="Jan"), True),
        (Statement(Standing.DONE, WHY, ON), False),
        (Statement(Standing.DONE, WHY, ON - timedelta(days=400), by="Jan"), False),
        (Statement(Standing.DONE, WHY, ON + timedelta(days=1), by="Jan"), False),
        (Statement(Standing.TODO, WHY, ON, by="Jan"), False),
        (Statement(Standing.EXEMPT, WHY, ON, by="Jan"), False),
    ],
    ids=["done", "by nobody", "too old", "in the future", "todo", "exempt where that is not allowed"],
)
def test_a_review_counts_when_somebody_did_it_within_a_year(
    recorded: Subject, statement: Statement, met: bool
) -> None:
    facts = evolve(facts_of(recorded), statements={"reviewed": statement})
    assert ("reviewed" not in open_rules(quality_of(facts, ON))) is met


def test_a_replay_counts_for_the_very_package_only(recorded: Subject) -> None:
    facts = facts_of(recorded)
    for package, met in (
        (facts.files[:12], True),
        (facts.files[:4], False),
        ("0" * 64, False),
        (None, False),
    ):
        stated = {"replayed": Statement(Standing.DONE, WHY, ON, by="Jan", package=package)}
        assert ("replayed" not in open_rules(quality_of(evolve(facts, statements=stated), ON))) is met


def test_statement_of_a_machine_checked_rule_claims_nothing(opened: Opened) -> None:
    facts = facts_of(opened())
    claimed = {rule.id: Statement(Standing.DONE, WHY, ON, by="Jan") for rule in RULES}
    assert quality_of(evolve(facts, statements=claimed), ON).tier is Tier.NONE


@given(
    st.dictionaries(st.sampled_from(sorted(RULE)), st.sampled_from(list(Standing))),
    st.sampled_from(sorted(RULE)),
)
def test_one_statement_more_never_lowers_the_tier(standings: dict[str, Standing], rule: str) -> None:
    lines = {name: Statement(standing, WHY, ON, by="Jan") for name, standing in standings.items()}
    facts = Facts(None, (), (), ("nl",), statements=lines)
    more = evolve(facts, statements={**lines, rule: Statement(Standing.DONE, WHY, ON, by="Jan")})
    assert ORDER.index(quality_of(more, ON).tier) >= ORDER.index(quality_of(facts, ON).tier)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ('[rules.nothing]\nstate = "todo"\nreason = "x"\non = 2026-01-05', "unknown-name"),
        ('[rules.reviewed]\nstate = "todo"\nreason = " "\non = 2026-01-05', "empty"),
        ('[rules.reviewed]\nstate = "exempt"\nreason = "x"\non = 2026-01-05', "not-allowed"),
        ('[rules.reviewed]\nstate = "gold"\nreason = "x"\non = 2026-01-05', "wrong-type"),
        ('[rules.reviewed]\nstate = "todo"\nreason = "x"', "missing"),
        ('tier = "gold"', "unknown-key"),
    ],
)
def test_faulty_statements_are_refused(words: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_statements(words)
    assert [fault.code for fault in refusal.value.faults] == [code]


SERVICE = 'source = {place = "https://example.org/plan", as_of = "2026-01-05", status = "open"}'


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ((), []),
        ((("good.toml", 'as_of = "2026-01-05"', 'as_of = "undated"'),), ["good.services.good-plan"]),
        ((("good.toml", 'as_of = "2026-01-05"', 'as_of = "undated, read 2026"'),), []),
        (
            (("good.toml", 'place = "https://example.org/plan"', 'place = "general knowledge"'),),
            ["good.services.good-plan.small"],
        ),
        (
            (("good.toml", SERVICE, SERVICE.replace("https://example.org/plan", "general knowledge") + "\nconfirmed = true"),),
            [],
        ),
        (
            (
                ("good.toml", 'place = "https://example.org/plan"', 'place = "general knowledge"'),
                ("good.toml", "rule = 'employees <= 50', hard = true", "rule = 'employees <= 50', hard = true, source = \"Act of 2020\""),
            ),
            [],
        ),
        ((("good.toml", SERVICE, SERVICE.replace('"open"', '"closed"').replace("2026-01-05", "archive")),), []),
        ((("good.toml", "Agreement of 5 January 2026", "Agreement"),), ["good.fee_schedules.good-fee"]),
    ],
    ids=["good", "undated", "undated but read", "own knowledge", "confirmed", "sourced rule", "closed", "fee"],
)  # fmt: skip
def test_what_counts_as_dated_and_sourced(
    opened: Opened, changes: tuple[tuple[str, str, str], ...], places: list[str]
) -> None:
    gaps = [place for one in opened(*changes).declarations for place, _ in sourcing_gaps(one)]
    assert gaps == places


def test_where_a_company_lies_needs_no_source(opened: Opened) -> None:
    subject = opened(
        ("good.toml", 'place = "https://example.org/plan"', 'place = "general knowledge"'),
        ("good.toml", "rule = 'employees <= 50', hard = true", "rule = 'employees <= 50', hard = false, weight = 3"),
    )  # fmt: skip
    assert list(sourcing_gaps(subject.declarations[0])) == []


def test_a_contact_that_nobody_can_reach_costs_bronze(recorded: Subject) -> None:
    facts = facts_of(recorded)
    assert facts.manifest is not None
    unreachable = evolve(facts, manifest=evolve(facts.manifest, contact="to be confirmed"))
    assert quality_of(unreachable, ON).tier is Tier.NONE


def test_every_rule_has_words_in_both_languages() -> None:
    for rule in RULES:
        assert set(rule.label) == set(rule.meaning) == {"nl", "en"}
    assert isinstance(ON, date)
