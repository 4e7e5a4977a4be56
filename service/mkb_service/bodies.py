"""Reading what a request brings: strictly, and with every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from litestar import Request

from mkb_core.codec import describe, parse_json
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.text import is_whole
from mkb_service.identity.forgery import check_form
from mkb_service.refusals import unsupported_content

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
LARGEST_BODY_BYTES = 64 * 1024
MOST_FORM_FIELDS = 50


def read_json_object(request: Request[Any, Any, Any], body: bytes) -> dict[str, Any]:
    """The JSON object of a body; raises :class:`~mkb_service.refusals.Refusal` (415) or :class:`InvalidInput`."""
    _require(request, JSON)
    data = parse_json(body)
    check_text(data)
    if not isinstance(data, dict):
        raise InvalidInput([InputFault("$", "wrong-type", {"expected": "an object", "got": describe(data)})])
    return data


def read_form(
    request: Request[Any, Any, Any],
    body: bytes,
    *,
    visitors_too: bool = False,
    most_fields: int = MOST_FORM_FIELDS,
) -> dict[str, str]:
    """The fields of a posted form, the last value of each; ``visitors_too``: a visitor's form has a token as well.

    Raises :class:`~mkb_service.identity.forgery.ForgedForm` where it is not from our own page.
    """
    _require(request, FORM)
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=most_fields
        )
    except UnicodeDecodeError:
        raise InvalidInput([InputFault("$", "not-utf8")]) from None
    except ValueError:
        raise InvalidInput([InputFault("$", "too-many", {"count": "?", "limit": most_fields})]) from None
    form = dict(pairs)
    check_form(request, form, always=visitors_too)
    return form


def check_text(data: Any) -> None:
    """Refuse lone surrogates anywhere: JSON can write them, but they are no text and cannot be stored."""
    faults: list[InputFault] = []
    waiting: list[tuple[str, Any]] = [("$", data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            if not is_whole(value):
                faults.append(InputFault(path, "not-utf8"))
        elif isinstance(value, Mapping):
            for key, part in value.items():
                if not is_whole(key):
                    faults.append(InputFault(path, "not-utf8"))
                waiting.append((key if path == "$" else f"{path}.{key}", part))
        elif isinstance(value, list):
            waiting += [(f"{path}[{index}]", part) for index, part in enumerate(value)]
    if faults:
        raise InvalidInput(faults)


def _require(request: Request[Any, Any, Any], expected: str) -> None:
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = {
        name.strip().lower(): value.strip().strip('"').lower()
        for name, _, value in (part.partition("=") for part in parameters.split(";"))
    }.get("charset", "utf-8")
    if kind.strip().lower() != expected or charset not in ("utf-8", "utf8", "us-ascii"):
        raise unsupported_content(expected)
