"""The same checks over every port: in process, a process of the plugin's own, and another server."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from mkb_core.quality.checks import check_all, run_scenario, scenarios_of
from mkb_core.quality.findings import ResultState
from mkb_core.quality.opening import find_plugin, open_subject
from mkb_core.quality.own_process import own_process
from mkb_core.quality.subjects import Subject, Surroundings
from mkb_core.runtime.isolation import Isolation
from mkb_core.runtime.ports import Port
from mkb_core.runtime.remote.port import RemotePort
from tests.quality.conftest import Change
from tests.quality.packages import package_of, write_package
from tests.runtime.remote.conftest import SECRET, start, stop

#: opens the package in a folder, reached in one way
Open = Callable[[Path], Subject]
Findings = dict[str, list[tuple[str, str]]]

SPOILED: dict[str, tuple[Change, ...]] = {
    "nothing": (),
    "no source": (("good.toml", 'place = "https://example.org/plan"', 'place = ""'),),
    "unknown topic": (("good.toml", "strategie-groei\", strength = 90", "strategy\", strength = 90"),),
    "one language": (("good.toml", '{nl = "Een collega leest mee.", en = "A colleague reads along."}', '{nl = "Een collega leest mee."}'),),
    "raises": (("plugin.py", "return (declaration,)", "raise ValueError(1)"),),
    "wrong type": (("plugin.py", "return (declaration,)", "return declaration"),),
    "clock": (("plugin.py", "return (declaration,)", "return (evolve(declaration, partner=evolve(declaration.partner, name=str(date.today()))),)"),),
    "wrong scenario": (("scenarios/good.toml", "employees = 80", "employees = 8"),),
    "two effects": (("plugin.py", "key=delivery.id", "key=secrets.token_hex(9)"),),
    "empty on failure": (
        ("plugin.py", '    answer = egress.get_json("/news")\n', '    try:\n        answer = egress.get_json("/news")\n    except SourceUnavailable:\n        return FeedPage()\n'),
    ),
}  # fmt: skip
#: over HTTP the failures of the outside are those of the partner's server, which nobody can bring about from here
NOT_OVER_HTTP = {"two effects", "empty on failure"}


@pytest.fixture
def isolated(surroundings: Surroundings, modules: None) -> Iterator[Open]:
    ports: list[Port] = []

    def make(folder: Path) -> Subject:
        found = find_plugin(str(folder))
        port = own_process(found, Isolation.CELLS)
        assert port is not None
        ports.append(port)
        return open_subject(found, surroundings, port)

    yield make
    for port in ports:
        port.close()


@pytest.fixture
def in_process(surroundings: Surroundings, modules: None) -> Open:
    return lambda folder: open_subject(find_plugin(str(folder)), surroundings)


@pytest.fixture
def over_http(surroundings: Surroundings, modules: None, httpserver: HTTPServer) -> Iterator[Open]:
    """``mkb partners serve`` in a second process, whose plugin has a source and a drop folder that hold the samples."""
    served = []

    def make(folder: Path) -> Subject:
        found = find_plugin(str(folder))
        here = open_subject(found, surroundings)
        for answer in here.samples.answers:
            path = answer.path.replace("*", here.samples.number)
            httpserver.expect_request(path, method=answer.method).respond_with_data(
                answer.json or "", content_type="application/json"
            )
        process = start(
            folder,
            MKB_GOOD_SECRET=SECRET,
            MKB_GOOD_BASE_URL=httpserver.url_for("").rstrip("/"),
            MKB_GOOD_DROP_FOLDER=str(package_of(folder) / "samples" / "files"),
        )
        served.append(process)
        return open_subject(found, surroundings, RemotePort("good", process.here, SECRET))

    yield make
    for process in served:
        stop(process)


def findings(subject: Subject) -> Findings:
    """Check or scenario to the places and words of what was found; what passes is left out."""
    scenarios, reading = scenarios_of(subject)
    ran = [run_scenario(subject, scenario) for scenario in scenarios]
    results = [*check_all(subject), reading, *ran]
    return {
        f"{one.id} {one.title.in_language('nl')}": [(said.place, said.what.in_language("en")) for said in one.findings]
        for one in results
        if one.state is ResultState.FAILED
    }  # fmt: skip


@pytest.mark.parametrize("spoiled", SPOILED)
def test_findings_over_a_pipe_are_those_in_process(
    tmp_path: Path, in_process: Open, isolated: Open, spoiled: str
) -> None:
    folder = write_package(tmp_path, *SPOILED[spoiled])
    over_a_pipe = findings(isolated(folder))
    assert bool(over_a_pipe) is (spoiled != "nothing")
    assert over_a_pipe == findings(in_process(folder))


@pytest.mark.parametrize("spoiled", [one for one in SPOILED if one not in NOT_OVER_HTTP])
def test_findings_over_http_are_those_in_process(
    tmp_path: Path, in_process: Open, over_http: Open, spoiled: str
) -> None:
    folder = write_package(tmp_path, *SPOILED[spoiled])
    assert findings(over_http(folder)) == findings(in_process(folder))


def test_all_that_can_be_tried_over_http_is_tried(tmp_path: Path, over_http: Open) -> None:
    results = check_all(over_http(write_package(tmp_path)))
    assert {one.id: one.state for one in results if one.state is not ResultState.PASSED} == {
        "faults": ResultState.NOT_TRIED
    }


@pytest.mark.parametrize("told", ["log.debug(delivery)", "log.error(delivery)", "print(delivery)"])
def test_what_is_logged_or_printed_in_a_process_of_its_own_is_overheard(
    tmp_path: Path, isolated: Open, told: str
) -> None:
    change = (
        "plugin.py",
        "    if delivery.kind is DeliveryKind.STATUS",
        f"    {told}\n    if delivery.kind is DeliveryKind.STATUS",
    )
    found = findings(isolated(write_package(tmp_path, change)))
    assert [place for places in found.values() for place, _ in places] == ["mkb_deliver_referral(referral)"]
    assert "a personal value stands in the output" in str(found)


def test_a_hanging_hook_does_not_hang_the_check(
    tmp_path: Path, isolated: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    change = ("plugin.py", '    answer = egress.get_json("/news")', "    time.sleep(600)")
    subject = isolated(write_package(tmp_path, change))
    began = time.monotonic()
    found = findings(subject)
    assert time.monotonic() - began < 120
    assert "time-out" in str(found)
    assert {place for places in found.values() for place, _ in places} == {"mkb_fetch_feed(news)"}


def test_a_crashing_plugin_does_not_end_the_check(tmp_path: Path, isolated: Open) -> None:
    change = ("plugin.py", "    return (declaration,)", "    import os\n    os._exit(3)")
    assert "exit code 3" in str(findings(isolated(write_package(tmp_path, change))))
    assert not [name for name in sys.modules if name.startswith("mkb_partner_tried")]
    assert logging.getLogger().level != logging.DEBUG
