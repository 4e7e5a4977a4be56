"""Values as people type them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.cli.amounts import cents_of
from mkb_core.cli.entered_values import field_of, typed_fields, typed_value
from mkb_core.domain.money import format_euros
from mkb_core.errors import InvalidInput


@pytest.mark.parametrize(
    ("words", "cents"),
    [
        ("1200", 120_000),
        ("€1.200.000", 120_000_000),
        ("€ 1.200.000,50", 120_000_050),
        ("1,200,000.50", 120_000_050),
        ("12,5", 1_250),
        ("12.50", 1_250),
        ("1.200", 120_000),
        ("1 200 000", 120_000_000),
        ("250,-", 25_000),
        ("EUR 10", 1_000),
        ("0", 0),
    ],
)
def test_an_amount(words: str, cents: int) -> None:
    assert cents_of(words) == cents


@pytest.mark.parametrize(
    "words", ["", "€", "abc", "1.2.3", "1.200,000.5", "12,345,6", "-5", "1e5", "١٢", "1.200.00", "nan"]
)
def test_no_amount(words: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        cents_of(words)


@given(st.integers(0, 10**14), st.sampled_from(["nl", "en"]))
def test_an_amount_as_shown_can_be_typed_again(cents: int, language: str) -> None:
    assert cents_of(format_euros(cents, language)) == cents


@pytest.mark.parametrize(
    ("name", "words", "value"),
    [
        ("employees", "12", 12),
        ("employees_fte", "7,5", "7.5"),
        ("growth-ambition", "Ja", True),
        ("innovation", "no", False),
        ("founding_date", "1-5-2012", "2012-05-01"),
        ("founding_date", "2012-05-01", "2012-05-01"),
        ("sbi", "2511, 2562", ["2511", "2562"]),
        ("turnover", "1.200", 120_000),
        ("turnover_cents", "1200", 1200),
        ("name", " Smit ", "Smit"),
        ("contacts", '[{"name": "An"}]', [{"name": "An"}]),
    ],
)
def test_a_typed_value(name: str, words: str, value: Any) -> None:
    assert typed_value(name, words) == value


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("employees", "1.2"),
        ("employees_fte", "a"),
        ("growth_ambition", "1"),
        ("founding_date", "2012-13-01"),
        ("turnover", "x"),
        ("contacts", "["),
        ("name", " "),
    ],
)
def test_what_cannot_be_read_is_a_fault_of_the_field(name: str, words: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        typed_value(name, words)
    [fault] = refusal.value.faults
    assert fault.path == field_of(name)
    assert fault.sentence("nl") != ""
    assert fault.sentence("en") != ""


def test_a_value_that_cannot_be_read_hides_no_fault_of_the_others() -> None:
    with pytest.raises(InvalidInput) as caught:
        typed_fields([("turnover", "veel"), ("employees", "-4"), ("foo", "1"), ("number", "12")])
    assert [fault.path for fault in caught.value.faults] == ["turnover_cents", "number", "employees", "foo"]
