"""A cell as a port: started on demand, resting, closed, asked by many threads, and with a way outside."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import pytest
from attrs import define, field

from mkb_core.errors import SourceUnavailable
from mkb_core.runtime.cells import CellPort, Nursery, Profile
from mkb_core.runtime.egress_cache import Answer
from mkb_core.runtime.egress_faults import NoAnswer
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.ports import Port, PortFailed
from tests.runtime.cells.animals import MODULE, REQUEST, fetching

MakePort = Callable[[Nursery, str], CellPort]
HELLO = fetching("print('said', os.getpid())\nreturn FeedPage(cursor=str(os.getpid()))")


@define
class Source:
    """An outside that answers at once, slowly, or not at all."""

    seconds: float = 0
    asked: list[str] = field(factory=list)

    def get_json(self, path: str, params: Any = None, **how: Any) -> Answer:
        self.asked.append(path)
        time.sleep(self.seconds)
        if path == "/closed":
            raise NoAnswer("the source", "failing", status=503)
        return Answer(200, {"path": path}, datetime(2026, 11, 23, tzinfo=UTC))

    def get_text(self, path: str, params: Any = None, **how: Any) -> Answer:
        raise NotImplementedError

    def post_json(self, path: str, body: Any, **how: Any) -> Answer:
        raise NotImplementedError

    def forget(self, path: str, params: Mapping[str, str | int] | None = None, **how: Any) -> None:
        raise NotImplementedError

    def unavailable(self, kind: str, **details: Any) -> Exception:
        return NoAnswer("the source", kind, **details)

    def deadline(self, seconds: float | None = None) -> float:
        return time.monotonic() + (seconds or 10)

    def files(self) -> tuple[str, ...]:
        return ()

    def read_file(self, name: str) -> str:
        raise NotImplementedError


def ask(port: Port, outside: Any = None, seconds: float = 10) -> str | None:
    cursor: str | None = port.call("mkb_fetch_feed", REQUEST, seconds, outside)["cursor"]
    return cursor


def test_nothing_runs_before_the_first_question(make_port: MakePort) -> None:
    nursery = Nursery()
    port = make_port(nursery, HELLO)
    assert (nursery.pid, port.pid, port.protection) == (None, None, None)


def test_names_its_hooks(nursery: Nursery, make_port: MakePort) -> None:
    assert make_port(nursery, HELLO).hooks(10) == {"mkb_declare_partners", "mkb_fetch_feed"}


def test_one_cell_answers_many_calls(nursery: Nursery, make_port: MakePort) -> None:
    port = make_port(nursery, HELLO)
    assert ask(port) == ask(port) == str(port.pid)


def test_a_declaration_comes_back_with_what_its_fault_says(nursery: Nursery, make_port: MakePort) -> None:
    port = make_port(nursery, HELLO.replace("return [PARTNER]", "raise ValueError('the fees are missing')"))
    with pytest.raises(PortFailed, match="the fees are missing"):
        port.call("mkb_declare_partners", {}, 10, None)


def test_a_resting_cell_is_no_process_and_starts_again(nursery: Nursery, make_port: MakePort) -> None:
    port = make_port(nursery, HELLO)
    first = ask(port)
    port.rest()
    assert port.pid is None
    assert not psutil.pid_exists(int(first or 0))
    assert ask(port) != first


def test_rest_leaves_a_call_in_peace(nursery: Nursery, make_port: MakePort) -> None:
    port = make_port(nursery, fetching("time.sleep(0.5)\nreturn FeedPage(cursor='done')"))
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask, port)
        while port.pid is None:
            time.sleep(0.01)
        port.rest()
        assert answer.result() == "done"


def test_a_cell_that_died_in_its_rest_is_replaced_unseen(nursery: Nursery, make_port: MakePort) -> None:
    port = make_port(nursery, HELLO)
    first = ask(port)
    psutil.Process(int(first or 0)).kill()
    time.sleep(0.05)
    assert ask(port) != first


def test_a_plugin_that_was_repaired_works_at_the_next_call(nursery: Nursery, make_port: MakePort) -> None:
    port = make_port(nursery, "raise RuntimeError")
    with pytest.raises(PortFailed):
        ask(port)
    Path(port.own[0], f"{MODULE}.py").write_text(HELLO, "utf-8")
    assert ask(port) == str(port.pid)


def test_threads_take_turns(nursery: Nursery, make_port: MakePort) -> None:
    port = make_port(nursery, fetching("time.sleep(0.02)\nreturn FeedPage(cursor=request.cursor)"))

    def asked(number: int) -> str:
        request = {"request": {"feed": "news", "cursor": str(number)}}
        return str(port.call("mkb_fetch_feed", request, 10, None)["cursor"])

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(asked, range(12))) == [str(number) for number in range(12)]


def test_a_call_that_gets_no_turn_in_time_is_late(nursery: Nursery, make_port: MakePort) -> None:
    port = make_port(nursery, fetching("time.sleep(1)\nreturn FeedPage()"))
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(ask, port)
        while port.pid is None:
            time.sleep(0.01)
        with pytest.raises(PortFailed) as caught:
            ask(port, seconds=0.1)
        assert caught.value.kind is FaultKind.TIME_OUT
        first.result()


def test_close_cuts_a_call_short(nursery: Nursery, make_port: MakePort) -> None:
    port = make_port(nursery, fetching("time.sleep(60)"))
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(ask, port, None, 60)
        while port.pid is None:
            time.sleep(0.01)
        port.close()
        with pytest.raises(PortFailed):
            answer.result(timeout=5)


def test_a_closed_port_answers_no_more(nursery: Nursery, make_port: MakePort) -> None:
    port = make_port(nursery, HELLO)
    ask(port)
    port.close()
    port.close()
    with pytest.raises(PortFailed) as caught:
        ask(port)
    assert (caught.value.kind, port.pid) == (FaultKind.UNREACHABLE, None)


def test_what_it_prints_is_there_for_its_developer_until_the_next_call(
    nursery: Nursery, make_port: MakePort
) -> None:
    port = make_port(nursery, HELLO)
    ask(port)
    ask(port)
    assert port.output() == f"said {port.pid}\n"


def test_a_crash_leaves_its_place_in_the_output(nursery: Nursery, make_port: MakePort) -> None:
    port = make_port(nursery, fetching("ctypes.string_at(0)"))
    with pytest.raises(PortFailed):
        ask(port)
    assert f"{MODULE}.py" in port.output()


def test_no_output_is_logged(nursery: Nursery, make_port: MakePort, caplog: pytest.LogCaptureFixture) -> None:
    ask(make_port(nursery, HELLO))
    assert "said" not in caplog.text


def test_a_plugin_goes_outside_through_the_host(nursery: Nursery, make_port: MakePort) -> None:
    source = Source()
    port = make_port(nursery, fetching("return FeedPage(cursor=egress.get_json('/a').body['path'])"))
    assert (ask(port, source), source.asked) == ("/a", ["/a"])


def test_a_source_without_an_answer_is_no_fault(nursery: Nursery, make_port: MakePort) -> None:
    with pytest.raises(SourceUnavailable) as caught:
        ask(make_port(nursery, fetching("egress.get_json('/closed')")), Source())
    assert isinstance(caught.value, NoAnswer)
    assert "HTTP 503" in caught.value.sentence("nl")


def test_the_way_outside_counts_in_the_time(nursery: Nursery, make_port: MakePort) -> None:
    port = make_port(nursery, fetching("egress.get_json('/slow')"))
    nursery.warm()
    start = time.monotonic()
    with pytest.raises(PortFailed) as caught:
        ask(port, Source(seconds=3), seconds=0.3)
    assert caught.value.kind is FaultKind.TIME_OUT
    assert time.monotonic() - start < 1.3


def test_a_call_without_a_way_outside_refuses_one(nursery: Nursery, make_port: MakePort) -> None:
    with pytest.raises(PortFailed, match="ValueError"):
        ask(make_port(nursery, fetching("egress.get_json('/a')")))


def test_threads_of_the_plugin_may_go_outside_together(nursery: Nursery, make_port: MakePort) -> None:
    body = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor(4) as pool:\n"
        "    found = list(pool.map(lambda n: egress.get_json(f'/{n}').body['path'], range(8)))\n"
        "return FeedPage(cursor=','.join(found))"
    )
    port = make_port(nursery, fetching(body))
    assert ask(port, Source()) == ",".join(f"/{number}" for number in range(8))


def test_arguments_of_another_hook_are_refused_without_repeating_them(
    nursery: Nursery, make_port: MakePort
) -> None:
    with pytest.raises(PortFailed) as caught:
        make_port(nursery, HELLO).call("mkb_fetch_feed", {"request": {"feed": "secret"}}, 10, None)
    assert caught.value.kind is FaultKind.INVALID
    assert "secret" not in caught.value.reason


def test_time_zones_and_c_libraries_can_be_loaded(make_port: MakePort) -> None:
    nursery = Nursery(Profile.HARDENED)
    body = (
        "import sqlite3, ssl, zlib, zoneinfo, importlib.metadata\n"
        "return FeedPage(cursor=str(zoneinfo.ZoneInfo('Europe/Amsterdam')))"
    )
    try:
        assert ask(make_port(nursery, fetching(body))) == "Europe/Amsterdam"
    finally:
        nursery.close()


def test_ports_start_side_by_side(nursery: Nursery, tmp_path: Path) -> None:
    (tmp_path / f"{MODULE}.py").write_text(HELLO, "utf-8")
    ports = [CellPort(f"animal-{number}", MODULE, nursery, own=(str(tmp_path),)) for number in range(10)]
    with ThreadPoolExecutor(10) as pool:
        pids = set(pool.map(ask, ports))
    assert len(pids) == 10
    for port in ports:
        port.close()
