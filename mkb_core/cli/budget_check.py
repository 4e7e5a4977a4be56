"""``mkb budget check``: the pay norm of interim staff, and the plans that the staffing can deliver; ``mkb budget gantt``."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from mkb_core.cli.budget_plans import PlanName, plan_of, scenario_of
from mkb_core.cli.exits import Exit
from mkb_core.cli.options import Json, Lang
from mkb_core.cli.printing import print_json
from mkb_core.cli.printing import show as show_parts
from mkb_core.codec import to_json
from mkb_core.errors import InputFault, InvalidInput

OneScenario = Annotated[
    str | None, Parameter(name="--scenario", help="Id of a scenario; by default all of the plan.")
]


def check(plan: PlanName, /, *, scenario: OneScenario = None, json: Json = False, lang: Lang = "nl") -> int:
    """Check each scenario, or one: exit code 0 where no pay is above the norm, 1 where some is."""
    from mkb_core.budget.pay_norm import Verdict
    from mkb_core.budget.staffing_checks import check_scenario, printed_checks
    from mkb_core.cli.budget_check_view import checks_parts

    read = plan_of(plan, lang)
    first = scenario_of(read, scenario)
    chosen = [one.id for one in read.scenarios] if scenario is None else [first]
    made = [check_scenario(read, one) for one in chosen]
    if json:
        print_json({"plan": read.id, "scenarios": [printed_checks(one) for one in made]})
    else:
        show_parts([part for one in made for part in (*checks_parts(read, one, lang), "")])
    exceeded = any(year.verdict is Verdict.EXCEEDED for one in made for year in one.pay)
    return Exit.FAULTS if exceeded else Exit.OK


def gantt(plan: PlanName, /, *, json: Json = False, lang: Lang = "nl") -> int:
    """Show the workstreams of the build phase in weeks."""
    from mkb_core.budget.build_chart import chart_of
    from mkb_core.cli.budget_check_view import chart_parts

    read = plan_of(plan, lang)
    if read.build is None:
        raise InvalidInput([InputFault("build", "missing")])
    chart = chart_of(read.build)
    if json:
        print_json(to_json(chart))
    else:
        show_parts(chart_parts(read, chart, lang))
    return Exit.OK
