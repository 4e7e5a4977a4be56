"""An installation on SQLite and on PostgreSQL in turn, with a clock that tests move."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from attrs import define, evolve, field

from mkb_core.rights import COMMAND_LINE
from mkb_core.store.account_roles import roles_of
from mkb_core.store.accounts import find_account
from mkb_core.store.engine import read
from mkb_core.workflows.accounts import passwords
from mkb_core.workflows.accounts.invitations import accept_invitation, invite
from mkb_core.workflows.accounts.passwords import HashParameters
from mkb_core.workflows.accounts.sessions import SignedIn, signed_in
from mkb_core.workflows.assembly import Installation

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
PASSWORD = "vier losse woorden samen"
EMAIL = "eva@example.org"
KEY = "a-key-of-tests-that-is-long-enough-0123456789"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The dear parameters have a test of their own."""
    monkeypatch.setattr(passwords, "PARAMETERS", HashParameters(1, 64, 1))
    passwords._hasher.cache_clear()
    passwords._hash_of_nobody.cache_clear()
    yield
    passwords._hasher.cache_clear()
    passwords._hash_of_nobody.cache_clear()


@define
class Place:
    """An installation, and what tests do with it over and over."""

    installation: Installation = field()

    def later(self, **time: float) -> None:
        """Move the clock."""
        moved = evolve(self.installation.settings, now=self.now + timedelta(**time))
        self.installation.settings = moved

    @property
    def now(self) -> datetime:
        return self.installation.settings.clock()

    def secret(self, email: str = EMAIL, role: str = "consultant", subject: str | None = None) -> str:
        """The secret of the link of an invitation."""
        return invite(self.installation, COMMAND_LINE, email, role, subject).url.rpartition("/")[2]

    def account(self, email: str = EMAIL, role: str = "consultant", subject: str | None = None) -> SignedIn:
        """Somebody who accepted an invitation, signed in as far as that goes."""
        form = {"name": "Eva Jansen", "language": "nl", "password": PASSWORD}
        session = accept_invitation(self.installation, self.secret(email, role, subject), form)
        assert session is not None
        return self.found(session)

    def found(self, session: str) -> SignedIn:
        found = signed_in(self.installation, session)
        assert found is not None
        return found

    def roles(self, email: str = EMAIL) -> list[str]:
        with read(self.installation.engine) as connection:
            account = find_account(connection, email)
            return [one.role for one in roles_of(connection, account.id)] if account else []


@pytest.fixture
def place(assembled: Installation, store_url: str) -> Iterator[Place]:
    """The installation on an empty database of each kind."""
    settings = evolve(assembled.settings, database_url=store_url, secret_key=KEY)
    made = Installation(settings, assembled.host, assembled.catalogue)
    yield Place(made)
    made.engine.dispose()


@pytest.fixture
def embedded(installation: Installation) -> Place:
    """The installation on SQLite, for what no database decides."""
    return Place(installation)
