"""The only way outside for a plugin: what the host's broker does for it, in process, from a cell, or on its own server."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Protocol


class OutsideAnswer(Protocol):
    """What a source answered: status 200 to 299, or 404; ``body`` is JSON or text; ``retrieved_at`` (UTC) is when."""

    @property
    def status(self) -> int: ...
    @property
    def body(self) -> Any: ...
    @property
    def retrieved_at(self) -> datetime: ...


class Outside(Protocol):
    """Handed to every call hook as ``egress``. The plugin names a path or a file; the host checks the manifest's
    allow-list, adds the key, applies time limits, sizes and cache, and follows no redirect.

    ``host`` is one of the manifest's ``egress`` entries as it stands there; ``None`` is the first, and only with that one
    does the key go along. A ``deadline`` is a moment that :meth:`deadline` gave. Every method that goes outside raises
    ``SourceUnavailable`` for everything that is no answer, and ``ValueError`` for what is no request, such as a path
    that is none.
    """

    def get_json(
        self,
        path: str,
        params: Mapping[str, str | int] | None = None,
        *,
        host: str | None = None,
        try_again: Collection[str] = (),
        deadline: float | None = None,
        max_age: float | None = None,
    ) -> OutsideAnswer:
        """GET JSON; ``try_again`` are error codes in a body that mean the same as a 503.

        The host may give an answer that it has kept, for a day at most. ``max_age`` says how many seconds old it may
        be: 0 asks anew, as a feed does.
        """

    def get_text(
        self,
        path: str,
        params: Mapping[str, str | int] | None = None,
        *,
        host: str | None = None,
        deadline: float | None = None,
        max_age: float | None = None,
    ) -> OutsideAnswer:
        """GET text such as XML or CSV; ``body`` is text. ``max_age`` as for :meth:`get_json`."""

    def post_json(
        self,
        path: str,
        body: Any,
        *,
        key: str,
        host: str | None = None,
        deadline: float | None = None,
    ) -> OutsideAnswer:
        """POST JSON, never cached. ``key`` (letters, digits and ``. _ : ~ -``) goes along as ``Idempotency-Key``: only so
        may the host try again."""

    def forget(
        self, path: str, params: Mapping[str, str | int] | None = None, *, host: str | None = None
    ) -> None:
        """Drop a kept answer, because it proved to be of no use."""

    def unavailable(self, kind: str, **details: Any) -> Exception:
        """The error for a fault that the plugin sees, such as ``"unreadable"``; the plugin raises it."""

    def deadline(self, seconds: float | None = None) -> float:
        """A moment that several calls share: by default the source's total limit from now."""

    def files(self) -> tuple[str, ...]:
        """Names of the files that the partner left in its drop folder, sorted; empty where it has none."""

    def read_file(self, name: str) -> str:
        """A file of the drop folder as text (UTF-8); raises ``SourceUnavailable`` where it is not there, is no text or
        holds more than 2 MB."""
