"""What is left of cells: processes that run, and folders."""

from __future__ import annotations

from pathlib import Path

import psutil


def left_of(mother: psutil.Process, folder: Path) -> list[object]:
    """Processes that run, and folders."""
    return [*(one for one in mother.children(recursive=True) if runs(one)), *folder.iterdir()]


def runs(process: psutil.Process) -> bool:
    """Whether it runs; one that has ended and was not waited for yet does not."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
