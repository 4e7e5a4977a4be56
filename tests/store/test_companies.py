"""Companies keep every value with its provenance, in the types of their fields, and no change is lost."""

from __future__ import annotations

import itertools
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select, text, update

from mkb_core.domain.companies import Address, Company, Contact, GroupRelation, Sourced
from mkb_core.domain.company_fields import COMPANY_FIELDS, HIGHEST_CENTS
from mkb_core.domain.sme import Size
from mkb_core.errors import Conflict, InvalidInput, NotFound, StoreUnavailable
from mkb_core.store.companies import NEW, company_version, get_company, list_companies, save_company
from mkb_core.store.company_values import value_rows
from mkb_core.store.engine import read, write
from mkb_core.store.failures import Unreadable
from mkb_core.store.tables import companies, company_facts, company_values

AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LATER = AT + timedelta(days=1)
NUMBERS = (f"{number:08}" for number in itertools.count(1))

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PLAIN = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
CENTS = st.integers(0, HIGHEST_CENTS)
SIZES = st.builds(Size, st.none() | st.integers(0, 10**6), st.none() | CENTS, st.none() | CENTS)
ADDRESSES = st.builds(Address, *[st.none() | WORDS] * 5)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "name": WORDS,
    "trade_names": st.lists(WORDS, max_size=3).map(tuple),
    "legal_form": PLAIN,
    "sbi_codes": st.lists(st.from_regex(r"[0-9]{2,6}", fullmatch=True), max_size=3).map(tuple),
    "visiting_address": ADDRESSES,
    "postal_address": ADDRESSES,
    "municipality": PLAIN,
    "founding_date": st.dates(),
    "age_years": st.integers(0, 1000),
    "employees": st.integers(0, 10**6),
    "employees_fte": st.decimals(0, 10**6, places=3) | st.decimals(0, 10**6),
    "turnover_cents": CENTS,
    "balance_total_cents": CENTS,
    "group_relations": st.lists(
        st.builds(GroupRelation, WORDS, st.fractions(0, 1), SIZES, st.none() | WORDS), max_size=2
    ).map(tuple),
    "contacts": st.lists(st.builds(Contact, WORDS, st.none() | WORDS, st.none() | WORDS), max_size=2).map(
        tuple
    ),
    "memberships": st.lists(WORDS, max_size=3).map(tuple),
    "growth_ambition": st.booleans(),
    "innovation_ambition": st.booleans(),
    "continuity_ambition": st.booleans(),
    "unique_knowledge": WORDS,
}


def sourced(name: str) -> st.SearchStrategy[tuple[Sourced, ...]]:
    return st.lists(st.builds(Sourced, VALUES[name], PLAIN, st.dates(), PLAIN), min_size=1, max_size=3).map(
        tuple
    )


FIELDS = st.fixed_dictionaries({}, optional={name: sourced(name) for name in VALUES})


def company(number: str = "12345678", **values: Any) -> Company:
    return Company(
        number,
        {name: (Sourced(value, "kvk", date(2026, 11, 1), "import"),) for name, value in values.items()},
    )


def save(engine: Engine, changed: Company, expected: int = NEW, at: datetime = AT) -> int:
    with write(engine) as connection:
        return save_company(connection, changed, expected, at=at)


def load(engine: Engine, number: str = "12345678") -> Company:
    with read(engine) as connection:
        return get_company(connection, number).company


def test_each_field_has_values_to_try() -> None:
    assert set(VALUES) == set(COMPANY_FIELDS)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(fields=FIELDS)
def test_company_comes_back_with_the_provenance_of_every_value(engine: Engine, fields: Any) -> None:
    stored = Company(next(NUMBERS), fields)
    save(engine, stored)
    back = load(engine, stored.number)
    assert back == stored
    assert {name: [type(one.value) for one in own] for name, own in back.fields.items()} == {
        name: [type(one.value) for one in own] for name, own in stored.fields.items()
    }


