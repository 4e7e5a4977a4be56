"""What a check says: findings with a place and how to mend them, notes with figures, or that it does not apply."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import TypeAlias

from attrs import frozen

from mkb_core.text import Text


@frozen
class Finding:
    """Something that is wrong: where, what, and how to mend it."""

    place: str
    what: Text
    mend: Text


@frozen
class Note:
    """Something worth seeing that is no fault, such as a measured time."""

    place: str
    what: Text


@frozen
class NotTried:
    """The check does not apply to this package, or lacks what it needs; ``what`` says which."""

    what: Text


Said: TypeAlias = Finding | Note | NotTried


class ResultState(Enum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_TRIED = "not-tried"


@frozen
class Result:
    """One check or scenario and what it said; ``id`` is the check's, or ``scenario`` with its place."""

    id: str
    title: Text
    meaning: Text
    said: tuple[Said, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong."""
        return tuple(one for one in self.said if isinstance(one, Finding))

    @property
    def state(self) -> ResultState:
        """Failed with one finding; not tried where nothing but that was said."""
        if self.findings:
            return ResultState.FAILED
        not_tried = any(isinstance(one, NotTried) for one in self.said)
        return ResultState.NOT_TRIED if not_tried else ResultState.PASSED


def failed(results: Iterable[Result]) -> tuple[Result, ...]:
    """Those with findings."""
    return tuple(result for result in results if result.state is ResultState.FAILED)
