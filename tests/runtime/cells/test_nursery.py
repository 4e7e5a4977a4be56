"""The nursery: whatever ends first, the host, the nursery or a cell, nobody is left behind."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Timer

import psutil
import pytest

from mkb_core.runtime.cells import CellPort, Nursery, Profile
from mkb_core.runtime.cells.nursery import NoNursery
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.ports import PortFailed
from tests.runtime.cells.animals import MODULE, REQUEST, fetching
from tests.runtime.cells.remains import runs

MakePort = Callable[[Nursery, str], CellPort]
HELLO = fetching("return FeedPage(cursor=str(os.getpid()))")
DAEMON = fetching(
    "into, out = os.pipe()\n"
    "if os.fork() == 0:\n"
    "    os.setsid()\n"
    "    pid = os.fork()\n"
    "    if pid == 0:\n"
    "        time.sleep(60)\n"
    "    os.write(out, str(pid).encode())\n"
    "    os._exit(0)\n"
    "return FeedPage(cursor=os.read(into, 20).decode())"
)


def pid_of(port: CellPort) -> int:
    return int(port.call("mkb_fetch_feed", REQUEST, 10, None)["cursor"])


def gone(*pids: int) -> bool:
    """Whether these processes end within a few seconds."""
    until = time.monotonic() + 5
    while any(map(_runs, pids)) and time.monotonic() < until:
        time.sleep(0.02)
    return not any(map(_runs, pids))


def _runs(pid: int) -> bool:
    return psutil.pid_exists(pid) and runs(psutil.Process(pid))


def test_cells_end_with_their_nursery(nursery: Nursery, make_port: MakePort) -> None:
    cell = pid_of(make_port(nursery, HELLO))
    os.kill(nursery.pid or 0, signal.SIGKILL)
    assert gone(cell)


def test_another_nursery_takes_over(nursery: Nursery, make_port: MakePort) -> None:
    port = make_port(nursery, HELLO)
    first = pid_of(port)
    os.kill(nursery.pid or 0, signal.SIGKILL)
    assert gone(first)
    assert pid_of(port) != first


def test_a_call_that_loses_its_nursery_is_told_so(nursery: Nursery, make_port: MakePort) -> None:
    port = make_port(nursery, fetching("time.sleep(60)"))
    nursery.warm()
    Timer(0.5, os.kill, (nursery.pid, signal.SIGKILL)).start()
    with pytest.raises(PortFailed, match="its nursery ended") as caught:
        port.call("mkb_fetch_feed", REQUEST, 10, None)
    assert caught.value.kind is FaultKind.CRASHED


def test_a_daemon_ends_with_its_cell(make_port: MakePort) -> None:
    nursery = Nursery(Profile.LIMITS)
    port = make_port(nursery, DAEMON)
    daemon = pid_of(port)
    port.close()
    assert gone(daemon)
    nursery.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only a user of its own lets a daemon be found again")
def test_a_daemon_of_a_lost_nursery_ends_when_another_takes_over(make_port: MakePort) -> None:
    nursery = Nursery(Profile.LIMITS)
    daemon = pid_of(make_port(nursery, DAEMON))
    os.kill(nursery.pid or 0, signal.SIGKILL)
    assert pid_of(make_port(nursery, HELLO))
    assert gone(daemon)
    nursery.close()


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, None], ids=["killed", "terminated", "ended"])
@pytest.mark.parametrize("profile", list(Profile), ids=lambda profile: profile.value)
def test_all_end_with_the_host(tmp_path: Path, end: signal.Signals | None, profile: Profile) -> None:
    (tmp_path / f"{MODULE}.py").write_text(DAEMON if profile is Profile.LIMITS else HELLO, "utf-8")
    host = subprocess.Popen(
        [sys.executable, "-c", HOST, str(tmp_path), profile.value],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with host:
        assert host.stdout is not None
        nursery, cell, told, folder = host.stdout.readline().decode().split()
        assert _runs(int(nursery))
        assert _runs(int(cell))
        if end is not None:
            host.send_signal(end)
        assert host.stdin is not None
        host.stdin.close()
        host.wait(10)
    assert gone(int(nursery), int(cell), int(told))
    assert not Path(folder).exists()


HOST = f"""
import sys
from mkb_core.runtime.cells import CellPort, Nursery, Profile
nursery = Nursery(Profile(sys.argv[2]))
port = CellPort("animal", "{MODULE}", nursery, own=(sys.argv[1],))
told = port.call("mkb_fetch_feed", {REQUEST!r}, 10, None)["cursor"]
print(nursery.pid, port.pid, told, nursery.folder, flush=True)
sys.stdin.read()
"""


def test_a_copy_of_the_host_leaves_the_cells_of_the_original_alone(make_port: MakePort) -> None:
    nursery = Nursery()
    port = make_port(nursery, HELLO)
    cell = pid_of(port)
    copy = os.fork()
    if copy == 0:
        code = 1
        try:
            code = 0 if pid_of(port) != cell else 1
            nursery.close()
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(copy, 0)[1]) == 0
    assert pid_of(port) == cell
    nursery.close()


def test_a_port_that_nobody_closes_leaves_no_process_and_no_open_file(tmp_path: Path) -> None:
    (tmp_path / f"{MODULE}.py").write_text(HELLO, "utf-8")
    nursery = Nursery()
    nursery.warm()
    before = psutil.Process().num_fds()
    port = CellPort("animal", MODULE, nursery, own=(str(tmp_path),))
    cell = pid_of(port)
    del port
    gc.collect()
    assert gone(cell)
    assert psutil.Process().num_fds() == before
    nursery.close()


def test_a_closed_nursery_starts_again_when_it_is_needed(make_port: MakePort) -> None:
    nursery = Nursery()
    port = make_port(nursery, HELLO)
    first = pid_of(port)
    nursery.close()
    assert gone(first)
    assert pid_of(port) != first
    nursery.close()


def test_a_nursery_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch, make_port: MakePort) -> None:
    monkeypatch.setattr(sys, "path", ["/nowhere"])
    with pytest.raises(NoNursery, match="No module named"):
        Nursery().warm()
    with pytest.raises(PortFailed) as caught:
        pid_of(make_port(Nursery(), HELLO))
    assert caught.value.kind is FaultKind.UNREACHABLE


def test_its_command_line_and_environment_hold_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MKB_SECRET", "hush")
    nursery = Nursery()
    nursery.warm()
    process = psutil.Process(nursery.pid)
    assert "hush" not in " ".join(process.cmdline())
    assert "MKB_SECRET" not in process.environ()
    assert process.num_threads() == 1
    nursery.close()