def test_nested_values_come_back_in_their_types(engine: Engine) -> None:
    values: dict[str, Any] = {
        "visiting_address": Address("Markt", "1", "6211 CK", "Maastricht", "NL"),
        "employees_fte": Decimal("12.50"),
        "group_relations": (GroupRelation("Holding", Fraction(1, 3), Size(10, 5, None), "87654321"),),
        "contacts": (Contact("Zoë 🏭", "zoe@example.org"),),
        "founding_date": date(1998, 2, 28),
    }
    save(engine, company(**values))
    back = load(engine)
    assert {name: back.value(name) for name in values} == values
    assert str(back.value("employees_fte")) == "12.50"


def test_conflicting_values_keep_their_order(engine: Engine) -> None:
    own = tuple(
        Sourced(value, source, date(2026, 1, day), "someone")
        for day, (value, source) in enumerate([(12, "interview"), (10, "kvk"), (11, "website")], start=1)
    )
    save(engine, Company("12345678", {"employees": own}))
    assert load(engine).fields == {"employees": own}
    assert set(load(engine).conflicts()) == {"employees"}


def test_first_save_gives_version_one_and_each_next_one_more(engine: Engine) -> None:
    assert save(engine, company(employees=1)) == 1
    assert save(engine, company(employees=2), 1) == 2
    with read(engine) as connection:
        assert company_version(connection, "12345678") == get_company(connection, "12345678").version == 2
        assert company_version(connection, "00000001") == NEW


def test_a_save_replaces_what_was_known(engine: Engine) -> None:
    save(engine, company(employees=1, municipality="Sittard-Geleen"))
    save(engine, company(name="Bakkerij"), 1)
    assert load(engine) == company(name="Bakkerij")


def test_times_of_making_and_changing_are_utc(engine: Engine) -> None:
    save(engine, company())
    save(engine, company(employees=2), 1, LATER)
    with read(engine) as connection:
        stored = get_company(connection, "12345678")
    assert (stored.created_at, stored.updated_at) == (AT, LATER)
    assert stored.created_at.tzinfo is stored.updated_at.tzinfo is UTC


@pytest.mark.parametrize(
    "expected", [NEW, 1, 3, -1, 10**30], ids=["made twice", "old", "future", "negative", "huge"]
)
def test_save_on_another_version_is_a_conflict_and_changes_nothing(engine: Engine, expected: int) -> None:
    save(engine, company(employees=1))
    save(engine, company(employees=2), 1)
    with pytest.raises(Conflict) as caught:
        save(engine, company(employees=3), expected)
    assert caught.value.facts == {"kind": "company", "key": "12345678"}
    assert load(engine).value("employees") == 2


def test_after_a_conflict_the_same_transaction_can_go_on(engine: Engine) -> None:
    save(engine, company(employees=1))
    with write(engine) as connection:
        with pytest.raises(Conflict):
            save_company(connection, company(employees=9), NEW, at=AT)
        save_company(connection, company("00000002", employees=2), NEW, at=AT)
    assert load(engine, "00000002").value("employees") == 2


def test_change_of_a_company_that_is_not_stored_is_a_conflict(engine: Engine) -> None:
    with pytest.raises(Conflict):
        save(engine, company(), 1)


def test_unknown_company_is_not_found(engine: Engine) -> None:
    with pytest.raises(NotFound) as caught:
        load(engine)
    assert caught.value.facts == {"kind": "company", "key": "12345678"}


def test_racing_writers_lose_no_change(engine: Engine) -> None:
    save(engine, company(employees=0))

    def increment(_: int) -> int:
        for attempt in itertools.count():
            with read(engine) as connection:
                stored = get_company(connection, "12345678")
            changed = company(employees=stored.company.value("employees") + 1)
            try:
                save(engine, changed, stored.version)
                return attempt
            except Conflict:
                continue
        raise AssertionError

    with ThreadPoolExecutor(4) as pool:
        attempts = list(pool.map(increment, range(200)))
    assert load(engine).value("employees") == 200
    with read(engine) as connection:
        assert company_version(connection, "12345678") == 201
    assert sum(attempts) > 0, "no writer met another: nothing was shown"


