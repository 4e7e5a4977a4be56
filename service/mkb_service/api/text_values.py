"""Bodies whose values are texts and lists of texts: read strictly, with every fault at once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from litestar import Request

from mkb_core.codec import describe
from mkb_core.errors import InputFault, InvalidInput
from mkb_service.bodies import read_json_object


def read_texts(
    request: Request[Any, Any, Any],
    body: bytes,
    texts: Iterable[str],
    lists: Iterable[str] = (),
    needed: Iterable[str] = (),
    whole: Iterable[str] = (),
) -> dict[str, Any]:
    """The values of a JSON object under all of these names: a text or ``None``, a list of texts or ``[]``, ``whole`` numbers or
    ``None``.

    Raises :class:`InvalidInput`, also for a name that is not one of these, or where one of ``needed`` is absent or null.
    """
    texts, lists, whole = tuple(texts), tuple(lists), tuple(whole)
    data = {name: value for name, value in read_json_object(request, body).items() if value is not None}
    known = (*texts, *lists, *whole)
    faults = [InputFault(key, "unknown-key", {"key": describe(key)}) for key in data if key not in known]
    faults += [_fault(name, "text", data[name]) for name in texts if not _is_text(data.get(name, ""))]
    faults += [
        _fault(name, "a list of texts", data[name]) for name in lists if not _are_texts(data.get(name, []))
    ]
    faults += [
        _fault(name, "a whole number", data[name]) for name in whole if not _is_whole(data.get(name, 0))
    ]
    faults += [InputFault(name, "missing") for name in needed if name not in data]
    if faults:
        raise InvalidInput(faults)
    return {**dict.fromkeys((*texts, *whole)), **{name: [] for name in lists}, **data}


def _fault(name: str, expected: str, value: Any) -> InputFault:
    return InputFault(name, "wrong-type", {"expected": expected, "got": describe(value)})


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
