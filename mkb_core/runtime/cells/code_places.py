"""Which files a cell may read: Python, the libraries that are installed, the core and the plugin's own package."""

from __future__ import annotations

import stat
import sysconfig
from importlib.machinery import PathFinder
from pathlib import Path

from mkb_core.runtime.cells import landlock

#: what C libraries need to be loaded, and the time zones
SYSTEM = (
    "/usr/lib",
    "/usr/lib64",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/usr/share/zoneinfo",
    "/etc/localtime",
)
#: names of folders that hold installed packages and nothing else
INSTALLED = ("site-packages", "dist-packages")
#: the standard library, installed packages, libraries that came with this Python; asked once, before any cell
PYTHON = (
    *(sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")),
    sysconfig.get_config_var("LIBDIR"),
)
_CORE = Path(__file__).parents[2]


def code_of(module: str, search: list[str]) -> list[Path]:
    """Where a plugin's top-level package lies; finding it does not run it."""
    spec = PathFinder.find_spec(module.partition(".")[0], search)
    if spec is None:
        return []
    return [Path(place) for place in spec.submodule_search_locations or [spec.origin or ""]]


def readable(module: str, search: list[str], own: list[str]) -> list[Path]:
    """Files and folders that the plugin may read. ``own`` are folders that the host put there for this plugin alone.

    Another folder on the search path may hold anything, such as a database beside the sources: it is left out.
    """
    installed = [one for one in search if Path(one).name in INSTALLED or Path(one).is_file()]
    places = [*(Path(one) for one in (*PYTHON, *installed, *own) if one), _CORE, *code_of(module, search)]
    return list(dict.fromkeys(places))


def rights(module: str, search: list[str], own: list[str], folder: Path) -> list[tuple[Path, int]]:
    """The rights of a cell, for Landlock."""
    found = [(place, landlock.READ) for place in readable(module, search, own)]
    found += [(Path(place), landlock.READ) for place in SYSTEM]
    found += [(place.parent, landlock.LIST) for place in code_of(module, search)]  # to find the package in
    return [*found, (Path("/dev/null"), landlock.USE_DEVICE), (folder, landlock.CHANGE)]


def for_everybody(place: Path) -> bool:
    """Whether any user can read this place, as far as its mode and those of the folders above it say."""
    try:
        mode = place.stat().st_mode
        passable = all(above.stat().st_mode & stat.S_IXOTH for above in place.resolve().parents)
    except FileNotFoundError:
        return True  # nothing that anybody has to read
    except OSError:
        return False
    needed = stat.S_IROTH | (stat.S_IXOTH if stat.S_ISDIR(mode) else 0)
    return passable and mode & needed == needed
