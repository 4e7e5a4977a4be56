"""``mkb user``: invite, list, block, roles."""

from __future__ import annotations

from typing import Annotated, Any

from cyclopts import Parameter

from mkb_core.cli.exits import Exit, on_the_command_line
from mkb_core.cli.files import read_whole
from mkb_core.cli.options import Json, Lang, Language
from mkb_core.cli.printing import print_json, say, show, table
from mkb_core.cli.startup import installation
from mkb_core.cli.words import word
from mkb_core.rights import COMMAND_LINE, ROLES
from mkb_core.store.account_roles import RoleGrant

Email = Annotated[str, Parameter(help="E-mail address of the account.")]


def invite(
    *,
    role: Annotated[str, Parameter(help="Id of a role; see mkb user roles.")],
    email: Annotated[str, Parameter(help="E-mail address of whoever is invited.")],
    subject: Annotated[
        str | None,
        Parameter(help="For whom the role acts: a company's number, a partner's or funder's id."),
    ] = None,
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Invite somebody to a role: prints the link, which is good once and for a week, and sends it where mail is set up."""
    from mkb_core.workflows.accounts import invitations

    made = installation(lang)
    with on_the_command_line():
        link = invitations.invite(made, COMMAND_LINE, email, role, subject)
    if json:
        print_json({"email": link.email, "link": link.url, "expires_at": link.expires_at.isoformat()})
    else:
        print(link.url)
        say(word("invited", lang, email=link.email, until=f"{link.expires_at:%Y-%m-%d %H:%M} UTC"))
    return Exit.OK


def invite_members(
    file: Annotated[
        str,
        Parameter(
            allow_leading_hyphen=True,
            help="CSV file, or -. The first line names its columns: number, email, name.",
        ),
    ],
    /,
    *,
    partner: Annotated[str, Parameter(help="Id of the association.")],
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Invite the members of an association; a faulty row is reported and invites nobody."""
    from mkb_core.workflows.accounts import members

    rows = members.read_members(members.decoded(read_whole(file)))
    made = installation(lang)
    outcomes = members.invite_members(made, COMMAND_LINE, partner, rows)
    document = members.outcome_document(outcomes, lang)
    for row in document["rows"]:
        for error in row["errors"]:
            say(word("line", lang, line=row["line"], path=error["path"], message=error["message"]))
    if json:
        print_json(document)
    else:
        print(word("members-invited", lang, count=document["invited"]))
        if document["faulty"]:
            say(word("members-faulty", lang, count=document["faulty"]))
    return Exit.FAULTS if document["faulty"] else Exit.OK


def list_users(*, json: Json = False, lang: Lang = "nl") -> int:
    """List the accounts with their roles."""
    from mkb_core.workflows.accounts import managing

    rows = managing.accounts_for(installation(lang), COMMAND_LINE)
    if json:
        print_json({"accounts": [_account_data(row) for row in rows]})
        return Exit.OK
    made = table(*(word(key, lang) for key in ("email", "user-name", "roles", "second-factor", "user-state")))
    for row in rows:
        roles = ", ".join(_role_words(role) for role in row.roles)
        second = word("yes" if row.enrolled else "no", lang)
        made.add_row(
            row.account.email, row.account.name, roles, second, word(f"user-{row.account.state}", lang)
        )
    show([made])
    return Exit.OK


def block(email: Email, /, *, json: Json = False, lang: Lang = "nl") -> int:
    """Block an account: its sessions end at once, and it cannot sign in."""
    return _set_blocked(email, True, json=json, lang=lang)


def unblock(email: Email, /, *, json: Json = False, lang: Lang = "nl") -> int:
    """Let a blocked account in again."""
    return _set_blocked(email, False, json=json, lang=lang)


def roles(*, json: Json = False, lang: Lang = "nl") -> int:
    """List the roles, for whom each acts, and which need a second factor."""
    if json:
        listed = [
            {
                "id": role.id,
                "label": role.label.in_language(lang),
                "side": role.side.value,
                "needs_subject": role.needs_subject,
                "second_factor": role.second_factor,
            }
            for role in ROLES.values()
        ]
        print_json({"roles": listed})
        return Exit.OK
    made = table(*(word(key, lang) for key in ("role", "role-label", "subject", "second-factor")))
    for role in ROLES.values():
        subject = word(f"subject-{role.side.value}", lang) if role.needs_subject else "–"
        second = word("yes" if role.second_factor else "no", lang)
        made.add_row(role.id, role.label.in_language(lang), subject, second)
    show([made])
    return Exit.OK


def _set_blocked(email: str, blocked: bool, *, json: bool, lang: Language) -> int:
    from mkb_core.workflows.accounts import managing

    made = installation(lang)
    account = managing.account_of_email(made, email)
    managing.set_blocked(made, COMMAND_LINE, account.id, blocked)
    if json:
        print_json({"email": account.email, "state": "blocked" if blocked else "active"})
    else:
        print(word("blocked" if blocked else "unblocked", lang, email=account.email))
    return Exit.OK


def _role_words(role: RoleGrant) -> str:
    return f"{role.role} ({role.subject})" if role.subject else role.role


def _account_data(row: Any) -> dict[str, Any]:
    return {
        "id": row.account.id,
        "email": row.account.email,
        "name": row.account.name,
        "language": row.account.language,
        "state": row.account.state,
        "second_factor": row.enrolled,
        "roles": [{"role": role.role, "subject": role.subject} for role in row.roles],
    }
