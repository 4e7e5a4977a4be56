"""A Python environment over that of the tests: it has all of their packages, and what a page installs stays in it."""

from __future__ import annotations

import os
import sys
import sysconfig
import venv
from pathlib import Path

#: in the new environment: also the folders of the other one, with what their ``.pth`` files name
OTHER_PACKAGES = "import site; site.addsitedir({folder!r})\n"
MKB = "#!{python}\nimport sys\nfrom mkb_core.cli import main\nsys.exit(main())\n"


def make(folder: Path) -> Path:
    """Make it; returns the folder with its ``python`` and ``mkb``."""
    venv.create(folder, symlinks=True)
    programs = folder / "bin"
    [packages] = folder.glob("lib/python*/site-packages")
    folders = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    lines = [OTHER_PACKAGES.format(folder=folder) for folder in folders]
    (packages / "packages_of_the_tests.pth").write_text("".join(lines), "utf-8")
    mkb = programs / "mkb"
    mkb.write_text(MKB.format(python=programs / "python"), "utf-8")
    mkb.chmod(0o755)
    return programs


def first_in_path(programs: Path) -> str:
    """The search path in which these programs come before those of the tests."""
    return os.pathsep.join([str(programs), str(Path(sys.executable).parent), os.environ.get("PATH", "")])
