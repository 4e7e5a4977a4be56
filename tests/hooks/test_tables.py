"""Tables that partners leave behind: no line is lost, and what could mean two things is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.domain.money import format_euros
from mkb_core.hooks.tables import Table, UnreadableValue, read_cents, read_count, read_day, read_table

COLUMNS = {"id": ("kenmerk",), "fee": ("bedrag", "amount"), "note": ()}


def table(words: str) -> Table:
    return read_table(words, "fees.csv", COLUMNS, needed=("id", "fee"))


@pytest.mark.parametrize(
    "words",
    [
        "Kenmerk;Bedrag\nA;1\n",
        "kenmerk,amount\r\nA,1\r\n",
        "KENMERK\tBEDRAG\nA\t1",
        "\ufeffsep=;\nkenmerk;bedrag\nA;1\n",
        'note,fee,id\n"x, y",1,A\n',
        "other;id;fee\nz;A;1\n",
        "id;fee\n\n;;\nA;1\n",
    ],
    ids=["semicolon", "comma", "tab", "spreadsheet", "quoted", "other column", "empty lines"],
)
def test_a_table_is_read_in_every_way_that_people_save_it(words: str) -> None:
    read = table(words)
    assert read.unread == ()
    assert [(row.cells["id"], row.cells["fee"]) for row in read.rows] == [("A", "1")]


def test_a_row_knows_its_line() -> None:
    assert [row.place for row in table("sep=;\nid;fee\nA;1\n\nB;2\n").rows] == ["fees.csv:3", "fees.csv:5"]


@pytest.mark.parametrize(
    ("words", "place", "said"),
    [
        ("", "fees.csv", "kenmerk, bedrag"),
        ("id\nA\n", "fees.csv", "bedrag"),
        ("id;kenmerk;fee\nA;B;1\n", "fees.csv", "twice: id"),
        ("id,fee\nA,1,234\n", "fees.csv:2", "more values than columns"),
        ('id;fee\n"A"x;1\n', "fees.csv:2", "quotation marks"),
    ],
    ids=["empty", "column missing", "column twice", "amount with a comma", "broken quotes"],
)
def test_what_is_no_row_is_told_with_its_place(words: str, place: str, said: str) -> None:
    [line] = table(words).unread
    assert line.place == place
    assert said in line.reason.in_language("en")
    assert line.reason.in_language("nl") != line.reason.in_language("en")


def test_a_quotation_mark_that_is_never_closed_tells_which_lines_it_swallowed() -> None:
    read = table('id;fee\nA;1\n"B;2\nC;3\nD;4\n')
    assert [row.cells["id"] for row in read.rows] == ["A"]
    assert "3 to 5" in read.unread[0].reason.in_language("en")


@given(st.text(alphabet='ab";,\n\r\t ', max_size=60))
def test_every_line_with_content_is_a_row_or_told(body: str) -> None:
    read = table("id;fee\n" + body)
    told = " ".join(line.reason.in_language("en") for line in read.unread)
    if "quotation" not in told and '"' not in body:
        filled = [
            line
            for line in body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            if line.replace(";", "").strip()
        ]
        assert len(read.rows) + len(read.unread) == len(filled)


@pytest.mark.parametrize(
    ("words", "cents"),
    [
        ("1.234,56", 123456), ("1,234.56", 123456), ("1234.56", 123456), ("1234,5", 123450), ("0,05", 5),
        ("€ 1.250,00", 125000), ("EUR 12,-", 1200), ("1.234.567", 123456700), ("1 234,50", 123450),
        ("12'345.67", 1234567), ("-12,50", -1250), ("\N{MINUS SIGN}0.50", -50), ("1\N{NO-BREAK SPACE}000", 100000),
    ],
)  # fmt: skip
def test_an_amount_is_read_to_the_cent(words: str, cents: int) -> None:
    assert read_cents(words) == cents


@pytest.mark.parametrize("words", ["1.234", "1,234", "€ 100.000", "-9,999"])
def test_an_amount_with_two_meanings_is_refused_and_both_are_told(words: str) -> None:
    with pytest.raises(UnreadableValue) as caught:
        read_cents(words)
    assert "may be" in caught.value.reason.in_language("en")


@pytest.mark.parametrize(
    "words",
    ["", "-", "twaalf", "1e5", "12,345,6", "1.23.456", "0,125", "1234,567", "(12)", "12-", "\u0661", "1.234.56",
     "1" * 30, "nan", "0.123,45"],
)  # fmt: skip
def test_what_is_no_amount_in_cents_is_refused(words: str) -> None:
    with pytest.raises(UnreadableValue):
        read_cents(words)


@given(st.integers(-(10**12), 10**12), st.sampled_from(["nl", "en"]))
def test_an_amount_with_cents_comes_back_from_how_it_is_shown(cents: int, language: str) -> None:
    shown = format_euros(cents * 100 + 1 if cents % 2 else cents * 100 - 99, language)
    assert format_euros(read_cents(shown), language) == shown


@pytest.mark.parametrize(
    "words",
    ["2026-10-05", "05-10-2026", "5.10.2026", "5 oktober 2026", "5 Oct 2026", "5-okt-2026", "5 October 2026"],
)
def test_a_day_is_read_as_people_write_it(words: str) -> None:
    assert read_day(words) == date(2026, 10, 5)


@pytest.mark.parametrize(("words", "day"), [("25/10/2026", 25), ("10/25/2026", 25), ("10/10/2026", 10)])
def test_a_day_with_slashes_is_read_where_it_can_only_be_one(words: str, day: int) -> None:
    assert read_day(words) == date(2026, 10, day)


@pytest.mark.parametrize(
    "words",
    [
        "05/10/2026",
        "31-02-2026",
        "05-10-26",
        "5 brumaire 2026",
        "5 maand 2026",
        "5 octopus 2026",
        "2026-13-01",
        "",
        "20261005",
    ],
)
def test_what_is_no_single_day_is_refused(words: str) -> None:
    with pytest.raises(UnreadableValue):
        read_day(words)


@pytest.mark.parametrize("words", ["1.000", "-1", "12,5", "\u0661", "1" * 12])
def test_what_is_no_count_is_refused(words: str) -> None:
    with pytest.raises(UnreadableValue):
        read_count(words)
