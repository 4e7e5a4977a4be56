"""A running service heals and degrades without a restart: failing plugins are tried again, changed files are read."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock, Thread

from attrs import define, field

from mkb_core.runtime.discovery import Found, discover
from mkb_core.runtime.partner_plugin import PartnerPlugin
from mkb_core.workflows.assembly import Installation

log = logging.getLogger(__name__)

#: plugins that are read at the same time; each is a process of its own, and most of them wait
MOST_AT_ONCE = 32


@define(eq=False)
class Supervisor:
    """Looks after the partner plugins of one installation, in a thread of its own between :meth:`start` and :meth:`stop`.

    Every ``tick`` seconds: the files of failing plugins, and those that may be tried again by their breakers. Every
    ``watch`` seconds: the files of all. A plugin without versions of its own (on its partner's server) is read again
    after ``reread`` seconds; a process that was called before ends after ``idle`` seconds without a call.
    """

    installation: Installation
    tick: float = 0.2
    watch: float = 2.0
    reread: float = 3600.0
    idle: float = 60.0
    _stopped: Event = field(factory=Event, init=False, repr=False)
    _thread: Thread | None = field(default=None, init=False, repr=False)
    _pool: ThreadPoolExecutor | None = field(default=None, init=False, repr=False)
    _at_work: set[str] = field(factory=set, init=False, repr=False)
    _read_at: dict[str, float] = field(factory=dict, init=False, repr=False)
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    def start(self) -> None:
        """Begin; where it runs already, nothing happens."""
        if self._thread is None:
            self._stopped.clear()
            self._pool = ThreadPoolExecutor(MOST_AT_ONCE, "mkb-plugin")
            self._thread = Thread(target=self._run, name="mkb-supervisor", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End; what is being read is given up."""
        thread, pool = self._thread, self._pool
        if thread is None or pool is None:
            return
        self._stopped.set()
        thread.join()
        self.installation.host.close()  # ends what is being read
        pool.shutdown(cancel_futures=True)
        self._thread = self._pool = None

    def _run(self) -> None:
        watched = time.monotonic()
        while not self._stopped.wait(self.tick):
            everyone = time.monotonic() - watched >= self.watch
            if everyone:
                watched = time.monotonic()
            for plugin in list(self.installation.host.roster.partners.values()):
                try:
                    self._look_after(plugin, everyone=everyone)
                except Exception:  # whatever is wrong with one, the others are looked after
                    log.exception("plugin %s cannot be looked after", plugin.id)

    def _look_after(self, plugin: PartnerPlugin, *, everyone: bool) -> None:
        if (everyone or plugin.faults.all) and plugin.look() != plugin.fingerprint:
            self.installation.host.renew(plugin.id, self._found_again(plugin.found))
        if everyone:
            plugin.rest_when_idle(self.idle)
        last = self._read_at.setdefault(plugin.id, time.monotonic())
        is_old = not plugin.has_versions and time.monotonic() - last >= self.reread
        with self._lock:
            if plugin.id in self._at_work or not (plugin.is_due or is_old) or self._pool is None:
                return
            self._at_work.add(plugin.id)
        self._read_at[plugin.id] = time.monotonic()
        self._pool.submit(self._read, plugin.id)

    def _read(self, plugin: str) -> None:
        try:
            if self.installation.host.read_again(plugin) and self.installation.refresh():
                log.info("the catalogue is %s now", self.installation.catalogue.version)
        except Exception:
            log.exception("plugin %s cannot be read again", plugin)
        finally:
            with self._lock:
                self._at_work.discard(plugin)

    def _found_again(self, found: Found) -> Found:
        """The plugin as its package says now: the version and the manifest may be others."""
        for one in discover(self.installation.settings.partner_folder):
            if (one.group, one.name, one.module) == (found.group, found.name, found.module):
                return one
        return found
