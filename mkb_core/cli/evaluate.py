"""``mkb evaluate``: figures over a labelled set of questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from cyclopts import Parameter
from rich.console import RenderableType
from rich.text import Text

from mkb_core.cli.exits import Exit
from mkb_core.cli.faults import CliFault
from mkb_core.cli.files import read_lines
from mkb_core.cli.options import Json, Lang
from mkb_core.cli.printing import print_json, printable, say, show, table
from mkb_core.cli.startup import installation
from mkb_core.cli.words import word
from mkb_core.errors import InvalidInput
from mkb_core.workflows.evaluation import Evaluation, evaluate_lines


def evaluate(
    file: Annotated[
        str,
        Parameter(
            allow_leading_hyphen=True,
            help="JSON Lines file with labelled questions, or - for standard input.",
        ),
    ],
    /,
    *,
    show_wrong: Annotated[
        bool, Parameter(negative="", show_default=False, help="Also list every row that missed something.")
    ] = False,
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Measure the advice on a labelled set of questions; nothing is stored."""
    lines = read_lines(file)
    evaluation = evaluate_lines(installation(lang), lines)
    for broken in evaluation.broken:
        for fault in broken.faults:
            say(word("line", lang, line=broken.line, path=fault.path, message=fault.sentence(lang)))
    if evaluation.n == 0 and not evaluation.broken:
        raise InvalidInput([CliFault(file, "no-rows")])
    if json:
        print_json(evaluation.as_dict() | ({"wrong": evaluation.wrong} if show_wrong else {}))
    else:
        show(_parts(evaluation, lang, show_wrong))
    return Exit.FAULTS if evaluation.broken else Exit.OK


def _parts(evaluation: Evaluation, lang: Lang, show_wrong: bool) -> Iterator[RenderableType]:
    figures = table(word("figure", lang), word("value", lang))
    for name, value in evaluation.as_dict().items():
        figures.add_row(name, "-" if value is None else str(value))
    yield figures
    for row in evaluation.wrong if show_wrong else ():
        yield Text(f"{row['id']}  {word('wrong', lang)}: {', '.join(row['missed'])}", style="bold")
        yield Text(f"    {printable(row['question'])}")
        yield Text(f"    {word('expected', lang)} {row['expected']}, {word('got', lang)} {row['got']}")
