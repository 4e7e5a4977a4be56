"""Exit codes, and the one table from errors to them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

from mkb_core import errors
from mkb_core.text import Text


class Exit(IntEnum):
    """How a command ends."""

    OK = 0
    FAULTS = 1  # faults in the input; the rest was done
    USAGE = 2  # the command line or a setting is wrong; nothing was done
    NOT_FOUND = 3
    UNAVAILABLE = 4  # the store, the register, the web service or its port
    INTERNAL = 70
    INTERRUPTED = 130
    PIPE_CLOSED = 141


class WrongUsage(errors.InvalidInput):
    """What stands on the command line or in the settings is wrong, and not what is in a file."""


class Unavailable(errors.MkbError):
    """Something outside this program is not there, such as a port or an optional package."""

    code = "invalid-value"

    def __init__(self, words: Text) -> None:
        self.words = words
        super().__init__(reason=words.in_language("en"))

    def sentence(self, language: str = errors.DEFAULT_LANGUAGE) -> str:
        """The message in a language."""
        return self.words.in_language(language)


#: The first class that fits counts.
EXIT_OF: tuple[tuple[type[errors.MkbError], Exit], ...] = (
    (WrongUsage, Exit.USAGE),
    (errors.InvalidInput, Exit.FAULTS),
    (errors.NotFound, Exit.NOT_FOUND),
    (errors.StoreUnavailable, Exit.UNAVAILABLE),
    (errors.SourceUnavailable, Exit.UNAVAILABLE),
    (errors.Conflict, Exit.UNAVAILABLE),
    (errors.NotReplayable, Exit.FAULTS),
    (errors.WrongJobState, Exit.FAULTS),
    (errors.Denied, Exit.FAULTS),
    (errors.LinkGone, Exit.NOT_FOUND),
    (errors.SignInRefused, Exit.FAULTS),
    (errors.TooManyAttempts, Exit.UNAVAILABLE),
    (Unavailable, Exit.UNAVAILABLE),
)


def exit_of(error: errors.MkbError) -> Exit:
    """The exit code of an error."""
    return next((code for kind, code in EXIT_OF if isinstance(error, kind)), Exit.INTERNAL)


@contextmanager
def on_the_command_line() -> Iterator[None]:
    """Faults found within are faults of the command line."""
    try:
        yield
    except errors.InvalidInput as refusal:
        raise WrongUsage(refusal.faults) from None
