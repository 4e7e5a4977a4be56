"""Headers that every answer has."""

from __future__ import annotations

import pytest
from mkb_service import API_VERSION
from mkb_service.headers import EVERYWHERE

from tests.service.conftest import HTML, Client, advice_of

PATHS = ["/", "/partners", "/partners/kvk", "/privacy", "/static/site.css", "/health", "/v1/openapi.json", "/v1/topics",
         "/v1/partners/kvk", "/v1/companies/12345678", "/v1/nothing", "/nothing", "/v1/topics/"]  # fmt: skip


@pytest.mark.parametrize("headers", [{}, HTML], ids=["machine", "browser"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "DELETE"])
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_them(
    shared_client: Client, method: str, path: str, headers: dict[str, str]
) -> None:
    answer = shared_client.request(method, path, headers=headers)
    missing = {name: value for name, value in EVERYWHERE.items() if answer.headers.get(name) != value}
    assert not missing
    assert answer.headers["cache-control"]
    assert "server" not in answer.headers


def test_api_version_is_whole() -> None:
    assert EVERYWHERE["API-Version"] == API_VERSION == "1.0.0"


def test_policy_for_content_allows_no_script_and_nothing_inline() -> None:
    policy = EVERYWHERE["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy


@pytest.mark.parametrize(
    "path", ["/v1/advice/{}", "/v1/advice/{}/replay", "/advies/{}", "/advies/{}/controle"]
)
def test_advice_is_kept_by_nobody_and_found_by_no_search_engine(shared_client: Client, path: str) -> None:
    answer = shared_client.get(path.format(advice_of(shared_client)["receipt"]))
    assert answer.status_code == 200
    assert (answer.headers["cache-control"], answer.headers["x-robots-tag"]) == (
        "no-store",
        "noindex, nofollow",
    )


def test_styles_may_be_kept(shared_client: Client) -> None:
    assert "public" in shared_client.get("/static/site.css").headers["cache-control"]


@pytest.mark.parametrize("path", ["/v1/topics", "/v1/nothing", "/", "/nothing"])
def test_answer_tells_its_language(shared_client: Client, path: str) -> None:
    answer = shared_client.get(path, headers={"accept-language": "en"} | HTML)
    assert answer.headers["content-language"] == "en"
    assert "Accept-Language" in answer.headers["vary"]
