"""The one converter: strict on reading, every fault with its path, one byte string and one hash per meaning."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any, Literal
from uuid import UUID

import pytest
from attrs import field, frozen, validators
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.codec import canonical, content_hash, describe, from_json, parse_json, to_json
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.text import Text, text

ID = UUID("6f1c1d5e-9c3b-4a5e-8f6d-2b7a1c9e0d4f")


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Rank(Enum):
    FIRST = 1


@frozen
class Part:
    name: str
    count: int = field(default=0, validator=validators.ge(0))


@frozen
class Whole:
    id: str
    parts: tuple[Part, ...] = ()
    by_name: Mapping[str, Part] = field(factory=dict, eq=dict)
    label: Text | None = None
    colour: Colour = Colour.RED


def faults_of(kind: Any, data: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        from_json(kind, data)
    return [(fault.path, fault.code) for fault in caught.value.faults]


TAKEN: list[tuple[Any, Any, Any]] = [
    (str, "", ""),
    (str, "é 🏭", "é 🏭"),
    (int, 0, 0),
    (int, 10**30, 10**30),
    (bool, True, True),
    (float, 3, 3.0),
    (float, -0.5, -0.5),
    (date, "2026-01-31", date(2026, 1, 31)),
    (date, date(2026, 1, 31), date(2026, 1, 31)),
    (datetime, "2026-01-31T12:00:00Z", datetime(2026, 1, 31, 12, tzinfo=UTC)),
    (datetime, "2026-01-31T12:00:00+01:00", datetime(2026, 1, 31, 12, tzinfo=timezone(timedelta(hours=1)))),
    (Fraction, "1/3", Fraction(1, 3)),
    (Fraction, "-2", Fraction(-2)),
    (Fraction, "0.25", Fraction(1, 4)),
    (Decimal, "12.50", Decimal("12.50")),
    (UUID, str(ID), ID),
    (Colour, "blue", Colour.BLUE),
    (Rank, 1, Rank.FIRST),
    (Literal["<", ">"], "<", "<"),
    (tuple[str, ...], ["a", "b"], ("a", "b")),
    (list[int], [], []),
    (frozenset[str], ["a", "a"], frozenset({"a"})),
    (dict[str, int], {"a": 1}, {"a": 1}),
    (int | None, None, None),
    (int | str, "1", "1"),
    (int | str, 1, 1),
    (date | None, "2026-01-31", date(2026, 1, 31)),
    (int | date, "2026-01-31", date(2026, 1, 31)),
    (Text, {"nl": "lening", "en": "loan"}, text(en="loan", nl="lening")),
]


@pytest.mark.parametrize(
    ("kind", "data", "value"), TAKEN, ids=[f"{at} {data!r}"[:40] for at, (_, data, _) in enumerate(TAKEN)]
)
def test_a_value_of_its_own_type_is_taken(kind: Any, data: Any, value: Any) -> None:
    read = from_json(kind, data)
    assert read == value
    assert type(read) is type(value)


REFUSED: list[tuple[str, Any, Any]] = [
    ("text for yes", bool, "false"),
    ("number for yes", bool, 1),
    ("null for yes", bool, None),
    ("yes for a number", int, True),
    ("broken number", int, 3.7),
    ("whole number as float", int, 3.0),
    ("number in text", int, "3"),
    ("yes for a float", float, True),
    ("not a number", float, float("nan")),
    ("infinity", float, float("inf")),
    ("too large for a float", float, 10**400),
    ("number for text", str, 3),
    ("null for text", str, None),
    ("half a character", str, "a\ud800"),
    ("date that does not exist", date, "2026-02-30"),
    ("date of a week", date, "2026-W05-6"),
    ("date without dashes", date, "20260131"),
    ("date with time", date, "2026-01-31T00:00:00"),
    ("time for a date", date, datetime(2026, 1, 31, tzinfo=UTC)),
    ("time without zone", datetime, "2026-01-31T12:00:00"),
    ("date for a time", datetime, "2026-01-31"),
    ("division by nothing", Fraction, "1/0"),
    ("float for a fraction", Fraction, 0.5),
    ("exponent in a fraction", Fraction, "1e999999999"),
    ("endless fraction", Fraction, "1" * 41),
    ("infinite decimal", Decimal, "Infinity"),
    ("number for a decimal", Decimal, 1.5),
    ("no UUID", UUID, "x"),
    ("unknown choice", Colour, "RED"),
    ("choice of another type", Rank, True),
    ("unknown literal", Literal["<", ">"], "="),
    ("text for a list", tuple[str, ...], "ab"),
    ("object for a list", tuple[str, ...], {"a": 1}),
    ("list for an object", dict[str, int], [["a", 1]]),
    ("text for an object", dict[str, int], "ab"),
    ("neither of two", int | str, 1.5),
    ("yes where a number or text", int | str, True),
    ("list for a class", Part, ["a"]),
    ("text for a class", Part, "name"),
    ("null for a class", Part, None),
]


@pytest.mark.parametrize(("kind", "data"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_only_looks_like_a_value_is_refused(kind: Any, data: Any) -> None:
    assert faults_of(kind, data) == [("$", "wrong-type")]


@pytest.mark.parametrize(
    "data", [None, {}, "lening", ["nl"], {"nl": 3}, {3: "x"}, {"nl": "\udfff"}], ids=repr
)
def test_words_need_a_language_each(data: Any) -> None:
    assert faults_of(Text, data) == [("$", "invalid-value")]


FAULTS: list[tuple[str, Any, list[tuple[str, str]]]] = [
    ("missing", {}, [("id", "missing")]),
    ("unknown key", {"id": "a", "extra": 1, "Id": 2}, [("$", "unknown-key"), ("$", "unknown-key")]),
    ("nested", {"id": "a", "parts": [{"name": "b"}, {"name": 3}]}, [("parts[1].name", "wrong-type")]),
    ("element", {"id": "a", "parts": ["b"]}, [("parts[0]", "wrong-type")]),
    ("in a mapping", {"id": "a", "by_name": {"x": {"name": 1}}}, [("by_name[x].name", "wrong-type")]),
    ("rule of the class", {"id": "a", "parts": [{"name": "b", "count": -1}]}, [("parts[0]", "invalid-value")]),
    ("unknown key deep down", {"id": "a", "parts": [{"name": "b", "c": 1}]}, [("parts[0]", "unknown-key")]),
    ("words", {"id": "a", "label": {"nl": 3}}, [("label", "invalid-value")]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "faults"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_has_its_path(data: Any, faults: list[tuple[str, str]]) -> None:
    assert faults_of(Whole, data) == faults


def test_all_faults_come_together() -> None:
    data = {"id": 1, "parts": [{"count": "2"}, 3], "by_name": [], "label": "x", "colour": "green", "more": 1}
    assert sorted(faults_of(Whole, data)) == sorted(
        [
            ("id", "wrong-type"),
            ("parts[0].name", "missing"),
            ("parts[0].count", "wrong-type"),
            ("parts[1]", "wrong-type"),
            ("by_name", "wrong-type"),
            ("label", "invalid-value"),
            ("colour", "wrong-type"),
            ("$", "unknown-key"),
        ]
    )


@pytest.mark.parametrize("language", ["nl", "en", "de"])
def test_every_fault_can_be_said(language: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        from_json(Whole, {"id": 1, "parts": [{"count": -1, "x": 1}], "colour": "green"})
    for fault in caught.value.faults:
        assert fault.sentence(language)
        assert "{" not in fault.sentence(language)
    assert caught.value.sentence(language).count(";") == len(caught.value.faults) - 1


def test_no_fault_tells_how_the_code_is_written() -> None:
    with pytest.raises(InvalidInput) as caught:
        from_json(Whole, {"id": 1, "parts": 2, "by_name": "x", "label": [], "colour": 3})
    told = str(caught.value)
    assert not any(word in told for word in ("attribute", "object has", "Traceback", "cattrs", "class "))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "null"),
        (True, "true"),
        ("x" * 100, '"' + "x" * 39 + '…"'),
        ("a\x07", '"a\\u0007"'),
        (10**5000, "a very large number"),
        ({"a": 1}, "an object"),
        ([1], "a list"),
        (b"x", "bytes"),
    ],
    ids=["null", "yes", "long", "bell", "large", "object", "list", "other"],
)
def test_a_value_is_shown_short_and_safe(value: Any, shown: str) -> None:
    assert describe(value) == shown


NOT_JSON = [
    ("empty", ""),
    ("broken", "{"),
    ("not a number", "[NaN]"),
    ("infinity", "-Infinity"),
    ("overflowing number", "1e400"),
    ("endless number", "9" * 5000),
    ("double key", '{"a": 1, "a": 1}'),
    ("double key inside", '[{"a": {"b": 1, "b": 2}}]'),
    ("endless nesting", "[" * 100_000),
    ("byte order mark", "\ufeff{}"),
    ("two documents", "{} {}"),
]


@pytest.mark.parametrize("words", [words for _, words in NOT_JSON], ids=[name for name, _ in NOT_JSON])
def test_what_is_no_json_is_one_fault(words: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_json(words)
    assert [(fault.path, fault.code) for fault in caught.value.faults] == [("$", "not-json")]
    assert len(str(caught.value)) < 200


def test_bytes_that_are_no_text_are_one_fault() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_json(b"\xff\xfe{}")
    assert [fault.code for fault in caught.value.faults] == ["not-utf8"]


plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(plain)
def test_plain_data_survives_its_canonical_form(data: Any) -> None:
    assert parse_json(canonical(data)) == data


@given(st.text())
def test_whatever_is_given_it_is_parsed_or_refused(words: str) -> None:
    with suppress(InvalidInput):
        parse_json(words)


@given(plain)
def test_whatever_is_given_it_is_read_or_refused(data: Any) -> None:
    with suppress(InvalidInput):
        from_json(Whole, data)


def shuffled(data: Any, draw: st.DrawFn) -> Any:
    if isinstance(data, dict):
        return {key: shuffled(data[key], draw) for key in draw(st.permutations(list(data)))}
    return [shuffled(item, draw) for item in data] if isinstance(data, list) else data


@given(plain, st.data())
def test_the_order_of_keys_changes_no_hash(data: Any, drawn: st.DataObject) -> None:
    other = shuffled(data, drawn.draw)  # type: ignore[arg-type]
    assert content_hash(other) == content_hash(data)


@given(st.lists(st.text(min_size=1), min_size=2, unique=True))
def test_the_order_of_a_list_changes_the_hash(items: list[str]) -> None:
    assert content_hash(items) != content_hash(items[::-1])


def test_the_canonical_form_is_small_and_in_utf8() -> None:
    assert canonical({"b": [1, None], "a": "é"}) == '{"a":"é","b":[1,null]}'.encode()


def test_the_canonical_form_of_a_class_is_that_of_its_json() -> None:
    whole = Whole("a", (Part("b", 1),), {"x": Part("c")}, text(nl="woord", en="word"), Colour.BLUE)
    assert canonical(whole) == canonical(json.loads(json.dumps(to_json(whole))))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_has_no_canonical_form(value: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical([value])


def test_a_default_written_out_is_the_same_version() -> None:
    short = from_json(Part, {"name": "a"})
    assert content_hash(short) == content_hash(from_json(Part, {"name": "a", "count": 0}))


@pytest.mark.parametrize(
    ("path", "prefix", "seen"),
    [("$", "a", "a"), ("b", "a", "a.b"), ("[1].b", "a", "a[1].b"), ("b[0]", "a[1]", "a[1].b[0]")],
)
def test_a_fault_moves_up_with_its_path(path: str, prefix: str, seen: str) -> None:
    assert InputFault(path, "missing").under(prefix).path == seen


def test_a_fault_is_printed_with_code_and_message() -> None:
    fault = InputFault("employees", "out-of-range", {"value": -1, "low": 0, "high": 9})
    assert fault.as_dict("en") == {
        "path": "employees",
        "code": "out-of-range",
        "message": "-1 is not between 0 and 9",
    }


def test_a_set_is_written_as_a_sorted_list() -> None:
    assert to_json(frozenset({"turnover_cents", "employees", "question"})) == [
        "employees",
        "question",
        "turnover_cents",
    ]
