"""The one strict converter between JSON and frozen attrs classes, canonical JSON, and the content hash.

Strict: ``"false"`` is no boolean, ``3.7`` no integer, unknown keys are refused. All faults of a document come together,
each with its path.
"""

from __future__ import annotations

import enum
import hashlib
import json
import math
import re
import types
import typing
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn, TypeVar
from uuid import UUID

import attrs
import cattrs
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn

from mkb_core.errors import InputFault, InvalidInput
from mkb_core.text import Text, is_whole
from mkb_core.text import from_json as text_from_json

T = TypeVar("T")

NAMES: dict[type, str] = {
    str: "text",
    int: "a whole number",
    bool: "true or false",
    float: "a number",
    date: "a date (YYYY-MM-DD)",
    datetime: "a time with zone (ISO 8601)",
    Fraction: 'a fraction such as "1/3"',
    Decimal: "a decimal number in text",
    UUID: "a UUID",
}


MOST_DIGITS = 1000
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
#: Bounded: an exponent such as ``1e999999999`` would be worked out in full.
_FRACTION = re.compile(r"[+-]?\d{1,40}(?:/\d{1,40}|\.\d{1,40})?", re.ASCII)


class WrongType(TypeError):
    """A value of another type than declared."""

    def __init__(self, expected: str, got: object) -> None:
        self.expected = expected
        self.got = describe(got)
        super().__init__(f"expected {expected}, got {self.got}")


def describe(value: object) -> str:
    """A short, safe picture of a value for a message: never more than 40 characters of it."""
    if value is None:
        return "null"
    if isinstance(value, str):
        shown = value if len(value) <= 40 else value[:39] + "…"
        return json.dumps(shown, ensure_ascii=True) if not shown.isprintable() else f'"{shown}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        if isinstance(value, int) and value.bit_length() > 128:
            return "a very large number"  # Python refuses to write out thousands of digits
        shown = repr(value)
        return shown if len(shown) <= 40 else shown[:39] + "…"
    if isinstance(value, Mapping):
        return "an object"
    if isinstance(value, list | tuple):
        return "a list"
    return type(value).__name__


def _exactly(kind: type, *also: type) -> Callable[[Any, Any], Any]:
    def structure(value: Any, _: Any) -> Any:
        if type(value) is kind or type(value) in also:
            return value
        raise WrongType(NAMES[kind], value)

    return structure


def _text(value: Any, _: Any) -> str:
    if type(value) is not str:
        raise WrongType(NAMES[str], value)
    if not is_whole(value):
        raise WrongType("text without lone surrogates", value)
    return value


def _number(value: Any, _: Any) -> float:
    try:
        if type(value) in (int, float) and math.isfinite(value):
            return float(value)
    except OverflowError:
        pass  # a whole number that no float can hold
    raise WrongType(NAMES[float], value)


def _parsed(kind: type, parse: Callable[[str], Any]) -> Callable[[Any, Any], Any]:
    def structure(value: Any, _: Any) -> Any:
        if type(value) is kind:
            return value
        if type(value) is str:
            try:
                return parse(value)
            except (ValueError, ArithmeticError):
                pass
        raise WrongType(NAMES[kind], value)

    return structure


def _date(words: str) -> date:
    if not _DATE.fullmatch(words):
        raise ValueError("not written as YYYY-MM-DD")
    return date.fromisoformat(words)


def _fraction(words: str) -> Fraction:
    if not _FRACTION.fullmatch(words):
        raise ValueError("not a fraction")
    return Fraction(words)


def _zoned(words: str) -> datetime:
    moment = datetime.fromisoformat(words)
    if moment.tzinfo is None:
        raise ValueError("no zone")
    return moment


def _decimal(words: str) -> Decimal:
    number = Decimal(words)
    if not number.is_finite():
        raise ValueError("not finite")
    return number


def _enumeration(value: Any, kind: Any) -> Any:
    for member in kind:
        if type(value) is type(member.value) and value == member.value:
            return member
    raise WrongType("one of " + ", ".join(str(member.value) for member in kind), value)


