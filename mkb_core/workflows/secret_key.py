"""The installation's key: from ``MKB_SECRET_KEY``, else from a file that is made at first use."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from sqlalchemy import Engine, make_url, select

from mkb_core.confidential import InstallationKeys
from mkb_core.runtime.remote.keys import read_keys
from mkb_core.store.company_keys import carry_keys
from mkb_core.store.engine import read
from mkb_core.store.failures import StoreFailure
from mkb_core.store.trust_tables import audit_head, company_keys
from mkb_core.workflows.settings import data_folder

ONLY_ITS_OWNER = 0o600


def key_file(url: str) -> Path | None:
    """Where the key lies that is made where none is set: beside an SQLite file, else in the user's data folder.

    ``None`` for a database in memory: its key lives as long as it does.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return data_folder() / "mkb" / "secret.key"
    if address.database in (None, "", ":memory:"):
        return None
    return Path(f"{address.database}.key")


def give_keys(engine: Engine, secret_key: str = "") -> None:
    """Let an engine seal with the installation's key.

    Raises :class:`StoreUnavailable` where the key is lost, or is not the one that the database was written with.
    """
    file = key_file(engine.url.render_as_string(hide_password=False))
    words = secret_key
    if not words and file is not None:
        words = _read(file)
    names = _names_in_use(engine)
    if not words:
        if names:
            raise StoreFailure("no-key")
        words = secrets.token_urlsafe(48) if file is None else _make(file)
    keys = InstallationKeys(tuple(read_keys(words).secrets.values()))
    if names and not names & keys.names:
        raise StoreFailure("other-key")
    carry_keys(engine, keys)


def _names_in_use(engine: Engine) -> set[str]:
    """The public name of the key that the database was last written with, where there is one."""
    with read(engine) as connection:
        signature = connection.execute(select(audit_head.c.signature)).scalar_one_or_none()
        wrapped = connection.execute(
            select(company_keys.c.wrapped).where(company_keys.c.wrapped.is_not(None)).limit(1)
        ).scalar_one_or_none()
    named = {(signature or "").partition(":")[0], (wrapped or "").removeprefix("mkb1:").partition(":")[0]}
    return named - {""}


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError):
        raise StoreFailure("key-file") from None


def _make(file: Path) -> str:
    """A new key; of several processes at once one makes it, and all use that one."""
    made = file.with_name(f"{file.name}.{os.getpid()}-{secrets.token_hex(4)}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_ITS_OWNER)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(secrets.token_urlsafe(48) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(made, file)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    except OSError:
        raise StoreFailure("key-file") from None
    return _read(file)
