"""The zoo in cells: each bad plugin gets the right fault in time, hurts nobody, and leaves nothing behind."""

from __future__ import annotations

import time
from collections.abc import Callable

import psutil
import pytest

from mkb_core.runtime.cells import CellPort, Nursery
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.ports import PortFailed
from tests.runtime.cells.animals import REQUEST, ZOO, Bad, fetching
from tests.runtime.cells.remains import left_of

MakePort = Callable[[Nursery, str], CellPort]


#: those that reach for others
FIERCE = [
    bad
    for bad in ZOO
    if bad.id.startswith(("fork", "thread", "takes", "kills", "garbage", "closes", "makes", "segfault"))
]


def fault_of(port: CellPort, bad: Bad) -> tuple[FaultKind | None, str]:
    """What a call of the feed comes to."""
    try:
        port.call("mkb_fetch_feed", REQUEST, bad.seconds(port.nursery.profile), None)
    except PortFailed as failure:
        return failure.kind, failure.reason
    return None, ""


@pytest.mark.parametrize("bad", ZOO, ids=lambda bad: bad.id)
def test_a_bad_plugin_gets_its_fault_in_time_and_again(
    nursery: Nursery, make_port: MakePort, bad: Bad
) -> None:
    nursery.warm()
    port = make_port(nursery, bad.code)
    for _ in range(2):
        start = time.monotonic()
        kind, reason = fault_of(port, bad)
        assert time.monotonic() - start < bad.seconds(nursery.profile) + 1
        expected, words = bad.expected(nursery.profile)
        assert kind is expected, reason
        assert words in reason
        assert "secret" not in reason


@pytest.mark.parametrize("bad", FIERCE, ids=lambda bad: bad.id)
def test_another_plugin_works_beside_it(
    nursery: Nursery, make_port: MakePort, tmp_path_factory: pytest.TempPathFactory, bad: Bad
) -> None:
    beside = CellPort("good", "mkb_cell_good", nursery, own=(str(tmp_path_factory.mktemp("good")),))
    with open(f"{beside.own[0]}/mkb_cell_good.py", "w", encoding="utf-8") as file:  # noqa: PTH123 - one line
        file.write(fetching("return FeedPage(cursor='well')"))
    try:
        first = beside.call("mkb_fetch_feed", REQUEST, 5, None)
        pid = beside.pid
        fault_of(make_port(nursery, bad.code), bad)
        assert beside.call("mkb_fetch_feed", REQUEST, 5, None) == first
        assert beside.pid == pid
    finally:
        beside.close()


@pytest.mark.parametrize("bad", ZOO, ids=lambda bad: bad.id)
def test_nothing_is_left_of_it(nursery: Nursery, make_port: MakePort, bad: Bad) -> None:
    """The nursery is the parent of whatever lost its own, so its family is all there is."""
    port = make_port(nursery, bad.code)
    fault_of(port, bad)
    port.close()
    assert nursery.pid is not None
    assert nursery.folder is not None
    mother, until = psutil.Process(nursery.pid), time.monotonic() + 30
    while (left := left_of(mother, nursery.folder)) and time.monotonic() < until:
        time.sleep(0.05)  # a large folder is removed in the background, by a process of the nursery's own
    assert left == []
