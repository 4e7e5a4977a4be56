"""``mkb budget import``: a workbook that was edited in a spreadsheet, read back against its plan."""

from __future__ import annotations

import json as json_text
from typing import Annotated

from cyclopts import Parameter

from mkb_core.cli.budget import show_changes
from mkb_core.cli.budget_plans import PlanName, plan_of
from mkb_core.cli.exits import Exit
from mkb_core.cli.files import read_whole, write_whole
from mkb_core.cli.options import Json, Lang
from mkb_core.errors import InvalidInput


def import_(
    plan: PlanName,
    file: Annotated[str, Parameter(help="A workbook (XLSX) that `mkb budget show --xlsx` wrote.")],
    /,
    *,
    save: Annotated[
        str | None,
        Parameter(
            help="Write the plan with these changes to this JSON file, which every budget command reads."
        ),
    ] = None,
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Read a workbook of `mkb budget show --xlsx` that was edited: what changed, and what it costs then."""
    from mkb_core.budget.amending import amend
    from mkb_core.budget.evaluation import evaluate
    from mkb_core.codec import to_json
    from mkb_core.spreadsheets.grids import LARGEST_FILE
    from mkb_core.spreadsheets.reading import read_workbook

    read = plan_of(plan, lang)
    content = read_whole(file, LARGEST_FILE)
    try:
        edited = read_workbook(content, read)
    except InvalidInput as refusal:
        faults = [fault.under(file) if fault.path == "$" else fault for fault in refusal.faults]
        raise InvalidInput(faults) from None
    amended = amend(read, edited.scenario, edited.changes)
    before, after = (evaluate(one, edited.scenario) for one in (read, amended))
    show_changes(before, after, edited.scenario, json=json, lang=lang)
    if save is not None:
        document = json_text.dumps(to_json(amended), ensure_ascii=False, indent=2)
        write_whole(save, f"{document}\n".encode())
    return Exit.OK
