"""All pages of accounts."""

from __future__ import annotations

from litestar import Router

from mkb_core.errors import LinkGone
from mkb_service.identity import account, links, signing_in, users


def make_router() -> Router:
    """A router of its own for each application; it joins the methods of one address before any is wrapped for a thread."""
    handlers = [
        signing_in.sign_in_page,
        signing_in.sign_in,
        signing_in.code_page,
        signing_in.give_code,
        signing_in.sign_out,
        links.invitation_page,
        links.accept_invitation,
        links.lost_password_page,
        links.ask_new_password,
        links.new_password_page,
        links.set_new_password,
        account.account_page,
        account.change_account,
        account.enrol_page,
        account.enrol,
        users.users_page,
        users.invite,
        users.change_user,
        users.members_page,
        users.invite_members,
    ]
    return Router("/", route_handlers=handlers, exception_handlers={LinkGone: links.gone})
