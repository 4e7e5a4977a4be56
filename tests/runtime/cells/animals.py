"""Plugins as source text: bad ones, and one that says what it was kept from."""

from __future__ import annotations

from attrs import field, frozen

from mkb_core.runtime.cells import Profile
from mkb_core.runtime.faults import FaultKind

MODULE = "mkb_cell_animal"
REQUEST = {"request": {"feed": "news", "cursor": None}}

HEAD = """
import ctypes, errno, os, re, signal, socket, subprocess, sys, threading, time
from pathlib import Path

from mkb_core.domain.partners import Partner, PartnerKind
from mkb_core.hooks import CompanyEntry, FeedPage, PartnerDeclaration, hookimpl
from mkb_core.text import text

WORDS = text(nl="een", en="one")
PARTNER = PartnerDeclaration(Partner("animal", "Animal", PartnerKind.PUBLIC, WORDS))


def attempt(deed):
    try:
        return f"done: {deed()}"
    except OSError as error:
        return f"{type(error).__name__} {errno.errorcode.get(error.errno, error.errno)}"
"""

DECLARES = """
@hookimpl
def mkb_declare_partners():
    return [PARTNER]
"""


def fetching(body: str) -> str:
    """A plugin whose feed has this body; it declares a partner without fault."""
    lines = "".join(f"    {line}\n" for line in body.strip().splitlines())
    return f"{HEAD}{DECLARES}\n@hookimpl\ndef mkb_fetch_feed(request, egress):\n{lines}"


def sending(message: str) -> str:
    """A plugin whose feed writes this answer to the channel by itself."""
    return fetching(f"m = {message}\nos.write(3, b'mkb1' + len(m).to_bytes(4, 'big') + m)\ntime.sleep(60)")


def telling(expression: str) -> str:
    """A plugin whose feed tells, as its cursor, what came of an expression, or the error that it met."""
    return fetching(f"return FeedPage(cursor=attempt(lambda: {expression}))")


@frozen
class Bad:
    """A bad plugin and the fault that its feed answers with; by profile where these differ. ``None``: it does no harm."""

    id: str
    code: str
    kind: FaultKind | None
    reason: str = ""
    limits_kind: FaultKind | None = field()
    limits_reason: str = field()

    @limits_kind.default
    def _same_kind(self) -> FaultKind | None:
        return self.kind

    @limits_reason.default
    def _same_reason(self) -> str:
        return self.reason

    def seconds(self, profile: Profile) -> float:
        """The deadline for it: short where it lets it pass."""
        return 0.3 if self.expected(profile)[0] is FaultKind.TIME_OUT else 5.0

    def expected(self, profile: Profile) -> tuple[FaultKind | None, str]:
        """The kind of fault, and words that its reason holds."""
        if profile is Profile.LIMITS:
            return self.limits_kind, self.limits_reason
        return self.kind, self.reason


