"""``mkb demo`` and ``mkb serve`` as real processes that are told to stop."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from mkb_core.cli.demo import demo_companies
from mkb_core.domain.companies import is_company_number
from tests.cli.conftest import MKB, Mkb


@contextmanager
def running(
    environment: dict[str, str], *tokens: str
) -> Iterator[tuple[subprocess.Popen[str], str, list[str]]]:
    """A serving process, its address, and the lines that it printed before."""
    process = subprocess.Popen(
        [MKB, *tokens],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment | {"PYTHONUNBUFFERED": "1"},
    )
    try:
        assert process.stdout is not None
        before: list[str] = []
        for line in process.stdout:
            if line.startswith("Ready: "):
                break
            before.append(line.rstrip("\n"))
        else:
            pytest.fail(f"never ready: {process.stderr.read() if process.stderr else ''}")
        yield process, line.removeprefix("Ready: ").strip(), before
    finally:
        process.kill()
        process.communicate()


@pytest.mark.usefixtures("no_database")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_the_demo_shows_an_advice_serves_the_pages_and_stops_cleanly(
    process_environment: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    folder = tmp_path / "data" / "mkb-demo"
    with running(process_environment, "demo", "--port", "0") as (process, address, before):
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        assert before[0].startswith('$ mkb advise "')
        assert "Kandidaat voor begeleiding" in before
        assert (folder / "demo.sqlite").is_file()
        assert not (tmp_path / "store").exists()
        assert httpx.get(address, follow_redirects=True).status_code == 200
        process.send_signal(number)
        assert process.wait(timeout=30) == 0
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def test_a_taken_port_is_one_message(mkb: Mkb, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        for done in (
            mkb("demo", "--port", port),
            mkb("serve", MKB_PORT=port),
            mkb("demo", "--lang", "en", MKB_PORT=port),
        ):
            assert (done.code, done.out) == (4, "")
            assert len(done.err.splitlines()) == 1
            assert port in done.err
    assert not (tmp_path / "data").exists()


def test_without_the_web_service_serve_says_what_to_install(process_environment: dict[str, str]) -> None:
    code = "import sys; sys.modules['mkb_service'] = None; from mkb_core.cli import main; sys.exit(main(['serve', '--port', '0']))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=process_environment,
        timeout=60,
        check=False,
    )
    assert done.returncode == 4
    assert "mkb-service" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_demo_without_pages_ends_by_itself_and_may_be_repeated(mkb: Mkb, tmp_path: Path) -> None:
    folder = str(tmp_path / "shown")
    assert mkb("demo", "--once", "--folder", folder).code == 0
    assert mkb("demo", "--once", "--folder", folder).code == 0
    assert os.listdir(folder)  # noqa: PTH208 - only whether there is something


def test_the_companies_of_the_demo_can_be_looked_up(mkb: Mkb, tmp_path: Path) -> None:
    mkb("demo", "--once", "--folder", str(tmp_path))
    for company in demo_companies():
        assert is_company_number(company["number"])
        shown = mkb(
            "company",
            "show",
            company["number"],
            "--json",
            MKB_DATABASE_URL=f"sqlite:///{tmp_path / 'demo.sqlite'}",
        )
        assert shown.json["fields"]["name"]["value"] == company["name"]
        assert shown.json["fields"]["name"]["source"] == "demo"
