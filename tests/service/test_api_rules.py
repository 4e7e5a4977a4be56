"""The rules for government APIs (REST API Design Rules), held against the description and against the answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from mkb_service.policy import POLICY

from tests.service.conftest import HTML, Client, advice_of

pytestmark = pytest.mark.api_rules

#: no plural in English, and a result that belongs to one advice
WITHOUT_PLURAL = {"advice", "replay"}


@pytest.fixture
def openapi(client: Client) -> dict[str, Any]:
    """The published description."""
    document: dict[str, Any] = client.get("/v1/openapi.json").json()
    return document


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield path, method, operation


def test_description_is_published_open_to_other_sites(client: Client) -> None:
    answer = client.get("/v1/openapi.json")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert re.fullmatch(r"3\.1\.\d+", answer.json()["openapi"])


def test_description_names_a_contact_and_a_versioned_server(openapi: dict[str, Any]) -> None:
    assert {"name", "email", "url"} <= set(openapi["info"]["contact"])
    assert [one["url"] for one in openapi["servers"]] == ["/v1"]


def test_description_covers_every_route_of_the_version(openapi: dict[str, Any]) -> None:
    described = {(method.upper(), "/v1" + path) for path, method, _ in operations(openapi)}
    assert described == {row for row in POLICY if row[1].startswith("/v1/") and row[1] != "/v1/openapi.json"}


def test_references_lead_somewhere(openapi: dict[str, Any]) -> None:
    def references(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            if isinstance(part.get("$ref"), str):
                yield part["$ref"]
            for value in part.values():
                yield from references(value)
        elif isinstance(part, list):
            for value in part:
                yield from references(value)

    found = set(references(openapi))
    assert found
    assert found <= {f"#/components/schemas/{name}" for name in openapi["components"]["schemas"]}


def test_operations_are_named_once_and_tagged(openapi: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations(openapi)]
    tags = {one["name"] for one in openapi["tags"]}
    assert len(names) == len(set(names))
    assert all(
        set(operation["tags"]) <= tags and operation["summary"] for _, _, operation in operations(openapi)
    )


def test_path_parameters_are_described(openapi: dict[str, Any]) -> None:
    for path, _, operation in operations(openapi):
        described = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
        assert described == set(re.findall(r"{(\w+)}", path))


def test_addresses_are_kebab_case_nouns_in_the_plural_without_a_slash_at_the_end(
    openapi: dict[str, Any],
) -> None:
    for path in openapi["paths"]:
        assert re.fullmatch(r"(/([a-z0-9-]+|{[a-z]+}))+", path)
        nouns = {part for part in path.split("/") if part and not part.startswith("{")}
        assert {noun for noun in nouns if not noun.endswith("s")} <= WITHOUT_PLURAL


def test_every_list_with_pages_is_described_with_them(openapi: dict[str, Any]) -> None:
    """A page is told in the answer where one can be asked for, and the other way round."""
    for path, method, operation in operations(openapi):
        asked = {"page", "pageSize"} & {one["name"] for one in operation["parameters"]}
        schema = (
            operation["responses"]
            .get("200", {})
            .get("content", {})
            .get("application/json", {})
            .get("schema", {})
        )
        named = [one["$ref"].rsplit("/", 1)[1] for one in schema.get("anyOf", [schema]) if "$ref" in one]
        told = any("pagination" in openapi["components"]["schemas"][name]["properties"] for name in named)
        assert (len(asked) == 2, not asked) == (told, not told), (method, path)


def test_query_parameters_are_camel_case(openapi: dict[str, Any]) -> None:
    names = {
        one["name"]
        for _, _, operation in operations(openapi)
        for one in operation["parameters"]
        if one["in"] == "query"
    }
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", name) for name in names)


def test_schemas_are_pascal_case(openapi: dict[str, Any]) -> None:
    assert all(re.fullmatch(r"([A-Z][a-z]+)+", name) for name in openapi["components"]["schemas"])


def properties(part: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of every schema, with the kinds that it may be."""
    if isinstance(part, dict):
        for name, schema in part.get("properties", {}).items():
            for one in (schema, *schema.get("oneOf", ())):
                yield name, one
        for value in part.values():
            yield from properties(value)
    elif isinstance(part, list):
        for value in part:
            yield from properties(value)


