"""The one table of who may do what: a row for every route, and whatever has no row is refused."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeAlias

from anyio.to_thread import run_sync
from attrs import frozen
from litestar.exceptions import PermissionDeniedException
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from mkb_core.rights import ANONYMOUS, Action, Kind, grants
from mkb_service.acting import actor_of, is_known_at_once, not_signed_in, require_session
from mkb_service.languages import Connection
from mkb_service.nearness import is_on_this_machine


class Who(Enum):
    """Who may use a route."""

    ANYONE = "anyone"
    SIGNED_IN = "signed-in"  # whoever has a session, maybe not finished; the page sees to the rest
    MONITORING = "monitoring"  # a program on this machine itself, or the operator


@frozen
class Needs:
    """Whoever the table of rights lets do this with some object of this kind; with which ones the use case asks."""

    kind: Kind
    action: Action


Row: TypeAlias = Who | Needs

#: (method, address as the route is written) -> who may
POLICY: Mapping[tuple[str, str], Row] = {
    ("GET", "/"): Who.ANYONE,
    ("POST", "/"): Who.ANYONE,
    ("GET", "/advies/{receipt}"): Who.ANYONE,
    ("GET", "/advies/{receipt}/controle"): Who.ANYONE,
    ("GET", "/partners"): Who.ANYONE,
    ("GET", "/partners/{partner}"): Who.ANYONE,
    ("GET", "/hoe-het-werkt"): Who.ANYONE,
    ("GET", "/privacy"): Who.ANYONE,
    ("GET", "/toegankelijkheid"): Who.ANYONE,
    ("GET", "/static/{file_path}"): Who.ANYONE,
    ("GET", "/health"): Who.ANYONE,
    ("GET", "/ready"): Who.ANYONE,
    ("GET", "/metrics"): Who.MONITORING,
    ("GET", "/v1/openapi.json"): Who.ANYONE,
    ("POST", "/v1/advice"): Needs(Kind.ADVICE, Action.CREATE),
    ("GET", "/v1/advice/{receipt}"): Needs(Kind.ADVICE, Action.READ),
    ("GET", "/v1/advice/{receipt}/replay"): Needs(Kind.ADVICE, Action.READ),
    ("GET", "/v1/partners"): Who.ANYONE,
    ("GET", "/v1/partners/{partner}"): Who.ANYONE,
    ("GET", "/v1/services"): Who.ANYONE,
    ("GET", "/v1/topics"): Who.ANYONE,
    ("GET", "/inloggen"): Who.ANYONE,
    ("POST", "/inloggen"): Who.ANYONE,
    ("GET", "/inloggen/code"): Who.SIGNED_IN,
    ("POST", "/inloggen/code"): Who.SIGNED_IN,
    ("POST", "/uitloggen"): Who.ANYONE,
    ("GET", "/uitnodiging/{secret}"): Who.ANYONE,
    ("POST", "/uitnodiging/{secret}"): Who.ANYONE,
    ("GET", "/wachtwoord-vergeten"): Who.ANYONE,
    ("POST", "/wachtwoord-vergeten"): Who.ANYONE,
    ("GET", "/nieuw-wachtwoord/{secret}"): Who.ANYONE,
    ("POST", "/nieuw-wachtwoord/{secret}"): Who.ANYONE,
    ("GET", "/account"): Who.SIGNED_IN,
    ("POST", "/account"): Who.SIGNED_IN,
    ("GET", "/account/tweede-factor"): Who.SIGNED_IN,
    ("POST", "/account/tweede-factor"): Who.SIGNED_IN,
    ("GET", "/beheer/gebruikers"): Needs(Kind.ACCOUNT, Action.READ),
    ("POST", "/beheer/gebruikers"): Needs(Kind.ACCOUNT, Action.CREATE),
    ("POST", "/beheer/gebruikers/{account}"): Needs(Kind.ACCOUNT, Action.CHANGE),
    ("GET", "/beheer/leden"): Needs(Kind.ACCOUNT, Action.CREATE),
    ("POST", "/beheer/leden"): Needs(Kind.ACCOUNT, Action.CREATE),
    ("GET", "/bedrijf/gebruik"): Needs(Kind.AUDIT, Action.READ),
    ("GET", "/bedrijf/toestemmingen"): Needs(Kind.CONSENT, Action.READ),
    ("POST", "/bedrijf/toestemmingen"): Needs(Kind.CONSENT, Action.CREATE),
    ("POST", "/bedrijf/toestemmingen/{consent}"): Needs(Kind.CONSENT, Action.CHANGE),
    ("GET", "/bedrijf/gegevens"): Needs(Kind.COMPANY, Action.EXPORT),
    ("POST", "/bedrijf/gegevens/kopie"): Needs(Kind.COMPANY, Action.EXPORT),
    ("POST", "/bedrijf/gegevens/wissen"): Needs(Kind.COMPANY, Action.ERASE),
    ("GET", "/gegevens-gewist"): Who.ANYONE,
    ("GET", "/beheer/begeleiding"): Needs(Kind.ASSIGNMENT, Action.READ),
    ("POST", "/beheer/begeleiding"): Needs(Kind.ASSIGNMENT, Action.CREATE),
    ("POST", "/beheer/begeleiding/{assignment}"): Needs(Kind.ASSIGNMENT, Action.CHANGE),
    ("GET", "/begrotingen"): Needs(Kind.BUDGET, Action.READ),
    ("GET", "/begrotingen/{plan}"): Needs(Kind.BUDGET, Action.READ),
    ("POST", "/begrotingen/{plan}"): Needs(Kind.BUDGET, Action.CREATE),
    ("GET", "/begrotingen/{plan}/versies"): Needs(Kind.BUDGET, Action.READ),
    ("POST", "/begrotingen/{plan}/versies/{number}"): Needs(Kind.BUDGET, Action.CHANGE),
    ("GET", "/begrotingen/{plan}/vergelijking"): Needs(Kind.BUDGET, Action.READ),
    ("GET", "/begrotingen/{plan}/scenarios"): Needs(Kind.BUDGET, Action.READ),
    ("GET", "/begrotingen/{plan}/financiering"): Needs(Kind.BUDGET, Action.READ),
    ("GET", "/begrotingen/{plan}/bouwfase"): Needs(Kind.BUDGET, Action.READ),
    ("GET", "/beheer/plugins"): Needs(Kind.PLUGIN, Action.READ),
    ("GET", "/v1/budgets"): Needs(Kind.BUDGET, Action.READ),
    ("GET", "/v1/budgets/{plan}"): Needs(Kind.BUDGET, Action.READ),
    ("GET", "/v1/budgets/{plan}/shares"): Needs(Kind.BUDGET, Action.READ),
    ("GET", "/v1/budgets/{plan}/comparisons"): Needs(Kind.BUDGET, Action.READ),
    ("GET", "/v1/budgets/{plan}/versions"): Needs(Kind.BUDGET, Action.READ),
    ("POST", "/v1/budgets/{plan}/versions"): Needs(Kind.BUDGET, Action.CREATE),
    ("GET", "/v1/budgets/{plan}/versions/{version}"): Needs(Kind.BUDGET, Action.READ),
    ("GET", "/v1/budgets/{plan}/versions/{version}/deltas"): Needs(Kind.BUDGET, Action.READ),
    ("GET", "/v1/budgets/{plan}/versions/{version}/scenarios/{scenario}"): Needs(Kind.BUDGET, Action.READ),
    ("GET", "/v1/budgets/{plan}/versions/{version}/scenarios/{scenario}/explanations"): Needs(
        Kind.BUDGET, Action.READ
    ),
    ("POST", "/v1/budgets/{plan}/versions/{version}/what-ifs"): Needs(Kind.BUDGET, Action.READ),
    ("POST", "/v1/budgets/{plan}/versions/{version}/proposals"): Needs(Kind.BUDGET, Action.CHANGE),
    ("POST", "/v1/budgets/{plan}/versions/{version}/approvals"): Needs(Kind.BUDGET, Action.APPROVE),
    ("POST", "/v1/budgets/{plan}/versions/{version}/rejections"): Needs(Kind.BUDGET, Action.APPROVE),
    ("GET", "/v1/plugins"): Needs(Kind.PLUGIN, Action.READ),
    ("GET", "/v1/accounts"): Needs(Kind.ACCOUNT, Action.READ),
    ("GET", "/v1/invitations"): Needs(Kind.ACCOUNT, Action.READ),
    ("POST", "/v1/invitations"): Needs(Kind.ACCOUNT, Action.CREATE),
    ("GET", "/v1/invitations/{invitation}"): Needs(Kind.ACCOUNT, Action.READ),
    ("POST", "/v1/invitations/{invitation}/withdrawals"): Needs(Kind.ACCOUNT, Action.CHANGE),
    ("POST", "/v1/members"): Needs(Kind.ACCOUNT, Action.CREATE),
    ("GET", "/v1/tokens"): Needs(Kind.TOKEN, Action.READ),
    ("POST", "/v1/tokens"): Needs(Kind.TOKEN, Action.CREATE),
    ("GET", "/v1/tokens/{token}"): Needs(Kind.TOKEN, Action.READ),
    ("POST", "/v1/tokens/{token}/revocations"): Needs(Kind.TOKEN, Action.CHANGE),
    ("GET", "/v1/companies"): Needs(Kind.COMPANY, Action.READ),
    ("GET", "/v1/companies/{number}"): Needs(Kind.COMPANY, Action.READ),
    ("PATCH", "/v1/companies/{number}"): Needs(Kind.COMPANY, Action.CHANGE),
    ("POST", "/v1/companies/{number}/refreshes"): Needs(Kind.COMPANY, Action.CHANGE),
    ("GET", "/v1/companies/{number}/uses"): Needs(Kind.AUDIT, Action.READ),
    ("GET", "/v1/companies/{number}/questions"): Needs(Kind.QUESTION, Action.READ),
    ("GET", "/v1/companies/{number}/consents"): Needs(Kind.CONSENT, Action.READ),
    ("GET", "/v1/companies/{number}/consents/{consent}"): Needs(Kind.CONSENT, Action.READ),
    ("POST", "/v1/companies/{number}/consents"): Needs(Kind.CONSENT, Action.CREATE),
    ("POST", "/v1/companies/{number}/consents/{consent}/withdrawals"): Needs(Kind.CONSENT, Action.CHANGE),
    ("GET", "/v1/companies/{number}/assignments"): Needs(Kind.ASSIGNMENT, Action.READ),
    ("GET", "/v1/companies/{number}/assignments/{assignment}"): Needs(Kind.ASSIGNMENT, Action.READ),
    ("POST", "/v1/companies/{number}/assignments"): Needs(Kind.ASSIGNMENT, Action.CREATE),
    ("POST", "/v1/companies/{number}/assignments/{assignment}/endings"): Needs(
        Kind.ASSIGNMENT, Action.CHANGE
    ),
    ("GET", "/v1/questions/{question}"): Needs(Kind.QUESTION, Action.READ),
    ("GET", "/v1/webhooks"): Needs(Kind.WEBHOOK, Action.READ),
    ("POST", "/v1/webhooks"): Needs(Kind.WEBHOOK, Action.CREATE),
    ("GET", "/v1/webhooks/{webhook}"): Needs(Kind.WEBHOOK, Action.READ),
    ("POST", "/v1/webhooks/{webhook}/secrets"): Needs(Kind.WEBHOOK, Action.CHANGE),
    ("POST", "/v1/webhooks/{webhook}/endings"): Needs(Kind.WEBHOOK, Action.CHANGE),
    ("POST", "/v1/webhooks/{webhook}/pings"): Needs(Kind.WEBHOOK, Action.CHANGE),
    ("GET", "/v1/webhooks/{webhook}/messages"): Needs(Kind.WEBHOOK, Action.READ),
    ("POST", "/v1/webhooks/{webhook}/messages/{message}/repetitions"): Needs(Kind.WEBHOOK, Action.CHANGE),
}


def make_guard(more: Mapping[tuple[str, str], Row] | None = None) -> Guard:
    """A guard that lets through what the table allows, and ``more`` rows for routes of plugins; a row of ours stays ours."""
    table = {**(more or {}), **POLICY}
    listed = frozenset(path for _, path in table)

    async def guard(connection: Connection, _: BaseRouteHandler) -> None:
        method, path = str(connection.scope.get("method")), connection.scope["path_template"]
        # OPTIONS tells the methods of an address and nothing else.
        who = Who.ANYONE if method == "OPTIONS" and path in listed else table.get((method, path))
        if who is Who.ANYONE:
            return
        if who is None:
            raise PermissionDeniedException
        if who is Who.MONITORING and is_on_this_machine(connection):
            return
        if is_known_at_once(connection):
            check(who, connection)
        else:
            await run_sync(check, who, connection)

    return guard


def check(who: Row, connection: Connection) -> None:
    """Refuse whoever a row does not let through. Reads the database: not for the event loop's own thread."""
    if who is Who.SIGNED_IN:
        require_session(connection)
        return
    actor = actor_of(connection)
    if isinstance(who, Needs) and grants(actor, who.kind, who.action):
        return
    if actor == ANONYMOUS:
        raise not_signed_in()
    if isinstance(who, Needs) or actor.role != "operator":
        raise PermissionDeniedException
