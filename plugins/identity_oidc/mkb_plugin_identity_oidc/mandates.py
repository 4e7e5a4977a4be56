"""From checked claims to whom somebody may act for here: level of assurance, company, mandate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from mkb_core.domain.companies import is_company_number
from mkb_core.workflows.accounts.vouched import Vouched
from mkb_plugin_identity_oidc.broker import Broker
from mkb_plugin_identity_oidc.refusals import Refused

MOST_COMPANIES = 100


@frozen
class Mandated:
    """Who it is, and the companies that it signed in for and has a mandate for: one at least."""

    vouched: Vouched
    companies: tuple[str, ...]


def mandated(claims: Mapping[str, Any], broker: Broker) -> Mandated:
    """What the claims allow. Raises :class:`Refused` in a plain sentence."""
    level = _level(claims, broker)
    companies = _numbers(claims.get(broker.company_claim), "company")
    mandates = _numbers(claims.get(broker.mandate_claim), "mandate")
    allowed = tuple(number for number in companies if number in mandates)
    if not allowed:
        raise Refused("mandate-other")
    email = claims.get("email") if claims.get("email_verified") is True else ""
    called = claims.get("name")
    vouched = Vouched(
        issuer=broker.issuer,
        name=claims["sub"],
        assurance=level,
        email=email if isinstance(email, str) else "",
        called=called if isinstance(called, str) else "",
    )
    return Mandated(vouched, allowed)


def _level(claims: Mapping[str, Any], broker: Broker) -> str:
    level, needed = claims.get(broker.level_claim), ", ".join(map(_shown, broker.levels))
    if not isinstance(level, str) or not level:
        raise Refused("level-missing", needed=needed)
    if level not in broker.levels:
        raise Refused("level-low", level=_shown(level)[:100], needed=needed)
    return level


def _shown(level: str) -> str:
    """A level as people know it: of ``urn:etoegang:core:assurance-class:loa3`` its end."""
    return level.rpartition(":")[2] or level


def _numbers(value: Any, what: str) -> tuple[str, ...]:
    """One company's number, or a list of them; whatever else is there makes all of it doubtful."""
    numbers = value if isinstance(value, list) else [value]
    if not numbers or numbers in ([None], [""]):
        raise Refused(f"{what}-missing")
    if len(numbers) > MOST_COMPANIES:
        raise Refused(f"{what}-form")
    if not all(isinstance(number, str) and is_company_number(number) for number in numbers):
        raise Refused(f"{what}-form")
    return tuple(dict.fromkeys(numbers))
