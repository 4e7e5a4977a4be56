"""Query parameters of lists: checked together, each fault with its name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from attrs import field, frozen
from litestar import Request

from mkb_core.codec import describe
from mkb_core.errors import InputFault, InvalidInput
from mkb_service.addresses import query_pairs
from mkb_service.api.resources import Pagination
from mkb_service.languages import LANGUAGES, PARAMETER
from mkb_service.sparse_fields import FIELDS, field_names, names_in

T = TypeVar("T")

PAGE_SIZE = 50
LARGEST_PAGE = 200
NUMBERS = {"page": (1, 1_000_000), "pageSize": (1, LARGEST_PAGE)}


@frozen
class Query:
    """The parameters of a list: which page, and the filters that were given (absent ones are ``None``).

    ``kept``: what else its links repeat.
    """

    page: int = 1
    page_size: int = PAGE_SIZE
    filters: Mapping[str, str | None] = field(factory=dict)
    kept: tuple[tuple[str, str], ...] = ()


def read_query(
    request: Request[Any, Any, Any],
    filters: Mapping[str, Callable[[str], bool]] | None = None,
    *,
    paged: bool = True,
) -> Query:
    """Read the parameters; a filter is a name and the test that its value must pass. Raises :class:`InvalidInput`."""
    filters = filters or {}
    faults: list[InputFault] = []
    numbers = {"page": 1, "pageSize": PAGE_SIZE}
    values: dict[str, str | None] = dict.fromkeys(filters)
    for name, value in query_pairs(request):
        if name == PARAMETER:
            if value not in LANGUAGES:
                faults.append(InputFault(name, "unknown-name", {"value": describe(value)}))
        elif paged and name in NUMBERS:
            low, high = NUMBERS[name]
            if value.isascii() and value.isdigit() and len(value) < 10 and low <= int(value) <= high:
                numbers[name] = int(value)
            else:
                faults.append(
                    InputFault(name, "out-of-range", {"value": describe(value), "low": low, "high": high})
                )
        elif name == FIELDS and request.method == "GET":
            known = field_names(request.scope["route_handler"])
            wrong = [one for one in names_in(value) if one not in known]
            faults += [InputFault(name, "unknown-name", {"value": describe(one)}) for one in wrong]
        elif name in filters:
            if filters[name](value):
                values[name] = value
            else:
                faults.append(InputFault(name, "unknown-name", {"value": describe(value)}))
        else:
            faults.append(InputFault(name, "unknown-key", {"key": describe(name)}))
    if faults:
        raise InvalidInput(faults)
    kept = tuple(pair for pair in query_pairs(request) if pair[0] in (PARAMETER, FIELDS))
    return Query(numbers["page"], numbers["pageSize"], values, kept)


def page_of(items: Sequence[T], query: Query) -> tuple[tuple[T, ...], Pagination]:
    """The items of the page; empty beyond the last one."""
    start = (query.page - 1) * query.page_size
    return tuple(items[start : start + query.page_size]), Pagination(query.page, query.page_size, len(items))


def link_header(path: str, query: Query, total: int) -> str:
    """Links to the first, previous, next and last page (RFC 8288)."""
    last = max(1, -(-total // query.page_size))
    pages = {"first": 1, "prev": query.page - 1, "next": query.page + 1, "last": last}
    return ", ".join(
        _link(path, query, relation, page) for relation, page in pages.items() if 1 <= page <= last
    )


def _link(path: str, query: Query, relation: str, page: int) -> str:
    kept: Iterable[tuple[str, Any]] = (
        (name, value) for name, value in query.filters.items() if value is not None
    )
    parameters = urlencode([*kept, *query.kept, ("page", page), ("pageSize", query.page_size)])
    return f'<{path}?{parameters}>; rel="{relation}"'
