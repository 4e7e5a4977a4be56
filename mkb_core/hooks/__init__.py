"""The public contract of plugins: what they declare, and the hook specifications through which they do."""

from mkb_core.budget.plan import BudgetPlan
from mkb_core.hooks.declaration_files import read_budget_plan, read_declaration, read_region
from mkb_core.hooks.declarations import (
    FrontDesk,
    Goal,
    Item,
    ItemKind,
    PartnerDeclaration,
    RegionDefinition,
    Service,
    TopicStrength,
)
from mkb_core.hooks.deliveries import (
    Consent,
    DeclineReason,
    DeliveryAnswer,
    DeliveryKind,
    PartnerState,
    ReferralDelivery,
)
from mkb_core.hooks.fee_reports import FeeLine, FeeReport, UnreadLine, quarter_period
from mkb_core.hooks.feeds import CompanyEntry, EventEntry, FeedKind, FeedPage, FeedRequest, NewsEntry
from mkb_core.hooks.markers import HOOK_API, hookimpl, hookspec
from mkb_core.hooks.outside import Outside, OutsideAnswer
from mkb_core.text import Text, text

__all__ = [
    "HOOK_API",
    "BudgetPlan",
    "CompanyEntry",
    "Consent",
    "DeclineReason",
    "DeliveryAnswer",
    "DeliveryKind",
    "EventEntry",
    "FeeLine",
    "FeeReport",
    "FeedKind",
    "FeedPage",
    "FeedRequest",
    "FrontDesk",
    "Goal",
    "Item",
    "ItemKind",
    "NewsEntry",
    "Outside",
    "OutsideAnswer",
    "PartnerDeclaration",
    "PartnerState",
    "ReferralDelivery",
    "RegionDefinition",
    "Service",
    "Text",
    "TopicStrength",
    "UnreadLine",
    "hookimpl",
    "hookspec",
    "quarter_period",
    "read_budget_plan",
    "read_declaration",
    "read_region",
    "text",
]
