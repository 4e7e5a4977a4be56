"""The page of messages shows what both sides send and take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from mkb_core.codec import from_json, parse_json
from mkb_core.errors import SourceUnavailable
from mkb_core.hooks.contracts import PARTNER_HOOKS
from mkb_core.runtime.ports import PortFailed
from mkb_core.runtime.remote import freshness, messages
from mkb_core.runtime.remote.addresses import read_address
from mkb_core.runtime.remote.keys import SHORTEST, read_keys
from mkb_core.runtime.remote.messages import Asked, read_told
from mkb_core.runtime.remote.signatures import REQUEST, RESPONSE, verify_request, verify_response
from tests.docs.pages import ROOT

PAGE = (ROOT / "docs" / "reference" / "messages.md").read_text("utf-8")


def blocks(language: str) -> Iterator[str]:
    for found in re.finditer(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL):
        yield found[1]


DOCUMENTS = [parse_json(block) for block in blocks("json")]
QUESTIONS = [one for one in DOCUMENTS if "seconds" in one]
ANSWERS = [one for one in DOCUMENTS if "seconds" not in one]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: str(one["hook"]))
def test_question_is_one(question: Any) -> None:
    asked = from_json(Asked, question)
    if asked.hook is not None:
        assert PARTNER_HOOKS[asked.hook].read_arguments(asked.arguments)


def test_answers_are_one_of_each() -> None:
    result, unavailable, fault = ANSWERS
    assert read_told(result) == result["result"]
    with pytest.raises(SourceUnavailable, match="closed on Sundays"):
        read_told(unavailable)
    with pytest.raises(PortFailed, match=fault["fault"]):
        read_told(fault)


def test_table_has_every_fault_that_may_be_told() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (?:the |some)", PAGE, re.MULTILINE)
    assert sorted(rows) == sorted(kind.value for kind in messages.TOLD)


def test_limits_are_those_of_the_code() -> None:
    for limit in (f"{messages.MOST_ASKED:,} bytes", f"{messages.MOST_ANSWERED:,} bytes"):
        assert limit in PAGE
    assert f"{freshness.WINDOW} seconds" in PAGE
    assert f"{SHORTEST} bytes or more" in PAGE


def test_covered_parts_are_those_of_the_code() -> None:
    assert f"`{' '.join(REQUEST)}` | `{' '.join(RESPONSE)}`" in PAGE


def test_example_is_genuine() -> None:
    secret, address = re.findall(r"`(an-example-secret[^`]+)`, address: `([^`]+)`", PAGE)[0]
    keys = read_keys(secret)
    (first, asked_headers, question), (second, told_headers, answer) = map(split, blocks("text"))
    assert first == "POST /mkb HTTP/1.1"
    assert second == "HTTP/1.1 200 OK"
    proof = verify_request(read_address(address), asked_headers, question, keys)
    assert verify_response(200, told_headers, answer, proof, keys).created == proof.created + 1
    for headers, body in ((asked_headers, question), (told_headers, answer)):
        assert headers["content-length"] == str(len(body))


def split(message: str) -> tuple[str, dict[str, str], bytes]:
    head, _, body = message.partition("\n\n")
    first, *lines = head.splitlines()
    pairs = [line.partition(": ") for line in lines]
    return first, {name.lower(): value for name, _, value in pairs}, body.strip().encode()
