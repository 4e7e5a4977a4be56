"""The cells of a scenario as CSV, one a line: for analysis with any tool."""

from __future__ import annotations

import csv
from io import StringIO

from mkb_core.budget.evaluation import Evaluation

COLUMNS = ("cell", "measure", "row", "column", "value", "unit", "formula")


def write_csv(evaluation: Evaluation) -> str:
    """Lines by RFC 4180 with a head. ``value`` is exact, with a decimal point, amounts in euros; a number that no decimal
    writes exactly is a fraction such as ``1/3``. Ids hold letters, digits, ``-_:/.`` only and begin with a letter or digit
    (``budget.addresses``), so that no field is a formula to a spreadsheet."""
    out = StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    for name, formula in evaluation.graph.formulas.items():
        measure, *parts = name.split(".")
        row, column = parts if len(parts) > 1 else (parts[0], "")
        unit = evaluation.unit(name)
        word = unit.value.replace("cents", "euros")
        lines.writerow([name, measure, row, column, unit.written(evaluation.value(name)), word, formula.kind])
    return out.getvalue()
