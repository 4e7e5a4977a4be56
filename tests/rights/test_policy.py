"""The policy table: deny by default, and what must never stand in it."""

from __future__ import annotations

import itertools

import pytest

from mkb_core.errors import Denied
from mkb_core.rights import (
    ANONYMOUS,
    COMMAND_LINE,
    ROLES,
    TASKS,
    Action,
    Actor,
    Fields,
    Kind,
    Relation,
    Side,
    grants,
)
from mkb_core.rights.held import ALL_FIELDS, CONFIDENTIAL_FIELDS, OPEN_FIELDS, Held, require
from mkb_core.rights.policy import POLICY

#: relations that a company, a partner or the organisation makes by itself, and never a role alone
CHOSEN = {Relation.OWN_COMPANY, Relation.ASSIGNED}
ABOUT_COMPANIES = (Kind.COMPANY, Kind.QUESTION)


def test_every_role_of_the_table_is_a_role() -> None:
    assert {role for grant in POLICY for role in grant.roles} == set(ROLES)


def test_each_row_stands_once() -> None:
    assert len(set(POLICY)) == len(POLICY)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("action", Action)
def test_an_unknown_role_may_nothing(kind: Kind, action: Action) -> None:
    assert not grants(Actor("somebody"), kind, action)
    with pytest.raises(Denied):
        require(Actor("somebody"), kind, action)


def test_a_visitor_may_ask_and_read_by_link_and_nothing_else() -> None:
    allowed = {
        (kind, action, grant.relation)
        for kind, action in itertools.product(Kind, Action)
        for grant in grants(ANONYMOUS, kind, action)
    }
    assert allowed == {(Kind.ADVICE, one, Relation.LINK) for one in (Action.READ, Action.CREATE)}


@pytest.mark.parametrize(("kind", "action"), list(itertools.product(Kind, Action)))
def test_the_command_line_may_everything(kind: Kind, action: Action) -> None:
    require(COMMAND_LINE, kind, action, Relation.ANY)


@pytest.mark.parametrize("origin", ["api", "page", "job"])
def test_only_the_command_line_may_everything(origin: str) -> None:
    operator = Actor("operator", origin=origin)
    assert {grant.fields for grant in grants(operator, Kind.COMPANY, Action.READ)} == {Fields.OPEN}
    assert not grants(operator, Kind.QUESTION, Action.READ)


def test_a_partner_sees_confidential_fields_by_consent_only() -> None:
    for grant in POLICY:
        if any(ROLES[role].side is Side.PARTNER for role in grant.roles) and grant.kind in ABOUT_COMPANIES:
            assert grant.relation in (Relation.REFERRED, Relation.SCOUTED)
            assert not Held((grant,)).fields() & CONFIDENTIAL_FIELDS


def test_a_funder_sees_no_company_and_no_question() -> None:
    assert not any(
        grants(Actor("funder", subject="province"), kind, action)
        for kind in ABOUT_COMPANIES
        for action in Action
    )


def test_confidential_fields_of_any_company_are_for_those_who_guide_and_answer() -> None:
    roles = {
        role
        for grant in POLICY
        if grant.kind is Kind.COMPANY
        and grant.relation is Relation.ANY
        and grant.origin is None
        and Held((grant,)).fields() & CONFIDENTIAL_FIELDS
        for role in grant.roles
    }
    assert roles <= TASKS["guide"].roles | TASKS["answer-questions"].roles


def test_whoever_scouts_brings_companies_in() -> None:
    """K1: what is scouted goes into the central database."""
    for role in TASKS["scout"].roles:
        assert Relation.ANY in {
            one.relation for one in grants(Actor(role, "u-1"), Kind.COMPANY, Action.CREATE)
        }


def test_scopes_narrow_a_token_to_what_they_name() -> None:
    narrow = Actor("partner-system", subject="a", scopes=frozenset({"company:read"}))
    assert grants(narrow, Kind.COMPANY, Action.READ)
    assert not grants(narrow, Kind.QUESTION, Action.READ)
    assert not grants(Actor("partner-system", subject="a", scopes=frozenset()), Kind.COMPANY, Action.READ)


def test_scopes_never_widen() -> None:
    wide = Actor("partner-system", subject="a", scopes=frozenset({"company:erase", "token:create"}))
    assert not grants(wide, Kind.COMPANY, Action.ERASE)
    assert not grants(wide, Kind.TOKEN, Action.CREATE)


def test_consented_fields_are_those_that_the_consent_names() -> None:
    consented = tuple(one for one in POLICY if one.fields is Fields.CONSENTED)
    held = Held(consented, frozenset({"employees", "turnover_cents", "question", "no-field"}))
    assert held.fields() == {"employees", "turnover_cents"}


def test_relations_add_up() -> None:
    rows = {
        grant.fields: grant for grant in POLICY if grant.kind is Kind.COMPANY and Action.READ in grant.actions
    }
    both = Held((rows[Fields.OPEN], rows[Fields.CONSENTED]), frozenset({"turnover_cents"}))
    assert both.fields() == OPEN_FIELDS | {"turnover_cents"}
    assert Held((rows[Fields.ALL], rows[Fields.OPEN])).fields() == ALL_FIELDS
    assert Held(()).fields() == frozenset()


def test_whoever_may_create_any_company_sees_every_company() -> None:
    """Otherwise creating one would tell which are there but hidden."""
    for role in ROLES:
        for origin in ("api", "page", "command", "job"):
            actor = Actor(role, "u-1", "11111111", origin=origin)
            created = {grant.relation for grant in grants(actor, Kind.COMPANY, Action.CREATE)}
            assert created <= {grant.relation for grant in grants(actor, Kind.COMPANY, Action.READ)}
            assert created <= {Relation.ANY, Relation.OWN_COMPANY}
