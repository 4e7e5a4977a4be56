"""Fee reports: stored as they came, a corrected one beside the earlier one, and who owes one is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select

from mkb_core.domain.fees import FeeKind, FeeSchedule
from mkb_core.domain.periods import Period
from mkb_core.errors import Denied, NotFound
from mkb_core.hooks import FeeLine, FeeReport, text
from mkb_core.rights import COMMAND_LINE, INSTALLATION, Actor
from mkb_core.runtime.faults import FaultKind, PluginFault
from mkb_core.store.engine import read
from mkb_core.store.trust_tables import audit
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.fees import collect_fees, fee_overview, owing_partners
from mkb_core.workflows.settings import PluginSettings
from tests.generated import fee_reports
from tests.workflows.planting import planted, with_plugins

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
QUARTER = "2026-Q4"
NAME = "aanbreng-fees-2026-Q4.csv"
Plant = Callable[..., Installation]


@pytest.fixture
def bank(assembled: Installation, tmp_path: Path) -> Iterator[Installation]:
    """The real plugins; Rabobank's drop folder is ``tmp_path / "drop"``."""
    folder = tmp_path / "drop"
    folder.mkdir()
    made = with_plugins(assembled, tmp_path, {"rabobank": PluginSettings(drop_folder=folder)})
    yield made
    made.engine.dispose()


@pytest.fixture
def plant(assembled: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plant]:
    """An installation of plugins that report what a test says."""
    made: list[Installation] = []

    def put(**reporters: Callable[[str], Any]) -> Installation:
        found = [
            planted(monkeypatch, name, mkb_report_fees=lambda quarter, egress, tell=tell: tell(quarter))
            for name, tell in reporters.items()
        ]
        made.append(with_plugins(assembled, tmp_path, {}, *found))
        return made[-1]

    yield put
    for installation in made:
        installation.engine.dispose()


def report(partner: str = "bank", cents: int = 100, quarter: str = QUARTER) -> FeeReport:
    return FeeReport(partner, quarter, (FeeLine("C-1", FeeKind.REFERRAL, cents),), sources=("f.csv",))


def drop(folder: Path, cents: str) -> None:
    (folder / "drop" / NAME).write_text(f"kenmerk;bedrag\nC-1;{cents}\n", "utf-8")


def test_the_same_report_is_stored_once_and_a_corrected_one_beside_it(
    bank: Installation, tmp_path: Path
) -> None:
    new = []
    for hours, cents in enumerate(["1,00", "1,00", "2,00", "1,00"]):
        drop(tmp_path, cents)
        later = evolve(bank, settings=evolve(bank.settings, now=NOW + timedelta(hours=hours)))
        new += [answer.new for answer in collect_fees(later, COMMAND_LINE, QUARTER)]
    assert new == [True, False, True, True]
    overview = fee_overview(bank, COMMAND_LINE, QUARTER)
    assert [(one.newest, one.report.lines[0].fee_cents) for one in overview.reports] == [
        (True, 100),
        (False, 200),
        (False, 100),
    ]


def test_who_pays_a_referral_fee_and_reported_nothing_is_missing(bank: Installation, tmp_path: Path) -> None:
    [answer] = collect_fees(bank, COMMAND_LINE, QUARTER)
    assert (answer.new, answer.failure) == (False, None)
    assert fee_overview(bank, COMMAND_LINE, QUARTER).missing == ("rabobank",)
    drop(tmp_path, "1,00")
    collect_fees(bank, COMMAND_LINE, QUARTER)
    assert fee_overview(bank, COMMAND_LINE, QUARTER).missing == ()
    assert fee_overview(bank, COMMAND_LINE, "2026-Q3").missing == ("rabobank",)


LEADER = Actor("senior-project-leader", "u-1")


def of_partner(role: str, partner: str) -> Actor:
    return Actor(role, "u-2", partner)


def test_a_partner_sees_its_own_reports_and_no_others(bank: Installation, tmp_path: Path) -> None:
    drop(tmp_path, "1,00")
    collect_fees(bank, LEADER, QUARTER)
    own = fee_overview(bank, of_partner("partner-manager", "rabobank"), QUARTER)
    assert [one.report.partner for one in own.reports] == ["rabobank"]
    other = fee_overview(bank, of_partner("partner-system", "liof"), QUARTER)
    assert (other.reports, other.missing) == ((), ())
    with pytest.raises(Denied):
        fee_overview(bank, of_partner("partner-manager", "liof"), QUARTER, "rabobank")


