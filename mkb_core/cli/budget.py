"""``mkb budget``: what a plan costs, what scenarios differ in, what would be if, and where every cell comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from mkb_core.cli.budget_plans import PlanName, ScenarioName, plan_of, scenario_of
from mkb_core.cli.budget_words import said
from mkb_core.cli.exits import Exit, on_the_command_line
from mkb_core.cli.faults import usage
from mkb_core.cli.files import write_whole
from mkb_core.cli.options import WHOLE, Json, Lang, Language
from mkb_core.cli.printing import print_json, printable
from mkb_core.cli.printing import show as show_parts
from mkb_core.codec import describe

if TYPE_CHECKING:
    from mkb_core.budget.evaluation import Evaluation

Scenario = Annotated[str, Parameter(help="Id of a scenario.")]


def show(
    plan: PlanName,
    /,
    *,
    scenario: ScenarioName = None,
    json: Json = False,
    csv: Annotated[bool, Parameter(negative="", help="Print every cell as a line of CSV.")] = False,
    xlsx: Annotated[
        str | None, Parameter(help="Write a workbook with live formulas to this file; it is replaced.")
    ] = None,
    lang: Lang = "nl",
) -> int:
    """Show what a scenario costs per period, phase, year and in all, and its hours."""
    from mkb_core.budget.evaluation import evaluate
    from mkb_core.budget.overview import printed
    from mkb_core.cli.budget_view import overview_parts, title

    read = plan_of(plan, lang)
    chosen = scenario_of(read, scenario)
    evaluated = evaluate(read, chosen)
    if xlsx is not None:
        from mkb_core.spreadsheets.workbook import write_workbook

        write_whole(xlsx, write_workbook(read, chosen, lang))
    if csv:
        from mkb_core.spreadsheets.tables import write_csv

        print(write_csv(evaluated), end="")
    elif json:
        print_json(printed(evaluated))
    else:
        show_parts([title(read, chosen, lang), *overview_parts(evaluated, lang)])
    return Exit.OK


def delta(
    plan: PlanName, first: Scenario, second: Scenario, /, *, json: Json = False, lang: Lang = "nl"
) -> int:
    """Show the first scenario minus the second, and the given figures in which they differ."""
    from mkb_core.budget.differences import differences
    from mkb_core.budget.evaluation import evaluate
    from mkb_core.budget.overview import printed_delta
    from mkb_core.cli.budget_view import comparison_parts, differences_table, title

    read = plan_of(plan, lang)
    one, other = evaluate(read, first), evaluate(read, second)
    if json:
        print_json(printed_delta(one, other))
        return Exit.OK
    names = said("scenario", lang, id=first), said("scenario", lang, id=second)
    show_parts(
        [
            title(read, first, lang),
            title(read, second, lang),
            *comparison_parts(names, one, other, lang),
            *differences_table(differences(one, other), names, "figures", lang),
        ]
    )
    return Exit.OK


def what_if(
    plan: PlanName,
    /,
    *,
    changes: Annotated[
        list[str] | None,
        Parameter(
            name="--set",
            negative="",
            help="ADDRESS=NUMBER, amounts in euros: fte.consultant/consultancy.2019=3.5, rate.consultant=110, delay.total=3; may be given more than once.",
        ),
    ] = None,
    in_kind: Annotated[
        list[str] | None,
        Parameter(
            name="--in-kind",
            negative="",
            help="ADDRESS=FTE of paid staff that comes in kind instead: fte.consultant/consultancy.2019=1.",
        ),
    ] = None,
    scenario: ScenarioName = None,
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Show what a scenario would cost with other given figures; nothing is stored."""
    from mkb_core.budget.evaluation import evaluate

    read = plan_of(plan, lang)
    chosen = scenario_of(read, scenario)
    before = evaluate(read, chosen)
    show_changes(before, _changed(before, changes or [], in_kind or []), chosen, json=json, lang=lang)
    return Exit.OK


def show_changes(before: Evaluation, after: Evaluation, scenario: str, *, json: bool, lang: Language) -> None:
    """The given figures that differ, and what the scenario costs then."""
    from mkb_core.budget.addresses import unit_of
    from mkb_core.budget.differences import differences
    from mkb_core.budget.overview import printed, printed_delta
    from mkb_core.cli.budget_view import comparison_parts, differences_table, title

    found = differences(after, before)
    if json:
        changed = {
            one.address: {
                "before": unit_of(one.address).written(one.second),
                "after": unit_of(one.address).written(one.first),
            }
            for one in found
        }
        result = {"result": printed(after), "delta": printed_delta(after, before)}
        print_json({"scenario": scenario, "changes": changed} | result)
        return
    names = said("what-if", lang), said("scenario", lang, id=scenario)
    show_parts(
        [
            title(before.plan, scenario, lang),
            *differences_table(found, names, "changes", lang),
            *comparison_parts(names, after, before, lang),
        ]
    )


def explain(
    plan: PlanName,
    cell: Annotated[str, Parameter(help="Address of a cell, such as cost.consultancy.pilot.")],
    /,
    *,
    scenario: ScenarioName = None,
    depth: Annotated[
        int, WHOLE, Parameter(help="How many levels of inputs are shown; JSON always has all.")
    ] = 3,
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Show how a cell came about: formula and inputs, down to the given figures and their place in the plan."""
    from mkb_core.budget.evaluation import evaluate
    from mkb_core.budget.explanation import explain as explain_cell
    from mkb_core.cli.budget_view import explanation_lines

    read = plan_of(plan, lang)
    evaluated = evaluate(read, scenario_of(read, scenario))
    with on_the_command_line():
        explained = explain_cell(evaluated, cell)
    if json:
        print_json(explained.as_data())
    else:
        print(printable("\n".join(explanation_lines(explained, max(depth, 0), lang))))
    return Exit.OK


def _changed(before: Evaluation, sets: list[str], moves: list[str]) -> Evaluation:
    """First what is set, then what comes in kind."""
    from mkb_core.budget.what_if import in_kind_instead, read_changes

    with on_the_command_line():
        after = before.changed(read_changes(before.plan, _pairs("--set", sets), "--set {}"))
        moved = read_changes(before.plan, _pairs("--in-kind", moves), "--in-kind {}")
        return after.changed(in_kind_instead(after, moved, "--in-kind {}"))


def _pairs(option: str, given: list[str]) -> list[tuple[str, str]]:
    pairs = []
    for words in given:
        address, equals, number = words.rpartition("=")
        if not equals or not address.strip():
            raise usage(option, "assignment", value=describe(words))
        pairs.append((address, number))
    return pairs
