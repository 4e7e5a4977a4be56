"""Handing one message about a referral to its partner (B3, C1). What queues, stores and repeats it stands around this."""

from __future__ import annotations

from mkb_core.codec import describe
from mkb_core.errors import Denied, InputFault, InvalidInput, NotFound
from mkb_core.hooks.deliveries import DeliveryAnswer, ReferralDelivery
from mkb_core.rights import Action, Actor, Kind
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.consents import shared_with
from mkb_core.store.engine import read, write
from mkb_core.store.seen_companies import require_on_company
from mkb_core.workflows.assembly import Installation

HOOK = "mkb_deliver_referral"


def deliver(
    installation: Installation, actor: Actor, number: str, delivery: ReferralDelivery
) -> DeliveryAnswer:
    """The partner's answer to one delivery about a company; nothing but the line in the audit log is stored.

    It carries what the company's consents in force name at this moment, whatever it says itself. Raises :class:`Denied`
    where it carries more, or the actor may not refer this company; :class:`NotFound` where the actor does not see the
    company or no plugin that delivers speaks for the partner; :class:`InvalidInput` where the service is not the
    partner's; ``HookFailed`` for a fault of the plugin, a wrong answer among them, and ``SourceUnavailable`` where the
    partner's own system gives no answer: the last two may be tried again with the same id.
    """
    with read(installation.engine) as connection:
        require_on_company(connection, actor, number, Kind.DELIVERY, Action.CREATE)
        consented = shared_with(connection, number, delivery.partner)
    if not delivery.shown <= consented:
        raise Denied(kind="delivery", action="create")
    plugin = installation.host.speaks_for(delivery.partner)
    if plugin is None or plugin not in installation.host.implementing(HOOK):
        raise NotFound(kind="delivery", key=delivery.partner)
    _check_service(installation, delivery)
    with write(installation.engine) as connection:  # nothing leaves before this line is stored
        details = {
            "partner": delivery.partner,
            "shown": sorted(delivery.shown),
            "message": delivery.kind.value,
        }
        event = AuditEvent.by(
            actor, "deliver", "delivery", delivery.id, company_number=number, details=details
        )
        append(connection, event, installation.settings.clock())
    return installation.host.deliver(plugin, delivery)


def delivering_partners(installation: Installation) -> tuple[str, ...]:
    """Partners that take referrals through their plugin; the others are called or written to by people."""
    able = set(installation.host.implementing(HOOK))
    return tuple(
        partner
        for partner in sorted(installation.catalogue.declarations)
        if installation.host.speaks_for(partner) in able
    )


def _check_service(installation: Installation, delivery: ReferralDelivery) -> None:
    declaration = installation.catalogue.declarations.get(delivery.partner)
    offered = {service.id for service in declaration.services} if declaration else set()
    if delivery.service is not None and delivery.service not in offered:
        raise InvalidInput([InputFault("service", "unknown-name", {"value": describe(delivery.service)})])
