"""A fault is one line that says which plugin, what, and why, whatever was raised."""

from __future__ import annotations

import pytest

from mkb_core.runtime.faults import FaultKind, PluginFault, reason_of


class Mute(Exception):
    def __str__(self) -> str:
        raise RuntimeError


REASONS: list[tuple[str, BaseException, str]] = [
    ("message", ValueError("no"), "ValueError: no"),
    ("no message", ValueError(), "ValueError"),
    ("many lines", ValueError("a\n  b\n"), "ValueError: a b"),
    ("exit", SystemExit(3), "SystemExit: 3"),
    ("cannot be told", Mute(), "Mute"),
]


@pytest.mark.parametrize(("error", "told"), [row[1:] for row in REASONS], ids=[row[0] for row in REASONS])
def test_an_exception_is_one_line(error: BaseException, told: str) -> None:
    assert reason_of(error) == told


def test_a_reason_is_short() -> None:
    assert len(reason_of(ValueError("x" * 10_000))) < 320


@pytest.mark.parametrize("kind", FaultKind)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_fault_names_its_plugin(kind: FaultKind, language: str) -> None:
    told = PluginFault("rabobank", kind, "reason {x}").sentence(language)
    assert "rabobank" in told
    assert "reason {x}" in told