ZOO = (
    Bad("raises-at-import", "raise RuntimeError('no')", FaultKind.IMPORT, "RuntimeError: no"),
    Bad("exits-at-import", "raise SystemExit(3)", FaultKind.IMPORT, "SystemExit: 3"),
    Bad("dies-at-import", "import os\nos._exit(3)", FaultKind.CRASHED, "exit code 3"),
    Bad("slow-import", "import time\ntime.sleep(60)", FaultKind.TIME_OUT),
    Bad("misspelt", HEAD + DECLARES.replace("declare", "declaer"), FaultKind.UNKNOWN_HOOK, "mkb_declaer"),
    Bad("raises", fetching("raise ValueError('secret')"), FaultKind.RAISED, f"ValueError ({MODULE}:"),
    Bad("base-exception", fetching("raise KeyboardInterrupt"), FaultKind.RAISED, "KeyboardInterrupt"),
    Bad("system-exit", fetching("raise SystemExit"), FaultKind.RAISED, "SystemExit"),
    Bad("exits", fetching("os._exit(7)"), FaultKind.CRASHED, "exit code 7"),
    Bad("exits-with-zero", fetching("os._exit(0)"), FaultKind.CRASHED, "exit code 0"),
    Bad("segfault", fetching("ctypes.string_at(0)"), FaultKind.CRASHED, "SIGSEGV"),
    Bad("aborts", fetching("os.abort()"), FaultKind.CRASHED, "SIGABRT"),
    Bad("sleeps", fetching("time.sleep(60)"), FaultKind.TIME_OUT),
    Bad("counts-for-ever", fetching("while True: pass"), FaultKind.TIME_OUT),
    Bad("backtracks", fetching("re.match('(a+)+b', 'a' * 60)"), FaultKind.TIME_OUT),
    Bad(
        "holds-the-interpreter",
        fetching("ctypes.PyDLL(None).sleep(60)"),
        FaultKind.TIME_OUT,
    ),
    Bad("endless-output", fetching("while True: print('x' * 100_000)"), FaultKind.RAISED, "OSError"),
    Bad("takes-memory", fetching("x = bytearray(2 * 2**30)"), FaultKind.RAISED, "MemoryError"),
    Bad(
        "fork-bomb",
        fetching("while True:\n    try:\n        os.fork()\n    except BlockingIOError:\n        pass"),
        FaultKind.RAISED,
        "PermissionError",
        FaultKind.TIME_OUT,
        "",
    ),
    Bad(
        "fork-bomb-in-sessions",
        fetching(
            "while True:\n    try:\n        os.fork() or os.setsid()\n    except OSError:\n        pass"
        ),
        FaultKind.TIME_OUT,
    ),
    Bad(
        "leaves-a-thread",
        fetching("threading.Thread(target=time.sleep, args=(60,)).start()\nreturn FeedPage()"),
        FaultKind.LEFTOVERS,
        "1 threads",
    ),
    Bad(
        "thread-bomb",
        fetching("while True: threading.Thread(target=time.sleep, args=(60,)).start()"),
        FaultKind.LEFTOVERS,
        "threads",
    ),
    Bad("wrong-type", fetching("return {'news': []}"), FaultKind.WRONG_TYPE, "FeedPage"),
    Bad("nothing", fetching("return None"), FaultKind.WRONG_TYPE, "FeedPage"),
    Bad("wrong-part", fetching("return FeedPage(more='yes')"), FaultKind.INVALID, "more: wrong-type"),
    Bad(
        "nan",
        fetching("return FeedPage(companies=(CompanyEntry('1', 'animal', {'employees': float('nan')}),))"),
        FaultKind.INVALID,
    ),
    Bad(
        "lone-surrogate",
        fetching("return FeedPage(companies=(CompanyEntry('1', 'animal', {'name': chr(0xD800)}),))"),
        FaultKind.INVALID,
    ),
    Bad(
        "fifty-megabytes",
        fetching("return FeedPage(companies=[CompanyEntry('1', 'animal', {'name': 'x' * 50 * 2**20})])"),
        FaultKind.TOO_LARGE,
    ),
    Bad(
        "sends-fifty-megabytes",
        fetching(
            "socket.socket(fileno=3).sendall(b'mkb1' + (50 * 2**20).to_bytes(4, 'big') + b' ' * 50 * 2**20)"
        ),
        FaultKind.TOO_LARGE,
        "52428800 bytes",
    ),
    Bad(
        "sends-nan",
        sending('b\'{"call": 1, "result": NaN}\''),
        FaultKind.UNREADABLE,
        "NaN is no number",
    ),
    Bad(
        "sends-a-key-twice",
        sending('b\'{"call": 1, "call": 1}\''),
        FaultKind.UNREADABLE,
        "a key occurs twice",
    ),
    Bad(
        "sends-half-a-character",
        sending('b\'{"call": 1, "result": "\\\\ud800"}\''),
        FaultKind.UNREADABLE,
    ),
    Bad(
        "sends-deep-nesting",
        sending("b'[' * 10**6"),
        FaultKind.UNREADABLE,
        "nested too deeply",
    ),
    Bad(
        "answers-another-call",
        sending("b'{\"call\": 5}'"),
        FaultKind.UNREADABLE,
        "another call",
    ),
    Bad(
        "announces-and-stalls",
        fetching("os.write(3, b'mkb1' + (2**20).to_bytes(4, 'big'))\ntime.sleep(60)"),
        FaultKind.TIME_OUT,
    ),
    Bad(
        "recursion", fetching("def deeper(): return deeper()\nreturn deeper()"), FaultKind.RAISED, "Recursion"
    ),
    Bad(
        "garbage-everywhere",
        fetching(
            "for one in range(64):\n    try:\n        os.write(one, b'rubbish rubbish rubbish')\n"
            "    except OSError:\n        pass\nreturn FeedPage()"
        ),
        FaultKind.UNREADABLE,
        "something else",
    ),
    Bad(
        "closes-everything", fetching("os.closerange(0, 64)\ntime.sleep(60)"), FaultKind.CRASHED, "closed its"
    ),
    Bad(
        "kills-its-parent",
        fetching("os.kill(os.getppid(), 9)"),
        FaultKind.RAISED,
        "PermissionError",
    ),
    Bad(
        "kills-everybody",
        fetching("os.kill(-1, 9)\ntime.sleep(60)"),
        FaultKind.RAISED,
        "Permission",
        FaultKind.TIME_OUT,
        "",
    ),
    Bad("writes-to-stdout", fetching("print('hello')\nos.write(1, b'hello')\nreturn FeedPage()"), None),
    Bad(
        "mutates-input",
        fetching("object.__setattr__(request, 'cursor', 'changed')\nreturn FeedPage(cursor=request.cursor)"),
        None,
    ),
    Bad(
        "leaves-a-deep-folder",
        fetching("for _ in range(1200):\n    os.mkdir('d')\n    os.chdir('d')\nreturn FeedPage()"),
        None,
    ),
    Bad(
        "makes-a-daemon",
        fetching(
            "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(60)\n    os._exit(0)\nreturn FeedPage()"
        ),
        FaultKind.RAISED,
        "PermissionError",
        None,
        "",
    ),
)
