"""Settings from the environment: defaults, all faults together, and every variable in the reference."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from attrs import fields

from mkb_core.errors import InvalidInput
from mkb_core.runtime.isolation import Isolation
from mkb_core.workflows.settings import (
    PLUGIN_VARIABLES,
    VARIABLES,
    PluginSettings,
    Settings,
    load_settings,
    unknown_variables,
)

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
    shown = repr(
        load_settings({"MKB_KVK_API_KEY": "s3cret", "MKB_X_SECRET": "s3cret", "MKB_OPERATOR_TOKEN": "t0ken"})
    )
    assert "s3cret" not in shown
    assert "t0ken" not in shown


def test_every_setting_has_a_variable_and_a_row_in_the_reference() -> None:
    assert {name for name, _ in VARIABLES.values()} == {one.name for one in fields(Settings)} - {
        "plugins",
        "others",
    }
    assert {name for name, _ in PLUGIN_VARIABLES.values()} == {one.name for one in fields(PluginSettings)}
    rows = [
        line.split("|")[1].strip().strip("`")
        for line in REFERENCE.read_text("utf-8").splitlines()
        if "| `MKB_" in line
    ]
    assert set(VARIABLES) <= set(rows)
    assert {f"MKB_<PLUGIN>{ending}" for ending in PLUGIN_VARIABLES} <= set(rows)


def test_each_plugin_has_settings_of_its_own() -> None:
    given = {
        "MKB_KVK_BASE_URL": "http://127.0.0.1:9000/api",
        "MKB_KVK_API_KEY": " k ",
        "MKB_MY_BANK_DROP_FOLDER": "/srv/bank",
        "MKB_MY_BANK_URL": "https://plugin.bank.example/",
        "MKB_MY_BANK_SECRET": "s",
    }
    settings = load_settings(given)
    assert settings.of_plugin("kvk") == PluginSettings("http://127.0.0.1:9000/api", "k")
    bank = PluginSettings(drop_folder=Path("/srv/bank"), url="https://plugin.bank.example/", secret="s")
    assert settings.of_plugin("my-bank") == settings.of_plugin("my_bank") == bank
    assert settings.of_plugin("liof") == PluginSettings()


def test_the_address_of_the_database_is_of_no_plugin() -> None:
    assert load_settings({"MKB_DATABASE_URL": "sqlite://"}).plugins == {}


def test_which_plugins_are_off_and_where_partner_code_runs() -> None:
    given = {"MKB_DISABLED_PLUGINS": "liof, ,kvk,", "MKB_ISOLATION": "in-process", "MKB_PARTNER_FOLDER": "/p"}
    settings = load_settings(given)
    assert settings.disabled_plugins == ("liof", "kvk")
    assert (settings.isolation, settings.partner_folder) == (Isolation.IN_PROCESS, Path("/p"))
    assert Settings("").isolation is Isolation.CELLS


def test_an_isolation_that_does_not_exist_names_those_that_do() -> None:
    with pytest.raises(InvalidInput) as refusal:
        load_settings({"MKB_ISOLATION": "none"})
    assert refusal.value.faults[0].sentence("en").startswith("expected one of cells, limits-only, in-process")


def test_what_the_core_does_not_read_is_kept_for_the_plugin_that_names_it() -> None:
    given = {
        "MKB_OIDC_ISSUER": " https://login.example.org ",
        "MKB_OIDC_NAME": "",
        "MKB_PORT": "1",
        "HOME": "/",
    }
    settings = load_settings(given)
    assert settings.others == {"MKB_OIDC_ISSUER": "https://login.example.org"}
    assert "login.example.org" not in repr(settings)
    assert unknown_variables([], given, own=["MKB_OIDC_ISSUER"]) == {}
    assert list(unknown_variables([], given)) == ["MKB_OIDC_ISSUER"]


def test_a_variable_that_nothing_reads_is_told_with_what_may_be_meant() -> None:
    given = {
        "MKB_KVK_APIKEY": "k",
        "MKB_KVK_API_KEY": "k",
        "MKB_LANG": "nl",
        "MKB_REGIO": "limburg",
        "MKB_LIOF_API_KEY": "",
        "PATH": "/bin",
    }
    assert unknown_variables(["kvk"], given) == {
        "MKB_KVK_APIKEY": "MKB_KVK_API_KEY",
        "MKB_REGIO": "MKB_REGION",
    }
    assert unknown_variables(["kvk"], {"MKB_QQQQQQQQQQQQQQ": "1"}) == {"MKB_QQQQQQQQQQQQQQ": None}
