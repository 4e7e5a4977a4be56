"""The house rules that no other tool checks: what may stand in a committed file, and what every member says of itself."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PLUGINS = sorted(ROOT.glob("plugins/*/pyproject.toml"))
PARTNERS = sorted(ROOT.glob("partners/*/pyproject.toml"))
CORE = ROOT / "pyproject.toml"
SERVICE = ROOT / "service" / "pyproject.toml"
MEMBERS = [CORE, *PLUGINS, *PARTNERS, SERVICE]

pytestmark = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a work tree: nothing was committed")


def member_id(path: Path) -> str:
    return path.parent.relative_to(ROOT).as_posix()


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def any_of(*words: str) -> re.Pattern[str]:
    # Written with a space where the real thing has none, so that this file does not hold what it forbids.
    return re.compile("|".join(re.escape(word.replace(" ", "")) for word in words))


REGISTRY = any_of(
    "pypi .org", "files.python hosted", "registry.npm js", "registry.yarn pkg", "deb.debian .org",
    "security.debian .org", "archive.ubuntu .com", "crates .io/api", "proxy.golang .org",
)  # fmt: skip
MACHINE = re.compile(
    r"(?:(?<![\w.$}~/-])|file://)/(?:(?:root|work)(?![\w-])|opt/(?:wheels|pypi)|(?:home|Users)/\w)"
)


def committed_text() -> dict[str, str]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    texts = {}
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        # A file that was removed but not yet committed is nobody's fault.
        data = path.read_bytes() if path.is_file() else b""
        if b"\0" not in data:
            texts[name] = data.decode("utf-8", errors="replace")
    return texts


@pytest.mark.parametrize("forbidden", [REGISTRY, MACHINE], ids=["registry address", "path of a machine"])
def test_no_committed_file_holds(forbidden: re.Pattern[str]) -> None:
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in committed_text().items()
        for number, line in enumerate(text.splitlines(), start=1)
        if forbidden.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("before", ["cd ", "'", "path=", "file://"])
@pytest.mark.parametrize("path", ["root", "work/main", "opt/wheels", "home/someone"])
def test_path_of_a_machine_is_recognised(before: str, path: str) -> None:
    assert MACHINE.search(f"{before}/{path}")


@pytest.mark.parametrize("line", ["partners/work", "https://example.org/root", "/workflows", "$HOME/work"])
def test_other_words_are_no_path_of_a_machine(line: str) -> None:
    assert not MACHINE.search(line)


def test_layers_of_the_core_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", MEMBERS, ids=member_id)
def test_member_has_the_projects_licence_and_python_range(path: Path) -> None:
    project = read(path)["project"]
    assert (project["license"], project["requires-python"]) == ("EUPL-1.2", ">=3.11")


@pytest.mark.parametrize("path", [*PLUGINS, *PARTNERS], ids=member_id)
def test_member_is_named_after_its_folder_and_found_by_its_entry_point(path: Path) -> None:
    kind = {"plugins": "plugin", "partners": "partner"}[path.parent.parent.name]
    name = path.parent.name
    package = f"mkb_{kind}_{name}"
    project = read(path)["project"]
    assert project["name"] == canonicalize_name(package)
    assert project["entry-points"] == {f"mkb.{kind}": {name: f"{package}.plugin"}}
    assert (path.parent / package / "__init__.py").is_file()


def test_core_depends_on_four_libraries_only() -> None:
    names = {Requirement(line).name for line in read(CORE)["project"]["dependencies"]}
    assert names == {"attrs", "cattrs", "pluggy", "sqlalchemy"}


def test_tools_know_every_member() -> None:
    tool = read(CORE)["tool"]
    others = MEMBERS[1:]
    folders = {f"$MYPY_CONFIG_FILE_DIR/{member_id(path)}" for path in others} | {"$MYPY_CONFIG_FILE_DIR"}
    packages = {
        package
        for path in MEMBERS
        for package in read(path)["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    }
    assert set(tool["mypy"]["mypy_path"]) == folders
    assert set(tool["uv"]["sources"]) == {read(path)["project"]["name"] for path in MEMBERS}
    assert set(tool["importlinter"]["root_packages"]) == packages


LOCKED = re.compile(r"^([a-z0-9._-]+)==([^\s;]+)", re.MULTILINE)


def locked(name: str) -> dict[str, set[str]]:
    """Return what a lock file pins; a package may be there more than once, for several versions of Python."""
    versions: dict[str, set[str]] = {}
    for package, version in LOCKED.findall(
        (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    ):
        versions.setdefault(package, set()).add(version)
    return versions


@pytest.mark.parametrize("path", MEMBERS, ids=member_id)
def test_lock_has_what_the_member_asks_for(path: Path) -> None:
    content = read(path)
    groups = content.get("dependency-groups", {})
    asked = {
        "run": content["project"].get("dependencies", []),
        "dev": [
            *(
                line
                for extra in content["project"].get("optional-dependencies", {}).values()
                for line in extra
            ),
            *(line for group in groups.values() for line in group),
        ],
    }
    missing = [
        line
        for name, lines in asked.items()
        for line in lines
        if not (requirement := Requirement(line)).name.startswith("mkb-")
        and not any(
            requirement.specifier.contains(v)
            for v in locked(name).get(canonicalize_name(requirement.name), ())
        )
    ]
    assert missing == [], "the lock is behind: run `make lock`"


def test_longer_locks_repeat_the_shorter_ones() -> None:
    run, test, dev = locked("run"), locked("test"), locked("dev")
    assert run.items() <= test.items()
    assert test.items() <= dev.items()
