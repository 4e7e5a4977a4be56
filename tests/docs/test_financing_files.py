"""The reference of financing, norm and build phase has every key of a plan's file, and says which must be there."""

from __future__ import annotations

import re
from typing import Any

import attrs
import pytest

from mkb_core.budget.build_chart import BuildPhase, Task, Workstream
from mkb_core.budget.capacity import StageEffort, SupportProcess
from mkb_core.budget.financing import Commitment, Contribution, Earmark, Financing, Funder, Party, Payment
from mkb_core.budget.pay_norm import NormYear, PayNorm
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "reference" / "financing-files.md"
#: heading -> what is read there
KINDS: dict[str, type[Any]] = {
    "financing": Financing,
    "funders": Funder,
    "model": Party,
    "commitments": Commitment,
    "earmark and covers": Earmark,
    "payments": Payment,
    "contributions": Contribution,
    "pay_norm": PayNorm,
    "years": NormYear,
    "support_process": SupportProcess,
    "stages": StageEffort,
    "build": BuildPhase,
    "workstreams": Workstream,
    "tasks": Task,
}


@pytest.mark.parametrize(("heading", "kind"), KINDS.items(), ids=KINDS)
def test_table_has_every_key_and_says_which_are_needed(heading: str, kind: type[Any]) -> None:
    parts = re.split(r"^##+ (.+)$", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    words = dict(zip(parts[1::2], parts[2::2], strict=True))[heading]
    lines = [line for line in words.splitlines() if line.startswith("| ")][2:]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    expected = [(f"`{one.name}`", one.default is attrs.NOTHING) for one in attrs.fields(kind)]
    assert [(row[0], row[1] == "yes") for row in rows] == expected
