"""Reading what an outside source sent: unpacked within bounds, as JSON or as text. Nothing here goes outside."""

from __future__ import annotations

import codecs
import json
import math
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

from mkb_core.codec import MOST_DIGITS

_CODE = re.compile(r"[A-Za-z0-9_-]{1,20}")
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: Python's name of an encoding -> by which one it is read; what says Latin 1 on the web is Windows 1252
_ENCODINGS: Mapping[str, str] = {
    "utf-8": "utf-8",
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "cp1252": "cp1252",
    "iso8859-15": "iso8859-15",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
}
#: how the body is packed -> zlib's word for it (with a gzip header, with a zlib header)
_PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15}
_STEP = 65_536
_DEEPEST = 100


class Unreadable(ValueError):
    """An answer that is not what it says to be."""


def unpack(parts: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The parts of a body without its packing, never more than 64 kB at once; raises :class:`Unreadable`."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        yield from parts
        return
    if name not in _PACKED:
        raise Unreadable
    machine = zlib.decompressobj(_PACKED[name])
    try:
        for part in parts:
            waiting = part
            while waiting and not machine.eof:
                yield machine.decompress(waiting, _STEP)
                waiting = machine.unconsumed_tail
        while rest := machine.decompress(b"", _STEP):
            yield rest
    except zlib.error:
        raise Unreadable from None
    if not machine.eof:
        raise Unreadable


def read_json(raw: bytes) -> Any:
    """JSON that can be written again for a plugin elsewhere; raises :class:`Unreadable`.

    Refused are NaN and infinities, numbers of more than a thousand digits, halves of characters, and what is nested more
    than a hundred levels deep. A key that occurs twice is not: that is for the plugin to judge.
    """
    try:
        body = json.loads(raw, parse_constant=_refuse, parse_float=_finite, parse_int=_whole)
        if b"\\u" in raw:  # only so can half a character have come
            json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not _is_shallow(body):
        raise Unreadable
    return body


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refuse(digits)


def _whole(digits: str) -> int:
    return int(digits) if len(digits) <= MOST_DIGITS else _refuse(digits)


def _is_shallow(body: Any) -> bool:
    level = [body]
    for _ in range(_DEEPEST):
        level = [
            inner
            for one in level
            if isinstance(one, dict | list)
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not level:
            return True
    return False


def read_text(raw: bytes, content_type: str = "") -> str:
    """Text by its byte order mark, else by the ``charset`` of its type, else as XML says itself, else UTF-8.

    Raises :class:`Unreadable` where the bytes are not in that encoding, or the encoding is not one of those known.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _decoded(raw, encoding)
    header = Message()
    header["content-type"] = content_type
    said = header.get_param("charset")
    in_xml = _XML_ENCODING.match(raw[:500])
    name = (
        said if isinstance(said, str) and said.strip() else in_xml[1].decode("ascii") if in_xml else "utf-8"
    )
    try:
        known = codecs.lookup(name.strip()).name
    except (LookupError, ValueError):
        raise Unreadable from None
    if known not in _ENCODINGS:
        raise Unreadable
    return _decoded(raw, _ENCODINGS[known])


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        words = raw.decode(encoding)
    except UnicodeError:
        raise Unreadable from None
    if "\0" in words:
        raise Unreadable
    return words


def error_codes(body: Any, depth: int = 4) -> frozenset[str]:
    """What stands under the key ``code`` in an error body, such as ``{fout: [{code, omschrijving}]}``."""
    inner = body.values() if isinstance(body, dict) else body if isinstance(body, list) else ()
    found = (
        frozenset[str]().union(*(error_codes(item, depth - 1) for item in inner)) if depth else frozenset()
    )
    code = body.get("code") if isinstance(body, dict) else None
    return found | {code} if isinstance(code, str) and _CODE.fullmatch(code) else found


def retry_after(words: str, now: datetime) -> float | None:
    """Seconds to wait as a source says: a number or a date; ``None`` where it says nothing readable."""
    words = words.strip()
    if words.isascii() and words.isdigit():
        return float(words[:9])
    try:
        at = parsedate_to_datetime(words)
        return max((at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds(), 0.0)
    except (ValueError, TypeError, ArithmeticError):  # a zone or a year beyond all bounds
        return None
