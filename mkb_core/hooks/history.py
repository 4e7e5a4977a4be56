"""The hook API through its versions: since when every hook, argument and key of a manifest is there.

What goes stays listed, so that a plugin of an older version can be judged; when it goes stands in ``deprecations``.
"""

from __future__ import annotations

from collections.abc import Mapping

#: published versions, the oldest first
VERSIONS: tuple[str, ...] = ("1.0", "1.1", "1.2")

#: version -> what it added: hooks, their arguments (``hook.argument``), and keys of the manifest (``manifest.key``)
ADDED: Mapping[str, tuple[str, ...]] = {
    "1.0": (
        "mkb_declare_partners",
        "mkb_define_region",
        "mkb_make_analyser",
        "mkb_look_up_company",
        "mkb_look_up_company.number",
        "mkb_look_up_company.egress",
        "manifest.id",
        "manifest.name",
        "manifest.owner",
        "manifest.contact",
        "manifest.hook_api",
        "manifest.transport",
        "manifest.egress",
        "manifest.partners",
    ),
    "1.1": (
        "mkb_fetch_feed",
        "mkb_fetch_feed.request",
        "mkb_fetch_feed.egress",
        "mkb_deliver_referral",
        "mkb_deliver_referral.delivery",
        "mkb_deliver_referral.egress",
        "mkb_report_fees",
        "mkb_report_fees.quarter",
        "mkb_report_fees.egress",
        "manifest.key_header",
        "manifest.feeds",
        "manifest.declares",
        "manifest.register",
        "manifest.regions",
        "manifest.settings",
    ),
    "1.2": ("mkb_declare_budget_plans",),
}

#: hook, argument or key -> the version that added it
HISTORY: Mapping[str, str] = {name: version for version, names in ADDED.items() for name in names}
