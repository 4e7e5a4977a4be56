"""What every page of a budget starts from: the budget, the version and scenario that the address names, and their words."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from litestar import Request

from mkb_core.budget.given import scenario_of
from mkb_core.budget.plan import BudgetPlan
from mkb_core.errors import NotFound
from mkb_core.rights import Actor
from mkb_core.store.budgets import BudgetVersion
from mkb_core.workflows import budgets
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.budgets import Budget
from mkb_service.addresses import query_pairs
from mkb_service.languages import language_of
from mkb_service.pages.budgets.naming import Names

AnyRequest = Request[Any, Any, Any]
PLACE = "/begrotingen"
_LONGEST_NUMBER = 6


@frozen
class Opened:
    """A version of a budget in one scenario. ``is_newest``: the one that can be edited."""

    budget: Budget
    version: BudgetVersion
    plan: BudgetPlan
    scenario: str
    names: Names

    @property
    def is_newest(self) -> bool:
        """Is it the version that the next is made from?"""
        return self.version.number == self.budget.newest.number

    @property
    def address(self) -> str:
        """Where its pages are."""
        return f"{PLACE}/{self.plan.id}"

    def facts(self, page: str) -> dict[str, Any]:
        """What the templates of all pages of a budget use; ``page`` is the one that is open."""
        language = self.names.language
        kept = f"scenario={self.scenario}" + ("" if self.is_newest else f"&versie={self.version.number}")
        return {
            "opened": self,
            "kept": kept,
            "open_page": page,
            "plan_label": self.plan.label.in_language(language),
            "scenarios": {one.id: one.label.in_language(language) for one in self.plan.scenarios},
        }


def open_budget(
    request: AnyRequest,
    installation: Installation,
    actor: Actor,
    plan: str,
    number: str | None,
    scenario: str | None,
) -> Opened:
    """Open a version (``None``: the newest) in a scenario (``None``: the first). Raises
    :class:`~mkb_core.errors.NotFound`, :class:`~mkb_core.errors.Denied`."""
    budget = budgets.budget_of(installation, actor, plan)
    version = budget.newest if number is None else budget.version(number_of(number))
    content = budgets.plan_of_version(installation, actor, plan, version.number)
    chosen = scenario_of(content, scenario or content.scenarios[0].id).id
    return Opened(budget, version, content, chosen, Names(content, language_of(request)))


def asked_for(request: AnyRequest) -> dict[str, str]:
    """The parameters of the address, the last of each name."""
    return dict(query_pairs(request))


def number_of(words: str) -> int:
    """The number of a version; raises :class:`~mkb_core.errors.NotFound` where it is none."""
    if not (words.isascii() and words.isdigit() and len(words) <= _LONGEST_NUMBER):
        raise NotFound(kind="budget", key=words[:40])
    return int(words)