def _literal(value: Any, kind: Any) -> Any:
    for member in typing.get_args(kind):
        if type(value) is type(member) and value == member:
            return member
    raise WrongType("one of " + ", ".join(map(str, typing.get_args(kind))), value)


def _is_literal(kind: Any) -> bool:
    return typing.get_origin(kind) is typing.Literal


def _is_sequence(kind: Any) -> bool:
    if typing.get_origin(kind) in (list, frozenset):
        return True
    return typing.get_origin(kind) is tuple and typing.get_args(kind)[1:] == (Ellipsis,)


def _sequence_hook(kind: Any, made: cattrs.Converter) -> Callable[[Any, Any], Any]:
    """Lists only (a text is no list of characters), every element's fault collected."""
    element = typing.get_args(kind)[0]
    build: type = typing.get_origin(kind)

    def structure(value: Any, _: Any) -> Any:
        if not isinstance(value, list | tuple | frozenset):
            raise WrongType("a list", value)
        items, errors = [], []
        for index, item in enumerate(value):
            try:
                items.append(made.structure(item, element))
            except Exception as error:  # noqa: BLE001 - any refusal of an element is its fault
                error.add_note(IterableValidationNote(f"index {index}", index, element))
                errors.append(error)
        if errors:
            raise IterableValidationError(f"While structuring {kind!r}", errors, kind)
        return build(items)

    return structure


def _is_mapping(kind: Any) -> bool:
    return typing.get_origin(kind) in (dict, Mapping)


def _mapping_hook(kind: Any, made: cattrs.Converter) -> Callable[[Any, Any], Any]:
    """Objects only; the key of every fault is in its path."""
    read = made.gen_structure_mapping(kind)

    def structure(value: Any, _: Any) -> Any:
        if not isinstance(value, Mapping):
            raise WrongType("an object", value)
        return read(value, kind)

    return structure


def _class_hook(kind: Any, made: cattrs.Converter) -> Callable[[Any, Any], Any]:
    """An attrs class is read from an object only."""
    read = make_dict_structure_fn(kind, made, _cattrs_forbid_extra_keys=True)

    def structure(value: Any, _: Any) -> Any:
        if isinstance(value, kind):
            return value
        if not isinstance(value, Mapping):
            raise WrongType("an object", value)
        return read(value, kind)

    return structure


def _is_optional_scalar_union(kind: Any) -> bool:
    if typing.get_origin(kind) not in (types.UnionType, typing.Union):
        return False
    members = [member for member in typing.get_args(kind) if member is not type(None)]
    return len(members) > 1 and all(member in NAMES for member in members)


def _scalar_union(value: Any, kind: Any) -> Any:
    members = typing.get_args(kind)
    if value is None and type(None) in members:
        return None
    for member in members:
        if type(value) is member:
            return converter.structure(value, member)
    for member in members:
        if member in (date, datetime, Fraction, Decimal, UUID) and type(value) is str:
            try:
                return converter.structure(value, member)
            except WrongType:
                continue
    raise WrongType(" or ".join(NAMES.get(member, "null") for member in members), value)


def make_converter() -> cattrs.Converter:
    """A fresh strict converter; layers register their unions on the shared ``converter``."""
    made = cattrs.Converter(forbid_extra_keys=True, detailed_validation=True)
    made.register_structure_hook(str, _text)
    made.register_structure_hook(int, _exactly(int))
    made.register_structure_hook(bool, _exactly(bool))
    made.register_structure_hook(float, _number)
    for kind, parse in (
        (date, _date),
        (datetime, _zoned),
        (Fraction, _fraction),
        (Decimal, _decimal),
        (UUID, UUID),
    ):
        made.register_structure_hook(kind, _parsed(kind, parse))
    made.register_structure_hook_func(
        lambda kind: isinstance(kind, type) and issubclass(kind, enum.Enum), _enumeration
    )
    made.register_structure_hook_func(_is_literal, _literal)
    made.register_structure_hook_func(_is_optional_scalar_union, _scalar_union)
    made.register_structure_hook_factory(attrs.has, _class_hook)
    made.register_structure_hook_factory(_is_sequence, _sequence_hook)
    made.register_structure_hook_factory(_is_mapping, _mapping_hook)
    made.register_structure_hook(Text, lambda value, _: text_from_json(value))
    made.register_unstructure_hook_func(
        lambda kind: frozenset in (kind, typing.get_origin(kind)),
        lambda members: sorted(made.unstructure(member) for member in members),
    )
    made.register_unstructure_hook(Text, Text.as_dict)
    made.register_unstructure_hook(date, date.isoformat)
    made.register_unstructure_hook(datetime, datetime.isoformat)
    made.register_unstructure_hook(Fraction, str)
    made.register_unstructure_hook(Decimal, str)
    made.register_unstructure_hook(UUID, str)
    return made