def test_of_racing_first_writers_one_wins(engine: Engine) -> None:
    together = threading.Barrier(4)

    def make(employees: int) -> int | None:
        together.wait()
        try:
            save(engine, company(employees=employees))
        except Conflict:
            return None
        return employees

    with ThreadPoolExecutor(4) as pool:
        won = [employees for employees in pool.map(make, range(1, 5)) if employees is not None]
    assert [load(engine).value("employees")] == won


@pytest.mark.parametrize(
    ("name", "value", "path", "code"),
    [
        ("employees", -1, "employees[0]", "out-of-range"),
        ("employees", 10**7, "employees[0]", "out-of-range"),
        ("employees", "12", "employees[0]", "wrong-type"),
        ("employees", True, "employees[0]", "wrong-type"),
        ("employees", None, "employees[0]", "wrong-type"),
        ("employees_fte", Decimal("NaN"), "employees_fte[0]", "wrong-type"),
        ("turnover_cents", 10**14 + 1, "turnover_cents[0]", "out-of-range"),
        ("growth_ambition", 1, "growth_ambition[0]", "wrong-type"),
        ("founding_date", "1998-02-30", "founding_date[0]", "wrong-type"),
        ("founding_date", AT, "founding_date[0]", "wrong-type"),
        ("trade_names", "one", "trade_names[0]", "wrong-type"),
        ("sbi_codes", ("0113", "x"), "sbi_codes[0][1]", "sbi-code"),
        ("name", "\ud800", "name[0]", "wrong-type"),
        ("favourite_colour", "red", "favourite_colour[0]", "unknown-name"),
    ],
)
def test_value_that_its_field_does_not_take_is_refused(name: str, value: Any, path: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        value_rows(company(**{name: value}))
    assert [(fault.path, fault.code) for fault in caught.value.faults] == [(path, code)]


@pytest.mark.parametrize(
    ("refused", "path"),
    [(company(name=5), "name[0]"), (company(municipality="a\0b"), "municipality")],
    ids=["type", "nul"],
)
def test_refused_company_leaves_nothing(engine: Engine, refused: Company, path: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        save(engine, refused)
    assert [fault.path for fault in caught.value.faults] == [path]
    with read(engine) as connection:
        assert company_version(connection, "12345678") == NEW


def test_all_refused_values_are_reported_together() -> None:
    with pytest.raises(InvalidInput) as caught:
        value_rows(company(employees=-1, age_years="old", name=5))
    assert {fault.path for fault in caught.value.faults} == {"employees[0]", "age_years[0]", "name[0]"}


def test_time_without_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(InvalidInput):
        save(engine, company(), at=AT.replace(tzinfo=None))


@pytest.mark.parametrize("day", [AT, "yesterday", None], ids=str)
def test_provenance_without_a_day_is_refused(day: Any) -> None:
    with pytest.raises(InvalidInput) as caught:
        value_rows(Company("12345678", {"employees": (Sourced(3, "kvk", day, "import"),)}))
    assert [fault.path for fault in caught.value.faults] == ["employees[0]"]


def spoil(engine: Engine, number: str = "12345678", **columns: object) -> None:
    with write(engine) as connection:
        connection.execute(update(company_values).where(company_values.c.number == number).values(**columns))


@pytest.mark.parametrize(
    "columns",
    [{"value": '"ten"'}, {"value": "{"}, {"value": "-5"}, {"field": "shoe_size"}, {"value": "1e400"}],
    ids=str,
)
def test_stored_value_that_cannot_be_read_is_reported_not_dropped(
    engine: Engine, columns: dict[str, Any]
) -> None:
    save(engine, company(employees=10))
    spoil(engine, **columns)
    with pytest.raises(Unreadable) as caught:
        load(engine)
    assert isinstance(caught.value, StoreUnavailable)
    assert caught.value.facts["key"] == "12345678"
    assert [fault.path for fault in caught.value.faults] == [f"{columns.get('field', 'employees')}[0]"]


def test_list_comes_in_pages_in_order_of_number(engine: Engine) -> None:
    for number in ("00000003", "00000001", "00000002", "00000005", "00000004"):
        save(engine, company(number, employees=int(number), name="x"))
    seen: list[list[str]] = []
    after = None
    with read(engine) as connection:
        while True:
            page = list_companies(connection, after=after, limit=2)
            seen.append([stored.company.number for stored in page.companies])
            assert all(
                stored.company.value("employees") == int(stored.company.number) for stored in page.companies
            )
            if page.next is None:
                break
            after = page.next
    assert seen == [["00000001", "00000002"], ["00000003", "00000004"], ["00000005"]]


def test_company_without_values_is_listed(engine: Engine) -> None:
    save(engine, company())
    with read(engine) as connection:
        assert [stored.company for stored in list_companies(connection).companies] == [company()]


def test_list_goes_on_past_an_unreadable_company_and_says_so(engine: Engine) -> None:
    for number in ("00000001", "00000002", "00000003"):
        save(engine, company(number, employees=3))
    spoil(engine, "00000002", value="{")
    with read(engine) as connection:
        page = list_companies(connection, limit=3)
    assert [stored.company.number for stored in page.companies] == ["00000001", "00000003"]
    assert [fault.facts["key"] for fault in page.unreadable] == ["00000002"]
    assert page.next == "00000003"


@pytest.mark.parametrize("limit", [0, -1, 10_001])
def test_impossible_limit_is_refused(engine: Engine, limit: int) -> None:
    with read(engine) as connection, pytest.raises(InvalidInput):
        list_companies(connection, limit=limit)


def test_facts_follow_the_values_in_force(engine: Engine) -> None:
    save(
        engine,
        company(
            founding_date=date(1998, 2, 28),
            employees=16,
            employees_fte=Decimal("12.5"),
            turnover_cents=10**14,
            sbi_codes=("01.13", "2511"),
            municipality="Bergen (L.)",
            growth_ambition=True,
            innovation_ambition=False,
        ),
    )
    with read(engine) as connection:
        facts = dict(connection.execute(select(company_facts)).mappings().one())
    assert facts == {
        "number": "12345678",
        "founding_date": date(1998, 2, 28),
        "age_years": None,
        "employees": 16,
        "employees_fte": 12.5,
        "turnover_cents": 10**14,
        "balance_total_cents": None,
        "sbi_code": "0113",
        "sbi_division": "01",
        "municipality": "Bergen (L.)",
        "legal_form": None,
        "growth_ambition": True,
        "innovation_ambition": False,
        "continuity_ambition": None,
    }
    save(engine, company(employees=17), 1)
    with read(engine) as connection:
        row = connection.execute(select(company_facts.c.employees, company_facts.c.municipality)).one()
    assert tuple(row) == (17, None)


def test_values_of_an_unknown_company_are_refused_by_the_database(engine: Engine) -> None:
    with pytest.raises(StoreUnavailable) as caught, write(engine) as connection:
        connection.execute(
            text(
                "INSERT INTO mkb_company_values (number, field, position, value, source, date, entered_by)"
                " VALUES ('00000009', 'name', 0, '\"x\"', 'kvk', '2026-01-01', 'import')"
            )
        )
    assert caught.value.facts["cause"] == "refused"


def test_removing_a_company_removes_all_that_hangs_on_it(engine: Engine) -> None:
    save(engine, company(employees=3))
    with write(engine) as connection:
        connection.execute(delete(companies))
        for table in (company_values, company_facts):
            assert connection.execute(select(table)).all() == []