def test_days_and_moments_say_that_they_are(openapi: dict[str, Any]) -> None:
    found = list(properties(openapi["components"]["schemas"]))
    for name, schema in found:
        words = schema.get("type") in ("string", ["string", "null"])
        if re.search(r"(^|_)(date|valid_from|valid_until)$", name) and words:
            assert schema["format"] == "date", name
        if re.search(r"(^at|_at|^since)$", name) and words:
            assert schema["format"] == "date-time", name
        assert schema.get("format") not in ("date-time-local", "time"), name
    assert {"date", "date-time"} <= {schema.get("format") for _, schema in found}


def test_version_is_whole_and_in_the_address(openapi: dict[str, Any]) -> None:
    version = openapi["info"]["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    assert openapi["servers"] == [{"url": f"/v{version.split('.', maxsplit=1)[0]}"}]


def test_every_answer_is_described_with_the_version_header(openapi: dict[str, Any]) -> None:
    for path, method, operation in operations(openapi):
        assert all("API-Version" in one["headers"] for one in operation["responses"].values()), (path, method)


def test_errors_are_described_as_problems_and_400_is_always_possible(openapi: dict[str, Any]) -> None:
    schema = openapi["components"]["schemas"]["Problem"]
    assert {"status", "title", "detail"} <= set(schema["properties"])
    for _, _, operation in operations(openapi):
        assert "400" in operation["responses"]
        assert "422" not in operation["responses"]
        for status, response in operation["responses"].items():
            assert ("application/problem+json" in response["content"]) == (status >= "400")


def test_description_says_which_operations_ask_who_one_is(client: Client, openapi: dict[str, Any]) -> None:
    for path, method, operation in operations(openapi):
        answer = client.request(method, "/v1" + re.sub(r"{\w+}", "nothing", path))
        told = operation.get("security")
        ways: list[dict[str, list[str]]] = (
            [{"bearer": []}, {"session": []}] if method == "get" else [{"bearer": []}]
        )
        assert told in (None, ways), (method, path)
        assert (answer.status_code == 401) == (told is not None), (method, path)


def test_answers_have_the_members_that_are_described(client: Client, openapi: dict[str, Any]) -> None:
    advice = advice_of(client)
    for path, address in {
        "/advice/{receipt}": advice["links"]["advice"],
        "/advice/{receipt}/replay": advice["links"]["replay"],
        "/partners": "/v1/partners",
        "/partners/{partner}": "/v1/partners/kvk",
        "/services": "/v1/services",
        "/topics": "/v1/topics",
    }.items():
        content = openapi["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
        fits(client.get(address).json(), content["schema"], openapi, path)


def fits(value: Any, schema: dict[str, Any], document: dict[str, Any], place: str) -> None:
    """Is the value what the schema says? Only the words that the description uses."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    if "anyOf" in schema:  # the whole one, before those with some of its fields
        fits(value, schema["anyOf"][0], document, place)
        return
    if "oneOf" in schema:
        if value is not None:
            fits(value, next(one for one in schema["oneOf"] if one.get("type") != "null"), document, place)
        return
    kinds: dict[str, Any] = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
    if "type" in schema:
        assert isinstance(value, kinds[schema["type"]]), place
    if isinstance(value, dict) and "properties" in schema:
        assert set(schema.get("required", ())) <= set(value) <= set(schema["properties"]), place
        for name, part in value.items():
            fits(part, schema["properties"][name], document, f"{place}.{name}")
    for item in value if isinstance(value, list) else ():
        fits(item, schema["items"], document, f"{place}[]")


@pytest.mark.parametrize("path", ["/v1/topics/", "/v1/partners/kvk/", "/v1/advice/"])
def test_slash_at_the_end_is_another_address(client: Client, path: str) -> None:
    assert client.get(path, headers=HTML).status_code == 404


def test_invalid_input_is_400_with_every_fault(client: Client) -> None:
    answer = client.post("/v1/advice", json={"company": {"employees": "x", "age_years": -1}})
    assert answer.status_code == 400
    assert [set(one) for one in answer.json()["errors"]] == [{"path", "code", "message"}] * 3


def test_times_are_utc_with_their_zone(client: Client) -> None:
    assert advice_of(client)["at"] == "2026-11-23T10:00:00Z"
