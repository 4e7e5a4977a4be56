"""Activity codes are text; leading zeros count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.domain.sbi import division, is_code, normalise


@pytest.mark.parametrize(
    ("written", "code"),
    [("01.13", "0113"), (" 0113 ", "0113"), ("01", "01"), ("62.01.01", "620101"), ("46.9", "469")],
)
def test_a_code_is_its_digits(written: str, code: str) -> None:
    assert is_code(written)
    assert normalise(written) == code


@pytest.mark.parametrize(
    "written",
    ["", "1", "1234567", "62x", "A01", "01 13", "01-13", "0113\x00", "٠١", "01\n13", "..", "-1"],
    ids=repr,
)
def test_what_is_no_code_is_refused(written: str) -> None:
    assert not is_code(written)
    with pytest.raises(ValueError, match="not an SBI code"):
        normalise(written)


@given(st.from_regex(r"\A[0-9]{2,6}\Z"))
def test_a_code_in_form_stays_as_it_is(code: str) -> None:
    assert normalise(code) == code
    assert division(code) == code[:2]
