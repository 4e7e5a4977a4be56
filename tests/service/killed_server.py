"""A real server that is killed again and again, and stands up again at once.

The plugins are loaded once, in a process that opens no database; each life of the server is a fork of it.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import define

SCRIPT = """
import os
from attrs import evolve
from mkb_core.domain.profile import Profile
from mkb_core.rights import COMMAND_LINE
from mkb_core.runtime.host import load_plugins
from mkb_core.runtime.isolation import Isolation
from mkb_core.workflows.advising import give_advice
from mkb_core.workflows.assembly import assemble
from mkb_core.workflows.settings import load_settings
from mkb_service.jobs import worker  # loads the job engine, which takes a second, once for all lives
from mkb_service.server import serve

settings = load_settings()
host = load_plugins(isolation=Isolation.IN_PROCESS)
tried = assemble(evolve(settings, database_url="sqlite://"), host)
give_advice(tried, COMMAND_LINE, "Ik zoek geld", Profile())  # what is made at first use is there in every life
tried.store.close()
installation = assemble(settings, host)
while True:
    child = os.fork()
    if not child:
        serve(settings, lambda address: print(os.getpid(), address, flush=True), installation=installation)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        break
"""

SECONDS_TO_START = 300


@define
class KilledServer:
    """``address`` is that of its present life."""

    process: subprocess.Popen[str]
    log: Path
    address: str = ""
    pid: int = 0

    def await_ready(self) -> None:
        """Wait until it answers requests, however busy the machine is."""
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], SECONDS_TO_START)
        assert ready, f"the server hangs at its start: {self._last_words()}"
        line = self.process.stdout.readline()
        assert line, f"the server does not start: {self._last_words()}"
        pid, self.address = line.split()
        self.pid = int(pid)

    def kill(self) -> None:
        """``kill -9``; :meth:`await_ready` waits for the next life."""
        os.kill(self.pid, signal.SIGKILL)

    def _last_words(self) -> str:
        return self.log.read_text("utf-8")[-3000:]


@contextmanager
def killed_server(database_url: str, folder: Path, **settings: str) -> Iterator[KilledServer]:
    """A server on a database; its log is in ``folder``. ``settings`` are further variables."""
    given = {"MKB_DATABASE_URL": database_url, "MKB_PORT": "0", "MKB_RATE_LIMITS": "off", **settings}
    log = folder / "server.log"
    with log.open("ab") as errors:
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            env=os.environ | given,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
    server = KilledServer(process, log)
    try:
        server.await_ready()
        yield server
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
