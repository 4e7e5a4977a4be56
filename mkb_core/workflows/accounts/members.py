"""An association invites its members: a file of companies, in which every faulty row is told and nothing of it done (A4)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import frozen

from mkb_core.domain.partners import PartnerKind
from mkb_core.errors import Denied, InputFault, InvalidInput
from mkb_core.rights import Action, Actor, Kind
from mkb_core.store.engine import write
from mkb_core.workflows.accounts.invitations import Offer, store_invitation
from mkb_core.workflows.accounts.permissions import scope_of
from mkb_core.workflows.accounts.who import company_faults, email_faults, name_faults, normal_email
from mkb_core.workflows.assembly import Installation

ROLE = "entrepreneur"
MOST_MEMBERS = 2000
COLUMNS = ("number", "email", "name")
#: as they may be called in every language
COLUMN_NAMES: Mapping[str, str] = {"number": "kvk", "email": "e-mail", "name": "naam"}
#: how the columns may be called in the first line of a file
TITLES: Mapping[str, str] = {
    "number": "number", "nummer": "number", "kvk": "number", "kvk-nummer": "number", "kvknummer": "number",
    "email": "email", "e-mail": "email", "e-mailadres": "email", "mail": "email",
    "name": "name", "naam": "name",
}  # fmt: skip


@frozen
class Member:
    """A row of the file, as it was typed; ``line`` counts from 1, the titles included."""

    line: int
    number: str
    email: str
    name: str
    surplus: bool = False


@frozen
class MemberOutcome:
    """What came of a row: invited, or everything that is wrong with it."""

    line: int
    email: str
    faults: tuple[InputFault, ...] = ()


def decoded(content: bytes) -> str:
    """The words of a file as spreadsheets save it: UTF-8, UTF-16 with its mark, else the Windows alphabet."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def read_members(words: str) -> tuple[Member, ...]:
    """The rows of a CSV file, between commas, semicolons or tabs; the first line names the columns. Empty lines are left out,
    and so is the line ``sep=;`` by which some spreadsheets begin.

    Raises :class:`InvalidInput` where that line lacks a column, or there are too many rows.
    """
    words = words.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")
    first = next(iter(words.splitlines()), "")
    skipped = 1 if first.strip().lower().startswith("sep=") else 0
    titles_line = next(iter(words.splitlines()[skipped:]), "")
    separator = max(",;\t", key=titles_line.count)
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        line = 1
        for row in reader:
            rows.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        facts = {"line": reader.line_num, "reason": str(error)}
        raise InvalidInput([InputFault("members", "csv-line", facts)]) from None
    rows = rows[skipped:]
    titles = [TITLES.get(title.strip().lower(), "") for title in rows[0][1]] if rows else []
    if missing := [column for column in COLUMNS if column not in titles]:
        columns = ", ".join(COLUMN_NAMES[column] for column in missing)
        raise InvalidInput([InputFault("members", "columns-missing", {"columns": columns})])
    found = tuple(_member(line, row, titles) for line, row in rows[1:] if "".join(row).strip())
    if not found:
        raise InvalidInput([InputFault("members", "empty")])
    if len(found) > MOST_MEMBERS:
        raise InvalidInput([InputFault("members", "too-many", {"count": len(found), "limit": MOST_MEMBERS})])
    return found


def invite_members(
    installation: Installation, actor: Actor, partner: str, members: Iterable[Member]
) -> tuple[MemberOutcome, ...]:
    """Invite the entrepreneurs of these companies on behalf of an association, each sound row by itself.

    Raises :class:`Denied` where the partner is not the actor's, :class:`InvalidInput` where it is no association.
    """
    scope = scope_of(actor, Kind.ACCOUNT, Action.CREATE)
    if scope not in (None, partner):
        raise Denied(kind="account", action="create")
    if not is_association(installation, partner):
        raise InvalidInput([InputFault("partner", "no-association", {"value": partner[:40]})])
    outcomes: list[MemberOutcome] = []
    seen: set[str] = set()
    for member in members:
        email = normal_email(member.email)
        faults = _faults(installation, member, email, seen)
        seen.add(email)
        if not faults:
            with write(installation.engine) as connection:
                offer = Offer(email, ROLE, member.number, member.name, partner)
                store_invitation(connection, installation, actor, offer)
        outcomes.append(MemberOutcome(member.line, email, tuple(faults)))
    return tuple(outcomes)


def is_association(installation: Installation, partner: str | None) -> bool:
    """Is this partner an association?"""
    declaration = installation.catalogue.declarations.get(partner or "")
    return declaration is not None and declaration.partner.kind is PartnerKind.ASSOCIATION


def outcome_document(outcomes: Sequence[MemberOutcome], language: str) -> dict[str, Any]:
    """The public form: ``{invited, faulty, rows: [{line, errors}]}`` with the faulty rows."""
    faulty = [one for one in outcomes if one.faults]
    rows = [{"line": one.line, "errors": [fault.as_dict(language) for fault in one.faults]} for one in faulty]
    return {"invited": len(outcomes) - len(faulty), "faulty": len(faulty), "rows": rows}


def _faults(installation: Installation, member: Member, email: str, seen: set[str]) -> list[InputFault]:
    faults = company_faults(installation, member.number, "number")
    faults += [*email_faults(email), *name_faults(member.name)]
    if member.surplus:
        faults.append(InputFault("$", "unknown-key", {"key": len(COLUMNS) + 1}))
    if email in seen:  # a second invitation would silently take the place of the first
        faults.append(InputFault("email", "duplicate", {"value": email[:100]}))
    return faults


def _member(line: int, row: Sequence[str], titles: Sequence[str]) -> Member:
    values = dict(zip(titles, row, strict=False))
    return Member(
        line,
        values.get("number", "").strip(),
        values.get("email", "").strip(),
        values.get("name", "").strip(),
        surplus=len(row) > len(titles),
    )
