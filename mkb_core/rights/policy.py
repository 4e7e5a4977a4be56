"""The one policy table: role x relation to the object x action -> fields. Whatever has no row is denied.

It is enforced where data is read (``store.scopes``): a list, a search, a count, an export and a single read see the
same rows and fields, so none of them tells more than another.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from attrs import frozen

from mkb_core.rights.actors import Actor


class Kind(Enum):
    """Kinds of object that rights are about."""

    COMPANY = "company"
    QUESTION = "question"
    ADVICE = "advice"
    CONSENT = "consent"
    ACCOUNT = "account"
    TOKEN = "token"  # noqa: S105 - a kind, not a token
    PLUGIN = "plugin"
    FEE_REPORT = "fee-report"
    AUDIT = "audit"
    JOB = "job"


class Action(Enum):
    """What is done with an object."""

    READ = "read"
    CREATE = "create"
    CHANGE = "change"
    EXPORT = "export"
    ERASE = "erase"


class Relation(Enum):
    """How the actor stands to the object; the store tells it by a condition of its query."""

    OWN_COMPANY = "own-company"  # the object is of the company that the actor acts for
    ASSIGNED = "assigned"  # the actor guides the company
    SCOUTED = "scouted"  # the actor's partner put the company forward
    REFERRED = "referred"  # the company consented to show something to the actor's partner
    SAME_PARTNER = "same-partner"  # the object is of the partner that the actor acts for
    OWN = "own"  # the object is of the actor's own account
    LINK = "link"  # whoever holds the object's unguessable id
    ANY = "any"


class Fields(Enum):
    """How much of an object is shown."""

    ALL = "all"
    OPEN = "open"  # all but confidential fields
    CONSENTED = "consented"  # what the company's consent to the actor's partner names
    METADATA = "metadata"  # that it exists, when and of which kind; no content


@frozen
class Grant:
    """A row: these roles, in this relation, may do these actions on this kind of object and see these fields."""

    roles: frozenset[str]
    relation: Relation
    kind: Kind
    actions: frozenset[Action]
    fields: Fields


def _row(roles: str, relation: Relation, kind: Kind, actions: str, fields: Fields = Fields.ALL) -> Grant:
    made = frozenset(Action(action) for action in actions.split())
    return Grant(frozenset(roles.split()), relation, kind, made, fields)


_EVERYONE = (
    "anonymous entrepreneur front-desk scout partner-manager partner-system funder consultant "
    "senior-project-leader back-office platform-manager selection-team board advisory-council operator"
)

POLICY: tuple[Grant, ...] = (
    # The company itself.
    _row("entrepreneur", Relation.OWN_COMPANY, Kind.COMPANY, "read change export erase"),
    _row("entrepreneur", Relation.OWN_COMPANY, Kind.QUESTION, "read create export erase"),
    _row("entrepreneur", Relation.OWN_COMPANY, Kind.ADVICE, "read create export"),
    _row("entrepreneur", Relation.OWN_COMPANY, Kind.CONSENT, "read create change export"),
    _row("entrepreneur", Relation.OWN_COMPANY, Kind.AUDIT, "read export"),
    # Anyone may ask; the unguessable id of the receipt is the key to its advice.
    _row(_EVERYONE, Relation.LINK, Kind.ADVICE, "read create"),
    # Partners see what a company consented to, and what is their own.
    _row(
        "front-desk partner-manager partner-system", Relation.REFERRED, Kind.COMPANY, "read", Fields.CONSENTED
    ),
    _row(
        "front-desk partner-manager partner-system",
        Relation.REFERRED,
        Kind.QUESTION,
        "read",
        Fields.CONSENTED,
    ),
    _row("scout", Relation.SCOUTED, Kind.COMPANY, "read", Fields.OPEN),
    _row("partner-manager partner-system", Relation.SAME_PARTNER, Kind.FEE_REPORT, "read export"),
    _row("partner-manager", Relation.SAME_PARTNER, Kind.ACCOUNT, "read create change"),
    _row("partner-manager", Relation.SAME_PARTNER, Kind.TOKEN, "read create change"),
    # The organisation.
    _row("consultant", Relation.ASSIGNED, Kind.COMPANY, "read change"),
    _row("consultant", Relation.ASSIGNED, Kind.QUESTION, "read create"),
    _row("consultant", Relation.ASSIGNED, Kind.ADVICE, "read create"),
    _row("consultant", Relation.ANY, Kind.COMPANY, "read", Fields.OPEN),
    _row("senior-project-leader back-office", Relation.ANY, Kind.COMPANY, "read change"),
    _row("senior-project-leader back-office", Relation.ANY, Kind.QUESTION, "read create"),
    _row("senior-project-leader back-office", Relation.ANY, Kind.ADVICE, "read create"),
    _row("senior-project-leader", Relation.ANY, Kind.FEE_REPORT, "read create export"),
    _row("selection-team", Relation.ANY, Kind.COMPANY, "read", Fields.OPEN),
    _row("platform-manager", Relation.ANY, Kind.ACCOUNT, "read create change"),
    _row("platform-manager operator", Relation.ANY, Kind.TOKEN, "read create change"),
    _row("platform-manager operator", Relation.ANY, Kind.PLUGIN, "read change"),
    _row("platform-manager operator", Relation.ANY, Kind.JOB, "read change"),
    _row("operator", Relation.ANY, Kind.ACCOUNT, "read create change"),
    _row(
        "platform-manager operator senior-project-leader",
        Relation.ANY,
        Kind.AUDIT,
        "read export",
        Fields.METADATA,
    ),
    # Everybody's own account.
    _row(_EVERYONE.removeprefix("anonymous "), Relation.OWN, Kind.ACCOUNT, "read change export erase"),
)


def grants(actor: Actor, kind: Kind, action: Action, table: Iterable[Grant] = POLICY) -> tuple[Grant, ...]:
    """The rows that let an actor do something with this kind of object; empty: it is denied."""
    if actor.scopes is not None and f"{kind.value}:{action.value}" not in actor.scopes:
        return ()
    return tuple(
        grant
        for grant in table
        if actor.role in grant.roles and grant.kind is kind and action in grant.actions
    )
