"""Reading what a source sent, whatever it sent."""

import gzip
import json
import zlib
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.codec import parse_json
from mkb_core.runtime.egress_reading import Unreadable, read_json, read_text, retry_after, unpack


@pytest.mark.parametrize(
    "raw",
    [
        b"NaN",
        b"[-Infinity]",
        b"1e999",
        b"1" * 1001,
        b'"\\ud800"',
        b'{"\\udc00": 1}',
        b"[" * 101 + b"]" * 101,
        b"[" * 100_000,
        b"",
        b"\xff",
    ],
    ids=["nan", "infinity", "large", "long", "half", "half key", "deep", "very deep", "empty", "bytes"],
)
def test_json_that_could_not_be_handed_on_is_unreadable(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        read_json(raw)


@pytest.mark.parametrize("raw", [b'"\\ud83d\\ude00"', b'{"a": 1, "a": 2}', b"[" * 99 + b"]" * 99, b"1e300"])
def test_other_json_is_read(raw: bytes) -> None:
    assert read_json(raw) == json.loads(raw)


@given(st.binary(max_size=200) | st.text().map(str.encode))
def test_what_is_read_as_json_can_be_written_strictly_and_read_again(raw: bytes) -> None:
    try:
        body: Any = read_json(raw)
    except Unreadable:
        return
    again = json.dumps(body, ensure_ascii=False, allow_nan=False).encode()
    assert parse_json(again) == body


@given(st.binary(max_size=200), st.text(max_size=40))
def test_what_is_read_as_text_is_whole_whatever_the_source_says_it_is(raw: bytes, content_type: str) -> None:
    try:
        words = read_text(raw, "".join(letter for letter in content_type if letter.isprintable()))
    except Unreadable:
        return
    assert words.encode("utf-8").decode("utf-8") == words


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_a_packed_body_comes_out_in_bounded_parts(pack: Any) -> None:
    raw = b"a" * 1_000_000
    packed = pack(raw)
    parts = list(
        unpack(
            (packed[start : start + 100] for start in range(0, len(packed), 100)),
            "gzip" if pack is gzip.compress else "deflate",
        )
    )
    assert b"".join(parts) == raw
    assert max(map(len, parts)) <= 65_536


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "none"])
def test_another_packing_is_unreadable(encoding: str) -> None:
    with pytest.raises(Unreadable):
        list(unpack([b"x"], encoding))


def test_a_packed_body_that_breaks_off_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        list(unpack([gzip.compress(b"x" * 1000)[:-9]], "gzip"))


@given(
    st.text(max_size=40)
    | st.from_regex(r"Mon, \d{1,3} Nov \d{1,6} \d\d:\d\d:\d\d [+-]\d{1,12}", fullmatch=True)
)
def test_whatever_a_source_says_of_trying_again_is_a_time_or_nothing(words: str) -> None:
    wait = retry_after(words, datetime(2026, 11, 23, tzinfo=UTC))
    assert wait is None or wait >= 0
