"""The program around the commands: help, version, streams, signals, and faults of its own."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import time
from importlib.metadata import version

import pytest
from attrs import evolve

from mkb_core import errors
from mkb_core.cli.application import COMMANDS
from mkb_core.cli.exits import EXIT_OF, Exit, exit_of
from tests.cli.conftest import MKB, Mkb

LEAVES = [
    tuple(filter(None, (group, command))) for group, commands in COMMANDS.items() for command in commands
]


def test_version(mkb: Mkb) -> None:
    done = mkb("--version")
    assert (done.code, done.out.strip()) == (0, f"mkb {version('mkb-core')}")


@pytest.mark.parametrize("tokens", [(), ("--help",), ("company",), ("partners", "--help")])
def test_help_lists_the_commands(mkb: Mkb, tokens: tuple[str, ...]) -> None:
    done = mkb(*tokens)
    assert done.code == 0
    assert "Usage: mkb" in done.out


@pytest.mark.parametrize("tokens", LEAVES, ids=" ".join)
def test_every_command_has_help_with_an_example(mkb: Mkb, tokens: tuple[str, ...]) -> None:
    done = mkb(*" ".join(tokens).split(), "--help")
    assert done.code == 0
    examples = done.out.partition("Examples:")[2]
    assert f"  mkb {' '.join(tokens)}" in examples


def test_help_imports_nothing_of_the_library_but_its_edge() -> None:
    code = (
        "import sys; from mkb_core.cli import main; main(['--help']);"
        "heavy = [one for one in ('sqlalchemy', 'httpx', 'alembic', 'mkb_core.workflows.assembly') if one in sys.modules];"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([MKB.with_name("python"), "-c", code], check=True, capture_output=True)


@pytest.mark.usefixtures("no_database")
def test_advice_without_storing_imports_no_network(process_environment: dict[str, str]) -> None:
    code = (
        "import sys; from mkb_core.cli import main; main(['advise', 'lening?', '--no-store']);"
        "heavy = [one for one in ('httpx', 'alembic', 'litestar') if one in sys.modules];"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run(
        [MKB.with_name("python"), "-c", code], check=True, capture_output=True, env=process_environment
    )


def on_a_terminal(tokens: list[str], environment: dict[str, str]) -> str:
    """What a command writes to a terminal."""
    reader, writer = pty.openpty()
    with subprocess.Popen(
        [MKB, *tokens], stdout=writer, stderr=writer, stdin=writer, env=environment
    ) as running:
        os.close(writer)
        parts = []
        while True:
            try:
                part = os.read(reader, 65536)
            except OSError:
                break
            if not part:
                break
            parts.append(part)
        running.wait(timeout=60)
    os.close(reader)
    return b"".join(parts).decode()


def test_colours_only_on_a_terminal_that_wants_them(process_environment: dict[str, str]) -> None:
    tokens = ["partners", "show", "zuyd"]
    assert "\x1b[" in on_a_terminal(tokens, process_environment)
    assert "\x1b[" not in on_a_terminal(tokens, process_environment | {"NO_COLOR": "1"})


def test_a_stream_that_knows_few_characters_stops_nothing(process: Mkb) -> None:
    done = process("advise", "Hoe vind ik personeel?", "--no-store", PYTHONIOENCODING="ascii")
    assert done.code == 0
    assert (
        process("advise", "café?", "--no-store", "--json", PYTHONIOENCODING="ascii").json["question"]
        == "café?"
    )


def test_a_reader_that_goes_away_is_no_error(process_environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [MKB, "partners", "list", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=process_environment,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(timeout=60) == Exit.PIPE_CLOSED


def test_an_interrupt_is_quiet(process_environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [MKB, "advise", "--batch", "-", "--json", "--no-store"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=process_environment,
    ) as running:
        time.sleep(3)  # it waits for questions that do not come
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=60) == Exit.INTERRUPTED
        assert running.stderr is not None
        assert running.stderr.read() == b""


def test_a_fault_of_the_program_is_one_line_with_the_details_in_a_file(
    mkb: Mkb, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    broken = evolve(COMMANDS["db"]["upgrade"], place="mkb_core.cli.no_such_module:upgrade")
    monkeypatch.setitem(COMMANDS["db"], "upgrade", broken)
    done = mkb("db", "upgrade")
    assert (done.code, done.out) == (Exit.INTERNAL, "")
    assert len(done.err.splitlines()) == 1
    log = re.search(r"in (\S+errors\.log)", done.err)
    assert log is not None
    with open(log.group(1), encoding="utf-8") as file:  # noqa: PTH123 - the path is text from the message
        assert "no_such_module" in file.read()
    assert "Traceback" in mkb("db", "upgrade", MKB_DEBUG="1").err


def test_every_error_of_the_library_has_an_exit_code() -> None:
    kinds = [
        one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.MkbError)
    ]
    for kind in kinds:
        assert kind is errors.MkbError or any(issubclass(kind, known) for known, _ in EXIT_OF), kind
    assert exit_of(errors.NotFound(kind="company", key="1")) == 3
