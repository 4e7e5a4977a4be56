"""One partner plugin at work: reached through its port only, with what it declared and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import RLock
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from mkb_core.errors import InvalidInput, MkbError, SourceUnavailable
from mkb_core.hooks.contracts import PARTNER_HOOKS
from mkb_core.hooks.declarations import PartnerDeclaration
from mkb_core.hooks.outside import Outside
from mkb_core.runtime.breaker import Breaker
from mkb_core.runtime.discovery import Found
from mkb_core.runtime.fault_record import FaultRecord
from mkb_core.runtime.faults import FaultKind, PluginFault, reason_of
from mkb_core.runtime.fingerprints import fingerprint_of, places_of
from mkb_core.runtime.manifests import Transport
from mkb_core.runtime.plugins import PARTNERS, HookFailed
from mkb_core.runtime.ports import Port, PortFailed

if TYPE_CHECKING:  # cells are made of what POSIX systems offer
    from mkb_core.runtime.cells import Protection

DECLARES = "mkb_declare_partners"
#: starting a plugin: its process and the import of its code
LOAD_SECONDS = 5.0
#: places of faults beside the hooks: the plugin cannot be read; what it declares is refused; a second plugin has its id
LOADING, DECLARED, TWIN = "loading", "declared", "twin"


@frozen
class Reading:
    """What a plugin said of itself: read once per fingerprint of its files."""

    hooks: frozenset[str]
    declarations: tuple[PartnerDeclaration, ...]
    fingerprint: str
    read_at: datetime


@define(eq=False)
class PartnerPlugin:
    """Safe between threads. ``make_port`` raises :class:`PortFailed` where there is no way to the plugin.

    ``loading`` guards reading the plugin; each call hook has a breaker of its own, so that a faulty feed does not hold up
    referrals.
    """

    id: str
    found: Found
    make_port: Callable[[Found], Port] = field(repr=False)
    outside: Outside | None = field(repr=False)
    clock: Callable[[], float] = field(repr=False)
    faults: FaultRecord = field(repr=False)
    loading: Breaker = field(init=False)
    reading: Reading | None = field(default=None, init=False, repr=False)
    fingerprint: str = field(init=False)
    #: read since it was last judged: are its declarations sound, and its own?
    unjudged: bool = field(default=False, init=False)
    #: this process, or another one just now, has tried to read it
    tried: bool = field(default=False, init=False)
    _hooks: dict[str, Breaker] = field(init=False, repr=False)
    _port: Port | None = field(default=None, init=False, repr=False)
    _called_at: float | None = field(default=None, init=False, repr=False)
    _lock: RLock = field(factory=RLock, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.loading = Breaker(self.clock)
        self._hooks = {hook: Breaker(self.clock) for hook in PARTNER_HOOKS}
        self.fingerprint = self.look()

    def look(self) -> str:
        """The fingerprint of its files as they are now."""
        return fingerprint_of(places_of(self.found), self.found.version)

    @property
    def hooks(self) -> frozenset[str]:
        """The hooks that it implements; none as long as it could not be read."""
        return self.reading.hooks if self.reading else frozenset()

    @property
    def is_reachable(self) -> bool:
        """Is there a way to it at all? Starts nothing."""
        try:
            return self.found.manifest is not None and self.port() is not None
        except PortFailed:
            return False

    @property
    def has_versions(self) -> bool:
        """Do its files tell whether it declares the same? Not where they lie on the partner's own server."""
        manifest = self.found.manifest
        return manifest is None or manifest.transport is not Transport.HTTP

    @property
    def protection(self) -> Protection | None:
        """How well its process is shut in; ``None`` where it has none, and before the first one."""
        protection: Protection | None = getattr(self._port, "protection", None)  # of a cell's port only
        return protection

    @property
    def is_due(self) -> bool:
        """Should it be read, and may it be by now? Where its files changed, or the last reading had a fault."""
        current = self.reading is not None and self.reading.fingerprint == self.fingerprint
        at_fault = self.loading.is_open and self.loading.seconds_left == 0
        return at_fault or (not current and not self.loading.is_open)

    def renew(self, found: Found, outside: Outside | None) -> None:
        """Its files changed: what is under way is given up, nothing is held against it, and it may be read at once."""
        with self._lock:
            self.found, self.outside = found, outside
            self.fingerprint = self.look()
            port, self._port = self._port, None
            self.loading.try_at_once()
            for hook, breaker in self._hooks.items():
                breaker.succeeded()
                self.faults.set(hook, ())
        if port is not None:
            port.close()

    def read(self) -> None:
        """Start it and read what it declares; a fault is recorded. The caller was allowed to by ``loading``."""
        fingerprint = self.fingerprint
        reading, fault = None, self.found.fault
        if self.found.manifest is not None:
            hook: str | None = None
            try:
                port = self.port()
                hooks = port.hooks(LOAD_SECONDS)
                if self.found.group == PARTNERS and (beyond := sorted(hooks - PARTNER_HOOKS.keys())):
                    raise PortFailed(FaultKind.UNKNOWN_HOOK, f"no hook of partners: {', '.join(beyond)}")
                declarations = ()
                if DECLARES in hooks:
                    hook = DECLARES
                    contract = PARTNER_HOOKS[DECLARES]
                    declarations = contract.read_result(port.call(DECLARES, {}, contract.seconds, None))
                reading = Reading(hooks, declarations, fingerprint, self.faults.now())
                port.rest()
            except PortFailed as failure:
                at = hook if failure.kind not in (FaultKind.IMPORT, FaultKind.UNKNOWN_HOOK) else None
                fault = PluginFault(self.id, failure.kind, failure.reason, at)
            except MkbError as error:
                fault = PluginFault(self.id, kind_of(error), reason_of(error), hook)
        with self._lock:
            if fingerprint != self.fingerprint:
                self.loading.undecided()
                return  # its files changed while it was read: that answer is about another plugin
            self.reading, self.unjudged, self.tried = reading, True, True
            self.faults.set(LOADING, [fault] if fault else [])

    def judge(self, faults: list[PluginFault]) -> None:
        """What it declares was looked at: ``faults`` are those of its declarations. Ends an attempt to read it."""
        self.faults.set(DECLARED, faults)
        if self.unjudged:
            self.unjudged = False
            if faults or self.faults.of(LOADING):
                self.loading.failed()
            else:
                self.loading.succeeded()

    def call(self, hook: str, about: Callable[[Any], str | None], **values: Any) -> Any:
        """The typed answer of a call hook; ``about`` says why an answer is refused that is not about what was asked.

        Raises :class:`HookFailed`, at once where the plugin failed before and it is too early to try again, and
        ``SourceUnavailable`` where the plugin's own source gives no answer.
        """
        contract = PARTNER_HOOKS[hook]
        arguments = contract.write_arguments(values)
        breaker, fingerprint = self._hooks[hook], self.fingerprint
        answer, fault = None, None
        self._called_at = self.clock()
        if not breaker.allows():
            raise HookFailed(self._standing(hook))
        try:
            outside = _for_one_call(self.outside, contract.seconds)
            answer = contract.read_result(self.port().call(hook, arguments, contract.seconds, outside))
            reason = about(answer)
            fault = PluginFault(self.id, FaultKind.INVALID, reason, hook) if reason else None
        except PortFailed as failure:
            fault = PluginFault(self.id, failure.kind, failure.reason, hook)
        except InvalidInput as refusal:  # of a call only paths and codes: a value may be a person's
            told = "; ".join(f"{one.path}: {one.code}" for one in refusal.faults)
            fault = PluginFault(self.id, kind_of(refusal), told[:300], hook)
        except SourceUnavailable:  # the plugin itself did what it should
            self._worked(hook)
            raise
        except BaseException:
            breaker.undecided()
            raise
        if fault is None:
            self._worked(hook)
            return answer
        if fingerprint == self.fingerprint:  # else the fault is of a plugin that is no longer there
            self.faults.set(hook, [fault])
            breaker.failed()
        raise HookFailed(self._standing(hook, fault))

    def _worked(self, hook: str) -> None:
        self._hooks[hook].succeeded()
        self.faults.set(hook, ())

    def _standing(self, hook: str, fault: PluginFault | None = None) -> PluginFault:
        """The fault at a hook as it was recorded, with the moment of its beginning."""
        known = self.faults.of(hook)
        return known[0] if known else fault or PluginFault(self.id, FaultKind.UNREACHABLE, "try again", hook)

    def port(self) -> Port:
        """The way to it; raises :class:`PortFailed` where there is none."""
        with self._lock:
            if self._port is None:
                self._port = self.make_port(self.found)
            return self._port

    def rest_when_idle(self, seconds: float) -> None:
        """Stop its process where no call was made for so long; the next call starts it again."""
        port, called_at = self._port, self._called_at
        if port is not None and called_at is not None and self.clock() - called_at >= seconds:
            self._called_at = None
            port.rest()

    def close(self) -> None:
        """Stop what runs for it."""
        with self._lock:
            port, self._port = self._port, None
        if port is not None:
            port.close()


def kind_of(error: MkbError) -> FaultKind:
    """Something else altogether is a wrong type; else the content is not valid."""
    if isinstance(error, InvalidInput):
        whole = [(fault.path, fault.code) for fault in error.faults] == [("$", "wrong-type")]
        return FaultKind.WRONG_TYPE if whole else FaultKind.INVALID
    return FaultKind.RAISED


def _for_one_call(outside: Outside | None, seconds: float) -> Outside | None:
    """A broker counts and ends what one call does; another way outside, such as a test's, is used as it is."""
    for_call: Callable[[float], Outside] | None = getattr(outside, "for_call", None)
    return outside if for_call is None else for_call(seconds)
