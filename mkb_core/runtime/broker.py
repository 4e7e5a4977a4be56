"""The egress broker: what one plugin may do outside, as its manifest asks and the operator allows.

The broker runs in the host. A plugin in a cell reaches it by messages (``outside_messages``), one in process directly.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from mkb_core.codec import describe
from mkb_core.runtime.drop_folder import DropFolder
from mkb_core.runtime.egress_cache import Answer, AnswerCache, MemoryCache
from mkb_core.runtime.egress_faults import NoAnswer
from mkb_core.runtime.egress_limits import Allowance, Clock, Limits
from mkb_core.runtime.manifests import Manifest
from mkb_core.runtime.outside_hosts import is_host, is_key_header

if TYPE_CHECKING:
    from mkb_core.runtime.egress import Egress
    from mkb_core.runtime.egress_network import Resolve

Params = Mapping[str, str | int]


@frozen(eq=False)
class Broker:
    """:class:`~mkb_core.hooks.outside.Outside` for one plugin, by its manifest and the operator's settings.

    ``base_url`` takes the place of the first host of the manifest and may be internal; ``api_key`` goes to that first
    host only, so that no other host of the manifest learns it. :meth:`for_call` bounds one call of a hook.
    """

    manifest: Manifest
    base_url: str = ""
    api_key: str = field(default="", repr=False)
    drop_folder: Path | None = None
    limits: Limits = field(factory=Limits)
    clock: Clock = field(factory=Clock, repr=False)
    cache: AnswerCache = field(factory=MemoryCache, repr=False)
    resolve: Resolve | None = field(default=None, repr=False)
    per_minute: Allowance = field(repr=False)
    per_call: Allowance | None = field(default=None, repr=False)
    ends: float | None = None

    @per_minute.default
    def _limit_of_a_minute(self) -> Allowance:
        return Allowance(self.limits.per_minute, 60.0)

    def for_call(self, seconds: float) -> Broker:
        """The same, for one call of a hook: all of it ends with the call, and the requests of the call are counted."""
        ends = self.clock.monotonic() + seconds
        return evolve(self, ends=ends, per_call=Allowance(self.limits.per_call))

    def get_json(
        self,
        path: str,
        params: Params | None = None,
        *,
        host: str | None = None,
        try_again: Collection[str] = (),
        deadline: float | None = None,
        max_age: float | None = None,
    ) -> Answer:
        """GET JSON; see :class:`Outside`."""
        egress, ends = self._egress(host), self._ends(deadline)
        return egress.get_json(path, params, try_again=try_again, deadline=ends, max_age=max_age)

    def get_text(
        self,
        path: str,
        params: Params | None = None,
        *,
        host: str | None = None,
        deadline: float | None = None,
        max_age: float | None = None,
    ) -> Answer:
        """GET text; see :class:`Outside`."""
        egress, ends = self._egress(host), self._ends(deadline)
        return egress.get_text(path, params, deadline=ends, max_age=max_age)

    def post_json(
        self, path: str, body: Any, *, key: str, host: str | None = None, deadline: float | None = None
    ) -> Answer:
        """POST JSON; see :class:`Outside`."""
        return self._egress(host).post_json(path, body, key=key, deadline=self._ends(deadline))

    def forget(self, path: str, params: Params | None = None, *, host: str | None = None) -> None:
        """Drop a kept answer."""
        self._egress(host).forget(path, params)

    def unavailable(self, kind: str, **details: Any) -> NoAnswer:
        """The error for a fault that the plugin sees."""
        return NoAnswer(self.manifest.name, kind, **details)

    def deadline(self, seconds: float | None = None) -> float:
        """A moment of the host's monotonic clock, not after the end of the call."""
        return self._ends(self.clock.monotonic() + (self.limits.total if seconds is None else seconds))

    def files(self) -> tuple[str, ...]:
        """Names of the files in the drop folder; empty where none is set."""
        return () if self.drop_folder is None else DropFolder(self.drop_folder, self.unavailable).files()

    def read_file(self, name: str) -> str:
        """A file of the drop folder."""
        if self.drop_folder is None:
            raise self.unavailable("no-folder")
        return DropFolder(self.drop_folder, self.unavailable).read(name)

    def _ends(self, deadline: float | None) -> float:
        now = self.clock.monotonic()
        latest = now + self.limits.longest if self.ends is None else self.ends
        wanted = now + self.limits.total if deadline is None else deadline
        return wanted if wanted <= latest else latest  # in this order NaN is the latest, not for ever

    def _egress(self, host: str | None) -> Egress:
        """The way to a host of the manifest; raises ``NoAnswer`` where it may not be reached."""
        listed = self.manifest.egress
        if not listed:
            raise self.unavailable("no-egress")
        entry = listed[0] if host is None else host
        if entry not in listed:
            raise self.unavailable("not-listed", host=describe(entry))
        is_first = entry == listed[0]
        configured = is_first and bool(self.base_url.strip())
        if not configured and not is_host(entry):
            raise self.unavailable("bad-manifest", key="egress", value=describe(entry))
        if not is_key_header(self.manifest.key_header):
            raise self.unavailable("bad-manifest", key="key_header", value=describe(self.manifest.key_header))
        try:
            from mkb_core.runtime.egress import Egress  # noqa: PLC0415 - only a plugin that goes outside needs it
            from mkb_core.runtime.egress_network import resolve  # noqa: PLC0415
        except ImportError:
            raise self.unavailable("no-http") from None
        return Egress(
            self.manifest.name,
            self.base_url if configured else f"https://{entry}",
            headers={self.manifest.key_header: self.api_key} if is_first else {},
            configured=configured,
            cache=self.cache,
            limits=self.limits,
            clock=self.clock,
            allowances=tuple(one for one in (self.per_call, self.per_minute) if one is not None),
            resolve=self.resolve or resolve,
        )
