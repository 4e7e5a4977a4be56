"""A declaration made in a fresh process, under another hash seed, clock and working folder: what differs is impure.

As a program: ``python -m mkb_core.quality.afresh PLUGIN MODULE FILE YEARS`` writes the declarations to a file.
"""

from __future__ import annotations

import datetime as clock
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC
from datetime import date as true_date
from datetime import datetime as true_moment
from pathlib import Path
from typing import Any

from attrs import frozen

from mkb_core.codec import parse_json
from mkb_core.quality.subjects import DECLARE
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.in_process import InProcessPort
from mkb_core.runtime.ports import PortFailed

SECONDS = 30.0
SECONDS_PER_YEAR = 365.25 * 24 * 3600
#: what a process needs to start at all; nothing else of the environment is the same
PASSED_ON = ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV")


@frozen
class FreshProcess:
    """Declares anew. ``seed`` is the hash seed and, in years, how far the clock is off."""

    plugin: str
    module: str
    import_path: tuple[Path, ...] = ()

    def __call__(self, seed: int) -> Any:
        """The declarations as JSON; raises :class:`PortFailed` where there are none."""
        with tempfile.TemporaryDirectory(prefix=f"afresh-{seed}-") as folder:
            result = Path(folder) / "declared.json"
            kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
            path = os.pathsep.join(map(str, (*self.import_path, *_import_path())))
            environment = {**kept, "PYTHONHASHSEED": str(seed), "PYTHONPATH": path, "HOME": folder}
            words = [sys.executable, "-m", __name__, self.plugin, self.module, str(result), str(seed)]
            try:
                done = subprocess.run(  # noqa: S603 - this interpreter, with this module
                    words, cwd=folder, env=environment, capture_output=True, timeout=SECONDS, check=False
                )
            except subprocess.TimeoutExpired:
                raise PortFailed(FaultKind.TIME_OUT, f"no declaration within {SECONDS:g} seconds") from None
            if done.returncode or not result.is_file():
                said = done.stderr.decode("utf-8", "replace").strip().splitlines()
                raise PortFailed(
                    FaultKind.CRASHED, said[-1][:300] if said else f"ends with {done.returncode}"
                )
            return parse_json(result.read_bytes())


def _import_path() -> Iterable[str]:
    """Where this process finds its modules, so that the fresh one finds the same."""
    return (str(Path(place).resolve()) for place in sys.path if place)


def shift_clock(years: int) -> None:
    """Move every clock that Python code reads; modules imported before keep theirs."""
    seconds = years * SECONDS_PER_YEAR
    true_time = time.time  # noqa: TID251 - it is moved, not read

    def shifted() -> float:
        return true_time() + seconds

    class _Dates(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, true_date)

    class _Moments(type):
        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, true_moment)

    class ShiftedDate(true_date, metaclass=_Dates):
        def __new__(cls, *given: Any, **named: Any) -> Any:
            return true_date(*given, **named)

        @classmethod
        def today(cls) -> Any:
            return true_moment.fromtimestamp(shifted(), UTC).date()

    class ShiftedMoment(true_moment, metaclass=_Moments):
        def __new__(cls, *given: Any, **named: Any) -> Any:
            return true_moment(*given, **named)  # noqa: DTZ001 - as the plugin wrote it

        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return true_moment.fromtimestamp(shifted(), tz)

        @classmethod
        def today(cls) -> Any:
            return true_moment.fromtimestamp(shifted())  # noqa: DTZ006 - what today() is

    time.time = shifted  # noqa: TID251
    clock.date = ShiftedDate  # type: ignore[misc]
    clock.datetime = ShiftedMoment  # type: ignore[misc]


def main(plugin: str, module: str, file: str, years: str) -> None:
    """Declare here and write what was declared."""
    shift_clock(int(years))
    declared = InProcessPort(plugin, module).call(DECLARE, {}, SECONDS, None)
    Path(file).write_text(json.dumps(declared), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
