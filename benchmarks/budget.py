"""What-if on a budget: one changed cell computed exactly, and 10,000 variants at once, beside the same sums by hand in numpy.

The variants take five given figures of the second scenario's plan and give the total, a year and a phase. Asserts that both
agree to a cent and that ours takes at most twice as long; prints memory and the time of an exact change.
"""

from __future__ import annotations

import statistics
import time
import tracemalloc
from collections.abc import Callable
from fractions import Fraction
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from mkb_core.budget import evaluate, parse_plan
from mkb_core.budget.variants import prepare_variants

COUNT = 10_000
ROUNDS = 31
BOUND = 2.0
SCENARIO = "1"
VARIED = (
    "fte.consultant/consultancy.2019",
    "fte.consultant/consultancy.pilot",
    "rate.consultant",
    "rate.senior_project_leader",
    "travel_rate.2019",
)
RESULTS = ("cost.total.total", "cost.total.year:2019", "cost.total.phase:pilot")
Numbers = NDArray[np.float64]

#: What the hand-written sums know of the first scenario: the staffing and other costs that are not varied, in euros.
HOURS = 1520
LEADER = {"2018-01": (1.0, 1), "pilot": (0.5, 6), "rollout": (0.8, 5), "2019": (0.8, 12), "2020": (0.8, 3)}
COORDINATION = {"pilot": (0.5, 6), "rollout": (0.2, 5), "2019": (0.2, 12), "2020": (0.2, 3)}
CONSULTANT = {"2018-01": (1.0, 1), "rollout": (3.0, 5), "2020": (4.0, 3)}
OFFICE_MONTHS = {"2017-12": 1, "2018-01": 1, "2018-02": 1, "pilot": 6, "rollout": 5, "2019": 12, "2020": 3}
TRAVEL = {"pilot": 5.0, "rollout": 6.0, "2020": 2.5}
OTHER = {
    "2017-10": 38_000, "2017-12": 35_000, "2018-01": 65_000, "2018-02": 65_000, "2018-03": 32_500,
    "pilot": 75_000, "rollout": 70_000, "2019": 105_000, "2020": 27_000,
}  # fmt: skip


def by_hand(values: Numbers) -> Numbers:
    """The same three results in cents, as somebody writes them who needs nothing else."""
    consultants_2019, consultants_pilot, rate, leader_rate, travel_2019 = values
    rate, leader_rate, travel_2019 = rate / 100, leader_rate / 100, travel_2019 / 100
    consultants = {**CONSULTANT, "2019": (consultants_2019, 12), "pilot": (consultants_pilot, 6)}
    travel = {**TRAVEL, "2019": travel_2019}
    columns: dict[str, Numbers | float] = {}
    for column, other in OTHER.items():
        leader, months = LEADER.get(column, (0.0, 0))
        coordinating, same = COORDINATION.get(column, (0.0, 0))
        people, their_months = consultants.get(column, (0.0, 0))
        led = leader * HOURS * months / 12
        advised = people * (HOURS * their_months / 12)
        paid = (led + coordinating * HOURS * same / 12) * leader_rate + advised * rate
        office = 35 * 1475 * OFFICE_MONTHS.get(column, 0) / 12
        columns[column] = paid + office + (led + advised) * travel.get(column, 0.0) + other
    total = sum(columns.values())
    return np.array([total, columns["2019"], columns["pilot"]]) * 100


def median_of(work: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """The median times of two pieces of work, done in turns."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for kept, one in zip(times, (work, other), strict=True):
            start = time.perf_counter()
            one()
            kept.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def main() -> None:
    """Measure, compare and print."""
    plan = parse_plan(resources.files("mkb_plugin_region_limburg").joinpath("budget.toml").read_text("utf-8"))
    chance = np.random.default_rng(1)
    low, high = np.array([[0, 0, 5_000, 5_000, 0], [6, 6, 20_000, 20_000, 1_000]])
    values = chance.uniform(low[:, None], high[:, None], (len(VARIED), COUNT))
    variants = prepare_variants(plan, SCENARIO, VARIED, RESULTS)
    ours, theirs = variants.table(values), by_hand(values)
    assert np.abs(ours - theirs).max() < 0.5, "the two do not compute the same"
    fast, hand = median_of(lambda: variants.table(values), lambda: by_hand(values))
    tracemalloc.start()
    variants.table(values)
    ours_memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    by_hand(values)
    their_memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    before = evaluate(plan, SCENARIO)
    change = {"fte.consultant/consultancy.2019": Fraction(7, 2)}
    one_cell, whole = median_of(lambda: before.changed(change), lambda: evaluate(plan, SCENARIO))
    single = values[:, :1]
    _, by_hand_once = median_of(lambda: None, lambda: by_hand(single))
    print(f"{COUNT} variants, {len(VARIED)} varied cells, {len(RESULTS)} results, median of {ROUNDS}:")
    print(
        f"  ours {fast * 1e6:.0f} us, by hand {hand * 1e6:.0f} us, ratio {fast / hand:.2f} (at most {BOUND})"
    )
    print(f"  peak memory: ours {ours_memory / 1024:.0f} KiB, by hand {their_memory / 1024:.0f} KiB")
    print(
        f"one changed cell, exact, all {len(before.values)} cells and explanations: {one_cell * 1e6:.0f} us"
    )
    print(
        f"  the whole scenario anew {whole * 1e6:.0f} us; three results by hand, inexact, {by_hand_once * 1e6:.0f} us"
    )
    assert fast / hand <= BOUND


if __name__ == "__main__":
    main()
