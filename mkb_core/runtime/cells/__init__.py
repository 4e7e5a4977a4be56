"""Partner code in processes of its own: a nursery forks one confined cell per plugin, and a port talks to it.

Read in this order: ``protection`` (what is promised), ``confinement`` (the steps before any plugin code is imported),
``landlock`` and ``seccomp`` (what the kernel denies), ``cell_process`` and ``nursery_process`` (what runs there),
``nursery`` and ``port`` (the host's end).
"""

from mkb_core.runtime.cells.nursery import Nursery
from mkb_core.runtime.cells.port import CellPort
from mkb_core.runtime.cells.protection import Profile, Protection

__all__ = ["CellPort", "Nursery", "Profile", "Protection"]
