"""What is done with a block of each language: run it, read it as the program would, or leave it as words.

A block whose first line is a comment with a file name is also saved under that name, for the blocks after it.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from attrs import frozen
from sybil import Example, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.markdown import CodeBlockParser

from mkb_core.codec import parse_json
from tests.docs.toml_blocks import read_toml_block

FILE_NAME = re.compile(r"# ([\w-]+(?:/[\w-]+)*\.(?:toml|py))\n")
#: Words for people: a command that needs the network or that runs until it is stopped, or a drawing.
NOT_RUN = "text"
WIDTH = "100"
NOW = "2026-11-23T10:00:00Z"
SECONDS = 100

run_python = PythonEvaluator()


@frozen
class Command:
    """A command of a console block and what it is said to print; ``...`` stands for anything."""

    words: str
    printed: str


def environment(folder: Path) -> dict[str, str]:
    """An environment in which nothing reaches a register or a folder of the user, at a fixed time."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MKB_", "XDG_"))}
    search = [str(Path(sys.executable).parent), inherited.get("PATH", "")]
    return inherited | {
        "COLUMNS": WIDTH,
        "HOME": str(folder / "home"),
        "MKB_DATABASE_URL": f"sqlite:///{folder / 'mkb.sqlite'}",
        "MKB_KVK_BASE_URL": "http://127.0.0.1:9/api",
        "MKB_NOW": NOW,
        "NO_COLOR": "1",
        "PATH": os.pathsep.join(search),
        "TERM": "dumb",
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_STATE_HOME": str(folder / "state"),
    }


def shell(words: str) -> str:
    """Run a script in the current folder and environment; returns what it printed, on both streams.

    What it started ends with it.
    """
    script = ["bash", "-c", f"set -euo pipefail\n{words}"]
    with subprocess.Popen(
        script, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as process:
        try:
            printed, _ = process.communicate(timeout=SECONDS)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 0, f"{words}\nends with exit code {process.returncode}:\n{printed}"
    return printed


def commands(source: str) -> Iterator[Command]:
    """The commands of a console block: ``$ `` begins one, ``> `` continues it, all else is printed."""
    parts = re.split(r"^\$ ", source, flags=re.MULTILINE)
    assert not parts[0].strip(), "a console block begins with a command"
    for part in parts[1:]:
        lines = part.splitlines()
        length = 1
        while length < len(lines) and lines[length].startswith("> "):
            length += 1
        words = "\n".join([lines[0], *(line.removeprefix("> ") for line in lines[1:length])])
        yield Command(words, "".join(f"{line}\n" for line in lines[length:]))


def check_printed(command: Command, printed: str) -> None:
    """Is that what the command prints? Spaces at the ends of lines do not count."""
    got = "".join(f"{line.rstrip()}\n" for line in printed.splitlines())
    first, *others = command.printed.split("...")
    missing = None if got.startswith(first) else first
    place = len(first)
    for part in others:
        found = got.find(part, place)
        missing = part if missing is None and found < 0 else missing
        place = found + len(part)
    if missing is None and not others and got != first:
        missing = first
    if missing is None and others and not got.endswith(others[-1]):
        missing = others[-1]
    assert missing is None, f"$ {command.words}\ndoes not print\n{missing}\nbut\n{got}"


def saved(example: Example) -> bool:
    """Save a block that names its file."""
    named = FILE_NAME.match(example.parsed)
    if named:
        file = Path(named[1])
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(example.parsed, "utf-8")
    return bool(named)


def python(example: Example) -> None:
    if not saved(example):
        run_python(example)


def toml(example: Example) -> None:
    saved(example)
    read_toml_block(example.parsed)


def json(example: Example) -> None:
    parse_json(example.parsed)


def bash(example: Example) -> None:
    shell(example.parsed)


def console(example: Example) -> None:
    for command in commands(example.parsed):
        check_printed(command, shell(command.words))


RUN = {"bash": bash, "console": console, "json": json, "python": python, "toml": toml}
SYBIL = Sybil(parsers=[CodeBlockParser(language, evaluator) for language, evaluator in RUN.items()])
