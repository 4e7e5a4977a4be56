"""Lines of a batch, read strictly and advised in order."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.domain.profile import UNKNOWN
from mkb_core.errors import InvalidInput
from mkb_core.rights import COMMAND_LINE
from mkb_core.workflows import batches
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.batches import BatchAnswer, BatchQuestion, BrokenLine


@given(st.lists(st.one_of(st.binary(max_size=40), st.text(max_size=40).map(str.encode)), max_size=20))
def test_whatever_is_read_gives_a_question_or_a_broken_line_for_every_line_that_is_not_blank(
    lines: list[bytes],
) -> None:
    read = list(batches.read_lines(lines))
    assert [one.line for one in read] == [number for number, line in enumerate(lines, 1) if line.strip()]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
keys = st.sampled_from(
    ["employees", "age_years", "sbi", "municipality", "growth_ambition", "innovation", "known", "x"]
)


@given(st.dictionaries(keys, json_values), json_values, json_values)
def test_no_value_of_a_line_gets_further_than_a_fault(
    company: dict[str, Any], question: Any, name: Any
) -> None:
    line = json.dumps({"id": name, "question": question, "company": company}).encode()
    [read] = batches.read_lines([line])
    if isinstance(read, BatchQuestion):
        assert isinstance(question, str)
        assert all(value is None or type(value) in (bool, int, str) for value in company.values())
    else:
        assert all(fault.sentence("nl") and fault.sentence("en") for fault in read.faults)


def test_known_false_makes_the_flags_unknown() -> None:
    company = {"growth_ambition": False, "innovation": False, "known": False}
    question = batches.read_line(1, {"id": 1, "question": "lening?", "company": company})
    assert question.profile == UNKNOWN
    assert question.known is False


def test_a_line_keeps_its_own_id() -> None:
    for name in ("D001", 7, None):
        assert batches.read_line(1, {"id": name, "question": "lening?"}).id == name


def test_a_line_that_no_question_can_make_so_long_is_not_parsed() -> None:
    with pytest.raises(InvalidInput) as refusal:
        batches.parse_line(b"[" * (batches.LONGEST_LINE + 1))
    assert refusal.value.faults[0].code == "too-long"


def test_answers_come_in_the_order_of_the_lines_across_chunks(installation: Installation) -> None:
    sound = json.dumps({"question": "Hoe vraag ik subsidie aan?"}).encode()
    lines = [b"x" if number % 7 == 0 else sound for number in range(batches.CHUNK + 50)]
    outcome = list(batches.advise_lines(installation, COMMAND_LINE, batches.read_lines(lines), store=False))
    assert [isinstance(one, BrokenLine) for one in outcome] == [line == b"x" for line in lines]
    assert [one.line if isinstance(one, BrokenLine) else one.question.line for one in outcome] == list(
        range(1, len(lines) + 1)
    )


def test_an_answer_is_yielded_only_after_it_is_stored(installation: Installation) -> None:
    from mkb_core.workflows.advising import read_receipt  # noqa: PLC0415

    lines = [json.dumps({"id": n, "question": "lening?"}).encode() for n in range(3)]
    for one in batches.advise_lines(installation, COMMAND_LINE, batches.read_lines(lines)):
        assert isinstance(one, BatchAnswer)
        assert read_receipt(installation, COMMAND_LINE, one.advice.receipt.id) == one.advice.receipt
