"""Rabobank's fee report from its drop folder: exact to the cent, and no line lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkb_core.codec import from_json
from mkb_core.domain.fees import FeeKind
from mkb_core.errors import SourceUnavailable
from mkb_core.hooks import FeeLine, FeeReport
from mkb_core.runtime.broker import Broker
from mkb_core.runtime.in_process import InProcessPort
from mkb_core.runtime.manifests import Manifest

MANIFEST = Manifest("rabobank", "Rabobank", "Rabobank", "-", ">=1.1,<2", partners=("rabobank",))
NAME = "aanbreng-fees-2026-Q4.csv"
HEAD = "kenmerk;soort;bedrag;opdrachtwaarde;datum;kvk-nummer;doorverwijzing;omschrijving\n"


def report(folder: Path | None, quarter: str = "2026-Q4") -> FeeReport:
    """The report as it comes through the messages of the hook."""
    port = InProcessPort("rabobank", "mkb_partner_rabobank.plugin")
    outside = Broker(MANIFEST, drop_folder=folder)
    return from_json(FeeReport, port.call("mkb_report_fees", {"quarter": quarter}, 30, outside))


def test_a_dutch_file_is_read_to_the_cent(tmp_path: Path) -> None:
    row = "C-1;aanbreng-fee;€ 1.234,56;123.456,00;05-10-2026;12345678;r-9;Lening hal\n"
    (tmp_path / NAME).write_text(HEAD + row, "utf-8")
    done = report(tmp_path)
    assert done.sources == (NAME,)
    assert done.unread == ()
    assert done.lines == (
        FeeLine(
            "C-1", FeeKind.REFERRAL, 123456, 12345600, date(2026, 10, 5), "12345678", "r-9", "Lening hal"
        ),
    )


def test_an_english_file_is_read_alike(tmp_path: Path) -> None:
    words = 'reference,amount,contract value,signed on,company number\nC-1,"1,234.56",123456.00,2026-10-05,12345678\n'
    (tmp_path / "referral-fees-2026-Q4.csv").write_text(
        words.replace("contract value", "contract_value"), "utf-8"
    )
    [line] = report(tmp_path).lines
    assert (line.fee_cents, line.contract_value_cents, line.signed_on) == (
        123456,
        12345600,
        date(2026, 10, 5),
    )


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("C-1;;1.234;;;;;", "may be 1234 euros or 1.234"),
        ("C-1;;veel;;;;;", "no amount"),
        (";;1,00;;;;;", "id"),
        ("C-1;gift;1,00;;;;;", "kind of fee is unknown"),
        ("C-1;;1,00;;05/10/2026;;;", "two days"),
        ("C-1;;1,00;;;1234567;;", "eight digits"),
        ("C-1;;1,00;-5,00;;;;", "contract"),
    ],
    ids=["ambiguous", "words", "no id", "kind", "day", "number", "negative contract"],
)
def test_a_line_that_cannot_be_read_is_told_and_the_others_are_read(
    tmp_path: Path, row: str, said: str
) -> None:
    (tmp_path / NAME).write_text(f"{HEAD}A;;1,00;;;;;\n{row}\nB;;2,00;;;;;\n", "utf-8")
    done = report(tmp_path)
    assert [line.id for line in done.lines] == ["A", "B"]
    assert [line.place for line in done.unread] == [f"{NAME}:3"]
    assert said in done.unread[0].reason.in_language("en")


def test_several_files_of_a_quarter_count_together_and_an_id_counts_once(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(f"{HEAD}A;;1,00;;;;;\n", "utf-8")
    (tmp_path / "aanbreng-fees-2026-Q4-aanvulling.csv").write_text(
        f"{HEAD}A;;9,00;;;;;\nB;;2,00;;;;;\n", "utf-8"
    )
    (tmp_path / "aanbreng-fees-2026-Q3.csv").write_text(f"{HEAD}C;;3,00;;;;;\n", "utf-8")
    (tmp_path / "notities.txt").write_text("x", "utf-8")
    done = report(tmp_path)
    assert len(done.sources) == 2
    assert {line.id for line in done.lines} == {"A", "B"}
    assert len(done.unread) == 1


def test_no_file_is_no_report_and_an_empty_one_is_a_report_of_nothing(tmp_path: Path) -> None:
    assert report(tmp_path).sources == ()
    (tmp_path / NAME).write_text(HEAD, "utf-8")
    assert report(tmp_path) == FeeReport("rabobank", "2026-Q4", sources=(NAME,))


def test_without_a_drop_folder_nothing_was_reported() -> None:
    assert report(None) == FeeReport("rabobank", "2026-Q4")


def test_a_file_that_is_no_text_is_a_source_that_fails(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceUnavailable):
        report(tmp_path)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(alphabet='AB12.,;"- €', max_size=25), max_size=8))
def test_every_line_is_a_fee_or_is_told(tmp_path: Path, rows: list[str]) -> None:
    (tmp_path / NAME).write_text("kenmerk;bedrag\n" + "\n".join(rows), "utf-8")
    done = report(tmp_path)
    quoted = any('"' in row for row in rows)
    filled = [row for row in rows if row.replace(";", "").strip()]
    assert quoted or len(done.lines) + len(done.unread) == len(filled)
