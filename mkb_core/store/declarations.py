"""Every version of every declaration, and which of them made up a catalogue; both known by their content hash."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from attrs import frozen
from sqlalchemy import Connection, RowMapping, insert, select

from mkb_core.codec import content_hash
from mkb_core.errors import Conflict, InputFault, NotFound
from mkb_core.store.column_types import document_of, document_text
from mkb_core.store.failures import Unreadable
from mkb_core.store.inserting import insert_new
from mkb_core.store.tables import catalogue_members, catalogues, declarations

Kind = Literal["partner", "region"]


@frozen
class StoredDeclaration:
    """A version of what a partner or region declared; ``owner`` is its id, ``plugin`` the one that brought it first."""

    hash: str
    kind: Kind
    owner: str
    plugin: str
    document: Any
    first_seen: datetime


@frozen
class StoredCatalogue:
    """A catalogue: its document, and the hashes of its declarations in their order."""

    hash: str
    document: Any
    members: tuple[str, ...]
    first_seen: datetime


def put_declaration(
    connection: Connection, document: Any, *, kind: Kind, owner: str, plugin: str, at: datetime
) -> str:
    """Store a declaration once and return its content hash; what was first seen stays.

    Raises :class:`InvalidInput` where it is no JSON, :class:`Conflict` where another owner declared the very same.
    """
    text = document_text(document, "declaration")
    key = content_hash(document)
    row = {"hash": key, "kind": kind, "owner": owner, "plugin": plugin, "document": text, "first_seen": at}
    if not insert_new(connection, declarations, row):
        known = connection.execute(
            select(declarations.c.kind, declarations.c.owner).where(declarations.c.hash == key)
        ).one()
        if tuple(known) != (kind, owner):
            raise Conflict(kind="declaration", key=key)
    return key


def get_declaration(connection: Connection, hash_: str) -> StoredDeclaration:
    """The declaration of a hash. Raises :class:`NotFound`, and :class:`Unreadable` where the content was altered."""
    found = connection.execute(select(declarations).where(declarations.c.hash == hash_)).mappings().first()
    if found is None:
        raise NotFound(kind="declaration", key=hash_)
    return _declaration(found)


def history(connection: Connection, kind: Kind, owner: str) -> tuple[StoredDeclaration, ...]:
    """All versions that an owner declared, in the order in which they were first seen."""
    columns = declarations.c
    statement = (
        select(declarations)
        .where(columns.kind == kind, columns.owner == owner)
        .order_by(columns.first_seen, columns.hash)
    )
    return tuple(_declaration(found) for found in connection.execute(statement).mappings())


def put_catalogue(connection: Connection, document: Any, members: Sequence[str], *, at: datetime) -> str:
    """Store a catalogue once and return the content hash of its document.

    Raises :class:`NotFound` for a member that is not stored, :class:`Conflict` where the same document came with other
    members.
    """
    text = document_text(document, "catalogue")
    key = content_hash(document)
    _check_stored(connection, members)
    if insert_new(connection, catalogues, {"hash": key, "document": text, "first_seen": at}):
        rows = [
            {"catalogue": key, "position": position, "declaration": member}
            for position, member in enumerate(members)
        ]
        if rows:
            connection.execute(insert(catalogue_members), rows)
    elif _members(connection, key) != tuple(members):
        raise Conflict(kind="catalogue", key=key)
    return key


def get_catalogue(connection: Connection, hash_: str) -> StoredCatalogue:
    """The catalogue of a hash. Raises :class:`NotFound`, and :class:`Unreadable` where the content was altered."""
    found = connection.execute(select(catalogues).where(catalogues.c.hash == hash_)).mappings().first()
    if found is None:
        raise NotFound(kind="catalogue", key=hash_)
    document = _unaltered("catalogue", hash_, found["document"])
    return StoredCatalogue(hash_, document, _members(connection, hash_), found["first_seen"])


def _check_stored(connection: Connection, members: Sequence[str]) -> None:
    statement = select(declarations.c.hash).where(declarations.c.hash.in_(members))
    known = set(connection.execute(statement).scalars())
    for member in members:
        if member not in known:
            raise NotFound(kind="declaration", key=member)


def _members(connection: Connection, hash_: str) -> tuple[str, ...]:
    columns = catalogue_members.c
    statement = select(columns.declaration).where(columns.catalogue == hash_).order_by(columns.position)
    return tuple(connection.execute(statement).scalars())


def _declaration(found: RowMapping) -> StoredDeclaration:
    document = _unaltered("declaration", found["hash"], found["document"])
    return StoredDeclaration(
        found["hash"], found["kind"], found["owner"], found["plugin"], document, found["first_seen"]
    )


def _unaltered(kind: str, hash_: str, text: str) -> Any:
    if sha256(text.encode("utf-8")).hexdigest() != hash_:
        reason = "the content does not fit its hash"
        raise Unreadable(kind, hash_, [InputFault("$", "invalid-value", {"reason": reason})])
    return document_of(text, kind, hash_)
