"""The one policy table: role x relation to the object x kind x action -> fields. Whatever has no row is denied.

It is enforced where data is read (``store.scopes``): a list, a search, a count, an export and a single read see the
same rows and fields, so none of them tells more than another.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from attrs import frozen

from mkb_core.rights.actors import Actor
from mkb_core.rights.roles import ROLES


class Kind(Enum):
    """Kinds of object that rights are about."""

    COMPANY = "company"
    QUESTION = "question"
    ADVICE = "advice"
    CONSENT = "consent"
    ASSIGNMENT = "assignment"
    DELIVERY = "delivery"
    FEED = "feed"
    ACCOUNT = "account"
    TOKEN = "token"  # noqa: S105 - a kind, not a token
    PLUGIN = "plugin"
    FEE_REPORT = "fee-report"
    AUDIT = "audit"
    JOB = "job"
    BUDGET = "budget"
    WEBHOOK = "webhook"


class Action(Enum):
    """What is done with an object. ``CREATE`` of a company also lets it be taken over from the trade register."""

    READ = "read"
    CREATE = "create"
    CHANGE = "change"
    EXPORT = "export"
    IMPORT = "import"  # many at once, from a file
    ERASE = "erase"
    APPROVE = "approve"  # as the second person


class Relation(Enum):
    """How the actor stands to the object; the store tells it by a condition of its query."""

    OWN_COMPANY = "own-company"  # the object is of the company that the actor acts for
    ASSIGNED = "assigned"  # the actor guides the company
    SCOUTED = "scouted"  # the actor's partner put the company forward
    REFERRED = "referred"  # the company consented to show something to the actor's partner
    SAME_PARTNER = "same-partner"  # the object is of the partner that the actor acts for
    OWN = "own"  # the object is of the actor's own account
    FUNDED = "funded"  # the actor's funder pays a part of it
    LINK = "link"  # whoever holds the object's unguessable id
    ANY = "any"


class Fields(Enum):
    """How much of an object is shown; and, for a change, what may be set."""

    ALL = "all"
    OPEN = "open"  # all but confidential fields
    CONSENTED = "consented"  # what the company's consent to the actor's partner names
    OWN_PART = "own-part"  # of a budget: its totals, and the actor's own part of the financing
    METADATA = "metadata"  # that it exists, when and of which kind; no content


@frozen
class Grant:
    """A row: these roles, in this relation, may do these actions on this kind of object and see these fields.

    ``origin``: only by this way in; ``None``: by any.
    """

    roles: frozenset[str]
    relation: Relation
    kind: Kind
    actions: frozenset[Action]
    fields: Fields = Fields.ALL
    origin: str | None = None


def _row(
    roles: str,
    relation: Relation,
    kinds: str,
    actions: str,
    fields: Fields = Fields.ALL,
    origin: str | None = None,
) -> tuple[Grant, ...]:
    named, done = frozenset(roles.split()), frozenset(Action(action) for action in actions.split())
    return tuple(Grant(named, relation, Kind(kind), done, fields, origin) for kind in kinds.split())


_EVERYONE = " ".join(ROLES)
_SIGNED_IN = " ".join(role for role in ROLES if role not in ("anonymous", "partner-system"))
_PARTNER = "front-desk partner-manager partner-system"
_OFFICE = "senior-project-leader back-office"
_PLATFORM = "platform-manager operator"
_ALL_ACTIONS = " ".join(action.value for action in Action)

_ROWS: tuple[tuple[Grant, ...], ...] = (
    # The company itself.
    _row("entrepreneur", Relation.OWN_COMPANY, "company", "read create change export erase"),
    _row("entrepreneur", Relation.OWN_COMPANY, "question", "read create export erase"),
    _row("entrepreneur", Relation.OWN_COMPANY, "advice", "read create export"),
    _row("entrepreneur", Relation.OWN_COMPANY, "consent", "read create change export"),
    _row("entrepreneur", Relation.OWN_COMPANY, "assignment", "read export"),
    _row("entrepreneur", Relation.OWN_COMPANY, "delivery", "create"),
    _row("entrepreneur", Relation.OWN_COMPANY, "audit", "read export"),
    # Anyone may ask; the unguessable id of the receipt is the key to its advice.
    _row(_EVERYONE, Relation.LINK, "advice", "read create"),
    # Partners see what a company consented to, and what is their own.
    _row(_PARTNER, Relation.REFERRED, "company question", "read", Fields.CONSENTED),
    _row("scout", Relation.SCOUTED, "company", "read", Fields.OPEN),
    _row("partner-manager partner-system", Relation.SAME_PARTNER, "fee-report", "read export"),
    _row("partner-manager", Relation.SAME_PARTNER, "account token", "read create change"),
    _row("partner-system", Relation.SAME_PARTNER, "webhook", "read create change"),
    _row("partner-manager", Relation.SAME_PARTNER, "webhook", "read change"),
    # The organisation.
    _row("consultant", Relation.ASSIGNED, "company", "read change"),
    _row("consultant", Relation.ASSIGNED, "question advice", "read create"),
    _row("consultant", Relation.ASSIGNED, "consent assignment", "read"),
    _row("consultant", Relation.ASSIGNED, "delivery", "create"),
    _row("consultant", Relation.ANY, "company", "create"),  # scouting: what is found goes into the database
    _row("consultant selection-team", Relation.ANY, "company", "read", Fields.OPEN),
    _row(_OFFICE, Relation.ANY, "company", "read create change import"),
    _row(_OFFICE, Relation.ANY, "question advice", "read create"),
    _row(_OFFICE, Relation.ANY, "consent", "read"),
    _row(_OFFICE, Relation.ANY, "assignment", "read create change"),
    _row(_OFFICE, Relation.ANY, "delivery", "create"),
    _row("senior-project-leader", Relation.ANY, "fee-report", "read create export"),
    _row("senior-project-leader", Relation.ANY, "audit", "read export", Fields.METADATA),
    _row(f"board {_OFFICE}", Relation.ANY, "budget", "read create change"),
    _row("board senior-project-leader", Relation.ANY, "budget", "approve"),
    _row("funder", Relation.FUNDED, "budget", "read", Fields.OWN_PART),
    # The platform: it keeps things running, and sees nothing confidential for that.
    _row("operator", Relation.ANY, "company", "read create change", Fields.OPEN),
    _row(_PLATFORM, Relation.ANY, "account token", "read create change"),
    _row(_PLATFORM, Relation.ANY, "plugin job webhook", "read change"),
    _row(_PLATFORM, Relation.ANY, "feed", "read create"),
    _row(_PLATFORM, Relation.ANY, "audit", "read export", Fields.METADATA),
    # The installation itself asks for reports, by its calendar, and reads none.
    _row("operator", Relation.ANY, "fee-report", "create", Fields.METADATA, origin="job"),
    # Whoever may run commands on the machine of the installation may do everything there.
    _row("operator", Relation.ANY, " ".join(kind.value for kind in Kind), _ALL_ACTIONS, origin="command"),
    # Everybody's own account.
    _row(_SIGNED_IN, Relation.OWN, "account", "read change export erase"),
)

POLICY: tuple[Grant, ...] = tuple(grant for row in _ROWS for grant in row)


def grants(actor: Actor, kind: Kind, action: Action, table: Iterable[Grant] = POLICY) -> tuple[Grant, ...]:
    """The rows that let an actor do something with this kind of object; empty: it is denied."""
    if actor.scopes is not None and f"{kind.value}:{action.value}" not in actor.scopes:
        return ()
    return tuple(
        grant
        for grant in table
        if actor.role in grant.roles
        and grant.kind is kind
        and action in grant.actions
        and grant.origin in (None, actor.origin)
    )
