"""A plugin in this process: its answers are those of its hooks, and whatever it raises is a fault with a kind."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mkb_core.errors import InvalidInput, SourceUnavailable
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.in_process import InProcessPort
from mkb_core.runtime.ports import PortFailed

HEAD = """
from mkb_core.domain.partners import Partner, PartnerKind
from mkb_core.errors import SourceUnavailable
from mkb_core.hooks import CompanyEntry, FeedPage, PartnerDeclaration, hookimpl
from mkb_core.text import text

WORDS = text(nl="een", en="one")
PARTNER = PartnerDeclaration(Partner("one", "One", PartnerKind.PUBLIC, WORDS))
"""
DECLARE = "@hookimpl\ndef mkb_declare_partners():\n    {}\n"
FETCH = "@hookimpl\ndef mkb_fetch_feed(request, egress):\n    {}\n"
REQUEST = {"request": {"feed": "companies", "cursor": None}}

MakePort = Callable[[str], InProcessPort]


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakePort]:
    """A port to a module with this code."""
    monkeypatch.syspath_prepend(tmp_path)

    def made(code: str) -> InProcessPort:
        (tmp_path / "mkb_in_process_one.py").write_text(HEAD + code, "utf-8")
        return InProcessPort("one", "mkb_in_process_one")

    yield made
    sys.modules.pop("mkb_in_process_one", None)


def test_names_the_hooks_that_the_plugin_implements(port: MakePort) -> None:
    assert port(DECLARE.format("return [PARTNER]")).hooks(1) == {"mkb_declare_partners"}


def test_a_declaration_comes_back_as_json(port: MakePort) -> None:
    [declared] = port(DECLARE.format("return [PARTNER]")).call("mkb_declare_partners", {}, 1, None)
    assert declared["partner"]["id"] == "one"


def test_arguments_are_read_into_their_types(port: MakePort) -> None:
    answer = port(FETCH.format("return FeedPage(cursor=type(request).__name__)")).call(
        "mkb_fetch_feed", REQUEST, 1, None
    )
    assert answer["cursor"] == "FeedRequest"


def test_arguments_of_another_hook_are_the_callers_fault(port: MakePort) -> None:
    with pytest.raises(InvalidInput):
        port(FETCH.format("return FeedPage()")).call("mkb_fetch_feed", {"number": "12345678"}, 1, None)


@pytest.mark.parametrize(
    ("code", "kind", "reason"),
    [
        pytest.param("raise SystemExit(3)", FaultKind.IMPORT, "SystemExit: 3", id="import"),
        pytest.param(
            DECLARE.format("").replace("declare_", "declaer_") + "    pass",
            FaultKind.UNKNOWN_HOOK,
            "no such hook: mkb_declaer_partners",
            id="misspelt",
        ),
        pytest.param(
            DECLARE.format("pass").replace("@hookimpl\n", ""),
            FaultKind.UNKNOWN_HOOK,
            "not marked with @hookimpl: mkb_declare_partners",
            id="unmarked",
        ),
        pytest.param(
            DECLARE.format("raise ValueError('that')"),
            FaultKind.RAISED,
            "ValueError: that (mkb_in_process_one:11)",
            id="raised",
        ),
        pytest.param(
            DECLARE.format("return None"),
            FaultKind.WRONG_TYPE,
            "a list or tuple of PartnerDeclaration is expected",
            id="none",
        ),
        pytest.param(
            DECLARE.format("return [PartnerDeclaration(Partner(3, 'One', PartnerKind.PUBLIC, WORDS))]"),
            FaultKind.INVALID,
            "InvalidInput: [0].partner.id: expected text, got 3",
            id="invalid",
        ),
    ],
)
def test_a_fault_has_a_kind_and_a_reason(port: MakePort, code: str, kind: FaultKind, reason: str) -> None:
    with pytest.raises(PortFailed) as caught:
        port(code).call("mkb_declare_partners", {}, 1, None)
    assert (caught.value.kind, caught.value.reason) == (kind, reason)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("raise ValueError(request.cursor)", FaultKind.RAISED),
        ("raise type('E', (BaseException,), {'__str__': 0})(request.cursor)", FaultKind.RAISED),
        ("return request.cursor", FaultKind.WRONG_TYPE),
        ("return FeedPage(notes=request.cursor)", FaultKind.INVALID),
        (
            "return FeedPage(companies=(CompanyEntry('12345678', 'one', {'x': float('nan')}),))",
            FaultKind.INVALID,
        ),
        (
            "return FeedPage(companies=(CompanyEntry('12345678', 'one', {'x': chr(0xD800)}),))",
            FaultKind.INVALID,
        ),
    ],
)
def test_the_reason_of_a_call_hook_never_repeats_what_was_asked(
    port: MakePort, body: str, kind: FaultKind
) -> None:
    with pytest.raises(PortFailed) as caught:
        port(FETCH.format(body)).call(
            "mkb_fetch_feed", {"request": {"feed": "companies", "cursor": "secret"}}, 1, None
        )
    assert caught.value.kind is kind
    assert "secret" not in caught.value.reason


def test_a_hook_that_the_plugin_does_not_have_is_unknown(port: MakePort) -> None:
    with pytest.raises(PortFailed, match="mkb_fetch_feed is not in this plugin"):
        port(DECLARE.format("return [PARTNER]")).call("mkb_fetch_feed", REQUEST, 1, None)


def test_a_source_that_gives_no_answer_is_no_fault_of_the_plugin(port: MakePort) -> None:
    with pytest.raises(SourceUnavailable):
        port(FETCH.format("raise SourceUnavailable(source='it', reason='closed')")).call(
            "mkb_fetch_feed", REQUEST, 1, None
        )
