"""The partner hooks as messages: what goes in, what comes out, how long it may take. One table for every transport.

Arguments and results travel as plain JSON. ``egress`` is not an argument that travels: each side has its own end of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import frozen

from mkb_core.codec import describe, from_json, to_json
from mkb_core.domain.companies import Sourced
from mkb_core.domain.company_fields import read_value
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.declarations import PartnerDeclaration
from mkb_core.hooks.deliveries import DeliveryAnswer, ReferralDelivery
from mkb_core.hooks.fee_reports import FeeReport
from mkb_core.hooks.feeds import FeedPage, FeedRequest


class CompanyValues:
    """Marks a result that is a mapping of company fields to :class:`Sourced`, or ``None``: each field has a type of its own."""


@frozen
class HookContract:
    """One partner hook. ``seconds`` is its deadline; a data hook (``is_call`` false) has no way outside and is called once."""

    name: str
    seconds: float
    arguments: Mapping[str, Any]
    result: Any
    is_call: bool = True

    def write_arguments(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments as JSON."""
        return {name: to_json(values[name]) for name in self.arguments}

    def read_arguments(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Frozen arguments from JSON; raises :class:`InvalidInput` where they are not those of the hook."""
        if set(data) != set(self.arguments):
            raise InvalidInput([InputFault("$", "not-allowed", {"value": ", ".join(sorted(data))})])
        return {name: from_json(kind, data[name]) for name, kind in self.arguments.items()}

    def write_result(self, value: Any) -> Any:
        """The result as JSON, checked: raises :class:`InvalidInput` where it is not what the hook gives."""
        if self.result is not CompanyValues:
            data = to_json(value)
            self.read_result(data)
            return data
        if value is None:
            return None
        data = {name: _write_sourced(sourced) for name, sourced in _items(value)}
        self.read_result(data)
        return data

    def read_result(self, data: Any) -> Any:
        """The typed result from JSON; raises :class:`InvalidInput` with all faults."""
        return _read_company_values(data) if self.result is CompanyValues else from_json(self.result, data)


def _items(value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise InvalidInput([InputFault("$", "wrong-type", {"expected": "an object", "got": describe(value)})])
    return value.items()


def _write_sourced(sourced: Any) -> Any:
    if not isinstance(sourced, Sourced):
        raise InvalidInput([InputFault("$", "wrong-type", {"expected": "Sourced", "got": describe(sourced)})])
    return to_json(sourced)


@frozen
class _Written:
    """The form of :class:`Sourced` on the way; its value is read by the table of company fields."""

    value: Any
    source: str
    date: date
    entered_by: str


def _read_company_values(data: Any) -> dict[str, Sourced] | None:
    if data is None:
        return None
    values: dict[str, Sourced] = {}
    faults: list[InputFault] = []
    for name, written in _items(data):
        try:
            one = from_json(_Written, written)
            values[name] = Sourced(read_value(name, one.value), one.source, one.date, one.entered_by)
        except InvalidInput as refusal:
            faults += [fault.under(name) for fault in refusal.faults]
    if faults:
        raise InvalidInput(faults)
    return values


#: Every hook that a partner may implement.
PARTNER_HOOKS: Mapping[str, HookContract] = {
    contract.name: contract
    for contract in (
        HookContract("mkb_declare_partners", 2.0, {}, tuple[PartnerDeclaration, ...], is_call=False),
        HookContract("mkb_look_up_company", 10.0, {"number": str}, CompanyValues),
        HookContract("mkb_fetch_feed", 30.0, {"request": FeedRequest}, FeedPage),
        HookContract("mkb_deliver_referral", 20.0, {"delivery": ReferralDelivery}, DeliveryAnswer),
        HookContract("mkb_report_fees", 30.0, {"quarter": str}, FeeReport),
    )
}
