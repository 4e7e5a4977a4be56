"""All that is wrong with a plan, each fault at its place in the file: ids, what they refer to, and absurd numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from mkb_core.budget.addresses import ID, PERIOD_ID, TOTAL, unknown_address
from mkb_core.budget.given import chain_of, given_cells
from mkb_core.budget.limits import MOST, YEARS, number_faults, settable
from mkb_core.budget.overview import RESERVED
from mkb_core.budget.part_faults import part_faults
from mkb_core.budget.plan import BudgetPlan, Scenario
from mkb_core.errors import InputFault, InvalidInput, NotFound

Check: TypeAlias = Callable[[BudgetPlan], Iterable[InputFault]]
#: Without these a plan cannot be computed.
NEEDED = ("rate.", "hours_per_fte_year.", "months.")


def plan_faults(plan: BudgetPlan) -> list[InputFault]:
    """Every fault of a plan; an empty list is a plan that can be evaluated in each of its scenarios."""
    return [fault for check in CHECKS for fault in check(plan)]


def _ids(plan: BudgetPlan) -> Iterator[InputFault]:
    lists: dict[str, Iterable[str]] = {
        "phases": [one.id for one in plan.phases],
        "periods": [one.id for one in plan.periods],
        "spans": [one.id for one in plan.spans],
        "roles": [one.id for one in plan.roles],
        "activities": [one.id for one in plan.activities],
        "cost_groups": [one.id for one in plan.cost_groups],
        "scenarios": [one.id for one in plan.scenarios],
    }
    for name, ids in lists.items():
        yield from _unique(name, ids)
        form = PERIOD_ID if name == "periods" else ID
        yield from _well_formed([(f"{name}[{index}].id", one) for index, one in enumerate(ids)], form)
    lines = [(f"cost_lines[{index}].id", line.row, line.id) for index, line in enumerate(plan.cost_lines)]
    if plan.travel is not None:
        lines.append(("travel.id", plan.travel.row, plan.travel.id))
    yield from _well_formed([(path, name) for path, _, name in lines], ID)
    yield from _well_formed([("id", plan.id)], ID)
    seen: set[str] = set()
    for path, row, _ in lines:
        if row in seen:
            yield InputFault(path, "duplicate", {"value": row})
        seen.add(row)
    yield from _keys_of_overview(plan)
    # One name for each row: "consultancy" is an activity or a group of costs, never both.
    taken: dict[str, str] = {TOTAL: ""}
    for name in ("periods", "roles", "activities", "cost_groups"):
        for index, one in enumerate(lists[name]):
            if one in taken and taken[one] != name and (name != "periods" or one == TOTAL):
                yield InputFault(f"{name}[{index}].id", "duplicate", {"value": one})
            elif name != "periods":
                taken[one] = name


def _keys_of_overview(plan: BudgetPlan) -> Iterator[InputFault]:
    """Rows, sums of phases and travel stand beside each other in the overview."""
    keys = [(f"activities[{index}].id", one.id) for index, one in enumerate(plan.activities)]
    keys += [(f"cost_groups[{index}].id", one.id) for index, one in enumerate(plan.cost_groups)]
    rows = {name for _, name in keys}
    beside = [(f"spans[{index}].id", one.id) for index, one in enumerate(plan.spans)]
    if plan.travel is not None:
        beside.append(("travel.id", plan.travel.id))
    for path, name in [*keys, *beside]:
        if name in RESERVED or (name in rows and (path, name) in beside):
            yield InputFault(path, "not-allowed", {"value": name})


def _sizes(plan: BudgetPlan) -> Iterator[InputFault]:
    for name, limit in MOST.items():
        count = len(getattr(plan, name))
        if count > limit:
            yield InputFault(name, "too-many", {"count": count, "limit": limit})


def _unique(path: str, ids: Iterable[str]) -> Iterator[InputFault]:
    for one, count in Counter(ids).items():
        if count > 1:
            yield InputFault(path, "duplicate", {"value": one})


def _well_formed(ids: Iterable[tuple[str, str]], form: re.Pattern[str]) -> Iterator[InputFault]:
    for path, one in ids:
        if not form.fullmatch(one):
            yield InputFault(path, "budget-id", {"value": one[:60]})


def _known(path: str, name: str, known: Collection[str]) -> Iterator[InputFault]:
    if name not in known:
        yield InputFault(path, "unknown-name", {"value": name[:60]})


def _columns(plan: BudgetPlan) -> Iterator[InputFault]:
    phases = {phase.id for phase in plan.phases}
    if not plan.periods:
        yield InputFault("periods", "empty")
    for index, period in enumerate(plan.periods):
        path = f"periods[{index}]"
        yield from _known(f"{path}.phase", period.phase, phases)
        yield from number_faults(f"{path}.months", "months", period.months)
        for name, value, (low, high) in (
            ("year", period.year, YEARS),
            ("first_month", period.first_month, (1, 12)),
        ):
            if not low <= value <= high:
                yield InputFault(f"{path}.{name}", "out-of-range", {"value": value, "low": low, "high": high})
    for index, span in enumerate(plan.spans):
        for phase in span.phases:
            yield from _known(f"spans[{index}].phases", phase, phases)
        yield from _unique(f"spans[{index}].phases", span.phases)


def _people(plan: BudgetPlan) -> Iterator[InputFault]:
    for index, role in enumerate(plan.roles):
        path = f"roles[{index}]"
        yield from number_faults(f"{path}.rate_per_hour", "rate", Fraction(role.rate_per_hour, 100))
        yield from number_faults(f"{path}.hours_per_fte_year", "hours_per_fte_year", role.hours_per_fte_year)


def _costs(plan: BudgetPlan) -> Iterator[InputFault]:
    groups = {group.id for group in plan.cost_groups}
    for index, line in enumerate(plan.cost_lines):
        path = f"cost_lines[{index}]"
        yield from _known(f"{path}.group", line.group, groups)
        yield from _amounts(plan, f"{path}.amounts", "cost", line.amounts)
    travel = plan.travel
    if travel is not None:
        yield from _known("travel.group", travel.group, groups)
        paid = {activity.id for activity in plan.activities if activity.paid}
        for activity in travel.activities:
            yield from _known("travel.activities", activity, paid)
        yield from _unique("travel.activities", travel.activities)
        yield from _amounts(plan, "travel.rate_per_hour", "travel_rate", travel.rate_per_hour)


def _amounts(plan: BudgetPlan, path: str, measure: str, amounts: Mapping[str, int]) -> Iterator[InputFault]:
    periods = {period.id for period in plan.periods}
    for column, cents in amounts.items():
        yield from _known(f"{path}[{column}]", column, periods)
        yield from number_faults(f"{path}[{column}]", measure, Fraction(cents, 100))


def _scenarios(plan: BudgetPlan) -> Iterator[InputFault]:
    known = settable(plan)
    for index, scenario in enumerate(plan.scenarios):
        path = f"scenarios[{index}]"
        yield from _cells_of(plan, scenario, path, known)
        yield from _base_of(plan, scenario, path)


def _cells_of(
    plan: BudgetPlan, scenario: Scenario, path: str, known: Collection[str]
) -> Iterator[InputFault]:
    periods = {period.id for period in plan.periods}
    roles = {role.id for role in plan.roles}
    activities = {activity.id for activity in plan.activities}
    for row, numbers in scenario.fte.items():
        role, _, activity = row.partition("/")
        yield from _known(f"{path}.fte[{row}]", role, roles)
        yield from _known(f"{path}.fte[{row}]", activity, activities)
        for column, fte in numbers.items():
            yield from _known(f"{path}.fte[{row}][{column}]", column, periods)
            yield from number_faults(f"{path}.fte[{row}][{column}]", "fte", fte)
    lines = {line.row for line in plan.cost_lines}
    for row, amounts in scenario.costs.items():
        yield from _known(f"{path}.costs[{row}]", row, lines)
        yield from _amounts(plan, f"{path}.costs[{row}]", "cost", amounts)
    rows = {"fte": scenario.fte, "cost": scenario.costs}
    for name, number in scenario.set.items():
        place = f"{path}.set[{name}]"
        if name not in known:
            yield unknown_address(place, name, known)
            continue
        measure, _, rest = name.partition(".")
        yield from number_faults(place, measure, number)
        row, _, column = rest.partition(".")
        if measure in rows and column in rows[measure].get(row, {}):
            yield InputFault(place, "duplicate", {"value": name})


def _base_of(plan: BudgetPlan, scenario: Scenario, path: str) -> Iterator[InputFault]:
    """The bases are there and do not go round in a circle, and what is removed stands in them."""
    try:
        chain_of(plan, scenario.id)
        base = given_cells(plan, scenario.base)
    except NotFound as refusal:
        # An unknown base further down is told where it stands.
        if scenario.base == refusal.facts["key"]:
            yield InputFault(f"{path}.base", "unknown-name", {"value": str(scenario.base)[:60]})
        return
    except InvalidInput as refusal:
        yield from (InputFault(f"{path}.base", fault.code, fault.facts) for fault in refusal.faults)
        return
    except KeyError:
        return  # a base sets what is no cell: told there
    for index, removed in enumerate(scenario.remove):
        place = f"{path}.remove[{index}]"
        if not any(name == removed or name.startswith(f"{removed}.") for name in base):
            yield unknown_address(place, removed, base)
        elif f"{removed}.".startswith(NEEDED):
            yield InputFault(place, "not-allowed", {"value": removed})


CHECKS: tuple[Check, ...] = (_sizes, _ids, _columns, _people, _costs, _scenarios, part_faults)
