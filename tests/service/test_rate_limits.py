"""Limits per actor: refused with the time to wait, and nobody gets past them by what they write themselves."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest
from mkb_service import rate_limits
from mkb_service.client_addresses import client_address
from mkb_service.rate_limits import Buckets, Limit

from tests.service.conftest import TOKEN, Client, Make

LIMIT = Limit("visitor", 3, 60)
TRUSTED = (ip_network("10.0.0.0/8"), ip_network("2001:db8::/32"))


@pytest.fixture
def limited(make: Make, monkeypatch: pytest.MonkeyPatch) -> Client:
    """A client of an application that lets a visitor ask three times a minute."""
    monkeypatch.setitem(rate_limits.LIMITS, "visitor", LIMIT)
    return make(rate_limits=True)


def test_bucket_is_refilled_evenly() -> None:
    now = [0.0]
    buckets = Buckets(lambda: now[0])
    assert [buckets.take(LIMIT, "a") for _ in range(4)] == [2, 1, 0, -1]
    now[0] = 20.0
    assert [buckets.take(LIMIT, "a") for _ in range(2)] == [0, -1]
    now[0] = 10_000.0
    assert [buckets.take(LIMIT, "a") for _ in range(4)] == [2, 1, 0, -1]
    assert buckets.take(LIMIT, "b") == 2


def test_those_who_asked_longest_ago_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "MOST_BUCKETS", 2)
    buckets = Buckets(lambda: 0.0)
    assert [buckets.take(LIMIT, who) for who in "aabcca"] == [2, 1, 2, 2, 1, 2]


def test_who_asks_too_much_is_told_how_long_to_wait(limited: Client) -> None:
    answers = [limited.get("/v1/topics") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[0].headers["ratelimit-policy"] == '"visitor";q=3;w=60'
    assert answers[0].headers["ratelimit"] == '"visitor";r=2;t=20'
    refused = answers[-1]
    assert refused.json()["type"] == "urn:mkb:problem:too-many-requests"
    assert 1 <= int(refused.headers["retry-after"]) <= 20
    assert refused.headers["ratelimit"].startswith('"visitor";r=0;')
    assert refused.headers["api-version"]


def test_pages_are_counted_and_what_dresses_them_is_not(limited: Client) -> None:
    for path in ["/static/site.css", "/health"] * 5:
        assert limited.get(path).status_code == 200
    answers = [limited.get("/partners", headers={"accept": "text/html"}) for _ in range(4)]
    assert (answers[0].status_code, answers[-1].status_code) == (200, 429)
    assert answers[-1].headers["content-type"].startswith("text/html")


def test_machine_is_counted_by_itself(limited: Client) -> None:
    operator = {"authorization": f"Bearer {TOKEN}"}
    answers = [limited.get("/v1/topics", headers=operator) for _ in range(5)]
    assert {one.status_code for one in answers} == {200}
    assert answers[0].headers["ratelimit-policy"].startswith('"machine"')
    assert limited.get("/v1/topics").headers["ratelimit"].startswith('"visitor";r=2')


@pytest.mark.parametrize(
    "header",
    [{"authorization": "Bearer wrong"}, {"cookie": "session=wrong"}],
    ids=["token", "session"],
)
def test_guessing_keys_is_counted_too(
    limited: Client, monkeypatch: pytest.MonkeyPatch, header: dict[str, str]
) -> None:
    monkeypatch.setitem(rate_limits.LIMITS, "unverified", Limit("unverified", 2, 60))
    statuses = [limited.get("/v1/topics", headers=header).status_code for _ in range(4)]
    assert statuses[-1] == 429
    assert statuses.count(429) >= 1


def test_forged_header_does_not_help(limited: Client) -> None:
    answers = [limited.get("/v1/topics", headers={"x-forwarded-for": f"198.51.100.{i}"}) for i in range(4)]
    assert answers[-1].status_code == 429


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        ("10.0.0.1", "198.51.100.1:1234", "10.0.0.1"),
        ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("2001:db8::1", "[2001:470:1:2:3:4:5:6]", "2001:470:1:2::/64"),
        ("testclient", "198.51.100.1", "unknown"),
    ],
)
def test_address_is_what_the_last_trusted_proxy_saw(peer: str, forwarded: str, expected: str) -> None:
    headers = [(b"x-forwarded-for", forwarded.encode())] if forwarded else []
    scope: Any = {"client": (peer, 1), "headers": headers}
    assert client_address(scope, TRUSTED) == expected
    two_lines = [(b"x-forwarded-for", part.encode()) for part in forwarded.split(",")] if forwarded else []
    assert client_address(scope | {"headers": two_lines}, TRUSTED) == expected


def test_nobody_has_an_address_without_a_connection() -> None:
    scope: Any = {"client": None, "headers": [(b"x-forwarded-for", b"198.51.100.1")]}
    assert client_address(scope, TRUSTED) == "unknown"
