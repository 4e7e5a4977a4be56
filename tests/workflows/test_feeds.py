"""Feeds: pages are stored whole with where to go on, the same page twice is the same state, faults keep what came before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from mkb_core.domain.companies import Company
from mkb_core.errors import NotFound
from mkb_core.hooks import CompanyEntry, EventEntry, FeedKind, FeedPage, FeedRequest, NewsEntry, text
from mkb_core.rights import COMMAND_LINE
from mkb_core.runtime.faults import PluginFault
from mkb_core.store import feeds as stored_feeds
from mkb_core.store import tables
from mkb_core.store.companies import get_company
from mkb_core.store.engine import read
from mkb_core.store.feeds import Change
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.companies import complete_company, import_companies, show_company
from mkb_core.workflows.feeds import Collected, collect_feed, collect_feeds, feed_entries, feeds_of
from mkb_core.workflows.settings import PluginSettings
from tests.workflows.planting import planted, with_plugins

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
Fetch = Callable[[FeedRequest], FeedPage]
Plant = Callable[..., Installation]


@pytest.fixture
def plant(
    assembled: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[Fetch], Installation]]:
    """An installation whose one plugin, ``circle``, answers with what a test says."""
    made: list[Installation] = []

    def put(fetch: Fetch, *kinds: FeedKind) -> Installation:
        def mkb_fetch_feed(request: FeedRequest, egress: Any) -> FeedPage:
            return fetch(request)

        found = planted(
            monkeypatch,
            "circle",
            kinds or tuple(FeedKind),
            ("circle", "square"),
            mkb_fetch_feed=mkb_fetch_feed,
        )
        made.append(with_plugins(assembled, tmp_path, {}, found))
        return made[-1]

    yield put
    for installation in made:
        installation.engine.dispose()


def item(number: int, **more: Any) -> NewsEntry:
    return NewsEntry(f"n-{number}", text(nl=f"Nieuws {number}"), NOW, **more)


def stored(installation: Installation) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the tables that feeds write, but for when it was last looked."""
    columns = tables.feed_cursors.c
    with read(installation.engine) as connection:
        return {
            "cursors": [
                tuple(row) for row in connection.execute(select(columns.plugin, columns.feed, columns.cursor))
            ],
            **{
                table.name: sorted((str(row),) for row in connection.execute(select(table)))
                for table in (
                    tables.feed_entries,
                    tables.companies,
                    tables.company_values,
                    tables.company_facts,
                )
            },
        }


def test_pages_are_followed_to_the_last_one(plant: Plant) -> None:
    pages = {
        None: FeedPage(news=(item(1),), cursor="a", more=True),
        "a": FeedPage(news=(item(2),), cursor="b", more=True),
        "b": FeedPage(news=(item(3),), cursor="c"),
        "c": FeedPage(cursor="c"),
    }
    installation = plant(lambda request: pages[request.cursor])
    done = collect_feed(installation, COMMAND_LINE, "circle", FeedKind.NEWS)
    assert (done.changes[Change.NEW], done.failure) == (3, None)
    assert {entry.id for entry in feed_entries(installation, FeedKind.NEWS)} == {"n-1", "n-2", "n-3"}
    assert collect_feed(installation, COMMAND_LINE, "circle", FeedKind.NEWS).changes.total() == 0


def test_a_collection_goes_on_where_the_last_one_stopped_unless_it_is_told_to_begin_again(
    plant: Plant,
) -> None:
    asked: list[str | None] = []

    def fetch(request: FeedRequest) -> FeedPage:
        asked.append(request.cursor)
        return FeedPage(news=(item(1),), cursor="here")

    installation = plant(fetch)
    for again in (False, False, True):
        collect_feed(installation, COMMAND_LINE, "circle", FeedKind.NEWS, again=again)
    assert asked == [None, "here", None]


def test_a_fault_in_the_middle_keeps_what_was_collected_and_where_to_go_on(plant: Plant) -> None:
    broken = [True]

    def fetch(request: FeedRequest) -> FeedPage:
        if request.cursor == "a" and broken:
            raise RuntimeError("no connection")
        number = 1 if request.cursor is None else 2
        return FeedPage(news=(item(number),), cursor="a" if number == 1 else "b", more=number == 1)

    installation = plant(fetch)
    first = collect_feed(installation, COMMAND_LINE, "circle", FeedKind.NEWS)
    assert isinstance(first.failure, PluginFault)
    assert [entry.id for entry in feed_entries(installation, FeedKind.NEWS)] == ["n-1"]
    broken.clear()
    second = collect_feed(
        plant(fetch), COMMAND_LINE, "circle", FeedKind.NEWS
    )  # a host that does not wait before it tries again
    assert (second.failure, second.changes) == (None, {Change.NEW: 1})


