"""Settings from the environment: defaults, all faults together, and every variable in the reference."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import fields

from mkb_core.errors import InvalidInput
from mkb_core.workflows.settings import VARIABLES, Settings, load_settings

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


def test_the_defaults() -> None:
    settings = load_settings({"XDG_DATA_HOME": "/data"})
    assert settings == Settings("sqlite:////data/mkb/mkb.sqlite")
    assert (settings.region, settings.port) == ("limburg", 8000)


def test_what_is_empty_counts_as_absent() -> None:
    assert load_settings({"XDG_DATA_HOME": "/data"} | dict.fromkeys(VARIABLES, " ")) == load_settings(
        {"XDG_DATA_HOME": "/data"}
    )


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("2026-11-23T10:00:00Z", datetime(2026, 11, 23, 10, tzinfo=UTC)),
        ("2026-11-23T10:00:00+01:00", datetime(2026, 11, 23, 9, tzinfo=UTC)),
        ("2026-11-23", datetime(2026, 11, 23, tzinfo=UTC)),
    ],
)
def test_a_fixed_clock(words: str, moment: datetime) -> None:
    assert load_settings({"MKB_NOW": words}).clock() == moment


def test_the_clock_has_a_zone() -> None:
    assert Settings("").clock().tzinfo is UTC


@pytest.mark.parametrize("port", ["-1", "65536", "high", "8000.5", "٨", "9" * 5000])
@pytest.mark.parametrize("now", ["yesterday", "2026-13-01", "9999-12-31T23:59:59-23:00"])
def test_all_faults_come_together(port: str, now: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        load_settings({"MKB_PORT": port, "MKB_NOW": now})
    assert [fault.path for fault in refusal.value.faults] == ["MKB_PORT", "MKB_NOW"]
    assert len(str(refusal.value)) < 500


def test_secrets_stay_out_of_what_is_shown() -> None:
    shown = repr(load_settings({"MKB_KVK_API_KEY": "s3cret", "MKB_OPERATOR_TOKEN": "t0ken"}))
    assert "s3cret" not in shown
    assert "t0ken" not in shown


def test_every_setting_has_a_variable_and_a_row_in_the_reference() -> None:
    assert {name for name, _ in VARIABLES.values()} == {one.name for one in fields(Settings)}
    rows = [
        line.split("|")[1].strip().strip("`")
        for line in REFERENCE.read_text("utf-8").splitlines()
        if "| `MKB_" in line
    ]
    assert set(VARIABLES) <= set(rows)
