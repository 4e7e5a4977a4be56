"""The key of each company's confidential values, and sealing with it what the other tables hold.

An engine carries the installation's keys (:func:`carry_keys`). One without them (a notebook, a test of the store) keeps
values in the open.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from attrs import define, field
from sqlalchemy import Connection, Engine, bindparam, select, update

from mkb_core.confidential import DataKey, InstallationKeys, Unsealable, is_sealed, key_id_of
from mkb_core.errors import Erased, InputFault
from mkb_core.store.failures import StoreFailure, Unreadable
from mkb_core.store.inserting import insert_new
from mkb_core.store.trust_tables import company_keys

_KEYS = "mkb_keys"
# Every read of confidential data asks it, so it is made once.
_OF_ID = select(company_keys.c.id, company_keys.c.wrapped).where(company_keys.c.id == bindparam("asked"))


def carry_keys(engine: Engine, keys: InstallationKeys) -> None:
    """Every connection of this engine seals and opens with these keys from now on."""
    engine.update_execution_options(**{_KEYS: keys})


def keys_of(connection: Connection) -> InstallationKeys | None:
    """The installation's keys, where the engine carries them."""
    keys: InstallationKeys | None = connection.get_execution_options().get(_KEYS)
    return keys


def seal_for(connection: Connection, number: str | None, words: str, place: str, at: datetime) -> str:
    """Seal a text with the key of a company, made where there is none; open where no company or no key is known."""
    keys = keys_of(connection)
    if keys is None or number is None:
        return words
    try:
        return _key_for(connection, keys, number, at).seal(words, place)
    except ImportError:
        raise StoreFailure("no-cipher") from None


@define
class Unsealer:
    """Opens texts of columns, sealed or not; remembers the keys that it needed. ``numbers``: whose texts will come."""

    connection: Connection
    numbers: Collection[str] = ()
    _wrapped: dict[str, str | None] | None = field(default=None, init=False, repr=False)
    _keys: dict[str, DataKey] = field(factory=dict, init=False, repr=False)

    def open(self, words: str, place: str, *, kind: str, key: str) -> str:
        """The text. Raises :class:`Erased` where its key was destroyed, :class:`Unreadable` where it was altered."""
        if not is_sealed(words):
            return words
        keys = keys_of(self.connection)
        if keys is None:
            raise StoreFailure("no-key")
        try:
            id_ = key_id_of(words)
            if id_ not in self._keys:
                wrapped = self._of(id_)
                if wrapped is None:
                    raise Erased(kind=kind, key=key)
                self._keys[id_] = keys.unwrap(id_, wrapped)
            return self._keys[id_].unseal(words, place)
        except Unsealable:
            reason = "it does not fit its key and place"
            raise Unreadable(kind, key, [InputFault("$", "invalid-value", {"reason": reason})]) from None
        except ImportError:
            raise StoreFailure("no-cipher") from None

    def _of(self, id_: str) -> str | None:
        if self._wrapped is None:
            self._wrapped = {}
            if self.numbers:
                columns = company_keys.c
                statement = select(columns.id, columns.wrapped).where(
                    columns.company_number.in_(self.numbers)
                )
                self._wrapped = {row.id: row.wrapped for row in self.connection.execute(statement)}
        if id_ not in self._wrapped:
            found = self.connection.execute(_OF_ID, {"asked": id_}).first()
            self._wrapped[id_] = None if found is None else found.wrapped
        return self._wrapped[id_]


def unseal(connection: Connection, words: str, place: str, *, kind: str, key: str) -> str:
    """One text, as :meth:`Unsealer.open` opens it."""
    return Unsealer(connection).open(words, place, kind=kind, key=key)


def destroy_keys(connection: Connection, number: str, at: datetime) -> int:
    """Destroy the keys of a company: what they sealed is unreadable from now on. How many there were."""
    columns = company_keys.c
    statement = (
        update(company_keys)
        .where(columns.company_number == number, columns.destroyed_at.is_(None))
        .values(wrapped=None, destroyed_at=at)
    )
    return connection.execute(statement).rowcount


def rewrap_keys(connection: Connection, keys: InstallationKeys) -> int:
    """Wrap every key with the first secret; how many were wrapped with another before."""
    columns = company_keys.c
    changed = 0
    for row in connection.execute(
        select(columns.id, columns.wrapped).where(columns.wrapped.is_not(None))
    ).all():
        if key_id_of(row.wrapped) != keys.first:
            wrapped = keys.wrap(keys.unwrap(row.id, row.wrapped))
            connection.execute(update(company_keys).where(columns.id == row.id).values(wrapped=wrapped))
            changed += 1
    return changed


def _key_for(connection: Connection, keys: InstallationKeys, number: str, at: datetime) -> DataKey:
    """The lock lets an erasure wait for whoever is sealing, so that nothing sealed comes after it unseen."""
    columns = company_keys.c
    found = connection.execute(
        select(columns.id, columns.wrapped)
        .where(columns.company_number == number, columns.destroyed_at.is_(None))
        .order_by(columns.created_at, columns.id)
        .with_for_update(read=True)
        .limit(1)
    ).first()
    if found is not None:
        try:
            return keys.unwrap(found.id, found.wrapped)
        except Unsealable:
            raise StoreFailure("other-key") from None
    key = DataKey.new()
    row = {"id": key.id, "company_number": number, "wrapped": keys.wrap(key), "created_at": at}
    insert_new(connection, company_keys, row)
    return key