converter = make_converter()


def to_json(value: Any) -> Any:
    """Plain JSON data (dicts, lists, strings, numbers) of an attrs instance."""
    return converter.unstructure(value)


def canonical(value: Any) -> bytes:
    """One byte string per meaning: sorted keys, no spaces, UTF-8; NaN is refused with ``ValueError``."""
    return canonical_plain(to_json(value))


def canonical_plain(data: Any) -> bytes:
    """:func:`canonical` of what is plain JSON data already: it is not walked through first."""
    words = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return words.encode("utf-8")


def content_hash(value: Any) -> str:
    """The SHA-256 of the canonical JSON, in hex: the version of a piece of data."""
    return hashlib.sha256(canonical(value)).hexdigest()


def from_json(kind: type[T], data: Any) -> T:
    """Read plain JSON data into ``kind``; raises :class:`InvalidInput` with every fault and its path."""
    try:
        return converter.structure(data, kind)
    except BaseValidationError as group:
        raise InvalidInput(_faults(group, "$")) from None
    except Exception as error:  # noqa: BLE001 - any refusal of a single value is a fault of the input
        raise InvalidInput([_fault(error, "$")]) from None


def parse_json(words: str | bytes) -> Any:
    """Parse JSON text; NaN, infinities and double keys are refused. Raises :class:`InvalidInput`."""
    if isinstance(words, bytes):
        try:
            words = words.decode("utf-8")
        except UnicodeDecodeError:
            raise InvalidInput([InputFault("$", "not-utf8")]) from None
    try:
        return json.loads(
            words,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_whole,
            object_pairs_hook=_unique_keys,
        )
    except (ValueError, RecursionError) as error:
        raise InvalidInput([InputFault("$", "not-json", {"reason": _reason(error)})]) from None


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"line {error.lineno}, column {error.colno}"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refuse_constant(digits)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key occurs twice")
    return made


def _faults(group: BaseValidationError, path: str) -> list[InputFault]:
    with_notes: list[tuple[Exception, Any]] = []
    rest: list[Exception] = []
    if isinstance(group, ClassValidationError | IterableValidationError):
        with_notes, rest = group.group_exceptions()
    else:
        rest = list(group.exceptions)
    found: list[InputFault] = []
    for error, note in with_notes:
        found += _nested(error, _step(path, note))
    for error in rest:
        found += _nested(error, path)
    return found


def _step(path: str, note: AttributeValidationNote | IterableValidationNote) -> str:
    if isinstance(note, AttributeValidationNote):
        return note.name if path == "$" else f"{path}.{note.name}"
    return f"[{note.index}]" if path == "$" else f"{path}[{note.index}]"


def _nested(error: Exception, path: str) -> list[InputFault]:
    if isinstance(error, BaseValidationError):
        return _faults(error, path)
    if isinstance(error, InvalidInput):
        return [fault if path == "$" else fault.under(path) for fault in error.faults]
    if isinstance(error, ForbiddenExtraKeysError):
        return [InputFault(path, "unknown-key", {"key": key}) for key in sorted(error.extra_fields)]
    return [_fault(error, path)]


def _fault(error: Exception, path: str) -> InputFault:
    if isinstance(error, InvalidInput):
        first = error.faults[0]
        return first if path == "$" else first.under(path)
    if isinstance(error, WrongType):
        return InputFault(path, "wrong-type", {"expected": error.expected, "got": error.got})
    if isinstance(error, KeyError):
        return InputFault(path, "missing")
    return InputFault(path, "invalid-value", {"reason": str(error) or type(error).__name__})
