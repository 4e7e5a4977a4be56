"""``/v1/accounts``, ``/v1/invitations`` and ``/v1/members``: who has an account, and who is asked to make one."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, RawBody

from mkb_core.codec import describe
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.workflows.accounts import invitations, managing, members
from mkb_service.acting import actor_of
from mkb_service.api.account_resources import (
    Account,
    AccountList,
    FaultyMember,
    Invitation,
    InvitationLink,
    InvitationList,
    MemberFault,
    MembersInvited,
)
from mkb_service.api.queries import link_header, page_of, read_query
from mkb_service.api.text_values import read_texts
from mkb_service.bodies import read_json_object
from mkb_service.idempotency import SECRET_ANSWER
from mkb_service.languages import language_of
from mkb_service.provided import TheInstallation


@get("/accounts", sync_to_thread=True, summary="Accounts", operation_id="listAccounts", tags=["accounts"])
def list_accounts(request: Request[Any, Any, Any], installation: TheInstallation) -> Response[AccountList]:
    """Those that the caller may manage: of a partner its own people, in their roles for that partner."""
    query = read_query(request)
    items, pagination = page_of(managing.accounts_for(installation, actor_of(request)), query)
    links = link_header("/v1/accounts", query, pagination.total)
    return Response(AccountList(tuple(map(Account.of, items)), pagination), headers={"link": links})


@get(
    "/invitations",
    sync_to_thread=True,
    summary="Invitations",
    operation_id="listInvitations",
    tags=["accounts"],
)
def list_invitations(
    request: Request[Any, Any, Any], installation: TheInstallation
) -> Response[InvitationList]:
    """Those that were not accepted yet, the newest first."""
    query = read_query(request)
    items, pagination = page_of(invitations.waiting_invitations(installation, actor_of(request)), query)
    links = link_header("/v1/invitations", query, pagination.total)
    return Response(InvitationList(tuple(map(Invitation.of, items)), pagination), headers={"link": links})


@post(
    "/invitations",
    sync_to_thread=True,
    summary="Invite",
    operation_id="invite",
    tags=["accounts"],
    opt={SECRET_ANSWER: True},
)
def invite(
    request: Request[Any, Any, Any], body: RawBody, installation: TheInstallation
) -> Response[InvitationLink]:
    """Invite somebody to a role; the link is mailed, and shown once. An earlier one to the address opens nothing any more."""
    read_query(request, paged=False)
    texts = ("email", "role", "subject", "name")
    data = {name: value or "" for name, value in read_texts(request, body, texts, (), texts[:2]).items()}
    actor = actor_of(request)
    made = invitations.invite(
        installation, actor, data["email"], data["role"], data["subject"] or None, data["name"]
    )
    shown = Invitation.of(invitations.invitation_for(installation, actor, made.id))
    return Response(InvitationLink(shown, made.url), headers={"location": f"/v1/invitations/{made.id}"})


@get(
    "/invitations/{invitation:str}",
    sync_to_thread=True,
    summary="An invitation",
    operation_id="readInvitation",
    tags=["accounts"],
)
def read_invitation(
    request: Request[Any, Any, Any], invitation: FromPath[str], installation: TheInstallation
) -> Invitation:
    """One that waits, without its link."""
    read_query(request, paged=False)
    return Invitation.of(invitations.invitation_for(installation, actor_of(request), invitation))


@post(
    "/invitations/{invitation:str}/withdrawals",
    sync_to_thread=True,
    status_code=200,
    summary="Take an invitation back",
    operation_id="withdrawInvitation",
    tags=["accounts"],
)
def withdraw_invitation(
    request: Request[Any, Any, Any], invitation: FromPath[str], installation: TheInstallation
) -> Invitation:
    """From now on its link opens nothing."""
    read_query(request, paged=False)
    return Invitation.of(invitations.withdraw_invitation(installation, actor_of(request), invitation))


@post(
    "/members",
    sync_to_thread=True,
    status_code=200,
    summary="Invite the members of an association",
    operation_id="inviteMembers",
    tags=["accounts"],
)
def invite_members(
    request: Request[Any, Any, Any], body: RawBody, installation: TheInstallation
) -> MembersInvited:
    """Invite the entrepreneurs of the sound rows, and tell every fault of the others."""
    read_query(request, paged=False)
    partner, rows = _members(read_json_object(request, body))
    outcomes = members.invite_members(installation, actor_of(request), partner, rows)
    language = language_of(request)
    faulty = tuple(
        FaultyMember(one.line, tuple(MemberFault(**fault.as_dict(language)) for fault in one.faults))
        for one in outcomes
        if one.faults
    )
    return MembersInvited(len(outcomes) - len(faulty), len(faulty), faulty)


def _members(data: dict[str, Any]) -> tuple[str, tuple[members.Member, ...]]:
    """The association and the rows of a body. Raises :class:`InvalidInput` with all faults of its form."""
    faults = [
        InputFault(key, "unknown-key", {"key": describe(key)})
        for key in data
        if key not in ("partner", "members")
    ]
    partner, rows = data.get("partner"), data.get("members")
    if not isinstance(partner, str):
        facts = {"expected": "text", "got": describe(partner)}
        faults.append(InputFault("partner", "wrong-type", facts))
        partner = ""
    if not isinstance(rows, list) or not rows:
        facts = {"expected": "a list of members", "got": describe(rows)}
        raise InvalidInput([*faults, InputFault("members", "wrong-type", facts)])
    for index, row in enumerate(rows):
        sound = isinstance(row, dict) and set(row) == set(members.COLUMNS)
        if not sound or not all(isinstance(value, str) for value in row.values()):
            facts = {"expected": "number, email and name as text", "got": describe(row)}
            faults.append(InputFault(f"members[{index}]", "wrong-type", facts))
    if len(rows) > members.MOST_MEMBERS:
        most = {"count": len(rows), "limit": members.MOST_MEMBERS}
        faults.append(InputFault("members", "too-many", most))
    if faults:
        raise InvalidInput(faults)
    read = (
        members.Member(line, row["number"].strip(), row["email"].strip(), row["name"].strip())
        for line, row in enumerate(rows, 1)
    )
    return partner, tuple(read)
