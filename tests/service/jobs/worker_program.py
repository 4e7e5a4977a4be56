"""A worker as a process, whose jobs leave marks in a folder: ``python worker_program.py DATABASE_URL FOLDER [SMTP_PORT]``.

``collect-feeds`` waits as long as there is a file ``hold``; ``collect-fees`` takes its worker down with it.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

from mkb_service.jobs.doers import DOERS
from mkb_service.jobs.doing import Work
from mkb_service.jobs.worker import Worker

from mkb_core.text import text
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.settings import Settings


def main(url: str, folder: Path, smtp_port: str = "") -> None:
    """Work until killed or told to stop."""

    def mark(kind: str, id_: str) -> None:
        with (folder / kind).open("a") as file:  # one short write: whole lines, also from two processes
            file.write(f"{os.getpid()} {id_}\n")

    def collect_feeds(work: Work) -> None:
        mark("begun", work.id)
        while (folder / "hold").exists():
            time.sleep(0.02)
        mark("done", work.id)

    def collect_fees(work: Work) -> None:
        mark("begun", work.id)
        os.kill(os.getpid(), signal.SIGKILL)

    smtp = f"smtp://127.0.0.1:{smtp_port}" if smtp_port else ""
    region = SimpleNamespace(region=SimpleNamespace(label=text(nl="Limburg", en="Limburg")))
    catalogue: Any = SimpleNamespace(region=region)
    host: Any = SimpleNamespace(close=lambda: None)
    installation = Installation(Settings(url, smtp_url=smtp), host, catalogue)
    doers = {**DOERS, "collect-feeds": collect_feeds, "collect-fees": collect_fees}
    stopped = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    Worker(
        installation,
        doers,
        look_seconds=0.1,
        recover_seconds=0.3,
        on_ready=lambda name: mark("ready", name),
        on_standby=lambda: mark("standby", "-"),
    ).run(stopped)


if __name__ == "__main__":
    logging.basicConfig(level=logging.WARNING)
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
