"""What the bodies of requests look like; they are read by the core itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import UnionType
from typing import Any, get_args, get_origin

from attrs import NOTHING, fields_dict, resolve_types

from mkb_core.domain.company_fields import COMPANY_FIELDS, LIMITS, CompanyField
from mkb_core.domain.questions import LONGEST_QUESTION
from mkb_core.domain.webhooks import TO_REGISTER
from mkb_core.rights import ROLES
from mkb_core.workflows import profiles
from mkb_core.workflows.accounts.members import COLUMNS, MOST_MEMBERS
from mkb_core.workflows.accounts.tokens import LONGEST_DAYS, SCOPES
from mkb_core.workflows.accounts.who import NOT_FOR_PEOPLE
from mkb_core.workflows.budgets import LONGEST_REASON
from mkb_core.workflows.consents import PURPOSES, SHARES
from mkb_core.workflows.webhooks.registering import LONGEST_ADDRESS
from mkb_service.languages import LANGUAGES

#: what a plain value is in JSON
JSON_OF: Mapping[Any, Mapping[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "format": "date"},
    Decimal: {"type": "string", "examples": ["12.5"]},
    Fraction: {"type": "string", "examples": ["1/3"]},
}


CHANGES: Mapping[str, Any] = {
    "type": "object",
    "description": "Address of a given cell to its number, amounts in euros",
    "additionalProperties": {"type": ["number", "string"]},
    "examples": [{"fte.consultant/consultancy.2019": "3.5"}],
}


def request_schemas() -> dict[str, Any]:
    """Name to JSON schema."""
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
        "BudgetChanges": {
            "type": "object",
            "properties": {
                "scenario": {"type": "string"},
                "changes": CHANGES,
            },
            "required": ["scenario", "changes"],
            "additionalProperties": False,
        },
        "BudgetVersionRequest": {
            "type": "object",
            "description": "A whole plan, or changes in one scenario of the newest version",
            "properties": {
                "reason": {"type": "string", "minLength": 1, "maxLength": LONGEST_REASON},
                "plan": {"type": "object", "description": "In the form of a plan's file"},
                "scenario": {"type": "string"},
                "changes": CHANGES,
            },
            "required": ["reason"],
            "additionalProperties": False,
        },
        "BudgetRejection": {
            "type": "object",
            "properties": {"reason": {"type": "string", "minLength": 1, "maxLength": LONGEST_REASON}},
            "required": ["reason"],
            "additionalProperties": False,
        },
        "ConsentRequest": {
            "type": "object",
            "properties": {
                "purpose": {"enum": list(PURPOSES)},
                "recipient": {"type": ["string", "null"], "description": "The partner of a referral"},
                "shares": {"type": "array", "items": {"enum": list(SHARES)}, "uniqueItems": True},
                "question": {"type": ["string", "null"], "description": "The question that is shared"},
            },
            "required": ["purpose"],
            "additionalProperties": False,
        },
        "AssignmentRequest": {
            "type": "object",
            "properties": {
                "account": {"type": ["string", "null"], "description": "The account of a consultant"},
                "partner": {"type": ["string", "null"], "description": "The partner that put it forward"},
            },
            "additionalProperties": False,
        },
        "InvitationRequest": {
            "type": "object",
            "properties": {
                "email": {"type": "string", "format": "email"},
                "role": {"enum": [role for role in ROLES if role not in NOT_FOR_PEOPLE]},
                "subject": {
                    "type": ["string", "null"],
                    "description": "The company, partner or funder that the role is for",
                },
                "name": {"type": ["string", "null"]},
            },
            "required": ["email", "role"],
            "additionalProperties": False,
        },
        "MembersRequest": {
            "type": "object",
            "properties": {
                "partner": {"type": "string", "description": "The association"},
                "members": {
                    "type": "array",
                    "minItems": 1,
                    "maxItems": MOST_MEMBERS,
                    "items": {
                        "type": "object",
                        "properties": {name: {"type": "string"} for name in COLUMNS},
                        "required": list(COLUMNS),
                        "additionalProperties": False,
                    },
                },
            },
            "required": ["partner", "members"],
            "additionalProperties": False,
        },
        "TokenRequest": {
            "type": "object",
            "properties": {
                "partner": {"type": "string"},
                "label": {"type": "string", "minLength": 1},
                "scopes": {"type": "array", "minItems": 1, "items": {"enum": list(SCOPES)}},
                "days": {"type": ["integer", "null"], "minimum": 1, "maximum": LONGEST_DAYS},
            },
            "required": ["partner", "label", "scopes"],
            "additionalProperties": False,
        },
        "WebhookRequest": {
            "type": "object",
            "properties": {
                "address": {"type": "string", "format": "uri", "maxLength": LONGEST_ADDRESS},
                "events": {"type": "array", "minItems": 1, "items": {"enum": list(TO_REGISTER)}},
            },
            "required": ["address", "events"],
            "additionalProperties": False,
        },
        "CompanyValues": {
            "type": "object",
            "description": "Field name to value; null says nothing",
            "properties": {
                name: _value(one) | {"description": one.label.in_language("en")}
                for name, one in COMPANY_FIELDS.items()
            },
            "additionalProperties": False,
        },
    }


def _value(described: CompanyField) -> dict[str, Any]:
    schema = _json_of(described.kind)
    if described.name in LIMITS:
        schema["minimum"], schema["maximum"] = LIMITS[described.name]
    return schema | {"type": [schema["type"], "null"]}


def _json_of(kind: Any) -> dict[str, Any]:
    """The schema of a value; a class of the domain is an object with its fields, a tuple a list."""
    if kind in JSON_OF:
        return dict(JSON_OF[kind])
    if get_origin(kind) is tuple:
        return {"type": "array", "items": _json_of(get_args(kind)[0])}
    if isinstance(kind, type) and issubclass(kind, Enum):
        return {"type": "string", "enum": [one.value for one in kind]}
    given = fields_dict(resolve_types(kind))
    return {
        "type": "object",
        "properties": {name: _optional(one.type) for name, one in given.items()},
        "required": [name for name, one in given.items() if one.default is NOTHING],
        "additionalProperties": False,
    }


def _optional(kind: Any) -> dict[str, Any]:
    if get_origin(kind) is not UnionType:
        return _json_of(kind)
    schema = _json_of(get_args(kind)[0])
    return schema | {"type": [schema["type"], "null"]}
