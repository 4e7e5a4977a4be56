"""``ETag`` and ``If-Match``: nobody overwrites a change that they did not see (RFC 9110, 13).

A tag is the hash of what its reader is shown. So it tells nothing to whoever may not read, and whoever sees a part of a
thing does not learn by it that another part has changed. It is compared in the transaction of the change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, TypeVar

from attrs import frozen
from litestar import Request, Response

from mkb_core.codec import canonical_plain
from mkb_service.addresses import query_pairs
from mkb_service.refusals import Refusal

T = TypeVar("T")

#: query parameters that make another form of the same thing
FORMS = ("fields",)
TAGS = re.compile(r'(W/)?"([!#-~]*)"')
LENGTH = 32


def version_of(document: Mapping[str, Any]) -> str:
    """The part of a tag that all forms of a thing have in common."""
    return sha256(canonical_plain(document)).hexdigest()[:LENGTH]


def etag_of(request: Request[Any, Any, Any], document: Mapping[str, Any]) -> str:
    """The strong tag of a thing in the form that is asked for."""
    asked = [pair for pair in query_pairs(request) if pair[0] in FORMS]
    form = f".{sha256(canonical_plain(asked)).hexdigest()[:8]}" if asked else ""
    return f'"{version_of(document)}{form}"'


def tagged(request: Request[Any, Any, Any], document: Mapping[str, Any], made: T) -> Response[T]:
    """An answer with its tag; 304 without a body where a GET says that it is known (``If-None-Match``)."""
    tag = etag_of(request, document)
    known = request.headers.get("if-none-match")
    if request.method == "GET" and known is not None:
        tags = [f'"{words}"' for _, words in TAGS.findall(known)]
        if tag in tags or known.strip() == "*":
            return Response(None, status_code=304, headers={"etag": tag})  # type: ignore[arg-type]
    return Response(made, headers={"etag": tag})


@frozen
class ChangeCondition:
    """On what a change depends. ``versions``: one of these is stored (``None``: any); ``is_new``: nothing is stored yet."""

    versions: frozenset[str] | None
    is_new: bool

    def check(self, document: Mapping[str, Any] | None) -> None:
        """Raises :class:`Refusal` (412) where what is stored (``None``: nothing) is not what the change was made on."""
        if self.is_new:
            met = document is None
        else:
            met = document is not None and (self.versions is None or version_of(document) in self.versions)
        if not met:
            raise Refusal("precondition-failed")


def change_condition(request: Request[Any, Any, Any]) -> ChangeCondition:
    """What a change says it was made on; raises :class:`Refusal` (428) where it says nothing."""
    match = request.headers.get("if-match")
    if match is not None:
        if match.strip() == "*":
            return ChangeCondition(None, is_new=False)
        tags = (words.partition(".")[0] for weak, words in TAGS.findall(match) if not weak)
        return ChangeCondition(frozenset(tags), is_new=False)
    if request.headers.get("if-none-match", "").strip() == "*":
        return ChangeCondition(None, is_new=True)
    raise Refusal("precondition-required")