def test_an_entry_that_changes_is_replaced_and_keeps_when_it_was_first_seen(plant: Plant) -> None:
    titles = iter(["Eerst", "Daarna", "Daarna"])
    installation = plant(
        lambda request: FeedPage(news=(NewsEntry("n", text(nl=next(titles)), NOW),), cursor="x")
    )
    later = evolve(installation, settings=evolve(installation.settings, now=NOW + timedelta(days=1)))
    outcomes = [
        collect_feed(one, COMMAND_LINE, "circle", FeedKind.NEWS).changes
        for one in (installation, later, later)
    ]
    assert outcomes == [{Change.NEW: 1}, {Change.CHANGED: 1}, {Change.SAME: 1}]
    [entry] = feed_entries(installation, FeedKind.NEWS)
    assert (entry.first_seen, entry.updated_at) == (NOW, NOW + timedelta(days=1))
    later.engine.dispose()


def test_a_feed_that_goes_in_circles_is_stopped(plant: Plant) -> None:
    others = {None: "a", "a": "b", "b": "a"}
    installation = plant(lambda request: FeedPage(news=(item(1),), cursor=others[request.cursor], more=True))
    done = collect_feed(installation, COMMAND_LINE, "circle", FeedKind.NEWS)
    assert isinstance(done.failure, PluginFault)
    assert "circles" in done.failure.reason


WRONG: dict[str, tuple[NewsEntry | EventEntry, str]] = {
    "topic": (item(1, topics=("astrologie",)), "topics[0]"),
    "script": (item(1, website="javascript:alert(1)"), "website"),
    "user in link": (item(1, website="https://kvk.nl@evil.example/"), "website"),
    "file": (item(1, website="file:///etc/passwd"), "website"),
    "future": (evolve(item(1), published_at=NOW + timedelta(days=3)), "published_at"),
    "long ago": (evolve(item(1), published_at=NOW - timedelta(days=365 * 40)), "published_at"),
    "backwards": (EventEntry("e", text(nl="x"), NOW, NOW - timedelta(hours=1)), "ends_at"),
}


@pytest.mark.parametrize("case", WRONG)
def test_an_entry_that_is_not_sound_is_left_out_and_told(plant: Plant, case: str) -> None:
    entry, path = WRONG[case]
    feed = FeedKind.NEWS if isinstance(entry, NewsEntry) else FeedKind.EVENTS
    good = item(2) if isinstance(entry, NewsEntry) else EventEntry("e-2", text(nl="y"), NOW)
    brought: dict[str, Any] = {feed.value: (entry, good)}
    page = FeedPage(**brought, cursor="x")
    installation = plant(lambda request: page)
    done = collect_feed(installation, COMMAND_LINE, "circle", feed)
    assert [fault.path for fault in done.refused[0].faults] == [path]
    assert done.changes == {Change.NEW: 1}


def test_a_page_of_another_kind_is_the_plugins_fault_and_nothing_is_stored(plant: Plant) -> None:
    installation = plant(lambda request: FeedPage(news=(item(1),), cursor="x"))
    done = collect_feed(installation, COMMAND_LINE, "circle", FeedKind.ITEMS)
    assert isinstance(done.failure, PluginFault)
    assert stored(installation)["cursors"] == []


def member(number: str = "12345678", partner: str = "circle", **values: Any) -> CompanyEntry:
    return CompanyEntry(number, partner, values)


def company(installation: Installation, number: str = "12345678") -> Company:
    with read(installation.engine) as connection:
        return get_company(connection, number).company


def test_values_of_a_member_come_with_the_partner_as_source(plant: Plant) -> None:
    installation = plant(
        lambda request: FeedPage(companies=(member(name="Bakker", employees=9),), cursor="x")
    )
    collect_feed(installation, COMMAND_LINE, "circle", FeedKind.COMPANIES)
    told = company(installation).sourced("employees")
    assert told is not None
    assert (told.value, told.source, told.date) == (9, "circle", NOW.date())


def test_what_people_entered_or_imported_stays_in_force(plant: Plant) -> None:
    installation = plant(
        lambda request: FeedPage(
            companies=(member(name="Ander", employees=9, municipality="Venlo"),), cursor="x"
        )
    )
    list(
        import_companies(
            installation, COMMAND_LINE, [(1, {"number": "12345678", "name": "Bakker"})], "crm", "jo"
        )
    )
    complete_company(installation, COMMAND_LINE, "12345678", {"employees": 12}, "jo")
    collect_feed(installation, COMMAND_LINE, "circle", FeedKind.COMPANIES)
    known = show_company(installation, COMMAND_LINE, "12345678")
    assert (known.value("name"), known.value("employees"), known.value("municipality")) == (
        "Bakker",
        12,
        "Venlo",
    )
    assert {one.source for one in known.conflicts()["employees"]} == {"entered", "circle"}


@pytest.mark.parametrize("partner", ["kvk", "entered", "nobody"])
def test_values_in_the_name_of_somebody_else_are_refused(plant: Plant, partner: str) -> None:
    installation = plant(lambda request: FeedPage(companies=(member(partner=partner, name="X"),), cursor="x"))
    done = collect_feed(installation, COMMAND_LINE, "circle", FeedKind.COMPANIES)
    assert [fault.path for fault in done.refused[0].faults] == ["partner"]


