"""One run of ``mkb``: read the command line, do it, and end every failure in one message and one exit code."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from mkb_core.cli.ending import closing_at_the_end
from mkb_core.cli.exits import Exit, exit_of
from mkb_core.cli.options import Language, language_of
from mkb_core.cli.printing import say, say_error
from mkb_core.errors import MkbError

MESSAGES = {
    "usage": {"nl": "Zie `mkb --help`.", "en": "See `mkb --help`."},
    "internal": {
        "nl": "mkb: interne fout ({error}). {where}",
        "en": "mkb: internal error ({error}). {where}",
    },
    "logged": {"nl": "Details staan in {file}.", "en": "Details are in {file}."},
    "not-logged": {"nl": "Met MKB_DEBUG=1 ziet u de details.", "en": "MKB_DEBUG=1 shows the details."},
}


def run(tokens: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code."""
    given = list(sys.argv[1:] if tokens is None else tokens)
    language = language_of(given)
    _quiet_streams()
    try:
        with closing_at_the_end():
            code = _run(given, language)
        sys.stdout.flush()
    except MkbError as error:
        say_error(error, language)
        return exit_of(error)
    except BrokenPipeError:
        _forget_output()
        return Exit.PIPE_CLOSED
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: no command ends in a traceback
        return _internal(error, language)
    return code


def _run(tokens: list[str], language: Language) -> int:
    from cyclopts import CycloptsError

    from mkb_core.cli.application import make_app

    try:
        result = make_app()(tokens, exit_on_error=False, print_error=False, result_action="return_value")
    except CycloptsError as error:
        say(f"mkb: {' '.join(str(error).split())}")
        say(MESSAGES["usage"][language])
        return Exit.USAGE
    return result if isinstance(result, int) else Exit.OK


def _quiet_streams() -> None:
    """Characters that a stream cannot show never stop a command; plugin faults are told by the commands themselves."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    if os.environ.get("MKB_DEBUG") != "1":
        logging.getLogger("mkb_core").addHandler(logging.NullHandler())


def _forget_output() -> None:
    """The reader went away: what is still to be written goes nowhere."""
    with suppress(OSError, ValueError):  # a stream without a file needs no quieting
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _internal(error: Exception, language: Language) -> int:
    details = "".join(traceback.format_exception(error))
    if os.environ.get("MKB_DEBUG") == "1":
        print(details, file=sys.stderr)
        where = ""
    else:
        file = _logged(details)
        where = MESSAGES["logged" if file else "not-logged"][language].format(file=file)
    say(MESSAGES["internal"][language].format(error=type(error).__name__, where=where).strip())
    return Exit.INTERNAL


def _logged(details: str) -> Path | None:
    """Keep the details in a file that only this user reads; ``None`` where that cannot be."""
    folder = Path(os.environ.get("XDG_STATE_HOME") or Path("~/.local/state").expanduser()) / "mkb"
    file = folder / "errors.log"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(
            os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8"
        ) as log:
            log.write(details + "\n")
    except OSError:
        return None
    return file
