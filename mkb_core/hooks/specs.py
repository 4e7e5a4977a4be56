"""Hook specifications: every place at which a plugin speaks.

Data hooks are called once, when the plugin is loaded; call hooks do work at the moment of asking.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from mkb_core.domain.companies import Sourced
from mkb_core.domain.questions import MakeAnalyser
from mkb_core.hooks.declarations import PartnerDeclaration, RegionDefinition
from mkb_core.hooks.markers import hookspec


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
def mkb_look_up_company(number: str, egress: Any) -> Mapping[str, Sourced] | None:
    """Company data by trade-register number (A3): field name to value with provenance; ``None`` where unknown there.

    ``egress`` is the only way outside: see :class:`mkb_core.runtime.egress.Egress`.
    When: a user asks for a company that the store does not hold, or asks to refresh it.
    By whom: the workflow ``companies``.
    I/O: through ``egress`` only.
    Time allowed: 10 seconds.
    A fault means: the company stays as it was; the user hears that the source cannot be reached.
    """
