"""Answers of outside sources, kept for a while because calls cost money and are limited.

Written here, and not taken from hishel: hishel 2.0 stores the request with its headers (so the key lands in the
cache file), does not keep a 404, and decides before anybody could see that an answer is unreadable.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from attrs import evolve, field, frozen, mutable

logger = logging.getLogger(__name__)


@frozen
class Answer:
    """What a source answered: status 200, or 404 where the source itself says that it knows nothing.

    ``retrieved_at`` (UTC) is when the source said so, which lies before now when ``cached`` is true.
    """

    status: int
    body: Any = field(repr=False)
    retrieved_at: datetime
    cached: bool = False


class AnswerCache(Protocol):
    """Keeps answers; never raises: a cache that fails is a cache that knows nothing."""

    def get(self, key: str, now: datetime) -> Answer | None:
        """The answer, with ``cached`` set, unless it is older than it may be."""

    def put(self, key: str, answer: Answer, keep_seconds: float) -> None:
        """Keep an answer for so many seconds after it was retrieved."""

    def forget(self, key: str) -> None:
        """Drop an answer."""


@mutable(eq=False)
class MemoryCache:
    """In this process, for the ``size`` answers used last; safe between threads."""

    size: int = 1024
    _kept: OrderedDict[str, tuple[datetime, Answer]] = field(factory=OrderedDict, init=False, repr=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, repr=False)

    def get(self, key: str, now: datetime) -> Answer | None:
        """The answer, unless it is too old."""
        with self._lock:
            expires, answer = self._kept.get(key, (now, None))
            if answer is None or expires <= now:
                self._kept.pop(key, None)
                return None
            self._kept.move_to_end(key)
            return evolve(answer, cached=True)

    def put(self, key: str, answer: Answer, keep_seconds: float) -> None:
        """Keep an answer; the one unused longest makes room."""
        with self._lock:
            self._kept[key] = (answer.retrieved_at + timedelta(seconds=keep_seconds), answer)
            self._kept.move_to_end(key)
            while len(self._kept) > self.size:
                self._kept.popitem(last=False)

    def forget(self, key: str) -> None:
        """Drop an answer."""
        with self._lock:
            self._kept.pop(key, None)


@frozen
class FolderCache:
    """One file per answer in a folder that only this user reads; shared by processes, bounded by age.

    File names are hashes and files hold no headers. What is too old is removed at every ``put``.
    """

    folder: Path

    def get(self, key: str, now: datetime) -> Answer | None:
        """The answer, unless it is too old or its file is damaged."""
        file = self._file(key)
        try:
            kept = json.loads(file.read_bytes())
            if kept["key"] != key or datetime.fromisoformat(kept["expires"]) <= now:
                return None
            retrieved_at = datetime.fromisoformat(kept["retrieved_at"])
            return Answer(int(kept["status"]), kept["body"], retrieved_at, cached=True)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            self.forget(key)
            return None

    def put(self, key: str, answer: Answer, keep_seconds: float) -> None:
        """Keep an answer; a folder that cannot be written costs a warning, not the answer."""
        expires = answer.retrieved_at + timedelta(seconds=keep_seconds)
        kept = {
            "key": key,
            "expires": expires.isoformat(),
            "retrieved_at": answer.retrieved_at.isoformat(),
            "status": answer.status,
            "body": answer.body,
        }
        file = self._file(key)
        partial = file.with_suffix(f".{os.getpid()}-{threading.get_ident()}.part")
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            partial.touch(mode=0o600)
            partial.write_text(json.dumps(kept), "utf-8")
            # The time of a file is when it may be removed: removing then reads no file.
            os.utime(partial, (expires.timestamp(), expires.timestamp()))
            partial.replace(file)
            self._remove_before(answer.retrieved_at)
        except OSError as error:
            logger.warning("cannot keep answers in the cache folder: %s", error.strerror)

    def forget(self, key: str) -> None:
        """Drop an answer."""
        try:
            self._file(key).unlink(missing_ok=True)
        except OSError as error:
            logger.warning("cannot drop an answer from the cache folder: %s", error.strerror)

    def _file(self, key: str) -> Path:
        return self.folder / f"{hashlib.sha256(key.encode()).hexdigest()}.json"

    def _remove_before(self, now: datetime) -> None:
        for file in self.folder.iterdir():
            # What a broken-off write left behind goes an hour later.
            spare = {".json": 0.0, ".part": 3600.0}.get(file.suffix)
            try:
                if spare is not None and file.stat().st_mtime + spare <= now.timestamp():
                    file.unlink(missing_ok=True)
            except FileNotFoundError:
                continue
