"""The budget plan that a command is given: the name of an installed one, or a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from mkb_core.cli.files import read_whole
from mkb_core.cli.options import Language
from mkb_core.cli.printing import say
from mkb_core.cli.words import word
from mkb_core.codec import describe, parse_json
from mkb_core.errors import InputFault, InvalidInput, NotFoundAmong

if TYPE_CHECKING:
    from mkb_core.budget.plan import BudgetPlan

PlanName = Annotated[
    str, Parameter(help="Name of an installed plan (limburg), or a plan's TOML or JSON file.")
]
ScenarioName = Annotated[
    str | None, Parameter(name="--scenario", help="Id of a scenario; by default the first of the plan.")
]


def plan_of(name: str, language: Language) -> BudgetPlan:
    """The plan in a file (whose name ends in ``.toml`` or ``.json``, or has a folder in it), or the installed one of that
    name.

    Raises :class:`InvalidInput` with all faults of a file, and :class:`NotFound` with the names of the installed ones. The
    faults of plugins whose plans cannot be read are told on standard error.
    """
    if name == "-" or name.endswith((".toml", ".json")) or Path(name).name != name:
        return _from_file(name)
    from mkb_core.runtime.discovery import discover
    from mkb_core.runtime.loading import load_plugins

    host = load_plugins([one for one in discover() if one.group == "mkb.plugin"])
    plans = host.budget_plans()
    for fault in host.faults:
        reason = f"{fault.kind.value}: {fault.reason}"
        say(word("plugin-fault", language, partners=fault.plugin, plugin=fault.plugin, reason=reason))
    if name not in plans:
        raise NotFoundAmong(kind="budget plan", key=name, known=", ".join(sorted(plans)) or "-")
    return plans[name]


def scenario_of(plan: BudgetPlan, name: str | None) -> str:
    """The scenario that is asked for, or the first one; raises :class:`InvalidInput` where the plan has none."""
    if name is not None:
        return name
    if not plan.scenarios:
        raise InvalidInput([InputFault("scenarios", "empty")])
    return plan.scenarios[0].id


def _from_file(name: str) -> BudgetPlan:
    from mkb_core.budget.plan_files import parse_plan, read_plan

    if name.endswith(".json"):
        try:
            data = parse_json(read_whole(name))
            if not isinstance(data, dict):
                facts = {"expected": "an object", "got": describe(data)}
                raise InvalidInput([InputFault("$", "wrong-type", facts)])
            return read_plan(data)
        except InvalidInput as refusal:
            raise InvalidInput([fault.under(name) for fault in refusal.faults]) from None
    try:
        words = read_whole(name).decode("utf-8")
    except UnicodeDecodeError:
        raise InvalidInput([InputFault(name, "not-utf8")]) from None
    return parse_plan(words, name)
