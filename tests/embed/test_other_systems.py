"""The core where cells cannot be made: a system without the modules that only POSIX has still serves notebooks."""

from __future__ import annotations

import subprocess
import sys

BLOCKED = """
import sys

MISSING = ("fcntl", "grp", "pwd", "resource", "termios")

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name in MISSING:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Missing())
for name in MISSING:
    sys.modules.pop(name, None)

from mkb_core.runtime.host import load_plugins
from mkb_core.runtime.isolation import Isolation
"""

NOTEBOOK = """
from mkb_core.workflows.assembly import assemble
from mkb_core.workflows.settings import Settings

made = assemble(Settings("sqlite://"), load_plugins(isolation=Isolation.IN_PROCESS))
assert not made.faults, made.faults
print(len(made.catalogue.declarations) > 10)
"""

CELLS = """
try:
    load_plugins([])
except RuntimeError as error:
    print(error)
"""


def told(script: str) -> str:
    words = [sys.executable, "-c", BLOCKED + script]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_plugins_are_loaded_in_process() -> None:
    assert told(NOTEBOOK) == "True"


def test_asking_for_cells_tells_what_to_do() -> None:
    assert "MKB_ISOLATION=in-process" in told(CELLS)
