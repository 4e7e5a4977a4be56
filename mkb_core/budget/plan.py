"""A budget as data: phases, columns, roles, staffing, other costs, travel, and scenarios as differences (J1, J2).

The attributes are those of a plan's file; amounts are cents here and euros there. All ids are unique, and those of
roles, activities and cost groups differ from each other too, so that every row has one name.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from mkb_core.budget.build_chart import BuildPhase
from mkb_core.budget.capacity import SupportProcess
from mkb_core.budget.financing import Financing
from mkb_core.budget.pay_norm import PayNorm
from mkb_core.budget.quantities import Cents, Quantity
from mkb_core.text import Text


@frozen
class Phase:
    """A phase of the programme, such as the pilot."""

    id: str
    label: Text


@frozen
class Period:
    """A column of the plan, not a slice of the calendar: two may overlap. It begins in ``first_month`` (1 to 12) of
    ``year`` and lasts ``months``; what it costs is spread evenly over them."""

    id: str
    label: Text
    year: int
    first_month: int
    months: Quantity
    phase: str


@frozen
class Span:
    """Phases that the plan adds up, such as pilot and roll-out. ``in_rows``: every row shows this sum too."""

    id: str
    label: Text
    phases: tuple[str, ...]
    in_rows: bool = False


@frozen
class Role:
    """What people do at one rate. Hours of a column = FTE x ``hours_per_fte_year`` x months / 12."""

    id: str
    label: Text
    rate_per_hour: Cents
    hours_per_fte_year: Quantity


@frozen
class Activity:
    """What the hours go to. Hours that are not ``paid`` are in kind: valued at the role's rate, never a cost (H3)."""

    id: str
    label: Text
    paid: bool = True


@frozen
class CostGroup:
    """Other costs that the plan adds up. ``in_overview``: the group is a row of the plan's summary."""

    id: str
    label: Text
    in_overview: bool = True


@frozen
class CostLine:
    """A line of other costs; ``amounts`` per period hold in every scenario that does not set them itself."""

    group: str
    id: str
    label: Text
    amounts: Mapping[str, Cents] = field(factory=dict)

    @property
    def row(self) -> str:
        """Its name in an address: ``group/line``."""
        return f"{self.group}/{self.id}"


@frozen
class Travel:
    """Travel costs: per period an amount for each paid hour of some activities. They are the line ``id`` of a cost group."""

    group: str
    id: str
    label: Text
    activities: tuple[str, ...]
    rate_per_hour: Mapping[str, Cents]

    @property
    def row(self) -> str:
        """Its name in an address: ``group/line``."""
        return f"{self.group}/{self.id}"


@frozen
class Scenario:
    """A variant of the budget: what it says differently from its ``base``, or from the bare plan where that is ``None``.

    ``fte``: role/activity -> period -> FTE. ``costs``: group/line -> period -> amount. ``set``: the address of any other
    given cell (a rate, months, a delay) -> its number, amounts in euros. ``remove``: addresses of cells, or of whole rows
    (``fte.consultant/in-kind``), that the base has and this scenario has not.
    """

    id: str
    label: Text
    base: str | None = None
    fte: Mapping[str, Mapping[str, Quantity]] = field(factory=dict)
    costs: Mapping[str, Mapping[str, Cents]] = field(factory=dict)
    set: Mapping[str, Quantity] = field(factory=dict)
    remove: tuple[str, ...] = ()


@frozen
class BudgetPlan:
    """A whole plan with its scenarios, as a file of its own has it (docs/reference/budget-files.md). Nothing here is
    computed: :func:`mkb_core.budget.evaluation.evaluate` does that."""

    id: str
    label: Text
    phases: tuple[Phase, ...]
    periods: tuple[Period, ...]
    roles: tuple[Role, ...]
    activities: tuple[Activity, ...]
    scenarios: tuple[Scenario, ...]
    spans: tuple[Span, ...] = ()
    cost_groups: tuple[CostGroup, ...] = ()
    cost_lines: tuple[CostLine, ...] = ()
    travel: Travel | None = None
    financing: Financing | None = None
    pay_norm: PayNorm | None = None
    support_process: SupportProcess | None = None
    build: BuildPhase | None = None
