"""A thousand advices with all bad plugins installed, against the same without them, in the same run.

The zoo of the tests is installed as packages and runs in cells; a supervisor goes on trying each plugin by its breaker, as
in a running service. Medians of five interleaved runs; wanted: a p99 of at most 1.1 times the one without. Also printed:
the seconds from repairing a plugin's file until its partner is in the catalogue (wanted: under one).
Usage: `python benchmarks/faults.py [advices]`.
"""

from __future__ import annotations

import json
import logging
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from mkb_core.catalogue import advise
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import Question
from mkb_core.runtime.host import load_plugins
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.settings import Settings
from mkb_core.workflows.supervision import Supervisor

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the zoo is among the tests

from tests.runtime.zoo_of_cells import WILD, Wild  # noqa: E402

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
RUNS = 5
MOST = 1.1
#: the breakers' waits have grown by then to more than a run takes
SECONDS_TO_SETTLE = 20.0


def questions(count: int) -> list[Question]:
    """So many, the labelled ones in turn."""
    lines = (ROOT / "tests" / "data" / "questions-tuned.jsonl").read_text("utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    return [Question(str(place), read[place % len(read)]["question"]) for place in range(count)]


def p99(made: Installation, asked: list[Question]) -> float:
    """Seconds under which 99 of 100 advices stay."""
    taken = []
    for question in asked:
        started = time.perf_counter()
        advise(question, Profile(), made.catalogue, NOW)
        taken.append(time.perf_counter() - started)
    return statistics.quantiles(taken, n=100)[98]


def heal(made: Installation, folder: Path, wild: Wild) -> float:
    """Seconds from the repaired file to the catalogue."""
    (folder / wild.animal.package / "plugin.py").write_text(wild.healed, "utf-8")
    started = time.perf_counter()
    while wild.animal.id not in made.catalogue.declarations and time.perf_counter() - started < 30:
        time.sleep(0.001)
    return time.perf_counter() - started


def main() -> None:
    """Install, measure, heal; fails where the bound is broken."""
    asked = questions(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    logging.getLogger("mkb_core").setLevel(logging.ERROR)
    without = assemble(Settings("sqlite://", now=NOW), load_plugins())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # cells are other users
        for wild in WILD:
            wild.animal.settle(folder)
        sys.path.insert(0, name)
        beside = assemble(Settings("sqlite://", now=NOW), load_plugins())
        supervisor = Supervisor(beside)
        supervisor.start()
        try:
            assert beside.catalogue.version == without.catalogue.version
            assert len({fault.plugin for fault in beside.faults}) == len(WILD)
            time.sleep(SECONDS_TO_SETTLE)
            pairs = []
            for run in range(RUNS):
                order = (without, beside) if run % 2 else (beside, without)
                taken = {id(made): p99(made, asked) for made in order}
                pairs.append((taken[id(beside)], taken[id(without)]))
            ratios = sorted(with_zoo / alone for with_zoo, alone in pairs)
            ratio = statistics.median(one for one, _ in pairs) / statistics.median(one for _, one in pairs)
            print(
                f"{len(WILD)} bad plugins, p99 of {len(asked)} advices: {ratio:.2f} x without "
                f"(runs {ratios[0]:.2f} to {ratios[-1]:.2f})"
            )
            healed = [heal(beside, folder, wild) for wild in WILD if wild.animal.hook_api != ">=2"]
            print(f"healed in {statistics.median(healed):.2f} s (longest {max(healed):.2f} s)")
        finally:
            supervisor.stop()
            beside.close()
            without.close()
    assert ratio <= MOST, ratio


if __name__ == "__main__":
    main()
