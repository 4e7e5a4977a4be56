"""The pages for whoever is signed in, by what the role may do: one table for the account page."""

from __future__ import annotations

from attrs import frozen

from mkb_core.rights import Action, Actor, Kind, Side, grants


@frozen
class PageOfRole:
    """A page: its address, the key of its title, and what the role must be allowed. ``side``: only for those who act for
    it."""

    path: str
    title: str
    kind: Kind
    action: Action
    side: Side | None = None


PAGES = (
    PageOfRole("/bedrijf/gebruik", "uses.title", Kind.AUDIT, Action.READ, Side.COMPANY),
    PageOfRole("/bedrijf/toestemmingen", "consents.title", Kind.CONSENT, Action.CREATE, Side.COMPANY),
    PageOfRole("/bedrijf/gegevens", "data.title", Kind.COMPANY, Action.EXPORT, Side.COMPANY),
    PageOfRole("/beheer/begeleiding", "guidance.title", Kind.ASSIGNMENT, Action.READ, Side.ORGANISATION),
    PageOfRole("/begrotingen", "budgets.title", Kind.BUDGET, Action.READ),
    PageOfRole("/beheer/gebruikers", "users.title", Kind.ACCOUNT, Action.CREATE),
    PageOfRole("/beheer/plugins", "plugins.title", Kind.PLUGIN, Action.READ),
)


def pages_of(actor: Actor) -> tuple[PageOfRole, ...]:
    """The pages that the actor may open."""
    return tuple(
        page for page in PAGES if page.side in (None, actor.side) and grants(actor, page.kind, page.action)
    )
