"""Working folders of cells: made for one cell, removed whatever it left in them."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import count
from pathlib import Path
from uuid import uuid4


def remove_folder(folder: Path) -> None:
    """Remove a folder that a plugin wrote in. Not by recursion: it may be thousands deep. Follows no link, raises nothing.

    Nobody may write in it any more. Folders are emptied by moving what they hold to the top.
    """
    name, number = uuid4().hex, count()
    with suppress(OSError):
        while entries := list(os.scandir(folder)):
            moved = False
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    with suppress(OSError):
                        Path(entry.path).unlink()
                        moved = True
                    continue
                with suppress(OSError):
                    Path(entry.path).chmod(0o700)
                    for inner in os.scandir(entry.path):
                        Path(inner.path).rename(folder / f"{name}-{next(number)}")
                with suppress(OSError):
                    Path(entry.path).rmdir()
                    moved = True
            if not moved:
                return
        folder.rmdir()
