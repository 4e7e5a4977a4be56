"""Handing one message about a referral to its partner (B3, C1). What queues, stores and repeats it stands around this."""

from __future__ import annotations

from mkb_core.codec import describe
from mkb_core.errors import InputFault, InvalidInput, NotFound
from mkb_core.hooks.deliveries import POSSIBLE_STATES, DeliveryAnswer, ReferralDelivery
from mkb_core.runtime.faults import FaultKind, PluginFault
from mkb_core.runtime.host import HookFailed
from mkb_core.workflows.assembly import Installation

HOOK = "mkb_deliver_referral"


def deliver(installation: Installation, delivery: ReferralDelivery) -> DeliveryAnswer:
    """The partner's answer to one delivery; nothing is stored.

    Raises :class:`NotFound` where no plugin that delivers speaks for the partner, :class:`InvalidInput` where the
    service is not the partner's, :class:`HookFailed` for a fault of the plugin, a wrong answer among them, and
    ``SourceUnavailable`` where the partner's own system gives no answer: the last two may be tried again with the same id.
    """
    plugin = installation.host.speaks_for(delivery.partner)
    if plugin is None or plugin not in installation.host.implementing(HOOK):
        raise NotFound(kind="delivery", key=delivery.partner)
    _check_service(installation, delivery)
    answer = installation.host.deliver(plugin, delivery)
    if reason := wrong_answer(delivery, answer):
        raise HookFailed(PluginFault(plugin, FaultKind.INVALID, reason, HOOK))
    return answer


def delivering_partners(installation: Installation) -> tuple[str, ...]:
    """Partners that take referrals through their plugin; the others are called or written to by people."""
    able = set(installation.host.implementing(HOOK))
    return tuple(
        partner
        for partner in sorted(installation.catalogue.declarations)
        if installation.host.speaks_for(partner) in able
    )


def wrong_answer(delivery: ReferralDelivery, answer: DeliveryAnswer) -> str | None:
    """Why an answer cannot be one to this delivery; ``None`` where it can."""
    if answer.referral != delivery.referral:
        return "the answer is about another referral"
    if answer.state not in POSSIBLE_STATES[delivery.kind]:
        return f"state {answer.state.value} is no answer to a delivery of kind {delivery.kind.value}"
    return None


def _check_service(installation: Installation, delivery: ReferralDelivery) -> None:
    declaration = installation.catalogue.declarations.get(delivery.partner)
    offered = {service.id for service in declaration.services} if declaration else set()
    if delivery.service is not None and delivery.service not in offered:
        raise InvalidInput([InputFault("service", "unknown-name", {"value": describe(delivery.service)})])
