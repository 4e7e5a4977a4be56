"""The OpenAPI 3.1 description: Litestar reads addresses and answers from the handlers, the rest is added here."""

from __future__ import annotations

from functools import cache
from typing import Any

from litestar import Litestar
from litestar.di import Provide
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Contact, License

from mkb_core.codec import to_json
from mkb_core.rights import ANONYMOUS, grants
from mkb_service import API_VERSION
from mkb_service.api.queries import NUMBERS, PAGE_SIZE
from mkb_service.api.request_schemas import request_schemas
from mkb_service.api.routes import BASE, make_router
from mkb_service.identity.cookies import SESSION
from mkb_service.languages import LANGUAGES, PARAMETER
from mkb_service.policy import POLICY, Needs, Who
from mkb_service.problems import MEDIA_TYPE
from mkb_service.sparse_fields import FIELDS, LIST

CONFIG = OpenAPIConfig(
    title="MKB-aanpak",
    version=API_VERSION,
    description="From a company's question to an explained advice of all partners.",
    # Shown as is: whoever runs an installation has their own.
    contact=Contact(name="MKB-aanpak", email="api@example.org", url="https://example.org/"),
    license=License(name="EUPL-1.2", identifier="EUPL-1.2"),
    use_handler_docstrings=True,
)

#: operations that answer with an ETag
TAGGED = frozenset({"readCompany", "completeCompany", "refreshCompany", "readBudget"})
#: operations other than changes that say what they were made on
CONDITIONAL = frozenset({"saveBudgetVersion"})
REQUEST_HEADERS = {
    "Idempotency-Key": "The same key gets the same answer, and has one effect; good for a day. Preferably a UUID",
    "If-Match": "The ETag of what was read: the change is made only where it still is so",
    "If-None-Match": "The ETag of what is known already (GET), or * for what does not exist yet (PATCH)",
}
ANSWER_HEADERS = {
    "ETag": "The version of what is answered",
    "Link": "First, previous, next and last page",
    "Location": "Where what was made can be read",
    "RateLimit": "What is left",
    "RateLimit-Policy": "How many requests in how many seconds",
    "Retry-After": "Seconds to wait",
}

#: operation -> its query parameters beside the language
PARAMETERS = {
    "listPartners": ("topic", "page", "pageSize"),
    "listServices": ("topic", "partner", "page", "pageSize"),
    "listCompanies": ("name", "municipality", "number", "page", "pageSize"),
    "listQuestions": ("page", "pageSize"),
    "listUses": ("page", "pageSize"),
    "listAccounts": ("page", "pageSize"),
    "listInvitations": ("page", "pageSize"),
    "listTokens": ("page", "pageSize"),
    "listWebhooks": ("page", "pageSize"),
    "listWebhookMessages": ("page", "pageSize"),
}
PAGED = frozenset(PARAMETERS)
#: the same for operations that have no pages
ASKED = {
    "explainBudgetCell": ("cell",),
    "listBudgetDeltas": ("first", "second"),
    "listBudgetComparisons": ("first", "second", "scenario"),
}
WITH_BODY = {
    "askQuestion": "AdviceRequest",
    "completeCompany": "CompanyValues",
    "giveConsent": "ConsentRequest",
    "assign": "AssignmentRequest",
    "invite": "InvitationRequest",
    "inviteMembers": "MembersRequest",
    "createToken": "TokenRequest",
    "registerWebhook": "WebhookRequest",
    "saveBudgetVersion": "BudgetVersionRequest",
    "computeBudget": "BudgetChanges",
    "rejectBudgetVersion": "BudgetRejection",
}
#: statuses that every operation may answer with: any request may bring a token, which is looked up
ERRORS_OF_ALL = frozenset({400, 401, 406, 414, 429, 431, 500, 503, 507})
#: those of some methods; a right, a name in the address and a body bring their own
ERRORS_OF_METHOD = {"get": frozenset[int](), "post": {408, 409, 413}, "patch": {408, 409, 412, 413, 428}}
#: statuses that only some operations answer with
ERRORS = {
    "readAdvice": {410},
    "replayAdvice": {409, 410},
    "listQuestions": {410},
    "readQuestion": {410},
    "saveBudgetVersion": {412, 428},
}
MEANING = {
    400: "The input is not valid; errors holds all faults",
    401: "An access token is needed",
    403: "Not allowed",
    404: "Not found",
    406: "Not in the form that is asked for: answers are JSON",
    408: "The body came too slowly",
    409: "In conflict with what is stored, or a request with the same Idempotency-Key is under way",
    410: "Erased",
    412: "Changed since it was read",
    413: "Too much data",
    414: "The address is too long",
    415: "Not the type of data that is asked for",
    428: "If-Match must say which version is changed",
    429: "Too many requests: wait as long as Retry-After says",
    431: "The headers are too large",
    500: "A fault of the service",
    503: "The database or a source gives no answer",
    507: "The storage is full; nothing was changed",
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
    document["components"]["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": SESSION},
    }
    document["tags"] = [
        {"name": name}
        for name in ("advice", "directory", "companies", "budgets", "accounts", "webhooks", "operation")
    ]
    paths = document.pop("paths")
    document["paths"] = {path.removeprefix(BASE): item for path, item in paths.items()}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            _complete(operation, method, POLICY[method.upper(), BASE + path])
            if method == "get":
                _offer_fields(operation, document["components"]["schemas"])
    return document


