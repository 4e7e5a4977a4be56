"""A replay before release lists exactly the advices that a change of rules affects, and says what it could not replay."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from attrs import evolve
from sqlalchemy import update

from mkb_core.catalogue import Receipt, advise
from mkb_core.catalogue.catalogue import Catalogue
from mkb_core.catalogue.receipts import make_receipt
from mkb_core.codec import to_json
from mkb_core.criteria import Criterion, parse_rule
from mkb_core.domain.profile import UNKNOWN, Profile
from mkb_core.domain.questions import Question
from mkb_core.errors import InvalidInput
from mkb_core.hooks import PartnerDeclaration
from mkb_core.rights import COMMAND_LINE
from mkb_core.store.engine import read, write
from mkb_core.store.receipts import get_receipt
from mkb_core.store.tables import receipts
from mkb_core.text import text
from mkb_core.workflows.advising import give_advice, keep
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.changed_rules import changed_catalogue, read_changed
from mkb_core.workflows.rule_changes import NotReplayed, RuleReplay, replay_changes, replay_with
from tests.catalogue.making import SENTENCES
from tests.workflows.conftest import NOW

PARTNERS = Path(__file__).parents[2] / "partners"
PROFILES = (
    UNKNOWN,
    Profile(employees=16, age_years=12, sbi="2511", municipality="Venlo"),
    Profile(employees=4, age_years=1, municipality="Heerlen", innovation_ambition=True),
    Profile(employees=60, age_years=30, municipality="Utrecht", growth_ambition=True),
    Profile(employees=60, age_years=30, municipality="Weert", growth_ambition=True),
)
SINCE = NOW - timedelta(days=90)
PLANTED = Criterion(
    id="planted", label=text(nl="Groot", en="Large"), rule=parse_rule("employees >= 50"), hard=True
)


def planted(catalogue: Catalogue, partner: str = "rabobank") -> PartnerDeclaration:
    """The declaration of a partner after a rule was added to its first service."""
    declaration = catalogue.declarations[partner]
    first, *others = declaration.services
    return evolve(declaration, services=(evolve(first, conditions=(*first.conditions, PLANTED)), *others))


@pytest.fixture(scope="module")
def made_receipts(assembled: Installation) -> list[Receipt]:
    """Advices on every sentence for every company, on different days."""
    made = []
    for number, words in enumerate(SENTENCES):
        for profile in PROFILES:
            question = Question(words, id=f"q-{number}-{PROFILES.index(profile)}")
            made.append(advise(question, profile, assembled.catalogue, NOW - timedelta(days=number)))
    return [one.receipt for one in made]


def test_lists_exactly_the_advices_that_a_plain_loop_of_full_advises_finds(
    assembled: Installation, made_receipts: list[Receipt]
) -> None:
    after = changed_catalogue(assembled.catalogue, [planted(assembled.catalogue)])
    expected = [
        one.id
        for one in made_receipts
        if advise(one.question, one.profile, after, one.at).decision
        != advise(one.question, one.profile, assembled.catalogue, one.at).decision
    ]
    replay = replay_with(made_receipts, assembled.catalogue, after)
    assert [one.receipt for one in replay.changed] == expected
    assert 0 < len(expected) < len(made_receipts)


def test_no_change_lists_nothing(assembled: Installation, made_receipts: list[Receipt]) -> None:
    replay = replay_with(made_receipts, assembled.catalogue, changed_catalogue(assembled.catalogue, []))
    assert (replay.changed, replay.not_replayed, replay.differ_from_stored) == ((), (), 0)
    assert replay.replayed == replay.receipts == len(made_receipts)


def test_counts_per_partner_add_up(assembled: Installation, made_receipts: list[Receipt]) -> None:
    after = changed_catalogue(assembled.catalogue, [planted(assembled.catalogue)])
    replay = replay_with(made_receipts, assembled.catalogue, after)
    counts = replay.by_partner()
    assert counts["rabobank"].advices == sum("rabobank" in one.changes.partners for one in replay.changed)
    assert counts["rabobank"].removed > 0
    assert max(one.advices for one in counts.values()) <= len(replay.changed)


def test_the_day_of_the_receipt_counts(assembled: Installation) -> None:
    """A rule that holds from a day on changes no advice of before."""
    catalogue = assembled.catalogue
    declaration = planted(catalogue)
    first = declaration.services[0]
    dated = evolve(first.conditions[-1], start=NOW.date())
    services = (evolve(first, conditions=(*first.conditions[:-1], dated)), *declaration.services[1:])
    after = changed_catalogue(catalogue, [evolve(declaration, services=services)])
    question = Question("Ik zoek een lening voor een nieuwe machine")
    small = Profile(employees=5, age_years=12, municipality="Venlo")
    days = (NOW - timedelta(days=1), NOW)
    made = [advise(question, small, catalogue, at).receipt for at in days]
    assert [one.at for one in replay_with(made, catalogue, after).changed] == [NOW]


def test_what_already_differs_from_then_is_counted_apart(assembled: Installation) -> None:
    """A receipt of an earlier catalogue is judged by the catalogue of today on both sides."""
    earlier = changed_catalogue(assembled.catalogue, [planted(assembled.catalogue)])
    small = Profile(employees=5, age_years=12, municipality="Venlo")
    question = Question("Ik zoek een lening voor een nieuwe machine")
    receipt = advise(question, small, earlier, NOW).receipt
    replay = replay_with([receipt], assembled.catalogue, assembled.catalogue)
    assert (replay.differ_from_stored, replay.changed) == (1, ())


def test_a_question_is_read_anew_only_for_another_version_of_the_analyser(
    assembled: Installation, made_receipts: list[Receipt]
) -> None:
    catalogue = assembled.catalogue
    old = [evolve(one, analysis=evolve(one.analysis, analyser="earlier")) for one in made_receipts[:3]]
    of_then = [make_receipt(o.at, o.question, o.profile, o.analysis, catalogue, o.decision) for o in old]
    replay = replay_with([*of_then, *made_receipts[3:6]], catalogue, catalogue)
    assert (replay.read_anew, replay.replayed, replay.differ_from_stored) == (3, 6, 0)


def test_receipts_that_cannot_be_replayed_are_named_with_the_reason(
    assembled: Installation, made_receipts: list[Receipt]
) -> None:
    first, second, third = made_receipts[:3]
    listed: list[Receipt | NotReplayed] = [
        NotReplayed("r-1", "unreadable"),
        evolve(first, engine="advice-0"),
        evolve(second, at=NOW - timedelta(days=80)),
    ]
    replay = replay_with([*listed, third], assembled.catalogue, assembled.catalogue)
    assert [one.reason for one in replay.not_replayed] == ["unreadable", "other-engine", "altered"]
    assert (replay.replayed, replay.receipts) == (1, 4)


def test_stored_questions_of_the_period_are_replayed(installation: Installation) -> None:
    give_advice(installation, COMMAND_LINE, "Ik zoek een lening voor een nieuwe machine", PROFILES[1])
    old = evolve(installation.settings, now=NOW - timedelta(days=91))
    before = Installation(old, installation.host, installation.catalogue)
    before.__dict__["engine"] = installation.engine
    give_advice(before, COMMAND_LINE, "Ik zoek een lening voor een nieuwe machine", PROFILES[1])
    replay, after = replay_changes(installation, COMMAND_LINE, [planted(installation.catalogue)], SINCE)
    assert (replay.replayed, len(replay.changed)) == (1, 1)
    assert after.version != installation.catalogue.version


def test_a_stored_receipt_that_cannot_be_read_hides_no_other(installation: Installation) -> None:
    kept = [give_advice(installation, COMMAND_LINE, words, PROFILES[1]).receipt.id for words in SENTENCES[:3]]
    with write(installation.engine) as connection:
        connection.execute(update(receipts).where(receipts.c.id == kept[1]).values(document="{"))
    replay, _ = replay_changes(installation, COMMAND_LINE, [], SINCE)
    assert replay.not_replayed == (NotReplayed(kept[1], "unreadable"),)
    assert replay.replayed == 2


def test_a_thousand_stored_questions_are_replayed(
    installation: Installation, made_receipts: list[Receipt]
) -> None:
    """The planted change affects exactly what the plain loop says, also from the store."""
    catalogue = installation.catalogue
    advices = [
        advise(
            evolve(one.question, id=f"{one.question.id}-{copy}"),
            one.profile,
            catalogue,
            one.at - timedelta(minutes=copy),
        )
        for copy in range(1000 // len(made_receipts) + 1)
        for one in made_receipts
    ][:1000]
    with write(installation.engine) as connection:
        keep(connection, installation, advices, "test")
    declaration = planted(catalogue)
    after = changed_catalogue(catalogue, [declaration])
    replay, _ = replay_changes(installation, COMMAND_LINE, [declaration], SINCE)
    expected = {
        one.receipt.id
        for one in advices
        if advise(one.receipt.question, one.receipt.profile, after, one.receipt.at).decision != one.decision
    }
    assert replay.replayed == 1000
    assert {one.receipt for one in replay.changed} == expected


@pytest.mark.parametrize("partner", ["liof", "limburg_network"])
@pytest.mark.parametrize("inner", [False, True])
def test_changed_rules_are_read_from_a_package_or_its_data(
    assembled: Installation, partner: str, inner: bool
) -> None:
    folder = PARTNERS / partner / (f"mkb_partner_{partner}" if inner else "")
    read_ones = read_changed([folder], assembled.catalogue.region)
    assert {one.partner.id: to_json(one) for one in read_ones} == {
        one.partner.id: to_json(assembled.catalogue.declarations[one.partner.id]) for one in read_ones
    }


def test_all_faults_of_all_files_come_together(assembled: Installation, tmp_path: Path) -> None:
    good = (PARTNERS / "liof" / "mkb_partner_liof" / "liof.toml").read_text("utf-8")
    (tmp_path / "one.toml").write_text(good.replace('topic = "innovatie"', 'topic = "nergens"', 1), "utf-8")
    (tmp_path / "two.toml").write_text("partner = [", "utf-8")
    paths = [tmp_path / name for name in ("one.toml", "two.toml", "three.toml")]
    with pytest.raises(InvalidInput) as refusal:
        read_changed(paths, assembled.catalogue.region)
    told = [fault.path for fault in refusal.value.faults]
    assert told == ["one.toml.services[0].topics[0].topic", "two.toml", "three.toml"]


def test_a_folder_without_manifest_is_refused(assembled: Installation, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_changed([tmp_path], assembled.catalogue.region)
    assert [fault.code for fault in refusal.value.faults] == ["missing"]


def test_a_partner_of_the_manifest_without_a_file_is_named(assembled: Installation, tmp_path: Path) -> None:
    manifest = (PARTNERS / "liof" / "mkb_partner_liof" / "partner.toml").read_text("utf-8")
    (tmp_path / "partner.toml").write_text(manifest, "utf-8")
    with pytest.raises(InvalidInput) as refusal:
        read_changed([tmp_path], assembled.catalogue.region)
    assert [(fault.path, fault.code) for fault in refusal.value.faults] == [
        ("partner.toml.partners", "unknown-name")
    ]


def test_a_replay_writes_nothing(installation: Installation) -> None:
    receipt = give_advice(installation, COMMAND_LINE, SENTENCES[0], PROFILES[1]).receipt
    replay, _ = replay_changes(installation, COMMAND_LINE, [planted(installation.catalogue)], SINCE)
    assert isinstance(replay, RuleReplay)
    with read(installation.engine) as connection:
        assert get_receipt(connection, receipt.id).document == to_json(receipt)


def test_rules_of_a_partner_that_is_one_file_are_read(assembled: Installation, tmp_path: Path) -> None:
    """The file of a partner folder has a table [plugin] too."""
    words = (PARTNERS / "liof" / "mkb_partner_liof" / "liof.toml").read_text("utf-8")
    plugin = '[plugin]\nowner = "x"\ncontact = "x"\nhook_api = ">=1,<2"\n\n'
    (tmp_path / "liof.toml").write_text(plugin + words, "utf-8")
    [declaration] = read_changed([tmp_path / "liof.toml"], assembled.catalogue.region)
    assert declaration.partner.id == "liof"


def test_only_the_files_that_a_data_package_declares_are_read(
    assembled: Installation, tmp_path: Path
) -> None:
    data = PARTNERS / "liof" / "mkb_partner_liof"
    manifest = (data / "partner.toml").read_text("utf-8")
    (tmp_path / "partner.toml").write_text('declares = ["liof.toml"]\n' + manifest, "utf-8")
    (tmp_path / "liof.toml").write_text((data / "liof.toml").read_text("utf-8"), "utf-8")
    (tmp_path / "draft.toml").write_text("partner = [", "utf-8")
    assert len(read_changed([tmp_path], assembled.catalogue.region)) == 1
