"""What the Support Process asks and what it is to bring, as the plan states it (E1, E9)."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from mkb_core.budget.quantities import Quantity
from mkb_core.text import Text


@frozen
class StageEffort:
    """Half-days of one stage, from and up to."""

    label: Text
    low: Quantity
    high: Quantity


@frozen
class SupportProcess:
    """``rows`` of staff (role/activity) guide companies in ``phases``; ``in_kind_rows`` do so too, and are counted apart.
    ``half_days_of_a_plan``: the efforts to reckon with. ``goal_plans``: how many plans the approach is to bring."""

    weeks_per_fte_year: Quantity
    half_days_per_week: Quantity
    half_days_of_a_plan: tuple[Quantity, ...]
    rows: tuple[str, ...]
    phases: tuple[str, ...]
    goal_plans: int
    in_kind_rows: tuple[str, ...] = ()
    stages: Mapping[str, StageEffort] | None = None
    source: str = ""
