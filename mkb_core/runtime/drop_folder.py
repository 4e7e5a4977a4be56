"""The folder in which a partner leaves files for its plugin, and nothing outside that folder.

The plugin gives plain names, never paths. A file is opened relative to the opened folder and without following a
symbolic link, so that nothing can be exchanged between checking and reading.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

from attrs import frozen

MOST_FILES = 1000
MOST_BYTES = 2_000_000
MOST_LETTERS = 200

#: kind and details of a fault -> the error to raise
Unavailable = Callable[..., Exception]


def is_plain_name(name: str) -> bool:
    """Whether a name can only be that of a visible file in the folder itself."""
    return (
        0 < len(name) <= MOST_LETTERS
        and name.isprintable()
        and not name.startswith(".")
        and not any(letter in name for letter in "/\\:")
    )


@frozen
class DropFolder:
    """One partner's folder. ``unavailable`` makes the errors that are raised."""

    path: Path
    unavailable: Unavailable

    def files(self) -> tuple[str, ...]:
        """Names of its files, sorted. Hidden files, links and folders are none of them."""
        names: list[str] = []
        try:
            with os.scandir(self.path) as entries:
                for entry in entries:
                    if is_plain_name(entry.name) and entry.is_file(follow_symlinks=False):
                        names.append(entry.name)
                        if len(names) > MOST_FILES:
                            raise self.unavailable("too-many-files", limit=MOST_FILES)
        except OSError:
            raise self.unavailable("no-folder") from None
        return tuple(sorted(names))

    def read(self, name: str) -> str:
        """A file as text: UTF-8, with or without byte order mark."""
        if not is_plain_name(name):
            raise ValueError("a file of the drop folder is asked by its plain name")
        raw = self._raw(name)
        if len(raw) > MOST_BYTES:
            raise self.unavailable("file-too-large", name=name, limit=MOST_BYTES)
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise self.unavailable("file-not-text", name=name) from None

    def _raw(self, name: str) -> bytes:
        try:
            folder = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError:
            raise self.unavailable("no-folder") from None
        try:
            # O_NONBLOCK: opening a pipe would wait for somebody who writes into it.
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            with os.fdopen(os.open(name, flags, dir_fd=folder), "rb") as file:
                if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                    raise self.unavailable("no-file", name=name)
                return file.read(MOST_BYTES + 1)
        except OSError:
            raise self.unavailable("no-file", name=name) from None
        finally:
            os.close(folder)
