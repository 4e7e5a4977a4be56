"""``mkb explain`` and ``mkb replay``."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import create_engine, select, update

from mkb_core.store.tables import receipts
from tests.cli.conftest import Mkb


@pytest.fixture
def receipt(mkb: Mkb) -> str:
    done = mkb(
        "advise", "Hoe financier ik een nieuwe hal?", "--employees", "16", "--municipality", "Venlo", "--json"
    )
    return str(done.json["receipt"])


def test_explain_gives_a_reason_for_every_other_partner(mkb: Mkb, receipt: str) -> None:
    shown = mkb("explain", receipt)
    assert shown.code == 0
    assert "Vraag: Hoe financier ik een nieuwe hal?" in shown.out
    assert "Waarom deze partners niet" in shown.out
    document = mkb("explain", receipt, "--json").json
    named = set(document["partners"]) | {one["partner"] for one in document["explanation"]["rejections"]}
    assert named == {row["id"] for row in mkb("partners", "list", "--json").json["partners"]}


def test_explain_in_json_is_the_advice_again(mkb: Mkb, receipt: str) -> None:
    again = mkb("explain", receipt, "--json", "--lang", "en").json
    assert again["receipt"] == receipt
    assert again["explanation"]["language"] == "en"


def test_replay_of_an_unchanged_receipt_is_the_same(mkb: Mkb, receipt: str) -> None:
    done = mkb("replay", receipt)
    assert done.code == 0
    assert done.out.startswith("Hetzelfde")
    assert mkb("replay", receipt, "--json").json["same"] is True


def test_replay_of_a_tampered_receipt_differs_and_says_so(
    mkb: Mkb, receipt: str, environment: dict[str, str]
) -> None:
    engine = create_engine(environment["MKB_DATABASE_URL"])
    with engine.begin() as connection:
        document = json.loads(connection.execute(select(receipts.c.document)).scalar_one())
        document["decision"]["route"] = "support-process-candidate"
        connection.execute(update(receipts).values(document=json.dumps(document)))
    engine.dispose()
    done = mkb("replay", receipt)
    assert done.code == 1
    assert done.out.startswith("Anders")
    assert mkb("replay", receipt, "--json").json["same"] is False


@pytest.mark.parametrize("command", ["explain", "replay"])
def test_an_unknown_receipt_is_not_found(mkb: Mkb, command: str) -> None:
    done = mkb(command, "r-0", "--json")
    assert (done.code, done.out) == (3, "")
    assert "r-0" in done.err
