"""``mkb feeds``: collected, shown, and what was refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Mkb

ITEM = """
[[items]]
id = "{id}"
kind = "scheme"
label = {{nl = "Gevelsubsidie", en = "Front subsidy"}}
summary = {{nl = "Geld", en = "Money"}}
topics = [{{topic = "{topic}", strength = 60}}]
source = {{place = "venlo.nl", as_of = "2026", status = "open"}}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A drop folder for municipalities and associations; LIOF's server is not there."""
    made = tmp_path / "drop"
    made.mkdir()
    for plugin in ("GEMEENTEN", "LIMBURG_NETWORK"):
        monkeypatch.setenv(f"MKB_{plugin}_DROP_FOLDER", str(made))
    monkeypatch.setenv("MKB_LIOF_BASE_URL", "http://127.0.0.1:9")
    return made


def test_what_is_collected_is_shown(mkb: Mkb, folder: Path) -> None:
    (folder / "regelingen-venlo.toml").write_text(ITEM.format(id="venlo", topic="subsidies"), "utf-8")
    done = mkb("feeds", "collect", "--partner", "gemeente", "--json")
    assert done.code == 0
    [feed] = done.json["feeds"]
    assert (feed["plugin"], feed["feed"], feed["new"]) == ("gemeenten", "items", 1)
    assert mkb("feeds", "collect", "--partner", "gemeente", "--json").json["feeds"][0]["new"] == 0
    again = mkb("feeds", "collect", "--partner", "gemeente", "--again", "--json").json["feeds"][0]
    assert (again["new"], again["same"]) == (0, 1)
    assert "Gevelsubsidie" in mkb("feeds", "list", "--feed", "items").out
    [entry] = mkb("feeds", "list", "--feed", "items", "--json").json["entries"]
    assert entry["entry"]["kind"] == "scheme"


def test_a_refused_entry_is_told_and_ends_in_faults(mkb: Mkb, folder: Path) -> None:
    (folder / "regelingen-venlo.toml").write_text(ITEM.format(id="venlo", topic="nonsens"), "utf-8")
    done = mkb("feeds", "collect", "--feed", "items")
    assert done.code == 1
    assert "venlo: topics[0].topic: onbekend: nonsens" in done.err


def test_members_become_companies(mkb: Mkb, folder: Path) -> None:
    (folder / "leden-lwv.csv").write_text("kvk-nummer;naam\n12345678;Bakker\n1;Fout\n", "utf-8")
    done = mkb("feeds", "collect", "--partner", "lwv")
    assert done.code == 0
    assert "leden-lwv.csv:3: geen KvK-nummer" in done.err
    assert mkb("company", "show", "12345678", "--json").json["fields"]["name"]["source"] == "lwv"


def test_a_partner_that_fails_does_not_keep_the_others(mkb: Mkb, folder: Path) -> None:
    (folder / "leden-lwv.csv").write_text("kvk-nummer\n12345678\n", "utf-8")
    done = mkb("feeds", "collect", "--json")
    assert done.code == 1
    failures = {(one["plugin"], one["feed"]): one["failure"] for one in done.json["feeds"]}
    assert failures["limburg_network", "companies"] is None
    assert failures["liof", "news"]["code"] == "source-unavailable"


def test_all_that_were_asked_failing_is_unavailable(mkb: Mkb, folder: Path) -> None:
    assert mkb("feeds", "collect", "--partner", "liof").code == 4


def test_the_list_names_every_feed_before_any_was_collected(mkb: Mkb) -> None:
    done = mkb("feeds", "list", "--json")
    assert {(one["plugin"], one["feed"]) for one in done.json["feeds"]} >= {
        ("gemeenten", "items"),
        ("limburg_network", "companies"),
        ("liof", "events"),
        ("liof", "news"),
    }
    assert {one["collected_at"] for one in done.json["feeds"]} == {None}


def test_a_kind_that_is_none_is_usage(mkb: Mkb) -> None:
    assert mkb("feeds", "list", "--feed", "gossip").code == 2
    assert mkb("feeds", "collect", "--partner", "nobody").code == 3
