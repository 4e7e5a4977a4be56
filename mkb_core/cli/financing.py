"""``mkb financing``: who pays which part of a budget, what in-kind takes off it, and what nobody pays yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from mkb_core.cli.budget_plans import PlanName, ScenarioName, plan_of, scenario_of
from mkb_core.cli.exits import Exit
from mkb_core.cli.faults import usage
from mkb_core.cli.options import Json, Lang, Language
from mkb_core.cli.printing import print_json, printable
from mkb_core.cli.printing import show as show_parts
from mkb_core.codec import describe
from mkb_core.errors import InputFault, InvalidInput

if TYPE_CHECKING:
    from mkb_core.budget.funding import Funding


def show(
    plan: PlanName,
    /,
    *,
    scenario: ScenarioName = None,
    explain: Annotated[
        str | None, Parameter(help="Show how the part of a party of the model came about, and nothing else.")
    ] = None,
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Show the need, the model beside what was agreed, what in-kind takes off it, and the gap."""
    from mkb_core.budget.evaluation import evaluate
    from mkb_core.budget.funding import funding_of
    from mkb_core.budget.funding_overview import printed_funding
    from mkb_core.cli.budget_view import title
    from mkb_core.cli.financing_view import funding_parts

    read = plan_of(plan, lang)
    chosen = scenario_of(read, scenario)
    evaluated = evaluate(read, chosen)
    financing = read.financing
    if financing is None:
        raise InvalidInput([InputFault("financing", "missing")])
    funding = funding_of(read, financing, evaluated.values)
    if explain is not None:
        return _explain(funding, explain, json=json, lang=lang)
    if json:
        print_json({"plan": read.id, "scenario": chosen, **printed_funding(financing, funding, lang)})
    else:
        parts = funding_parts(financing, funding, lang)
        show_parts([title(read, chosen, lang), *parts])
    return Exit.OK


def _explain(funding: Funding, party: str, *, json: bool, lang: Language) -> int:
    from mkb_core.cli.budget_view import explanation_lines

    cell = f"part.{party}"
    cells = funding.allocation.cells
    if cell not in cells:
        known = ", ".join(name.removeprefix("part.") for name in cells if name.startswith("part."))
        raise usage("--explain", "unknown-party", value=describe(party), known=known or "-")
    explained = funding.allocation.explain(cell)
    if json:
        print_json(explained.as_data())
    else:
        print(printable("\n".join(explanation_lines(explained, DEPTH, lang))))
    return Exit.OK


#: levels of a model are few: all of them are shown
DEPTH = 100
