"""The command line in this process and as a real one, each with a database, a clock and folders of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from mkb_core.cli import main

NOW = "2026-11-23T10:00:00+00:00"
MKB = Path(sys.executable).with_name("mkb")
CLEARED = (
    "MKB_REGION",
    "MKB_PORT",
    "MKB_KVK_API_KEY",
    "MKB_LANG",
    "MKB_DEBUG",
    "NO_COLOR",
    "FORCE_COLOR",
    "COLUMNS",
)


@frozen
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


Mkb = Callable[..., Outcome]


@pytest.fixture
def environment(tmp_path: Path, migrated_file: Path) -> dict[str, str]:
    """Nothing reaches a register or a folder of the user; tests that need one say so. Partners run in process, because
    cells have tests of their own; the database has its tables, because migrations have."""
    file = tmp_path / "store" / "mkb.sqlite"
    file.parent.mkdir()
    shutil.copy(migrated_file, file)
    return {
        "MKB_ISOLATION": "in-process",
        "MKB_DATABASE_URL": f"sqlite:///{file}",
        "MKB_NOW": NOW,
        "MKB_KVK_BASE_URL": "http://127.0.0.1:9/api",
        "HOME": str(tmp_path / "home"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "TERM": "xterm",
    }


@pytest.fixture
def no_database(environment: dict[str, str], tmp_path: Path) -> None:
    """As on a new machine: there is no database yet, nor its folder."""
    shutil.rmtree(tmp_path / "store")


@pytest.fixture
def mkb(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Mkb:
    """Run a command in this process: ``mkb("advise", "...", MKB_LANG="en")``."""
    for name in CLEARED:
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    def run(*tokens: str, **variables: str) -> Outcome:
        capfd.readouterr()
        with monkeypatch.context() as extra:
            for name, value in variables.items():
                extra.setenv(name, value)
            code = main(tokens)
        captured = capfd.readouterr()
        return Outcome(code, captured.out, captured.err)

    return run


@pytest.fixture
def process_environment(environment: dict[str, str]) -> dict[str, str]:
    """The environment of a real process."""
    return {name: value for name, value in os.environ.items() if name not in CLEARED} | environment


@pytest.fixture
def process(process_environment: dict[str, str]) -> Mkb:
    """Run a command as users do."""

    def run(*tokens: str | bytes, stdin: bytes = b"", **variables: str) -> Outcome:
        done = subprocess.run(
            [MKB, *tokens],
            input=stdin,
            capture_output=True,
            timeout=60,
            check=False,
            env=process_environment | variables,
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def write_lines(path: Path, rows: Sequence[Any]) -> str:
    """A JSON Lines file; a row that is text or bytes is written as it is."""
    lines = [
        row if isinstance(row, bytes) else (row if isinstance(row, str) else json.dumps(row)).encode()
        for row in rows
    ]
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return str(path)