def _offer_fields(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """With ``?fields=`` an answer lacks what otherwise is always there: described beside the whole one."""
    content = operation["responses"]["200"]["content"]["application/json"]
    name = _name_of(content["schema"])
    properties = schemas[name]["properties"]
    shown = _name_of(properties["items"]["items"]) if LIST.issuperset(properties) else name
    some = _some_of(shown, schemas)
    if shown != name:
        items = {"type": "array", "items": some}
        schemas[f"{name}Fields"] = schemas[name] | {"properties": properties | {"items": items}}
        some = {"$ref": f"#/components/schemas/{name}Fields"}
    content["schema"] = {"anyOf": [content["schema"], some]}
    names = sorted(schemas[shown]["properties"])
    parameter = {
        "name": FIELDS,
        "in": "query",
        "required": False,
        "description": "Only these fields, between commas; of a list, of its items",
        "style": "form",
        "explode": False,
        "schema": {"type": "array", "minItems": 1, "items": {"type": "string", "enum": names}},
    }
    operation["parameters"].append(parameter)


def _name_of(reference: dict[str, str]) -> str:
    return reference["$ref"].rpartition("/")[2]


def _some_of(name: str, schemas: dict[str, Any]) -> dict[str, str]:
    some = {key: value for key, value in schemas[name].items() if key != "required"}
    schemas[f"{name}Fields"] = some | {"title": f"{name}Fields"}
    return {"$ref": f"#/components/schemas/{name}Fields"}


def _complete(operation: dict[str, Any], method: str, who: Who | Needs) -> None:
    name = operation["operationId"]
    operation["parameters"] = [
        *(one for one in operation.get("parameters", ()) if one["in"] == "path"),
        *(
            _parameter(parameter)
            for parameter in (*PARAMETERS.get(name, ()), *ASKED.get(name, ()), PARAMETER)
        ),
        *(_header_parameter(header) for header in _request_headers(name, method)),
    ]
    if name in WITH_BODY:
        schema = {"$ref": f"#/components/schemas/{WITH_BODY[name]}"}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if isinstance(who, Needs) and not grants(ANONYMOUS, who.kind, who.action):
        # A session lets a browser read; to write by it, a form of a page has a token against forgery.
        operation["security"] = [{"bearer": []}, *([{"session": []}] if method == "get" else [])]
    responses = {status: one for status, one in operation["responses"].items() if status.startswith("2")}
    if method == "get" and name in TAGGED:
        responses["304"] = {"description": "Not changed since it was read", "content": {}}
    for status in sorted(_errors(operation, method, who)):
        content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        responses[str(status)] = {"description": MEANING[status], "content": content}
    for status, response in responses.items():
        response["headers"] = _headers(status, name)
    operation["responses"] = responses


def _errors(operation: dict[str, Any], method: str, who: Who | Needs) -> set[int]:
    errors = {*ERRORS_OF_ALL, *ERRORS_OF_METHOD[method], *ERRORS.get(operation["operationId"], ())}
    if isinstance(who, Needs):
        errors.add(403)
    if any(one["in"] == "path" for one in operation["parameters"]):
        errors.add(404)
    if "requestBody" in operation:
        errors.add(415)
    return errors


def _headers(status: str, name: str) -> dict[str, Any]:
    headers = ["RateLimit", "RateLimit-Policy"]
    if status in ("409", "429", "503", "507"):
        headers.append("Retry-After")
    if status < "400" and name in TAGGED:
        headers.append("ETag")
    if status == "200" and name in PAGED:
        headers.append("Link")
    if status == "201":
        headers.append("Location")
    described = {header: _header(ANSWER_HEADERS[header]) for header in sorted(headers)}
    return {"API-Version": _header("Version of the API")} | described


def _header(words: str) -> dict[str, Any]:
    return {"description": words, "schema": {"type": "string"}}


def _request_headers(name: str, method: str) -> tuple[str, ...]:
    if method == "post":
        return ("Idempotency-Key", "If-Match") if name in CONDITIONAL else ("Idempotency-Key",)
    if name not in TAGGED:
        return ()
    return ("If-Match", "If-None-Match") if method == "patch" else ("If-None-Match",)


def _header_parameter(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    if name == "Idempotency-Key":
        schema |= {"minLength": 1, "maxLength": 257}
    return {
        "name": name,
        "in": "header",
        "required": False,
        "description": REQUEST_HEADERS[name],
        "schema": schema,
    }


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
