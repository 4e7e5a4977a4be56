"""Collecting what partners report about fees (I3), as it comes; reconciling it with the referrals comes later."""

from __future__ import annotations

from collections.abc import Collection

from attrs import frozen

from mkb_core.codec import from_json, to_json
from mkb_core.domain.fees import FeeKind
from mkb_core.errors import Denied, InvalidInput, MkbError, NotFound, SourceUnavailable
from mkb_core.hooks.fee_reports import FeeReport, quarter_period
from mkb_core.rights import Action, Actor, Kind
from mkb_core.rights.held import require
from mkb_core.runtime.faults import PluginFault
from mkb_core.runtime.host import HookFailed
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import read, write
from mkb_core.store.failures import Unreadable
from mkb_core.store.fee_reports import StoredReport, list_reports, put_report
from mkb_core.workflows.accounts.permissions import scope_of
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.auditing import record
from mkb_core.workflows.webhooks.announcing import announce

HOOK = "mkb_report_fees"


@frozen
class FeeAnswer:
    """What one plugin answered: a report, or the failure in its place. ``new``: it was not stored before.

    A report without sources says that nothing was reported yet, and is not stored.
    """

    plugin: str
    report: FeeReport | None = None
    new: bool = False
    failure: PluginFault | MkbError | None = None


@frozen
class ReceivedReport:
    """A stored report, read again; ``newest`` is false where the partner corrected it later."""

    stored: StoredReport
    report: FeeReport
    newest: bool


@frozen
class FeeOverview:
    """All reports on a quarter, and the partners that owe one. ``ended``: the quarter is over."""

    quarter: str
    ended: bool
    reports: tuple[ReceivedReport, ...]
    missing: tuple[str, ...]


def collect_fees(
    installation: Installation, actor: Actor, quarter: str, partner: str | None = None
) -> tuple[FeeAnswer, ...]:
    """Ask every plugin that reports fees, or the one of a partner; a fault does not keep the others.

    Raises ``ValueError`` where it is no quarter, :class:`NotFound` where nobody reports for the partner, :class:`Denied`.
    """
    quarter_period(quarter)
    require(actor, Kind.FEE_REPORT, Action.CREATE)
    asked = installation.host.implementing(HOOK)
    if partner is not None:
        owner = installation.host.speaks_for(partner)
        if owner is None:
            raise NotFound(kind="partner", key=partner)
        asked = [owner]
    return tuple(_answer(installation, actor, plugin, quarter) for plugin in asked)


def _answer(installation: Installation, actor: Actor, plugin: str, quarter: str) -> FeeAnswer:
    try:
        report = installation.host.report_fees(plugin, quarter)
    except HookFailed as failure:
        return FeeAnswer(plugin, failure=failure.fault)
    except (SourceUnavailable, NotFound) as failure:
        return FeeAnswer(plugin, failure=failure)
    if not report.sources:
        return FeeAnswer(plugin, report)
    with write(installation.engine) as connection:
        at, partner = installation.settings.clock(), report.partner
        stored = put_report(
            connection, to_json(report), plugin=plugin, partner=partner, quarter=quarter, at=at
        )
        if stored is not None:
            announce(connection, partner, "fee-report.received", stored, at)
            append(connection, AuditEvent.by(actor, "create", "fee-report", stored), at)
    return FeeAnswer(plugin, report, stored is not None)


def fee_overview(
    installation: Installation, actor: Actor, quarter: str, partner: str | None = None
) -> FeeOverview:
    """What was reported on a quarter; a partner sees its own. Raises ``ValueError`` where it is no quarter,
    :class:`Unreadable`, :class:`Denied`."""
    period = quarter_period(quarter)
    own = scope_of(actor, Kind.FEE_REPORT, Action.READ)
    if own is not None and partner not in (None, own):
        raise Denied(kind=Kind.FEE_REPORT.value, action=Action.READ.value)
    partner = partner or own
    with read(installation.engine) as connection:
        stored = list_reports(connection, quarter, partner)
    reports: list[ReceivedReport] = []
    for one in stored:
        newest = not any(other.stored.partner == one.partner for other in reports)
        reports.append(ReceivedReport(one, _report_of(one), newest))
    record(installation, AuditEvent.by(actor, "list", "fee-report", details={"quarter": quarter}))
    today = installation.settings.clock().date()
    ended = period.end is not None and period.end < today
    reported = {one.partner for one in stored}
    owing = owing_partners(installation, quarter)
    missing = [one for one in owing if one not in reported and partner in (None, one)]
    return FeeOverview(quarter, ended, tuple(reports), tuple(missing))


def owing_partners(installation: Installation, quarter: str) -> Collection[str]:
    """Partners that pay a referral fee at some time in the quarter (I1): they report, also that there was none."""
    period = quarter_period(quarter)
    return sorted(
        partner
        for partner, declaration in installation.catalogue.declarations.items()
        if any(
            schedule.kind is FeeKind.REFERRAL and schedule.valid.overlaps(period)
            for schedule in declaration.fee_schedules
        )
    )


def _report_of(stored: StoredReport) -> FeeReport:
    try:
        return from_json(FeeReport, stored.document)
    except InvalidInput as refusal:
        raise Unreadable("fee report", stored.id, refusal.faults) from None
