"""The examples and tables of docs/reference/exchanges.md are those of the code."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from attrs import evolve
from mkb_partner_gemeenten import feeds as gemeenten
from mkb_partner_limburg_network import feeds as limburg_network
from mkb_partner_liof import delivery as liof
from mkb_partner_rabobank import fees as rabobank

from mkb_core.codec import from_json
from mkb_core.hooks import DeliveryAnswer, DeliveryKind, ReferralDelivery, read_declaration
from mkb_core.hooks.deliveries import POSSIBLE_STATES
from mkb_core.runtime.egress_cache import Answer
from tests.docs.pages import ROOT, split

PAGE = (ROOT / "docs" / "reference" / "exchanges.md").read_text("utf-8")
BLOCKS: list[dict[str, Any]] = [
    json.loads(words) for words in re.findall(r"^```json\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
]


def named(words: str) -> set[str]:
    """What stands between backquotes in the text."""
    return set(re.findall(r"`([^`]+)`", split(words)[1]))


def part(heading: str) -> str:
    return re.split(r"^#+ ", PAGE.partition(f"# {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_the_delivery_and_the_answer_are_as_on_the_page() -> None:
    delivery = from_json(ReferralDelivery, BLOCKS[0])
    answer = from_json(DeliveryAnswer, BLOCKS[1])
    assert answer.referral == delivery.referral
    services = read_declaration("mkb_partner_liof", "liof.toml").services
    assert delivery.service in {service.id for service in services}


def test_liofs_answer_is_read_as_the_answer_on_the_page() -> None:
    at = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    read = liof.read_answer(Answer(200, BLOCKS[2], at), "r-2026-55")
    assert read == from_json(DeliveryAnswer, BLOCKS[1])
    assert read == evolve(read, at=at)


def test_the_words_of_liof_are_on_the_page() -> None:
    rows = named(part("LIOF's intake"))
    assert rows >= {*liof.STATES, *liof.REASONS}
    assert rows >= {one.value for one in (*liof.STATES.values(), *liof.REASONS.values())}
    assert rows >= {liof.REFERRALS, liof.STATUS, liof.WITHDRAWALS}


def test_the_states_that_may_follow_a_withdrawal_are_on_the_page() -> None:
    row = next(line for line in part("Referrals").splitlines() if line.startswith("| `withdrawal`"))
    assert named(row) == {"withdrawal", *(one.value for one in POSSIBLE_STATES[DeliveryKind.WITHDRAWAL])}


@pytest.mark.parametrize(
    ("heading", "columns"),
    [("Rabobank's file", rabobank.COLUMNS), ("Members of associations", limburg_network.COLUMNS)],
)
def test_every_name_of_a_column_is_on_the_page(heading: str, columns: dict[str, tuple[str, ...]]) -> None:
    names = {name for ours, others in columns.items() for name in (ours.replace("_", " "), *others)}
    assert names <= named(part(heading))


def test_the_names_of_files_are_those_that_are_read() -> None:
    files = {name for name in named(PAGE) if name.endswith((".csv", ".toml"))}
    fees = rabobank.files_of("2026-Q4", tuple(files))
    lists = {name for name in files if limburg_network.association_of(name)}
    schemes = {name for name in files if gemeenten._FILE.fullmatch(name)}
    assert files == {*fees, *lists, *schemes}
