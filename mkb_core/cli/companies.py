"""``mkb company``: show, import, complete."""

from __future__ import annotations

import getpass
from typing import Annotated, Literal

from cyclopts import Parameter

from mkb_core.cli.company_files import Format, format_of, rows_of
from mkb_core.cli.entered_values import typed_fields
from mkb_core.cli.exits import Exit, on_the_command_line
from mkb_core.cli.faults import usage
from mkb_core.cli.options import Json, Lang, Language
from mkb_core.cli.printing import print_json, say
from mkb_core.cli.printing import show as show_parts
from mkb_core.cli.startup import installation
from mkb_core.cli.words import word
from mkb_core.domain.companies import Company
from mkb_core.rights import COMMAND_LINE
from mkb_core.workflows import companies as workflow
from mkb_core.workflows.company_documents import company_document

Number = Annotated[str, Parameter(help="Company number in the trade register: eight digits.")]
FILE = (
    "CSV or JSON Lines file, or - with --format. The first line of a CSV file names its columns: number, and fields such "
    "as name, employees, turnover (in euros), sbi, municipality, founding_date. JSON Lines hold a company per line, such "
    'as {"number": "12345678", "employees": 9}.'
)
Decision = Annotated[
    Literal["advice", "sme-test", "nomination"],
    Parameter(name="--for", help="For which decision facts are missing."),
]
By = Annotated[
    str | None, Parameter(name="--by", help="Who enters it; by default the user of this computer.")
]


def show(
    number: Number,
    /,
    *,
    refresh: Annotated[
        bool,
        Parameter(
            negative="",
            show_default=False,
            help="Ask the register anew; what people entered stays on record.",
        ),
    ] = False,
    decision: Decision = "advice",
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Show a company, from the store or else from the trade register, with the origin of every fact."""
    with on_the_command_line():
        workflow.check_number(number)
    made = installation(lang)
    company = (
        workflow.refresh_company(made, COMMAND_LINE, number)
        if refresh
        else workflow.show_company(made, COMMAND_LINE, number)
    )
    _print(company, decision, json=json, language=lang)
    return Exit.OK


def complete(
    number: Number,
    /,
    *,
    values: Annotated[
        list[str] | None,
        Parameter(name="--set", negative="", help="name=value; may be given more than once."),
    ] = None,
    by: By = None,
    decision: Decision = "advice",
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Show what is missing about a company, or enter it; a new company is first filled from the register."""
    with on_the_command_line():
        workflow.check_number(number)
        entered = typed_fields([_pair(words) for words in values or ()])
    made = installation(lang)
    company = workflow.show_company(made, COMMAND_LINE, number)
    if entered:
        with on_the_command_line():
            company = workflow.complete_company(made, COMMAND_LINE, number, entered, by or _user())
    if json or entered:
        _print(company, decision, json=json, language=lang)
    else:
        from mkb_core.cli.company_view import missing_parts

        show_parts(missing_parts(company, lang, decision))
    return Exit.OK


def import_file(
    file: Annotated[str, Parameter(allow_leading_hyphen=True, help=FILE)],
    /,
    *,
    source: Annotated[
        str, Parameter(help="Where the facts come from, such as the name of a system.")
    ] = "import",
    by: By = None,
    format: Annotated[Format | None, Parameter(help="By default as the name of the file ends.")] = None,  # noqa: A002
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Store companies from a file; a faulty line is reported and stores nothing, the others are stored."""
    rows = rows_of(file, format or format_of(file))
    made = installation(lang)
    stored, faulty = 0, []
    for outcome in workflow.import_companies(made, COMMAND_LINE, rows, source, by or _user()):
        stored += outcome.number is not None
        if outcome.faults:
            errors = [fault.as_dict(lang) for fault in outcome.faults]
            faulty.append({"line": outcome.line, "errors": errors})
            for error in errors:
                say(word("line", lang, line=outcome.line, path=error["path"], message=error["message"]))
    if json:
        print_json({"stored": stored, "faulty": len(faulty), "lines": faulty})
    else:
        print(word("imported", lang, count=stored))
        if faulty:
            say(word("not-imported", lang, count=len(faulty)))
    return Exit.FAULTS if faulty else Exit.OK


def _pair(words: str) -> tuple[str, str]:
    name, equals, value = words.partition("=")
    if not equals or not name.strip():
        raise usage("--set", "assignment", value=words[:40])
    return name, value


def _print(company: Company, decision: str, *, json: bool, language: Language) -> None:
    if json:
        print_json(company_document(company, decision))
        return
    from mkb_core.cli.company_view import company_parts

    show_parts(company_parts(company, language, decision))


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "command"
