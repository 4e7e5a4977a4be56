"""A breaker leaves alone what failed, tries it once after a wait, and waits longer each time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from attrs import define

from mkb_core.runtime.breaker import FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS, Breaker


@define
class Clock:
    seconds: float = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock)


def fail(breaker: Breaker) -> None:
    assert breaker.allows()
    breaker.failed()


def test_a_closed_breaker_lets_everything_through(breaker: Breaker) -> None:
    assert all(breaker.allows() for _ in range(3))
    assert not breaker.is_open


def test_after_a_failure_nothing_goes_until_the_wait_is_over(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.seconds += FIRST_WAIT_SECONDS - 0.01
    assert not breaker.allows()
    clock.seconds += 0.01
    assert breaker.allows()


def test_one_attempt_at_a_time_decides(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.seconds += FIRST_WAIT_SECONDS
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(lambda _: breaker.allows(), range(100))) == 1


def test_waits_grow_to_the_longest(breaker: Breaker, clock: Clock) -> None:
    waits = []
    for _ in range(10):
        fail(breaker)
        waits.append(breaker.seconds_left)
        clock.seconds += breaker.seconds_left
    assert waits[:4] == [0.5, 1.0, 2.0, 4.0]
    assert waits[-1] == LONGEST_WAIT_SECONDS


def test_a_success_closes_and_the_next_failure_is_the_first(breaker: Breaker, clock: Clock) -> None:
    for _ in range(3):
        fail(breaker)
        clock.seconds += breaker.seconds_left
    assert breaker.allows()
    breaker.succeeded()
    assert not breaker.is_open
    fail(breaker)
    assert breaker.seconds_left == FIRST_WAIT_SECONDS


def test_failures_side_by_side_count_as_one(breaker: Breaker) -> None:
    for _ in range(5):
        breaker.failed()
    assert breaker.wait == FIRST_WAIT_SECONDS


def test_reason_to_hope_ends_the_wait(breaker: Breaker, clock: Clock) -> None:
    for _ in range(6):
        fail(breaker)
        clock.seconds += breaker.seconds_left
    breaker.try_at_once()
    fail(breaker)
    assert breaker.seconds_left == FIRST_WAIT_SECONDS


def test_an_attempt_that_told_nothing_leaves_its_place_to_the_next(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.seconds += FIRST_WAIT_SECONDS
    assert breaker.allows()
    breaker.undecided()
    assert breaker.allows()


def test_what_another_process_left_is_taken_over(breaker: Breaker) -> None:
    breaker.restore(wait=8.0, seconds_left=3.0)
    assert (breaker.wait, breaker.seconds_left, breaker.allows()) == (8.0, 3.0, False)
