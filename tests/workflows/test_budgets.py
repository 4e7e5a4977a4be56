"""Budgets as versions: two persons, a chain of reasons, and comparison."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkb_core.budget.amending import amend
from mkb_core.budget.evaluation import evaluate
from mkb_core.budget.given import given_cells
from mkb_core.budget.plan import BudgetPlan
from mkb_core.errors import Conflict, Denied, InvalidInput, NotFound, SamePerson, WrongVersionState
from mkb_core.rights import COMMAND_LINE, ROLES, Actor
from mkb_core.store.budgets import BudgetVersion
from mkb_core.store.engine import read, write
from mkb_core.store.trust_tables import accounts, audit
from mkb_core.workflows import budgets
from mkb_core.workflows.assembly import Installation
from tests.workflows.conftest import NOW

PLAN = "limburg"
CELL = "fte.consultant/consultancy.2019"
ANN = Actor("back-office", "u-ann")
BEA = Actor("board", "u-bea")
CEES = Actor("senior-project-leader", "u-cees")
PEOPLE = (ANN, BEA, CEES)


@pytest.fixture
def running(installation: Installation) -> Installation:
    """The installation with three people."""
    add_people(installation)
    return installation


def add_people(installation: Installation) -> None:
    with write(installation.engine) as connection:
        for actor in PEOPLE:
            row = {"id": actor.user, "email": f"{actor.user}@example.org", "name": "U", "language": "nl"}
            connection.execute(accounts.insert(), row | {"state": "active", "version": 1, "created_at": NOW})


def newest(installation: Installation) -> BudgetPlan:
    budget = budgets.budget_of(installation, ANN, PLAN)
    return budgets.plan_of_version(installation, ANN, PLAN, budget.newest.number)


def on(number: int) -> Callable[[budgets.Budget], None]:
    def check(budget: budgets.Budget) -> None:
        if budget.newest.number != number:
            raise Conflict(kind="budget", key=PLAN)

    return check


def save(
    installation: Installation, actor: Actor, fte: object, reason: str = "minder inzet"
) -> BudgetVersion:
    changed = amend(newest(installation), "1", {CELL: Fraction(str(fte))})
    return budgets.save_version(installation, actor, changed, reason, lambda _: None)


def test_the_plan_of_the_region_counts_until_a_version_is_approved(running: Installation) -> None:
    budget = budgets.budget_of(running, ANN, PLAN)
    assert budget.in_force is budget.newest
    assert (budget.newest.number, budget.newest.state) == (0, "installed")
    save(running, ANN, "3.5")
    budgets.propose_version(running, ANN, PLAN, 1)
    budget = budgets.budget_of(running, ANN, PLAN)
    assert budget.in_force is not None
    assert budget.in_force.number == 0
    budget = budgets.approve_version(running, BEA, PLAN, 1)
    assert budget.in_force is budget.newest
    assert evaluate(newest(running), "1").value(CELL) == Fraction(7, 2)


def test_the_author_cannot_approve(running: Installation) -> None:
    save(running, BEA, 3)
    budgets.propose_version(running, ANN, PLAN, 1)
    with pytest.raises(SamePerson):
        budgets.approve_version(running, BEA, PLAN, 1)
    # nor in another role: it is the person that counts
    with pytest.raises(SamePerson):
        budgets.approve_version(running, evolve(BEA, role="senior-project-leader"), PLAN, 1)
    budgets.approve_version(running, CEES, PLAN, 1)


def test_nor_can_who_edited_since_the_last_approved_version(running: Installation) -> None:
    save(running, BEA, 3)
    save(running, ANN, 2)
    budgets.propose_version(running, ANN, PLAN, 2)
    with pytest.raises(SamePerson):
        budgets.approve_version(running, BEA, PLAN, 2)
    budgets.approve_version(running, CEES, PLAN, 2)
    save(running, ANN, 1)
    budgets.propose_version(running, ANN, PLAN, 3)
    budgets.approve_version(running, BEA, PLAN, 3)  # her work was approved by somebody else meanwhile


def test_a_rejected_version_gives_nobody_the_right_to_approve(running: Installation) -> None:
    save(running, BEA, 3)
    budgets.propose_version(running, BEA, PLAN, 1)
    budgets.reject_version(running, CEES, PLAN, 1, "te duur")
    save(running, ANN, 2)
    budgets.propose_version(running, ANN, PLAN, 2)
    with pytest.raises(SamePerson):
        budgets.approve_version(running, BEA, PLAN, 2)


def test_only_those_with_a_right_and_an_account(running: Installation) -> None:
    save(running, ANN, 3)
    budgets.propose_version(running, ANN, PLAN, 1)
    with pytest.raises(Denied):
        budgets.approve_version(running, Actor("back-office", "u-cees"), PLAN, 1)
    with pytest.raises(Denied):
        budgets.approve_version(running, COMMAND_LINE, PLAN, 1)
    for role in ROLES.values():
        if role.id not in ("board", "senior-project-leader", "back-office", "operator"):
            actor = Actor(role.id, "u-ann", "province")
            for ask in (
                lambda actor=actor: budgets.list_budgets(running, actor),
                lambda actor=actor: budgets.budget_of(running, actor, PLAN),
                lambda actor=actor: budgets.plan_of_version(running, actor, PLAN, 0),
                lambda actor=actor: budgets.compare_versions(running, actor, PLAN, 0, 1, "1"),
                lambda actor=actor: save(running, actor, 2),
            ):
                with pytest.raises(Denied):
                    ask()


def test_faults_are_told_and_nothing_is_saved(running: Installation) -> None:
    content = newest(running)
    with pytest.raises(InvalidInput) as refusal:
        budgets.save_version(running, ANN, content, "  ", lambda _: None)
    assert [fault.path for fault in refusal.value.faults] == ["reason"]
    with pytest.raises(InvalidInput) as refusal:
        budgets.save_version(running, ANN, content, "niets", lambda _: None)
    assert [fault.code for fault in refusal.value.faults] == ["nothing-changed"]
    absurd = amend(content, "1", {CELL: Fraction(-1), "rate.consultant": Fraction(10**9)})
    with pytest.raises(InvalidInput) as refusal:
        budgets.save_version(running, ANN, absurd, "absurd", lambda _: None)
    assert len(refusal.value.faults) == 2
    with pytest.raises(NotFound):
        budgets.save_version(running, ANN, evolve(content, id="elders"), "nieuw", lambda _: None)
    assert len(budgets.budget_of(running, ANN, PLAN).versions) == 1


def test_who_edits_an_older_version_overwrites_nothing(running: Installation) -> None:
    content = newest(running)
    save(running, ANN, 3)
    late = amend(content, "1", {CELL: Fraction(1)})
    with pytest.raises(Conflict):
        budgets.save_version(running, BEA, late, "te laat", on(0))
    assert evaluate(newest(running), "1").value(CELL) == 3


def test_what_happened_is_in_the_log(running: Installation) -> None:
    save(running, ANN, 3, "drie is genoeg")
    budgets.propose_version(running, ANN, PLAN, 1)
    budgets.approve_version(running, BEA, PLAN, 1)
    with read(running.engine) as connection:
        lines = connection.execute(audit.select().order_by(audit.c.line)).mappings().all()
    assert [(one["action"], one["account"], one["object"]) for one in lines] == [
        ("create", "u-ann", "limburg 1"),
        ("propose", "u-ann", "limburg 1"),
        ("approve", "u-bea", "limburg 1"),
    ]
    assert "drie is genoeg" in lines[0]["details"]


def test_two_versions_beside_each_other(running: Installation) -> None:
    save(running, ANN, 3)
    found = budgets.compare_versions(running, BEA, PLAN, 0, 1, "1")
    assert [(one.address, one.first, one.second) for one in found.given] == [(CELL, Fraction(4), Fraction(3))]
    computed = {one.address: one.second - one.first for one in found.computed}
    assert computed["hours.consultant/consultancy.2019"] == -1520
    assert computed["cost.total.total"] == -1520 * (10_000 + 250)
    assert found.other == ()
    # the second scenario says this cell itself
    assert budgets.compare_versions(running, BEA, PLAN, 0, 1, "2").given == ()


def test_what_is_no_cell_is_compared_too(running: Installation) -> None:
    content = newest(running)
    assert content.support_process is not None
    goal = evolve(content, support_process=evolve(content.support_process, goal_plans=90))
    budgets.save_version(running, ANN, goal, "ander doel", lambda _: None)
    found = budgets.compare_versions(running, BEA, PLAN, 0, 1, "1")
    assert (found.given, found.computed) == ((), ())
    assert [(one.path, one.first, one.second) for one in found.other] == [
        ("support_process.goal_plans", 100, 90)
    ]


def test_an_amended_scenario_holds_the_figures_and_the_others_keep_theirs(running: Installation) -> None:
    content = newest(running)
    changes = {
        CELL: Fraction(3),
        "cost.organisation_other/housing.2019": Fraction(120_050),
        "rate.consultant": Fraction(9_950),
        "delay.total": Fraction(2),
    }
    changed = amend(content, "2", changes)
    cells = given_cells(changed, "2")
    assert {name: cells[name].number for name in changes} == changes
    assert given_cells(changed, "1") == given_cells(content, "1")
    assert amend(changed, "2", changes) == changed


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["save", "propose", "approve", "reject"]), st.sampled_from(PEOPLE), st.integers(0, 9)
    ),
    max_size=15,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_versions_chain_and_two_persons_agree_in_every_sequence(
    assembled: Installation, migrated_file: Path, steps: list[tuple[str, Actor, int]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "mkb.sqlite"
        shutil.copy(migrated_file, file)
        given_settings = evolve(assembled.settings, database_url=f"sqlite:///{file}")
        made = Installation(given_settings, assembled.host, assembled.catalogue)
        add_people(made)
        authors: dict[int, str | None] = {0: None}
        approved = 0
        for step, actor, number in steps:
            last = max(authors)
            try:
                if step == "save":
                    saved = save(made, actor, number)
                    assert saved.number == last + 1
                    authors[saved.number] = actor.user
                elif step == "propose":
                    budgets.propose_version(made, actor, PLAN, last)
                elif step == "approve":
                    budgets.approve_version(made, actor, PLAN, last)
                    worked = {authors[one] for one in range(approved + 1, last + 1)}
                    assert actor.user not in worked
                    assert actor.role != "back-office"
                    approved = last
                else:
                    budgets.reject_version(made, actor, PLAN, last, "nee")
            except (SamePerson, Denied, WrongVersionState, InvalidInput, NotFound):
                pass
            check_chain(budgets.budget_of(made, ANN, PLAN), approved)
        made.engine.dispose()


def check_chain(budget: budgets.Budget, approved: int) -> None:
    numbers = [one.number for one in budget.versions]
    assert numbers == list(range(len(numbers) - 1, -1, -1))
    for one, before in zip(budget.versions, budget.versions[1:], strict=False):
        assert (one.parent, one.parent_hash) == (before.number, before.hash)
        assert one.hash != before.hash
        assert one.state not in ("draft", "proposed") or one is budget.newest
    assert [one.number for one in budget.versions if one.state == "approved"] == [approved] * bool(approved)
    assert budget.in_force is not None
    assert budget.in_force.number == approved
