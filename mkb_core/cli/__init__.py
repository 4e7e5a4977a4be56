"""The command line ``mkb``: thin commands over the workflows.

JSON goes to standard output only, every message to standard error. Nothing of the library is imported before a command
needs it, so that ``mkb --help`` stays quick.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["main"]


def main(tokens: Sequence[str] | None = None) -> int:
    """Run one command (by default that of the process) and return its exit code; never raises."""
    from mkb_core.cli.running import run

    return run(tokens)
