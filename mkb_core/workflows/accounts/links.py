"""Making a link that is good once, and telling where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from attrs import field, frozen
from sqlalchemy import Connection

from mkb_core.errors import LinkGone
from mkb_core.store import one_time_links as stored
from mkb_core.store.one_time_links import INVITATION, NEW_PASSWORD, OneTimeLink
from mkb_core.workflows.accounts.held_secrets import hash_of, new_secret
from mkb_core.workflows.settings import Settings

#: purpose -> how long such a link is good
GOOD_FOR: Mapping[str, timedelta] = {INVITATION: timedelta(days=7), NEW_PASSWORD: timedelta(minutes=30)}
#: purpose -> where in the pages it leads
PATHS: Mapping[str, str] = {INVITATION: "/uitnodiging/", NEW_PASSWORD: "/nieuw-wachtwoord/"}


@frozen
class MadeLink:
    """A link as it is sent; whoever has ``url`` may use it, once, until ``expires_at``. ``id`` names it and opens nothing."""

    id: str
    email: str
    expires_at: datetime
    path: str = field(repr=False)
    url: str = field(repr=False)


def make_link(
    connection: Connection,
    settings: Settings,
    purpose: str,
    email: str,
    document: Mapping[str, Any],
    now: datetime,
) -> MadeLink:
    """Store a new link; an earlier one for the same purpose and address opens nothing from then on."""
    secret, expires_at = new_secret(), now + GOOD_FOR[purpose]
    stored.withdraw_links(connection, purpose, email)
    stored.add_link(connection, OneTimeLink(hash_of(secret), purpose, email, document, now, expires_at))
    path = PATHS[purpose] + secret
    return MadeLink(hash_of(secret), email, expires_at, path, settings.address + path)


def find_link(connection: Connection, secret: str, purpose: str, now: datetime) -> OneTimeLink:
    """The link of a secret, while it is good. Raises :class:`LinkGone`."""
    link = stored.find_link(connection, hash_of(secret), purpose, now=now)
    if link is None:
        raise LinkGone
    return link


def use_link(connection: Connection, link: OneTimeLink, now: datetime) -> None:
    """Use it up. Raises :class:`LinkGone` where somebody else did in the meantime."""
    if not stored.use_link(connection, link.hash, now=now):
        raise LinkGone
