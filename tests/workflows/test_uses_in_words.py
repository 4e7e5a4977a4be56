"""Whatever is written in the audit log about a company has words for that company."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import mkb_service
import pytest
from mkb_service.denials import ACTIONS

import mkb_core
from mkb_core.rights import ROLES
from mkb_core.workflows.auditing import WHAT, WHY

FOLDERS = [Path(str(package.__file__)).parent for package in (mkb_core, mkb_service)]


def written() -> Iterator[tuple[str, str]]:
    """Action and kind of every line about a company that the code writes in so many words."""
    for folder in FOLDERS:
        for file in folder.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "AuditEvent.by":
                    named = {keyword.arg for keyword in node.keywords}
                    words = [one.value for one in node.args[1:3] if isinstance(one, ast.Constant)]
                    if "company_number" in named and len(words) == 2:
                        yield str(words[0]), str(words[1])


def test_the_code_writes_such_lines() -> None:
    assert len(set(written())) > 10


@pytest.mark.parametrize(
    "line", sorted({*written(), *((action, "company") for action in ACTIONS.values())}), ids=" ".join
)
def test_a_line_has_words_in_both_languages(line: tuple[str, str]) -> None:
    assert set(WHAT[line]) == {"nl", "en"}


def test_every_role_has_a_reason() -> None:
    assert {role.side for role in ROLES.values()} == set(WHY)
