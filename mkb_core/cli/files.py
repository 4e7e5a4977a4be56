"""Reading and writing the files that a command is given; ``-`` is standard input or output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

from mkb_core.cli.faults import usage
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.workflows.batches import LONGEST_LINE

LARGEST_DOCUMENT = 1_000_000  # bytes


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    """A file or standard input, as bytes. A file that cannot be opened is a fault of the command line."""
    with ExitStack() as closing:
        try:
            file = sys.stdin.buffer if name == "-" else closing.enter_context(Path(name).open("rb"))
        except FileNotFoundError:
            raise usage(name, "no-file") from None
        except IsADirectoryError:
            raise usage(name, "folder") from None
        except (OSError, ValueError):
            raise usage(name, "unreadable-file") from None
        yield file


def read_whole(name: str, limit: int = LARGEST_DOCUMENT) -> bytes:
    """A whole small document of at most ``limit`` bytes. Raises :class:`InvalidInput` where it is too large."""
    with opened(name) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise InvalidInput([InputFault(name, "too-long", {"length": f"> {limit}", "limit": limit})])
    return content.removeprefix(b"\xef\xbb\xbf")


def write_whole(name: str, content: bytes) -> None:
    """Write a file, in one step: who reads it meanwhile sees the old one or the new one. ``-`` is standard output."""
    if name == "-":
        sys.stdout.buffer.write(content)
        return
    target = Path(name)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    except (OSError, ValueError):
        beside.unlink(missing_ok=True)
        raise usage(name, "unwritable-file") from None


def read_lines(name: str) -> Iterator[bytes]:
    """The lines of a file, one at a time; of a line that is too long only the first part, which is also too long."""
    with opened(name) as file:
        first = True
        while line := file.readline(LONGEST_LINE + 1):
            if not line.endswith(b"\n"):
                rest = line
                while rest and not rest.endswith(b"\n"):
                    rest = file.readline(LONGEST_LINE)
            yield line.removeprefix(b"\xef\xbb\xbf") if first else line
            first = False
