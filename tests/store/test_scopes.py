"""One condition for list, search, count and single read, for any policy; and nothing tells hidden from absent."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from typing import Any

import pytest
from attrs import evolve, frozen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event, true

from mkb_core.domain.companies import Company, Sourced
from mkb_core.errors import NotFound
from mkb_core.rights import ROLES, Action, Actor, Fields, Grant, Kind, Relation, Side
from mkb_core.rights.held import CONFIDENTIAL_FIELDS
from mkb_core.rights.policy import POLICY
from mkb_core.store import migrations
from mkb_core.store.assignments import Assignment, add_assignment, end_assignment, list_assignments
from mkb_core.store.companies import save_company
from mkb_core.store.consents import StoredConsent, add_consent, list_consents, withdraw_consent
from mkb_core.store.engine import make_engine, read, write
from mkb_core.store.scopes import scope_by, scope_of
from mkb_core.store.seen_companies import CompanySearch, get_seen, list_seen
from mkb_core.store.trust_tables import accounts

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
NUMBERS = ("11111111", "22222222", "33333333", "44444444")
USERS, PARTNERS = ("u-1", "u-2"), ("bank", "board")
NAMES = ("Bakkerij Ömer", "bakker", 'De "Snelle" 100%_\\', "Zand")
SHARES = ("name", "municipality", "turnover_cents", "employees", "question")
IDS = (f"id-{number}" for number in itertools.count())


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """One migrated database of each kind for all examples; each begins with empty tables."""
    url = f"sqlite:///{tmp_path_factory.mktemp('scopes') / 'test.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgresql_url")
    made = make_engine(url)
    migrations.upgrade(made)
    yield made
    migrations.downgrade(made)
    made.dispose()


@frozen
class World:
    """Companies with a name; who guides or scouted which; who agreed to show what to whom."""

    names: dict[str, str]
    assigned: frozenset[tuple[str, str]]
    scouted: frozenset[tuple[str, str]]
    consents: tuple[tuple[str, str, frozenset[str], bool], ...]


ONE = World({"11111111": "Zand"}, frozenset(), frozenset(), ())
pairs = st.tuples(st.sampled_from(NUMBERS), st.sampled_from(PARTNERS))
worlds = st.builds(
    World,
    st.dictionaries(st.sampled_from(NUMBERS), st.sampled_from(NAMES)),
    st.frozensets(st.tuples(st.sampled_from(NUMBERS), st.sampled_from(USERS)), max_size=4),
    st.frozensets(pairs, max_size=4),
    st.lists(
        st.tuples(
            st.sampled_from(NUMBERS),
            st.sampled_from(PARTNERS),
            st.frozensets(st.sampled_from(SHARES), min_size=1),
            st.booleans(),
        ),
        max_size=4,
    ).map(tuple),
)
RELATIONS = (
    Relation.OWN_COMPANY, Relation.ASSIGNED, Relation.SCOUTED, Relation.REFERRED, Relation.ANY, Relation.LINK,
)  # fmt: skip
policies = st.lists(
    st.builds(
        Grant,
        st.frozensets(st.sampled_from(sorted(ROLES)), min_size=3),
        st.sampled_from(RELATIONS),
        st.just(Kind.COMPANY),
        st.frozensets(st.sampled_from(Action), min_size=1),
        st.sampled_from(Fields),
    ),
    max_size=6,
).map(tuple)


@st.composite
def actors(draw: st.DrawFn) -> Actor:
    """Somebody in a role, for a subject that fits it."""
    role = ROLES[draw(st.sampled_from(sorted(ROLES)))]
    subjects = {Side.COMPANY: NUMBERS, Side.PARTNER: PARTNERS, Side.FUNDER: ("province",)}.get(role.side)
    return Actor(role.id, draw(st.sampled_from(USERS)), draw(st.sampled_from(subjects)) if subjects else None)


class Undone(Exception):
    """Ends a transaction without a trace."""


@contextmanager
def holding(engine: Engine, world: World) -> Iterator[Connection]:
    """A transaction in which a world is stored; undone at its end."""
    with suppress(Undone), write(engine) as connection:
        for user in USERS:
            row = {"id": user, "email": user, "name": user, "language": "nl", "state": "active", "version": 1}
            connection.execute(accounts.insert(), row | {"created_at": NOW})
        for number, name in world.names.items():
            values = {"name": name, "municipality": f"M{number[0]}", "turnover_cents": 5, "employees": 4}
            known = {field: Sourced(value, "kvk", date(2026, 1, 1), "t") for field, value in values.items()}
            save_company(connection, Company(number).with_values(known), 0, at=NOW)
        for number, user in world.assigned:
            add_assignment(connection, Assignment(next(IDS), number, "assigned", NOW, account=user))
        for number, partner in world.scouted:
            add_assignment(connection, Assignment(next(IDS), number, "scouted", NOW, partner=partner))
        for number, partner, shares, withdrawn in world.consents:
            ended = NOW if withdrawn else None
            given = StoredConsent(
                next(IDS), number, "referral", NOW, "u-1", partner, shares, withdrawn_at=ended
            )
            add_consent(connection, given)
        yield connection
        raise Undone


def expected_fields(
    world: World, actor: Actor, number: str, policy: tuple[Grant, ...]
) -> frozenset[str] | None:
    """By the words of the policy, without any query: the fields seen, or ``None`` for nothing at all."""
    partner = actor.acts_for(Side.PARTNER)
    shares = frozenset().union(
        *(one[2] for one in world.consents if one[:2] == (number, partner) and not one[3])
    )
    consented = any(one[:2] == (number, partner) and not one[3] for one in world.consents)
    holds = {
        Relation.OWN_COMPANY: actor.acts_for(Side.COMPANY) == number,
        Relation.ASSIGNED: (number, actor.user) in world.assigned,
        Relation.SCOUTED: (number, partner) in world.scouted,
        Relation.REFERRED: consented,
        Relation.ANY: True,
    }
    stored = frozenset({"name", "municipality", "turnover_cents", "employees"})
    rows = [
        grant
        for grant in policy
        if actor.role in grant.roles and Action.READ in grant.actions and holds.get(grant.relation, False)
        and grant.kind is Kind.COMPANY
        and grant.origin is None
    ]  # fmt: skip
    if not rows or number not in world.names:
        return None
    seen = {
        Fields.ALL: stored,
        Fields.OPEN: stored - CONFIDENTIAL_FIELDS,
        Fields.CONSENTED: stored & shares,
        Fields.METADATA: frozenset[str](),
        Fields.OWN_PART: frozenset[str](),  # of a financing
    }
    return frozenset().union(*(seen[grant.fields] for grant in rows))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(world=worlds, actor=actors(), policy=st.one_of(st.just(POLICY), policies))
def test_list_count_and_search_are_what_single_reads_show(
    engine: Engine, world: World, actor: Actor, policy: tuple[Grant, ...]
) -> None:
    with holding(engine, world) as connection:
        scope = scope_by(policy, actor, Kind.COMPANY)
        singles: dict[str, frozenset[str]] = {}
        for number in NUMBERS:
            with suppress(NotFound):
                singles[number] = frozenset(get_seen(connection, scope, number).company.fields)
        page = list_seen(connection, scope, CompanySearch())
        expected = {number: expected_fields(world, actor, number, policy) for number in NUMBERS}
        assert singles == {number: fields for number, fields in expected.items() if fields is not None}
        assert [one.company.number for one in page.companies] == sorted(singles)
        assert page.total == len(singles)
        for one in page.companies:
            assert frozenset(one.company.fields) == singles[one.company.number] - CONFIDENTIAL_FIELDS
        parts = [
            list_seen(connection, scope, CompanySearch(), offset=n, limit=1) for n in range(len(singles))
        ]
        assert [one.company.number for part in parts for one in part.companies] == sorted(singles)
        for name in ("bak", "BAKKER", '"', "%", "_", "\\", "zand"):
            found = list_seen(connection, scope, CompanySearch(name=name))
            wanted = [
                number for number in sorted(singles)
                if "name" in singles[number] and name.lower() in world.names[number].lower()
            ]  # fmt: skip
            assert ([one.company.number for one in found.companies], found.total) == (wanted, len(wanted))
        for number in NUMBERS:
            place = CompanySearch(municipality=f"M{number[0]}")
            shown = number in singles and "municipality" in singles[number]
            assert list_seen(connection, scope, place).total == shown
            assert list_seen(connection, scope, CompanySearch(number=number)).total == (number in singles)


def test_each_relation_of_the_table_to_a_company_has_a_condition(engine: Engine) -> None:
    with read(engine) as connection:
        for kind in (Kind.COMPANY, Kind.QUESTION, Kind.CONSENT, Kind.ASSIGNMENT):
            for role in ROLES:
                scope_of(Actor(role, "u-1", "bank"), kind).condition(kind)
        list_seen(connection, scope_of(Actor("front-desk", "u-1", "bank"), Kind.COMPANY), CompanySearch())


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("role", sorted(ROLES))
def test_hidden_and_absent_cost_the_same_statements(engine: Engine, role: str) -> None:
    actor = Actor(role, "u-1", {Side.COMPANY: "22222222"}.get(ROLES[role].side, "bank"))
    scope = scope_of(actor, Kind.COMPANY)
    sent: dict[str, list[str]] = {}
    for number in ("11111111", "99999999"):
        with holding(engine, ONE) as connection, counted(engine) as statements:
            try:
                get_seen(connection, scope, number)
            except NotFound:
                sent[number] = statements
    if "11111111" in sent:
        assert sent["11111111"] == sent["99999999"]


def test_a_consent_counts_until_it_is_taken_back(engine: Engine) -> None:
    consent = StoredConsent("c-1", "11111111", "referral", NOW, "u-1", "bank", frozenset({"turnover_cents"}))
    scope = scope_of(Actor("front-desk", "u-1", "bank"), Kind.COMPANY)
    with holding(engine, ONE) as connection:
        add_consent(connection, consent)
        assert set(get_seen(connection, scope, "11111111").company.fields) == {"turnover_cents"}
        withdraw_consent(connection, "c-1", NOW, true())
        with pytest.raises(NotFound):
            get_seen(connection, scope, "11111111")
        withdraw_consent(connection, "c-1", NOW.replace(year=2027), true())
        assert [one.withdrawn_at for one in list_consents(connection, true())] == [NOW]


@pytest.mark.parametrize("purpose", ["publication", "research"])
def test_consent_for_another_purpose_shows_a_partner_nothing(engine: Engine, purpose: str) -> None:
    consent = StoredConsent("c-1", "11111111", purpose, NOW, "u-1", "bank", frozenset({"turnover_cents"}))
    with holding(engine, ONE) as connection:
        add_consent(connection, consent)
        with pytest.raises(NotFound):
            get_seen(connection, scope_of(Actor("front-desk", "u", "bank"), Kind.COMPANY), "11111111")


def test_an_ended_assignment_shows_nothing_more(engine: Engine) -> None:
    scope = scope_of(Actor("consultant", "u-1"), Kind.COMPANY)
    with holding(engine, evolve(ONE, assigned=frozenset({("11111111", "u-1")}))) as connection:
        (assignment,) = list_assignments(connection, true())
        assert "turnover_cents" in get_seen(connection, scope, "11111111").company.fields
        end_assignment(connection, assignment.id, NOW, true())
        assert "turnover_cents" not in get_seen(connection, scope, "11111111").company.fields
