"""Bad plugins that only a process of their own contains: each with the kinds of fault that it may be seen by."""

from __future__ import annotations

from attrs import frozen

from mkb_core.runtime.faults import FaultKind
from tests.runtime.zoo import Animal, declares

K = FaultKind


@frozen
class Wild:
    """A bad plugin, its faults, and how well it means: ``healed`` is its code once its owner has repaired it."""

    animal: Animal
    kinds: frozenset[FaultKind]

    @property
    def healed(self) -> str:
        return declares(f'return [declared("{self.animal.id}")]')


def wild(name: str, code: str, *kinds: FaultKind, hook_api: str = ">=1.0,<2") -> Wild:
    return Wild(Animal(name, code, (name,), hook_api), frozenset(kinds))


def inside(name: str, body: str, *kinds: FaultKind) -> Wild:
    return wild(name, declares(body), *kinds)


FORKS = "import os, time\nfor _ in range(64):\n    if os.fork() == 0:\n        time.sleep(60)\nreturn []"
THREADS = (
    "import threading, time\nfor _ in range(8):\n"
    "    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\nreturn []"
)
MUTATES = 'import mkb_core.hooks.contracts as c\nc.PARTNER_HOOKS.clear()\nreturn "x"'
SEGFAULT = "import ctypes\nctypes.string_at(0)\nreturn []"
LARGE = 'big = text(nl="x" * 50_000_000, en="x")\nreturn [declared("zoo-large", services=(Service("s", big, big, ()),))]'

WILD = (
    wild("zoo-import", "raise RuntimeError('broken')", K.IMPORT),
    wild("zoo-import-exit", "import os\nos._exit(3)", K.CRASHED),
    wild("zoo-slow-import", "import time\ntime.sleep(60)", K.TIME_OUT),
    wild("zoo-range", "raise RuntimeError", K.INCOMPATIBLE, hook_api=">=2"),
    inside("zoo-raises", "raise ValueError('inside')", K.RAISED),
    inside("zoo-base", "class Stop(BaseException): pass\nraise Stop", K.RAISED),
    inside("zoo-exit", "import os\nos._exit(0)", K.CRASHED),
    inside("zoo-segfault", SEGFAULT, K.CRASHED, K.RAISED),
    inside("zoo-sleeps", "import time\ntime.sleep(60)", K.TIME_OUT),
    inside("zoo-spins", "while True: pass", K.TIME_OUT),
    inside("zoo-backtracks", "import re\nre.match(r'(a+)+b', 'a' * 64)\nreturn []", K.TIME_OUT),
    inside("zoo-talks", "while True: print('x' * 65536, flush=True)", K.TIME_OUT, K.CRASHED, K.TOO_LARGE, K.RAISED),
    inside("zoo-writes", "print('hello')\nimport os\nos.write(1, b'{}')\nreturn 'x'", K.WRONG_TYPE),
    inside("zoo-memory", "x = bytearray(2_000_000_000)\nx[::4096] = b'x' * len(x[::4096])\nraise ValueError", K.RAISED, K.CRASHED),
    inside("zoo-forks", FORKS, K.RAISED, K.LEFTOVERS, K.CRASHED),
    inside("zoo-threads", THREADS, K.LEFTOVERS, K.RAISED),
    inside("zoo-type", "return 'rabobank'", K.WRONG_TYPE),
    inside("zoo-nan", "return [declared('zoo-nan', services=(float('nan'),))]", K.INVALID, K.WRONG_TYPE),
    inside("zoo-surrogate", "return [declared('zoo-\\ud800')]", K.INVALID, K.UNREADABLE),
    inside("zoo-large", LARGE, K.TOO_LARGE, K.INVALID, K.CRASHED, K.RAISED, K.TIME_OUT),
    inside("zoo-mutates", MUTATES, K.RAISED, K.WRONG_TYPE, K.UNKNOWN_HOOK),
    inside("zoo-recursion", "return mkb_declare_partners()", K.RAISED, K.CRASHED),
)  # fmt: skip
