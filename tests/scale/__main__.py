"""``python -m tests.scale 300``: load for so many seconds, a kill every ten; prints how it goes and what it came to."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.scale.running import SECONDS_BETWEEN_KILLS, run

if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="mkb-scale-") as made:
        run(float(sys.argv[1]), Path(made), lambda line: print(line, flush=True), SECONDS_BETWEEN_KILLS)
