"""What a command opened is closed when it ends, however it ends: cells of partners, and the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar

_OPENED: ContextVar[ExitStack] = ContextVar("mkb_opened_by_a_command")


@contextmanager
def closing_at_the_end() -> Iterator[None]:
    """Within, :func:`close_at_the_end` may be used; the last one that was opened is closed first."""
    with ExitStack() as opened:
        token = _OPENED.set(opened)
        try:
            yield
        finally:
            _OPENED.reset(token)


def close_at_the_end(close: Callable[[], object]) -> None:
    """Call this when the command ends; a command that is called by other code closes nothing by itself."""
    opened = _OPENED.get(None)
    if opened is not None:
        opened.callback(close)
