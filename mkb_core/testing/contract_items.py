"""Conformance checks and scenarios as pytest items, with findings as what a failing test shows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from mkb_core.errors import MkbError
from mkb_core.quality.checks import CHECKS, run_scenario, scenarios_of
from mkb_core.quality.findings import NotTried, Result
from mkb_core.quality.opening import find_plugin, open_subject, surroundings_of
from mkb_core.quality.own_process import own_process
from mkb_core.quality.subjects import Subject
from mkb_core.workflows.settings import load_settings


class ContractBroken(Exception):
    """A check or scenario has findings."""

    def __init__(self, result: Result) -> None:
        self.result = result
        super().__init__(result.id)


class ContractItem(pytest.Item):
    """One check or scenario of one plugin; not tried is shown as skipped, with the reason."""

    def __init__(self, *, run: Callable[[], Result], **given: Any) -> None:
        super().__init__(**given)
        self.run_check = run

    def runtest(self) -> None:
        """Run it; findings fail the test."""
        result = self.run_check()
        if result.findings:
            raise ContractBroken(result)
        for one in result.said:
            if isinstance(one, NotTried):
                pytest.skip(one.what.in_language(language()))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The findings, each with its place and how to mend it."""
        if not isinstance(excinfo.value, ContractBroken):
            return super().repr_failure(excinfo, style)
        chosen, result = language(), excinfo.value.result
        lines = [result.title.in_language(chosen), f"  {result.meaning.in_language(chosen)}"]
        for one in result.findings:
            lines += [f"{one.place}: {one.what.in_language(chosen)}", f"  → {one.mend.in_language(chosen)}"]
        return "\n".join(lines)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Where pytest says it comes from."""
        return self.path, None, self.name


def language() -> str:
    """The language of findings: ``MKB_LANG``, else Dutch."""
    return "en" if os.environ.get("MKB_LANG") == "en" else "nl"


def contract_items(session: pytest.Session, name: str) -> list[ContractItem]:
    """The tests of one plugin, in the region of the settings. What cannot be found is a fault of usage."""
    try:
        given = load_settings()
        surroundings = surroundings_of(given.region, given.clock().date())
        found = find_plugin(name, given.partner_folder)
        subject = open_subject(found, surroundings, own_process(found, given.isolation))
    except MkbError as error:
        raise pytest.UsageError(f"--mkb-contract {name}: {error.sentence(language())}") from None
    session.config.add_cleanup(subject.port.close)
    return [
        ContractItem.from_parent(session, name=f"mkb-contract[{subject.id}-{test}]", run=run)
        for test, run in _tests(subject)
    ]


def _tests(subject: Subject) -> Iterator[tuple[str, Callable[[], Result]]]:
    for check in CHECKS:
        yield check.id, partial(check.result, subject)
    scenarios, reading = scenarios_of(subject)
    yield reading.id, lambda: reading
    for scenario in scenarios:
        place = scenario.place.replace(".toml.scenario", "")
        yield place, partial(run_scenario, subject, scenario)
