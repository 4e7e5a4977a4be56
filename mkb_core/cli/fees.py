"""``mkb fees``: what partners report about contracts and fees in a quarter."""

from __future__ import annotations

from typing import Annotated, Any

from cyclopts import Parameter

from mkb_core.cli.exchange_words import told
from mkb_core.cli.exits import Exit
from mkb_core.cli.faults import usage
from mkb_core.cli.options import Json, Lang, Language
from mkb_core.cli.outcomes import exit_of_failures, failure_data
from mkb_core.cli.printing import print_json, printable, say, table
from mkb_core.cli.printing import show as show_parts
from mkb_core.cli.startup import installation
from mkb_core.cli.words import word
from mkb_core.codec import describe, to_json
from mkb_core.domain.money import format_euros
from mkb_core.hooks.fee_reports import FeeReport, quarter_period
from mkb_core.rights import COMMAND_LINE
from mkb_core.workflows import fees as workflow
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.fees import FeeAnswer, FeeOverview

Period = Annotated[str, Parameter(name="--period", help="The quarter, such as 2026-Q4.")]
Partner = Annotated[str | None, Parameter(help="Id of one partner; by default all.")]


def collect(*, period: Period, partner: Partner = None, json: Json = False, lang: Lang = "nl") -> int:
    """Ask the partners for their report on a quarter and store it as it comes; a fault does not keep the others."""
    _check(period)
    made = installation(lang)
    answers = workflow.collect_fees(made, COMMAND_LINE, period, partner)
    overview = workflow.fee_overview(made, COMMAND_LINE, period, partner)
    unread = sum(len(answer.report.unread) for answer in answers if answer.report)
    if json:
        rows = [_answer_data(answer, lang) for answer in answers]
        print_json({"quarter": period, "answers": rows, "missing": list(overview.missing)})
    else:
        _show_answers(answers, period, lang)
        _tell_missing(made, overview, lang)
        if unread:
            say(told("unread-lines", lang, count=unread))
    return exit_of_failures(
        len(answers), sum(answer.failure is not None for answer in answers), faults=unread
    )


def list_reports(*, period: Period, partner: Partner = None, json: Json = False, lang: Lang = "nl") -> int:
    """Show the stored reports on a quarter, corrected ones too, and who has not reported yet."""
    _check(period)
    made = installation(lang)
    overview = workflow.fee_overview(made, COMMAND_LINE, period, partner)
    if json:
        print_json(_overview_data(overview))
        return Exit.OK
    grid = _grid(period, "received", lang)
    for one in overview.reports:
        state = told("newest" if one.newest else "corrected", lang)
        grid.add_row(*_cells(one.report, lang), state, f"{one.stored.received_at:%Y-%m-%d %H:%M}")
    if overview.reports:
        show_parts([grid])
    for one in overview.reports:
        if one.newest:
            _tell_unread(one.report, lang)
    _tell_missing(made, overview, lang)
    return Exit.OK


def _check(period: str) -> None:
    try:
        quarter_period(period)
    except ValueError:
        raise usage("--period", "quarter", value=describe(period)) from None


def _grid(period: str, last: str, lang: Language) -> Any:
    columns = ("contracts", "total", "unread", "status", last)
    return table(
        word("partner", lang),
        *(told(key, lang) for key in columns),
        title=told("fees-of", lang, quarter=period),
    )


def _cells(report: FeeReport, lang: Language) -> tuple[str, str, str, str]:
    total = format_euros(sum(line.fee_cents for line in report.lines), lang)
    return report.partner, str(len(report.lines)), total, str(len(report.unread))


def _show_answers(answers: tuple[FeeAnswer, ...], period: str, lang: Language) -> None:
    if not answers:
        print(told("no-reporters", lang))
        return
    grid = _grid(period, "from", lang)
    for answer in answers:
        if answer.report is None:
            grid.add_row(answer.plugin, "-", "-", "-", told("failed", lang), "-")
        elif not answer.report.sources:
            grid.add_row(answer.report.partner, "-", "-", "-", told("nothing-reported", lang), "-")
        else:
            state = told("new" if answer.new else "same", lang)
            sources = printable(", ".join(answer.report.sources))
            grid.add_row(*_cells(answer.report, lang), state, sources)
    show_parts([grid])
    for answer in answers:
        if answer.failure is not None:
            say(told("failure", lang, plugin=answer.plugin, reason=answer.failure.sentence(lang)))
        if answer.report is not None:
            _tell_unread(answer.report, lang)


def _tell_unread(report: FeeReport, lang: Language) -> None:
    for line in report.unread:
        say(told("unread-line", lang, place=line.place, reason=line.reason.in_language(lang)))


def _tell_missing(made: Installation, overview: FeeOverview, lang: Language) -> None:
    if not overview.missing:
        return
    declarations = made.catalogue.declarations
    names = ", ".join(declarations[partner].partner.name for partner in overview.missing)
    print(told("missing", lang, quarter=overview.quarter, partners=names))
    if not overview.ended:
        print(told("not-ended", lang, quarter=overview.quarter))


def _answer_data(answer: FeeAnswer, lang: Language) -> dict[str, Any]:
    report = answer.report
    return {
        "plugin": answer.plugin,
        "partner": report.partner if report else None,
        "new": answer.new,
        "lines": len(report.lines) if report else 0,
        "fee_cents": sum(line.fee_cents for line in report.lines) if report else 0,
        "unread": [{"place": line.place, "reason": line.reason.in_language(lang)} for line in report.unread]
        if report
        else [],
        "sources": list(report.sources) if report else [],
        "failure": failure_data(answer.failure, lang),
    }


def _overview_data(overview: FeeOverview) -> dict[str, Any]:
    return {
        "quarter": overview.quarter,
        "ended": overview.ended,
        "reports": [
            {
                "id": one.stored.id,
                "plugin": one.stored.plugin,
                "received_at": one.stored.received_at.isoformat(),
                "newest": one.newest,
                "report": to_json(one.report),
            }
            for one in overview.reports
        ],
        "missing": list(overview.missing),
    }
