"""The same for a host that is not root: its cells are of its own user, and what the kernel offers everybody holds."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mkb_core.runtime.cells import code_places, kernel, landlock
from tests.runtime.cells.animals import MODULE, REQUEST, fetching, telling

pytestmark = pytest.mark.skipif(not kernel.LINUX, reason="the hardened profile is for Linux")

USER = 30000 + os.getpid() % 30000  # not that of another test run
HOST = f"""
import json, os, sys
from mkb_core.runtime.cells import CellPort, Nursery, Profile
from mkb_core.runtime.ports import PortFailed
nursery = Nursery(Profile(sys.argv[2]))
port = CellPort("animal", "{MODULE}", nursery, own=(sys.argv[1],))
told = []
for _ in range(2):
    try:
        told.append(port.call("mkb_fetch_feed", {REQUEST!r}, float(sys.argv[3]), None)["cursor"])
    except PortFailed as failure:
        told.append(str(failure))
missing = port.protection and port.protection.missing
port.close()
family = [one for one in open(f"/proc/self/task/{{os.getpid()}}/children").read().split()]
kin = [pid for pid in os.listdir("/proc") if pid.isdigit() and os.stat(f"/proc/{{pid}}").st_uid == os.getuid()]
left = sorted(set(kin) - {{str(os.getpid()), *family}})
nursery.close()
print(json.dumps({{"user": os.getuid(), "told": told, "missing": missing, "left": left}}))
"""

Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a host as an ordinary user, with a plugin of this code; its answers to two calls."""
    folder = tmp_path_factory.mktemp("unprivileged")
    for place in (folder, folder.parent, folder.parent.parent):
        if place.owner() == Path.home().owner():
            place.chmod(0o755)

    def told(code: str, profile: str = "hardened", seconds: float = 10) -> dict[str, Any]:
        (folder / f"{MODULE}.py").write_text(code, "utf-8")
        done = subprocess.run(
            [sys.executable, "-c", HOST, str(folder), profile, str(seconds)],
            cwd="/",
            preexec_fn=become_ordinary if os.geteuid() == 0 else None,
            stdout=subprocess.PIPE,
            check=True,
            timeout=60,
        )
        answer: dict[str, Any] = json.loads(done.stdout)
        return answer

    return told


def become_ordinary() -> None:
    """Change to an ordinary user. Where Python itself lies in a folder of root alone, the right to read it is kept."""
    reading = not code_places.for_everybody(Path(os.__file__).parent)
    kernel.keep_capabilities()
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)
    if reading:
        libc = ctypes.CDLL(None)
        libc.capset((ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)(4, 4, 4, 0, 0, 0))
        libc.prctl(47, *map(ctypes.c_ulong, (2, 2, 0, 0)))  # so that it outlives the start of Python
    else:
        kernel.drop_capabilities(but_read=False)


def test_a_cell_works_and_only_the_own_user_is_missing(run: Run) -> None:
    answer = run(telling("os.getuid()"))
    assert answer["user"] != 0
    assert answer["told"] == [f"done: {answer['user']}"] * 2
    assert answer["missing"] == (["user"] if landlock.abi() else ["file_system", "user"])


@pytest.mark.parametrize(
    ("deed", "refusal"),
    [
        ("open('/etc/passwd')", "PermissionError EACCES"),
        ("os.listdir('/tmp')", "PermissionError EACCES"),
        ("socket.socket()", "PermissionError EPERM"),
        ("os.fork()", "PermissionError EPERM"),
        ("os.kill(os.getppid(), 9)", "PermissionError EPERM"),
        ("os.chmod('/tmp', 0o777)", "PermissionError EPERM"),
        ("os.setuid(0)", "PermissionError EPERM"),
    ],
)
def test_a_cell_is_denied_the_same(run: Run, deed: str, refusal: str) -> None:
    if landlock.abi() == 0 and refusal.endswith("EACCES"):
        pytest.skip("this kernel has no Landlock")
    assert run(telling(deed))["told"] == [refusal] * 2


def test_a_fork_bomb_within_limits_ends_with_its_cell(run: Run) -> None:
    bomb = "while True:\n    try:\n        os.fork()\n    except OSError:\n        pass"
    answer = run(fetching(bomb), "limits", 0.5)
    assert all("time-out" in one for one in answer["told"])
    assert answer["left"] == []


def test_a_daemon_within_limits_ends_with_its_cell(run: Run) -> None:
    daemon = (
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(60)\n    os._exit(0)\n"
        "return FeedPage(cursor='made')"
    )
    answer = run(fetching(daemon), "limits")
    assert (answer["told"], answer["left"]) == (["made", "made"], [])


def test_limits_only_says_that_no_more_than_memory_is_held(run: Run) -> None:
    answer = run(telling("1"), "limits")
    assert answer["missing"] == ["file_system", "network", "processes", "user"]


def test_a_plugin_that_kills_the_nursery_harms_the_next_call_no_more(run: Run) -> None:
    answer = run(fetching("os.kill(os.getppid(), 9)\ntime.sleep(60)"), "limits")
    assert all("crashed" in one for one in answer["told"])
