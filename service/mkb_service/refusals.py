"""Requests that are refused by the rules of HTTP, before anybody looks at what they are about."""

from __future__ import annotations

from litestar.exceptions import HTTPException

from mkb_service.problem_kinds import KINDS


class Refusal(HTTPException):
    """A request that is refused; ``code`` is a key of :data:`~mkb_service.problem_kinds.KINDS`."""

    def __init__(self, code: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(status_code=KINDS[code].status, headers=headers)
        self.code = code


def unsupported_content(expected: str) -> Refusal:
    """The body is of another type than the address takes; ``expected`` is the one it takes."""
    return Refusal("unsupported-content", {"accept": expected})
