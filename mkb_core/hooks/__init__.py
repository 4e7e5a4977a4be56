"""The public contract of plugins: what they declare, and the hook specifications through which they do."""

from mkb_core.hooks.declaration_files import read_declaration, read_region
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
from mkb_core.hooks.markers import HOOK_API, hookimpl, hookspec

__all__ = [
    "HOOK_API",
    "FrontDesk",
    "Goal",
    "Item",
    "ItemKind",
    "PartnerDeclaration",
    "RegionDefinition",
    "Service",
    "TopicStrength",
    "hookimpl",
    "hookspec",
    "read_declaration",
    "read_region",
]
