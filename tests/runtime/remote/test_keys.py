"""Secrets: weak ones are refused, and none is ever shown."""

from __future__ import annotations

import secrets

import pytest

from mkb_core.errors import InvalidInput
from mkb_core.runtime.remote.keys import read_keys

GOOD = "an-example-secret-of-two-sides-0123456789"


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "   ",
        "short",
        GOOD[:31],
        "a" * 64,
        "passwordpassword" * 4,
        "Welkom2026!" * 4,
        f"{GOOD} short",
    ],
)
def test_weak_secret_is_refused_with_the_way_to_a_good_one(weak: str) -> None:
    with pytest.raises(InvalidInput, match="token_urlsafe"):
        read_keys(weak)


def test_refusal_holds_nothing_of_the_secret() -> None:
    with pytest.raises(InvalidInput) as refusal:
        read_keys("Hunter2Hunter2")
    assert "Hunter2" not in str(refusal.value)


@pytest.mark.parametrize("make", [secrets.token_urlsafe, secrets.token_hex])
def test_random_secret_is_taken(make: object) -> None:
    for _ in range(50):
        assert callable(make)
        assert read_keys(make(32)).first


def test_keys_show_no_secret() -> None:
    assert GOOD not in repr(read_keys(GOOD))


def test_id_of_a_key_is_the_same_on_both_sides() -> None:
    assert read_keys(GOOD).first == read_keys(f"  {GOOD}\n").first == "46dc5ce62ddbf95d"


def test_first_of_several_secrets_signs() -> None:
    both = read_keys(f"{GOOD} {GOOD[::-1]}")
    assert both.first == read_keys(GOOD).first
    assert set(both.secrets) == {read_keys(GOOD).first, read_keys(GOOD[::-1]).first}
