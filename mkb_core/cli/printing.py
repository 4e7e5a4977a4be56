"""What goes to standard output and what to standard error; colours only on a terminal that wants them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

from mkb_core.errors import InputFault, InvalidInput, MkbError

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

WIDTH_OF_A_PIPE = 100


def print_json(data: Any, *, indent: int | None = 2) -> None:
    """One JSON document; ``indent`` None puts it on one line."""
    encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
    print(json.dumps(data, ensure_ascii=encoding != "utf8", indent=indent, allow_nan=False))


def console(stream: TextIO | None = None) -> Console:
    """A console without markup; without any escape code where the stream is no terminal or ``NO_COLOR`` is set."""
    from rich.console import Console

    target = stream or sys.stdout
    terminal = target.isatty()
    plain = not terminal or bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Console(
        file=target,
        color_system=None if plain else "auto",
        force_terminal=terminal and not plain,
        width=None if terminal else WIDTH_OF_A_PIPE,
        markup=False,
        emoji=False,
        highlight=False,
    )


def show(parts: Iterable[RenderableType]) -> None:
    """Print to standard output, without the spaces that fill up a line."""
    target = console()
    with target.capture() as captured:
        for part in parts:
            target.print(part)
    print("\n".join(line.rstrip() for line in captured.get().splitlines()), flush=True)


def table(*columns: str, title: str | None = None) -> Table:
    """An empty table in the house style."""
    from rich import box
    from rich.table import Table

    made = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def printable(words: str) -> str:
    """Text of others without the characters that steer a terminal."""
    return "".join(
        one if one.isprintable() or one in "\n\t" else "\N{REPLACEMENT CHARACTER}" for one in words
    )


def say(words: str) -> None:
    """A message for the user, beside the output."""
    print(printable(words), file=sys.stderr, flush=True)


def say_error(error: MkbError, language: str) -> None:
    """The message of an error: one line, or one line per fault."""
    if isinstance(error, InvalidInput):
        say_faults(error.faults, language)
    else:
        say(f"mkb: {error.sentence(language)}")


def say_faults(faults: Iterable[InputFault], language: str) -> None:
    """All faults, each with its place."""
    for fault in faults:
        place = "" if fault.path == "$" else f"{fault.path}: "
        say(f"mkb: {place}{fault.sentence(language)}")
