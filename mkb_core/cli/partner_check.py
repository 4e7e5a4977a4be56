"""``mkb partners check``: the conformance checks and scenarios of one plugin, and its tier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from mkb_core.cli.exits import Exit, on_the_command_line
from mkb_core.cli.options import Json, Lang, Language
from mkb_core.cli.printing import print_json, printable, say, show
from mkb_core.cli.quality_view import quality_json, quality_parts
from mkb_core.cli.startup import settings
from mkb_core.quality.findings import Finding, NotTried, Result, ResultState
from mkb_core.quality.opening import find_plugin, open_subject, surroundings_of
from mkb_core.quality.own_process import own_process
from mkb_core.quality.reports import Report, record, report_on
from mkb_core.text import Text, text

if TYPE_CHECKING:
    from rich.console import RenderableType

MARK = {ResultState.PASSED: "✓", ResultState.FAILED: "✗", ResultState.NOT_TRIED: "–"}
WORDS: dict[str, Text] = {
    "scenarios": text(nl="Scenario's", en="Scenarios"),
    "no-scenarios": text(nl="geen scenario's", en="no scenarios"),
    "mend": text(nl="herstel: {mend}", en="to mend: {mend}"),
    "recorded": text(nl="Vastgelegd in {file}", en="Recorded in {file}"),
    "not-recorded": text(
        nl="Niet vastgelegd: alleen een pakket heeft een map voor conformance.json.",
        en="Not recorded: only a package has a folder for conformance.json.",
    ),
}


def word(key: str, language: str, **facts: object) -> str:
    """A sentence with its facts filled in."""
    return WORDS[key].in_language(language).format_map(facts)


def check(
    plugin: Annotated[
        str, Parameter(help="Id of an installed plugin, the folder of a package, or a partner's file.")
    ],
    /,
    *,
    record_it: Annotated[
        bool,
        Parameter(
            name="--record",
            negative="",
            show_default=False,
            help="Record the outcome in the package (conformance.json), so that its tier can count it.",
        ),
    ] = False,
    verbose: Annotated[
        bool,
        Parameter(
            name="--verbose",
            negative="",
            show_default=False,
            help="Also show measured times, and for every service a company and a question that reach it.",
        ),
    ] = False,
    against: Annotated[
        str | None,
        Parameter(
            help="Only hold the plugin against this version of the hook API, also an older or an announced one."
        ),
    ] = None,
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Run all conformance checks and scenarios of one plugin and show its tier and what the next one needs."""
    given = settings()
    if against is not None:
        return hold_against(plugin, given.partner_folder, against, json=json, lang=lang)
    surroundings = surroundings_of(given.region, given.clock().date())
    found = find_plugin(plugin, given.partner_folder)
    subject = open_subject(found, surroundings, own_process(found, given.isolation))
    try:
        report = report_on(subject)
        file = record(subject, report) if record_it else None
    finally:
        subject.port.close()
    if json:
        print_json(as_json(report, lang))
    else:
        show(parts(report, lang, verbose=verbose))
    if record_it:
        say(word("not-recorded", lang) if file is None else word("recorded", lang, file=_short(file)))
    return Exit.FAULTS if report.failed else Exit.OK


def hold_against(
    plugin: str, partner_folder: Path | None, version: str, *, json: bool, lang: Language
) -> int:
    """Does the plugin work with a version of the hook API, and what is to be done? None of its code is run."""
    from mkb_core.codec import to_json
    from mkb_core.hooks import compatibility
    from mkb_core.workflows.plugin_versions import check_against

    with on_the_command_line():
        compatibility.check_version(version)
    found = find_plugin(plugin, partner_folder)
    report = check_against(found, version)
    told = compatibility.compatibility_sentences(report, lang)
    if json:
        name = found.manifest.id if found.manifest else found.name
        print_json({"plugin": name, "works": report.works, **to_json(report), "sentences": list(told)})
    else:
        print(printable("\n".join(told)))
    return Exit.OK if report.works else Exit.FAULTS


def _short(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


def parts(report: Report, language: Language, *, verbose: bool) -> Iterator[RenderableType]:
    """The report as people read it on a terminal."""
    from rich.text import Text as Words

    yield Words(report.plugin, style="bold")
    for result in report.results:
        yield from _result(result, language, verbose=verbose)
    yield Words(f"\n{word('scenarios', language)}", style="bold")
    if not report.scenarios:
        yield Words(f"  {word('no-scenarios', language)}")
    for result in report.scenarios:
        yield from _result(result, language, verbose=verbose)
    yield from quality_parts(report.quality, language)


def _result(result: Result, language: Language, *, verbose: bool) -> Iterator[RenderableType]:
    from rich.padding import Padding
    from rich.text import Text as Words

    style = "bold red" if result.state is ResultState.FAILED else ""
    yield Words(f"  {MARK[result.state]} {printable(result.title.in_language(language))}", style=style)
    for one in result.said:
        if isinstance(one, Finding):
            yield Padding(Words(printable(f"{one.place}: {one.what.in_language(language)}")), (0, 0, 0, 6))
            yield Padding(
                Words(word("mend", language, mend=one.mend.in_language(language)), style="dim"), (0, 0, 0, 6)
            )
        elif isinstance(one, NotTried):
            yield Padding(Words(one.what.in_language(language), style="dim"), (0, 0, 0, 6))
        elif verbose:
            line = printable(f"{one.place}: {one.what.in_language(language)}")
            yield Padding(Words(line, style="dim"), (0, 0, 0, 6))


def as_json(report: Report, language: Language) -> dict[str, Any]:
    """The report as JSON."""
    return {
        "plugin": report.plugin,
        "checks": [_result_json(one, language) for one in report.results],
        "scenarios": [_result_json(one, language) for one in report.scenarios],
        **quality_json(report.quality, language),
    }


def _result_json(result: Result, language: Language) -> dict[str, Any]:
    return {
        "id": result.id,
        "title": result.title.in_language(language),
        "meaning": result.meaning.in_language(language),
        "state": result.state.value,
        "findings": [
            {
                "place": one.place,
                "message": one.what.in_language(language),
                "mend": one.mend.in_language(language),
            }
            for one in result.findings
        ],
        "notes": [one.what.in_language(language) for one in result.said if not isinstance(one, Finding)],
    }