@pytest.mark.parametrize(
    "values", [{"employees": -1}, {"employees": "9"}, {"shoe_size": 43}, {"sbi_codes": ["x"]}]
)
def test_a_value_that_its_field_does_not_take_keeps_that_member_out(
    plant: Plant, values: dict[str, Any]
) -> None:
    page = FeedPage(companies=(member(**values), member("87654321", name="B")), cursor="x")
    installation = plant(lambda request: page)
    done = collect_feed(installation, COMMAND_LINE, "circle", FeedKind.COMPANIES)
    assert len(done.refused) == 1
    assert company(installation, "87654321").value("name") == "B"


entries = st.lists(
    st.builds(
        NewsEntry,
        id=st.sampled_from(["a", "b", "c"]),
        title=st.sampled_from(["X", "Y"]).map(lambda words: text(nl=words)),
        published_at=st.just(NOW),
        topics=st.sampled_from([(), ("export",), ("astrologie",)]),
    ),
    max_size=4,
    unique_by=lambda entry: entry.id,
)
members = st.lists(
    st.builds(
        CompanyEntry,
        number=st.sampled_from(["11111111", "22222222", "3"]),
        partner=st.sampled_from(["circle", "square", "kvk"]),
        values=st.fixed_dictionaries(
            {}, optional={"name": st.sampled_from(["P", "Q"]), "employees": st.integers(-1, 2)}
        ),
    ),
    max_size=5,
    unique_by=lambda entry: (entry.number, entry.partner),
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(entries, members), min_size=1, max_size=3))
def test_the_same_page_twice_leaves_the_same_state(
    plant: Plant, pages: list[tuple[list[NewsEntry], list[CompanyEntry]]]
) -> None:
    brought: dict[FeedKind, FeedPage] = {}
    installation = plant(lambda request: brought[request.feed])
    for news, companies in pages:
        brought[FeedKind.NEWS] = FeedPage(news=tuple(news), cursor="x")
        brought[FeedKind.COMPANIES] = FeedPage(companies=tuple(companies), cursor="y")
        for feed in brought:
            collect_feed(installation, COMMAND_LINE, "circle", feed)
            before = stored(installation)
            again = collect_feed(installation, COMMAND_LINE, "circle", feed)
            assert stored(installation) == before
            assert set(again.changes) <= {Change.SAME}


@pytest.fixture
def real(assembled: Installation, tmp_path: Path) -> Iterator[Installation]:
    """The real plugins, with one drop folder for all."""
    folder = tmp_path / "drop"
    folder.mkdir()
    given = PluginSettings(drop_folder=folder, base_url="http://127.0.0.1:9")
    made = with_plugins(assembled, tmp_path, dict.fromkeys(("limburg_network", "gemeenten", "liof"), given))
    yield made
    made.engine.dispose()


def outcome(outcomes: list[Collected], feed: FeedKind) -> Collected:
    return next(one for one in outcomes if one.feed is feed)


def test_one_partners_fault_does_not_keep_the_others(real: Installation, tmp_path: Path) -> None:
    (tmp_path / "drop" / "leden-lwv.csv").write_text("kvk;naam\n12345678;Bakker\n", "utf-8")
    outcomes = list(collect_feeds(real, COMMAND_LINE))
    assert {one.feed for one in outcomes if one.failure} == {FeedKind.NEWS, FeedKind.EVENTS}
    assert outcome(outcomes, FeedKind.COMPANIES).changes == {Change.NEW: 1}
    assert company(real).value("memberships") == ("LWV",)


def test_a_member_of_two_associations_is_no_conflict(real: Installation, tmp_path: Path) -> None:
    for association in ("lwv", "mkb-limburg"):
        (tmp_path / "drop" / f"leden-{association}.csv").write_text("kvk\n12345678\n", "utf-8")
    list(collect_feeds(real, COMMAND_LINE, "lwv"))
    known = company(real)
    assert known.value("memberships") == ("LWV", "MKB-Limburg")
    assert known.conflicts() == {}


def test_a_feed_is_found_by_plugin_or_by_partner(real: Installation) -> None:
    assert [one.plugin for one in feeds_of(real, "lwv")] == ["limburg_network"]
    assert [one.feed for one in feeds_of(real, "liof")] == [FeedKind.NEWS, FeedKind.EVENTS]
    assert [one.plugin for one in feeds_of(real, feed=FeedKind.ITEMS)] == ["gemeenten"]
    with pytest.raises(NotFound):
        feeds_of(real, "nobody")


def test_where_a_feed_stands_is_shown_with_what_is_stored(real: Installation) -> None:
    list(collect_feeds(real, COMMAND_LINE, "gemeenten"))
    [feed] = feeds_of(real, "gemeenten")
    assert feed.collected is not None
    assert (feed.collected.entries, feed.collected.collected_at) == (0, NOW)
    with read(real.engine) as connection:
        assert stored_feeds.get_cursor(connection, "gemeenten", "items")
