"""Hook specifications: every place at which a plugin speaks.

Data hooks are called once, when the plugin is loaded; call hooks do work at the moment of asking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mkb_core.budget.plan import BudgetPlan
from mkb_core.domain.companies import Sourced
from mkb_core.domain.questions import MakeAnalyser
from mkb_core.hooks.declarations import PartnerDeclaration, RegionDefinition
from mkb_core.hooks.deliveries import DeliveryAnswer, ReferralDelivery
from mkb_core.hooks.fee_reports import FeeReport
from mkb_core.hooks.feeds import FeedPage, FeedRequest
from mkb_core.hooks.markers import hookspec
from mkb_core.hooks.outside import Outside


@hookspec
def mkb_declare_partners() -> Sequence[PartnerDeclaration]:  # type: ignore[empty-body]
    """The partners of this plugin with what they offer (C1, C4, L1).

    When: once, when the plugin is loaded.
    By whom: the plugin host.
    I/O: only the plugin's own package data.
    Time allowed: 2 seconds.
    A fault means: advice goes on with the last good declaration of these partners and says so; where there is none,
    the partners are shown as failing.
    """


@hookspec
def mkb_define_region() -> RegionDefinition:  # type: ignore[empty-body]
    """The region that this plugin describes (M1): territory, topics, criteria, goals.

    When: once, when the plugin is loaded.
    By whom: the plugin host.
    I/O: only the plugin's own package data.
    Time allowed: 2 seconds.
    A fault means: the region cannot be served; the command or service says so and stops.
    """


@hookspec
def mkb_declare_budget_plans() -> Sequence[BudgetPlan]:  # type: ignore[empty-body]
    """The budgets of this plugin (J1, M1): periods, staffing, costs and scenarios as data, each under an id of its own.

    When: when a command or page asks for a budget plan.
    By whom: the plugin host.
    I/O: only the plugin's own package data.
    Time allowed: 2 seconds.
    A fault means: the plans of this plugin are not there, and the command or page says why; advice goes on.
    """


@hookspec(firstresult=True)
def mkb_make_analyser() -> MakeAnalyser:  # type: ignore[empty-body]
    """How this plugin reads questions (C2): a callable that makes an analyser for a list of topics.

    When: once, when the plugin is loaded.
    By whom: the plugin host.
    I/O: only the plugin's own package data.
    Time allowed: 5 seconds.
    A fault means: questions cannot be read; the command or service says so and stops.
    """


@hookspec(firstresult=True)
def mkb_look_up_company(number: str, egress: Outside) -> Mapping[str, Sourced] | None:
    """Company data by trade-register number (A3): field name to value with provenance; ``None`` where unknown there.

    ``egress`` is the only way outside.
    When: a user asks for a company that the store does not hold, or asks to refresh it.
    By whom: the workflow ``companies``.
    I/O: through ``egress`` only.
    Time allowed: 10 seconds.
    A fault means: the company stays as it was; the user hears that the source cannot be reached.
    """


@hookspec(firstresult=True)
def mkb_fetch_feed(request: FeedRequest, egress: Outside) -> FeedPage:  # type: ignore[empty-body]
    """The next page of one of this plugin's feeds (A3, G3, C3): companies, news, events or items.

    Only feeds that the manifest names are asked for. The same request may come again: a page has no side effects.

    When: in the background, as often as the installation collects feeds.
    By whom: the workflow ``feeds``.
    I/O: through ``egress`` only.
    Time allowed: 30 seconds.
    A fault means: what was collected before stays; the feed goes on from its cursor at the next collection.
    """


@hookspec(firstresult=True)
def mkb_deliver_referral(delivery: ReferralDelivery, egress: Outside) -> DeliveryAnswer:  # type: ignore[empty-body]
    """Take a referral to the partner's own system, ask there how it stands, or withdraw it (B3, C1).

    A delivery with the same ``id`` may come again and must then have no second effect.

    When: in the background, when the company has consented and whenever an answer is due.
    By whom: the workflow ``deliveries``.
    I/O: through ``egress`` only.
    Time allowed: 20 seconds.
    A fault means: the delivery is tried again later; the front desk sees that the partner was not reached.
    """


@hookspec(firstresult=True)
def mkb_report_fees(quarter: str, egress: Outside) -> FeeReport:  # type: ignore[empty-body]
    """The contracts and fees of a quarter such as ``"2026-Q4"``, as the partner states them (I3).

    When: in the background, after a quarter has ended, and again when the partner corrects it.
    By whom: the workflow ``fees``.
    I/O: through ``egress`` only: the partner's drop folder or its server.
    Time allowed: 30 seconds.
    A fault means: the report is shown as missing and asked for again; earlier reports stay as they came.
    """
