"""What a budget comes down to: scenarios side by side, the financing with what can be delivered, and the build phase."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from mkb_core.budget.addresses import TOTAL, address, phase_column, year_column
from mkb_core.budget.build_chart import chart_of
from mkb_core.budget.capacity import Capacity
from mkb_core.budget.differences import differences
from mkb_core.budget.evaluation import Evaluation, evaluate
from mkb_core.budget.financing import Financing
from mkb_core.budget.funding import Funding, funding_of
from mkb_core.budget.rounding import shown
from mkb_core.budget.staffing_checks import capacity_of_scenario
from mkb_core.rights import Side
from mkb_core.workflows.budget_shares import share_of
from mkb_service.acting import TheActor
from mkb_service.languages import language_of
from mkb_service.pages.budgets.charts import BarChart, bar_chart, week_bars
from mkb_service.pages.budgets.naming import Names
from mkb_service.pages.budgets.numbers import money
from mkb_service.pages.budgets.opened import PLACE, Opened, asked_for, open_budget
from mkb_service.provided import TheInstallation, TheRenderer
from mkb_service.wording import words

AnyRequest = Request[Any, Any, Any]
SCENARIOS, FINANCING, SHARE, BUILD = (
    "budgets/scenarios.html",
    "budgets/financing.html",
    "budgets/share.html",
    "budgets/build.html",
)


@get(PLACE + "/{plan:str}/scenarios", sync_to_thread=True, include_in_schema=False)
def scenarios_page(
    request: AnyRequest,
    plan: FromPath[str],
    actor: TheActor,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[str]:
    """All scenarios side by side, each with its difference from the chosen one."""
    asked = asked_for(request)
    opened = open_budget(request, installation, actor, plan, asked.get("versie"), asked.get("scenario"))
    all_of_them = {one.id: evaluate(opened.plan, one.id) for one in opened.plan.scenarios}
    chosen = all_of_them[opened.scenario]
    return renderer.page(
        request,
        SCENARIOS,
        rows=list(_side_by_side(opened, all_of_them)),
        given={
            name: [
                (opened.names.cell(one.address), _two(opened.names, one))
                for one in differences(other, chosen)
            ]
            for name, other in all_of_them.items()
            if name != opened.scenario
        },
        **opened.facts("scenarios"),
    )


def _two(names: Names, one: Any) -> tuple[str, str]:
    return names.value(one.address, one.second), names.value(one.address, one.first)


def _side_by_side(
    opened: Opened, evaluations: dict[str, Evaluation]
) -> Iterator[tuple[str, list[tuple[str, str]], bool]]:
    """Rows of amount and difference per scenario; the difference is that of the exact amounts."""
    names, chosen = opened.names, evaluations[opened.scenario]
    years = sorted({year for one in evaluations.values() for year in one.graph.years})
    cells = [address("cost", TOTAL, phase_column(one.id)) for one in opened.plan.phases]
    cells += [address("cost", TOTAL, year_column(year)) for year in years]
    cells += [address("cost", TOTAL, TOTAL), address("in_kind", TOTAL, TOTAL)]
    for cell in cells:
        label = names.column(cell.split(".", 2)[2])
        if cell.startswith("in_kind."):
            label = words("budget.in-kind", names.language)
        amounts = [
            (names.euros(one.value(cell)), _signed(names, one.value(cell) - chosen.value(cell)))
            for one in evaluations.values()
        ]
        yield label, amounts, cell == address("cost", TOTAL, TOTAL)


def _signed(names: Names, cents: Fraction) -> str:
    return f"+{names.euros(cents)}" if cents > 0 else names.euros(cents)


@get(PLACE + "/{plan:str}/financiering", sync_to_thread=True, include_in_schema=False)
def financing_page(
    request: AnyRequest,
    plan: FromPath[str],
    actor: TheActor,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[str]:
    """Who pays which part, and how many plans the staffing can deliver; a funder sees the totals and its own part."""
    if actor.side is Side.FUNDER:
        share = share_of(installation, actor, plan)
        in_euros = partial(money, language=language_of(request), places=0)
        return renderer.page(request, SHARE, share=share, money=in_euros)
    asked = asked_for(request)
    opened = open_budget(request, installation, actor, plan, asked.get("versie"), asked.get("scenario"))
    evaluation = evaluate(opened.plan, opened.scenario)
    financing, funding = opened.plan.financing, None
    if financing is not None:
        funding = funding_of(opened.plan, financing, evaluation.values)
    capacity = capacity_of_scenario(evaluation)
    return renderer.page(
        request,
        FINANCING,
        names=opened.names,
        financing=financing,
        funding=funding,
        funders=None if financing is None or funding is None else _funders(financing, funding, opened.names),
        capacity=capacity,
        number=partial(shown, places=1, language=opened.names.language),
        plans=None if capacity is None else _plans(capacity, opened.names),
        **opened.facts("financing"),
    )


def _funders(financing: Financing, funding: Funding, names: Names) -> BarChart:
    groups = []
    for funder in financing.funders:
        own = funding.of(funder.id)
        amounts = {
            "model": funding.model_cents(financing, funder.id),
            "agreed": own.committed,
            "still": own.still,
        }
        bars = [(kind, cents, names.money(cents, 0)) for kind, cents in amounts.items()]
        groups.append((funder.label.in_language(names.language), bars))
    return bar_chart(groups)


def _plans(capacity: Capacity, names: Names) -> BarChart:
    groups = [
        (
            words(
                "budget.capacity.effort",
                names.language,
                days=shown(one.half_days_of_a_plan, 1, names.language),
            ),
            [("own", one.plans, str(one.plans)), ("together", one.plans_together, str(one.plans_together))],
        )
        for one in capacity.deliverable
    ]
    return bar_chart(groups, capacity.goal_plans)


@get(PLACE + "/{plan:str}/bouwfase", sync_to_thread=True, include_in_schema=False)
def build_page(
    request: AnyRequest,
    plan: FromPath[str],
    actor: TheActor,
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[str]:
    """The workstreams of the build phase, week by week."""
    asked = asked_for(request)
    opened = open_budget(request, installation, actor, plan, asked.get("versie"), asked.get("scenario"))
    build = opened.plan.build
    streams = [] if build is None else week_bars(chart_of(build), opened.names.language)
    weeks = 0 if build is None else build.weeks
    return renderer.page(request, BUILD, streams=streams, weeks=weeks, **opened.facts("build"))