@pytest.mark.parametrize(
    "actor", [Actor("consultant", "u"), Actor("front-desk", "u", "rabobank"), Actor("platform-manager", "u")]
)
def test_nobody_else_sees_or_collects_reports(bank: Installation, actor: Actor) -> None:
    for use in (fee_overview, collect_fees):
        with pytest.raises(Denied):
            use(bank, actor, QUARTER)


def test_the_calendar_collects_and_reads_nothing_and_both_are_in_the_log(
    bank: Installation, tmp_path: Path
) -> None:
    drop(tmp_path, "1,00")
    assert [one.new for one in collect_fees(bank, INSTALLATION, QUARTER)] == [True]
    with pytest.raises(Denied):
        fee_overview(bank, INSTALLATION, QUARTER)
    fee_overview(bank, LEADER, QUARTER)
    with read(bank.engine) as connection:
        lines = connection.execute(select(audit.c.action, audit.c.role).order_by(audit.c.line)).all()
    assert [tuple(line) for line in lines] == [("create", "operator"), ("list", "senior-project-leader")]


def test_a_quarter_has_ended_after_its_last_day(bank: Installation) -> None:
    assert [fee_overview(bank, COMMAND_LINE, quarter).ended for quarter in ("2026-Q3", QUARTER)] == [
        True,
        False,
    ]


def test_only_a_referral_fee_of_that_time_makes_a_partner_owe_a_report(bank: Installation) -> None:
    declarations = bank.catalogue.declarations
    over = FeeSchedule(
        "x", FeeKind.REFERRAL, text(nl="x"), valid=Period(None, NOW.date() - timedelta(days=365))
    )
    changed = {**declarations, "kvk": evolve(declarations["kvk"], fee_schedules=(over,))}
    one = evolve(bank, catalogue=evolve(bank.catalogue, declarations=changed))
    assert list(owing_partners(one, QUARTER)) == ["rabobank"]
    assert list(owing_partners(one, "2025-Q1")) == ["kvk", "rabobank"]


def fails(quarter: str) -> FeeReport:
    raise RuntimeError("the vault is shut")


def test_one_partners_fault_does_not_keep_the_others(plant: Plant) -> None:
    installation = plant(bad=fails, good=lambda quarter: report("good"))
    bad, good = collect_fees(installation, COMMAND_LINE, QUARTER)
    assert isinstance(bad.failure, PluginFault)
    assert good.new
    assert [one.report.partner for one in fee_overview(installation, COMMAND_LINE, QUARTER).reports] == [
        "good"
    ]


@pytest.mark.parametrize(
    "wrong",
    [report("bank", quarter="2026-Q3"), report("another"), None, "a lot", {"lines": []}],
    ids=["other quarter", "other partner", "nothing", "words", "object"],
)
def test_an_answer_that_is_no_report_of_this_is_the_plugins_fault(plant: Plant, wrong: Any) -> None:
    installation = plant(bank=lambda quarter: wrong)
    [answer] = collect_fees(installation, COMMAND_LINE, QUARTER)
    assert isinstance(answer.failure, PluginFault)
    assert answer.failure.kind in (FaultKind.INVALID, FaultKind.WRONG_TYPE)
    assert fee_overview(installation, COMMAND_LINE, QUARTER).reports == ()


def test_one_partner_can_be_asked_alone(plant: Plant) -> None:
    installation = plant(one=lambda quarter: report("one"), two=lambda quarter: report("two"))
    assert [answer.plugin for answer in collect_fees(installation, COMMAND_LINE, QUARTER, "two")] == ["two"]
    with pytest.raises(NotFound):
        collect_fees(installation, COMMAND_LINE, QUARTER, "three")


def test_a_partner_whose_plugin_reports_no_fees_is_told_so(bank: Installation) -> None:
    [answer] = collect_fees(bank, COMMAND_LINE, QUARTER, "liof")
    assert isinstance(answer.failure, NotFound)


@pytest.mark.parametrize("quarter", ["2026Q4", "2026-Q5", ""])
def test_what_is_no_quarter_is_asked_of_nobody(bank: Installation, quarter: str) -> None:
    with pytest.raises(ValueError, match="2026-Q4"):
        collect_fees(bank, COMMAND_LINE, quarter)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fee_reports())
def test_whatever_a_report_holds_comes_back_as_it_came(plant: Plant, told: FeeReport) -> None:
    sent = evolve(told, partner="bank", sources=told.sources or ("f",))
    installation = plant(bank=lambda quarter: sent)
    [answer] = collect_fees(installation, COMMAND_LINE, sent.quarter)
    assert answer.failure is None
    assert fee_overview(installation, COMMAND_LINE, sent.quarter).reports[0].report == sent
