"""A message counts once, and only in its time; what is remembered stays bounded."""

from __future__ import annotations

import pytest

from mkb_core.runtime.remote.freshness import Freshness, TooBusy, check_time
from mkb_core.runtime.remote.signatures import NotGenuine, Proof

NOW = 1_795_428_000.0


def proof(created: float = NOW, nonce: str = "n" * 16, key: str = "k") -> Proof:
    return Proof(int(created), key, nonce, ":x:")


@pytest.mark.parametrize("age", [-30, -1, 0, 1, 30])
def test_message_within_the_window_is_taken(age: int) -> None:
    check_time(int(NOW) - age, NOW)


@pytest.mark.parametrize(
    ("age", "word"), [(31, "late"), (86_400, "late"), (-31, "early"), (-86_400, "early")]
)
def test_message_outside_the_window_is_refused(age: int, word: str) -> None:
    with pytest.raises(NotGenuine, match=word):
        check_time(int(NOW) - age, NOW)


def test_message_is_taken_once() -> None:
    memory = Freshness(NOW)
    memory.admit(proof(), NOW)
    with pytest.raises(NotGenuine, match="seen before"):
        memory.admit(proof(), NOW + 1)


@pytest.mark.parametrize("created", [NOW - 30, NOW, NOW + 30])
def test_message_never_counts_twice_while_it_is_fresh(created: float) -> None:
    memory = Freshness(NOW - 100)
    memory.admit(proof(created), NOW)
    for later in range(1, 70):
        with pytest.raises(NotGenuine):
            memory.admit(proof(created), NOW + later)


def test_same_nonce_under_another_key_is_another_message() -> None:
    memory = Freshness(NOW)
    memory.admit(proof(), NOW)
    memory.admit(proof(key="other"), NOW)


def test_message_from_before_the_start_is_refused() -> None:
    with pytest.raises(NotGenuine, match="started"):
        Freshness(NOW).admit(proof(NOW - 1), NOW + 1)


def test_memory_is_bounded_and_refuses_rather_than_forgets() -> None:
    memory = Freshness(NOW, most=3)
    for number in range(3):
        memory.admit(proof(nonce=f"{number:016}"), NOW)
    with pytest.raises(TooBusy):
        memory.admit(proof(nonce="x" * 16), NOW)
    with pytest.raises(NotGenuine, match="seen before"):
        memory.admit(proof(nonce=f"{0:016}"), NOW)


def test_memory_takes_new_messages_when_old_ones_have_ended() -> None:
    memory = Freshness(NOW, most=1)
    memory.admit(proof(), NOW)
    memory.admit(proof(NOW + 61, nonce="x" * 16), NOW + 61)
