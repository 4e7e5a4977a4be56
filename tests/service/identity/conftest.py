"""A browser without scripts: it keeps cookies, and sends forms as they stand in the page."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pyotp
import pytest
from attrs import define

from mkb_core.rights import COMMAND_LINE
from mkb_core.workflows.accounts import passwords
from mkb_core.workflows.accounts.invitations import invite
from mkb_core.workflows.accounts.passwords import HashParameters
from mkb_core.workflows.assembly import Installation
from tests.service.conftest import HTML, Client, Make

PASSWORD = "vier losse woorden samen"
EMAIL = "eva@example.org"
TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')
SECRET = re.compile(r'<span class="code">([A-Z2-7 ]+)</span>')


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dear parameters have a test of their own."""
    monkeypatch.setattr(passwords, "PARAMETERS", HashParameters(1, 64, 1))
    passwords._hasher.cache_clear()
    passwords._hash_of_nobody.cache_clear()


@define
class Visitor:
    """Somebody with a browser."""

    client: Client

    @property
    def installation(self) -> Installation:
        made: Installation = self.client.app.state.installation
        return made

    def see(self, path: str, status: int = 200) -> str:
        """A page, after whatever leads to it."""
        answer = self.client.get(path, headers=HTML)
        assert answer.status_code == status, (path, answer.status_code, answer.text[-2000:])
        return answer.text

    def send(self, page: str, to: str | None = None, /, **form: str) -> httpx.Response:
        """Fill in the form of a page; what comes of it is not followed."""
        token = TOKEN.search(self.see(page))
        assert token is not None, page
        data = {"form_token": token[1], **form}
        return self.client.post(to or page, data=data, headers=HTML, follow_redirects=False)

    def goes(self, page: str, to: str | None = None, /, **form: str) -> str:
        """Where a form leads."""
        answer = self.send(page, to, **form)
        assert answer.status_code == 303, answer.text[-3000:]
        return answer.headers["location"]

    def invited(self, role: str, subject: str | None = None, email: str = EMAIL) -> str:
        """The path of an invitation."""
        return invite(self.installation, COMMAND_LINE, email, role, subject).path

    def accept(self, role: str, subject: str | None = None, email: str = EMAIL) -> str:
        form = {"name": "Eva Jansen", "language": "nl", "password": PASSWORD}
        return self.goes(self.invited(role, subject, email), **form)

    def sign_in(self, email: str = EMAIL, password: str = PASSWORD) -> str:
        return self.goes("/inloggen", email=email, password=password, naar="/account")

    def enrol(self, step: int = -1) -> str:
        """Set up a second factor; the secret of the app."""
        found = SECRET.search(self.see("/account/tweede-factor"))
        assert found is not None
        secret = found[1].replace(" ", "")
        answer = self.send("/account/tweede-factor", code=self.code(secret, step))
        assert answer.status_code == 200, answer.text[-3000:]
        return secret

    def code(self, secret: str, step: int = 0) -> str:
        now = self.installation.settings.clock().timestamp()
        return str(pyotp.TOTP(secret).generate_otp(int(now) // 30 + step))


Arrive = Callable[..., Visitor]


@pytest.fixture
def visitor(make: Make) -> Visitor:
    """Somebody at the address of this machine."""
    client = make()
    client.base_url = httpx.URL("http://127.0.0.1:8000")
    return Visitor(client)
