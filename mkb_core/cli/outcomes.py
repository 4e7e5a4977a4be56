"""How commands that ask several partners tell of those that failed."""

from __future__ import annotations

from mkb_core.cli.exits import Exit
from mkb_core.cli.options import Language
from mkb_core.errors import MkbError
from mkb_core.runtime.faults import PluginFault


def failure_data(failure: PluginFault | MkbError | None, language: Language) -> dict[str, str] | None:
    """A failure in JSON: its stable code and its sentence."""
    if failure is None:
        return None
    code = failure.kind.value if isinstance(failure, PluginFault) else failure.code
    return {"code": code, "message": failure.sentence(language)}


def exit_of_failures(asked: int, failed: int, *, faults: int = 0) -> Exit:
    """Unavailable where everybody failed who was asked; faults where only a part was done."""
    if failed and failed == asked:
        return Exit.UNAVAILABLE
    return Exit.FAULTS if failed or faults else Exit.OK
