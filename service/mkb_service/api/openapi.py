"""The OpenAPI 3.1 description: Litestar reads addresses and answers from the handlers, the rest is added here."""

from __future__ import annotations

from functools import cache
from typing import Any

from litestar import Litestar
from litestar.di import Provide
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Contact, License

from mkb_core.codec import to_json
from mkb_core.domain.company_fields import COMPANY_FIELDS
from mkb_core.domain.questions import LONGEST_QUESTION
from mkb_core.workflows import profiles
from mkb_service import API_VERSION
from mkb_service.api.queries import NUMBERS, PAGE_SIZE
from mkb_service.api.routes import BASE, make_router
from mkb_service.languages import LANGUAGES, PARAMETER
from mkb_service.policy import POLICY, Who
from mkb_service.problems import MEDIA_TYPE

CONFIG = OpenAPIConfig(
    title="MKB-aanpak",
    version=API_VERSION,
    description="From a company's question to an explained advice of all partners.",
    # Shown as is: whoever runs an installation has their own.
    contact=Contact(name="MKB-aanpak", email="api@example.org", url="https://example.org/"),
    license=License(name="EUPL-1.2", identifier="EUPL-1.2"),
    use_handler_docstrings=True,
)

#: operation -> its query parameters beside the language
PARAMETERS = {
    "listPartners": ("topic", "page", "pageSize"),
    "listServices": ("topic", "partner", "page", "pageSize"),
}
PAGED = frozenset(PARAMETERS)
WITH_BODY = {"askQuestion": "AdviceRequest", "completeCompany": "CompanyValues"}
#: statuses that only some operations answer with
ERRORS = {
    "askQuestion": (413, 415, 503),
    "readAdvice": (404, 503),
    "replayAdvice": (404, 409, 503),
    "readPartner": (404,),
    "listPlugins": (401, 403),
    "readCompany": (401, 403, 404, 503),
    "completeCompany": (401, 403, 409, 413, 415, 503),
    "refreshCompany": (401, 403, 404, 409, 503),
}
MEANING = {
    400: "The input is not valid; errors holds all faults",
    401: "An access token is needed",
    403: "Not allowed",
    404: "Not found",
    409: "In conflict with what is stored",
    413: "Too much data",
    415: "Not the type of data that is asked for",
    500: "A fault of the service",
    503: "The database or a source gives no answer",
}

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "An error (RFC 9457)",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "path": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
                "required": ["path", "code", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "instance"],
}


@cache
def description() -> dict[str, Any]:
    """The description as JSON data, with addresses relative to the versioned server address."""
    # An application that only describes: the real one would also serve what Litestar makes of it.
    absent = {"installation": Provide(lambda: None, sync_to_thread=False)}
    described = Litestar([make_router()], dependencies=absent, openapi_config=CONFIG, logging_config=None)
    document: dict[str, Any] = to_json(described.openapi_schema.to_schema())
    document["servers"] = [{"url": BASE}]
    document["components"]["schemas"] |= {"Problem": PROBLEM} | request_schemas()
    document["components"]["securitySchemes"] = {"operator": {"type": "http", "scheme": "bearer"}}
    document["tags"] = [{"name": name} for name in ("advice", "directory", "companies", "operation")]
    paths = document.pop("paths")
    document["paths"] = {path.removeprefix(BASE): item for path, item in paths.items()}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            _complete(operation, POLICY[method.upper(), BASE + path])
    return document


def request_schemas() -> dict[str, Any]:
    """What the two bodies look like that are read by the core itself."""
    company: dict[str, Any] = {
        name: {"type": ["integer", "null"], "minimum": low, "maximum": high}
        for name, (low, high) in profiles.NUMBERS.items()
    }
    company |= {name: {"type": ["boolean", "null"]} for name in profiles.FLAGS}
    company |= {
        name: {"type": ["string", "null"], "maxLength": profiles.LONGEST_TEXT} for name in profiles.TEXTS
    }
    return {
        "AdviceRequest": {
            "type": "object",
            "properties": {
                "question": {"type": "string", "minLength": 1, "maxLength": LONGEST_QUESTION},
                "company": {"oneOf": [{"$ref": "#/components/schemas/CompanyProfile"}, {"type": "null"}]},
                "language": {"enum": [*LANGUAGES, None]},
            },
            "required": ["question"],
            "additionalProperties": False,
        },
        "CompanyProfile": {"type": "object", "properties": company, "additionalProperties": False},
        "CompanyValues": {
            "type": "object",
            "description": "Field name to value; null says nothing",
            "properties": {
                name: {"description": one.label.in_language("en")} for name, one in COMPANY_FIELDS.items()
            },
            "additionalProperties": False,
        },
    }


def _complete(operation: dict[str, Any], who: Who) -> None:
    name = operation["operationId"]
    operation["parameters"] = [
        *(one for one in operation.get("parameters", ()) if one["in"] == "path"),
        *(_parameter(parameter) for parameter in (*PARAMETERS.get(name, ()), PARAMETER)),
    ]
    if name in WITH_BODY:
        schema = {"$ref": f"#/components/schemas/{WITH_BODY[name]}"}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if who is Who.OPERATOR:
        operation["security"] = [{"operator": []}]
    responses = {status: one for status, one in operation["responses"].items() if status.startswith("2")}
    for status in sorted({400, 500, *ERRORS.get(name, ())}):
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        responses[str(status)] = {"description": MEANING[status], "content": content}
    for response in responses.values():
        response["headers"] = _headers(response, name)
    operation["responses"] = responses


def _headers(response: dict[str, Any], name: str) -> dict[str, Any]:
    headers = {"API-Version": {"description": "Version of the API", "schema": {"type": "string"}}}
    if name in PAGED and MEDIA_TYPE not in response["content"]:
        headers["Link"] = {"description": "First, previous, next and last page", "schema": {"type": "string"}}
    return headers


def _parameter(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name in NUMBERS:
        low, high = NUMBERS[name]
        schema = {
            "type": "integer",
            "minimum": low,
            "maximum": high,
            "default": 1 if name == "page" else PAGE_SIZE,
        }
    if name == PARAMETER:
        schema = {"type": "string", "enum": list(LANGUAGES)}
    return {"name": name, "in": "query", "required": False, "schema": schema}
