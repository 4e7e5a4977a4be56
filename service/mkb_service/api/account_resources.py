"""What the API shows about accounts, invitations and tokens; a secret only in the answer that made it."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from mkb_core.store.account_roles import RoleGrant
from mkb_core.store.tokens import Token as StoredToken
from mkb_core.workflows.accounts.invitations import Invitation as WaitingInvitation
from mkb_core.workflows.accounts.managing import AccountRow
from mkb_core.workflows.accounts.vouched import NO_EMAIL
from mkb_service.api.resources import Pagination, utc, utc_or_none


@frozen
class Role:
    """A role of an account, and the company, partner or funder that it is for."""

    id: str
    role: str
    subject: str | None
    granted_at: datetime

    @classmethod
    def of(cls, one: RoleGrant) -> Role:
        """From the stored one."""
        return cls(one.id, one.role, one.subject, utc(one.granted_at))


@frozen
class Account:
    """An account with the roles that the caller may see; ``state``: ``active`` or ``blocked``; ``email`` is null where a broker
    vouches for somebody without one."""

    id: str
    name: str
    email: str | None
    state: str
    second_factor: bool
    created_at: datetime
    roles: tuple[Role, ...]

    @classmethod
    def of(cls, row: AccountRow) -> Account:
        """From an account that somebody manages."""
        one = row.account
        email = None if one.email.startswith(NO_EMAIL) else one.email
        roles = tuple(map(Role.of, row.roles))
        return cls(one.id, one.name, email, one.state, row.enrolled, utc(one.created_at), roles)


@frozen
class AccountList:
    """Accounts, by e-mail address."""

    items: tuple[Account, ...]
    pagination: Pagination


@frozen
class Invitation:
    """An invitation that was not accepted yet; ``name`` is what the inviter called the person, maybe empty."""

    id: str
    email: str
    name: str
    role: str
    subject: str | None
    expires_at: datetime

    @classmethod
    def of(cls, one: WaitingInvitation) -> Invitation:
        """From a waiting one."""
        return cls(one.id, one.email, one.name, one.role, one.subject, utc(one.expires_at))


@frozen
class InvitationList:
    """Invitations that wait, the newest first."""

    items: tuple[Invitation, ...]
    pagination: Pagination


@frozen
class InvitationLink:
    """An invitation and its ``link``, which is shown now and never again; it is mailed too."""

    invitation: Invitation
    link: str


@frozen
class MemberFault:
    """What is wrong with a value of a row; ``path`` is ``number``, ``email``, ``name`` or ``$``."""

    path: str
    code: str
    message: str


@frozen
class FaultyMember:
    """A row that invited nobody; ``row`` counts from 1."""

    row: int
    errors: tuple[MemberFault, ...]


@frozen
class MembersInvited:
    """How many rows invited somebody, and every fault of the others."""

    invited: int
    faulty: int
    rows: tuple[FaultyMember, ...]


@frozen
class Token:
    """A machine's token, without its secret."""

    id: str
    partner: str | None
    label: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    last_used: datetime | None
    revoked_at: datetime | None

    @classmethod
    def of(cls, one: StoredToken) -> Token:
        """From the stored one."""
        return cls(
            one.id,
            one.subject,
            one.label,
            tuple(sorted(one.scopes)),
            utc(one.created_at),
            utc(one.expires_at),
            utc_or_none(one.last_used),
            utc_or_none(one.revoked_at),
        )


@frozen
class TokenList:
    """Tokens, the newest first; also those that were revoked or have expired."""

    items: tuple[Token, ...]
    pagination: Pagination


@frozen
class TokenSecret:
    """A token and its ``secret``, which is shown now and never again."""

    token: Token
    secret: str
