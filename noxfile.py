"""Sessions of the workspace, named by purpose: `.venv/bin/nox --list`, or `make NAME`.

`make setup` prepares .venv; sessions that only read the code run in it as it is. Only `minimums` and `build` make an
environment of their own, because what they try is another set of packages.
"""

import os
import shutil
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree

import nox

nox.needs_version = ">=2025.5"
nox.options.sessions = ["lint", "types", "tests"]
nox.options.error_on_missing_interpreters = True

ROOT = Path(__file__).parent
BIN = Path(sys.executable).parent
OTHERS = sorted([*ROOT.glob("partners/*/pyproject.toml"), *ROOT.glob("plugins/*/pyproject.toml")])
MEMBERS = [ROOT, *(path.parent for path in OTHERS), ROOT / "service"]
PROJECTS = [str((member / "pyproject.toml").relative_to(ROOT)) for member in MEMBERS]
WORKERS = ["-n", "logical", "--maxprocesses=4", "--dist=worksteal"]
# They wait for processes most of the time.
SLOW_WORKERS = ["-n", "4", "--dist=worksteal"]
# All extras but `testing` are what somebody runs: service, command and a database server.
RUN_EXTRAS = ["accounts", "cli", "fast", "http", "jobs", "migrate", "postgres", "xlsx"]

SPECTRAL = ROOT / "tests" / "service" / "spectral"
# https://static.developer.overheid.nl/adr/ruleset.yaml, beside the project
RULESET = ROOT.parent / "shared" / "reference" / "standards" / "adr-spectral.yml"

# Sessions without an environment of their own find the tools of .venv; none may fetch a Python from elsewhere.
os.environ["PATH"] = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
os.environ["UV_PYTHON_DOWNLOADS"] = "never"


def names() -> list[str]:
    """Return the distribution names of the members."""
    return [tomllib.loads((member / "pyproject.toml").read_text())["project"]["name"] for member in MEMBERS]


def pytest(session: nox.Session, *args: str) -> None:
    """Run pytest in .venv."""
    session.run("python", "-m", "pytest", *args, *session.posargs)


@nox.session(venv_backend="none")
def tests(session: nox.Session) -> None:
    """All tests, on as many workers as the machine has processors (at most four)."""
    pytest(session, *WORKERS)


@nox.session(venv_backend="none")
def slow(session: nox.Session) -> None:
    """The tests that start many processes, servers and databases; the blocks of the documentation are in `docs`."""
    pytest(session, *SLOW_WORKERS, "-m", "slow and not browser and not fuzz", "--ignore=tests/docs")


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """Style, likely bugs, formatting and the layers of the core."""
    session.run("ruff", "check", *session.posargs)
    session.run("ruff", "format", "--check")
    session.run("lint-imports", "--no-logo", "--no-cache")


@nox.session(name="format", venv_backend="none")
def format_(session: nox.Session) -> None:
    """Format the code and repair what ruff can repair by itself."""
    session.run("ruff", "format")
    session.run("ruff", "check", "--fix", *session.posargs)


@nox.session(venv_backend="none")
def types(session: nox.Session) -> None:
    """Strict typing of every package."""
    session.run("mypy", *session.posargs)


@nox.session(venv_backend="none")
def docs(session: nox.Session) -> None:
    """Run every code block of the documentation and build the site."""
    if (ROOT / "tests" / "docs").is_dir():
        pytest(session, "tests/docs")
    session.run("zensical", "build", "--clean", "--strict")


@nox.session(venv_backend="none")
def partners(session: nox.Session) -> None:
    """Run the conformance kit and the scenarios on every partner, and the tests of their packages."""
    names = [path.parent.name for path in sorted(ROOT.glob("partners/*/pyproject.toml"))]
    pytest(session, "tests/partners", "tests/quality", *(f"--mkb-contract={name}" for name in names))


@nox.session(name="api-lint", venv_backend="none")
def api_lint(session: nox.Session) -> None:
    """Hold the published API against the rules for government APIs, and against Spectral where there is node.

    `make api-lint ARGS=FILE` (or API_RULESET) says where the published ruleset is: it is not copied into this repository,
    because it comes without a licence.
    """
    session.run("python", "-m", "pytest", "tests/service", "-m", "api_rules")
    ruleset = Path(
        session.posargs[0] if session.posargs else os.environ.get("API_RULESET", RULESET)
    ).resolve()
    missing = "npm, so no Spectral" if not shutil.which("npm") else "" if ruleset.is_file() else str(ruleset)
    if missing:
        session.warn(f"only our own tests of the rules were run: there is no {missing}")
        return
    described = Path(session.create_tmp()).resolve() / "openapi.json"
    write = f"import json; from mkb_service.api.openapi import description; json.dump(description(), open({str(described)!r}, 'w'))"
    session.run("python", "-c", write)
    with session.chdir(SPECTRAL):
        session.run("npm", "ci", "--ignore-scripts", silent=True, external=True)
        session.run(
            "node_modules/.bin/spectral", "lint", "--ruleset", str(ruleset), str(described), external=True
        )


@nox.session(venv_backend="none")
def fuzz(session: nox.Session) -> None:
    """Send generated requests to every operation of the API (FUZZ_CASES: how many in all)."""
    os.environ.setdefault("FUZZ_CASES", "10000")
    report = Path(session.create_tmp()).resolve() / "fuzz.xml"
    pytest(
        session, "tests/service/test_fuzz.py", f"--junitxml={report}", "-o", "junit_family=xunit1", *WORKERS
    )
    sent = ElementTree.parse(report).iterfind(".//property[@name='cases']")  # noqa: S314 - our own file
    session.log(f"{sum(int(one.attrib['value']) for one in sent)} generated requests")


@nox.session(venv_backend="none")
def browser(session: nox.Session) -> None:
    """Walk through the pages in a real browser; here no browser is a fault."""
    if not any(map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])):
        session.error("no chromium on this machine (on Debian and Ubuntu: apt install chromium)")
    pytest(session, "tests", "-m", "browser")


@nox.session(venv_backend="none")
def repetition(session: nox.Session) -> None:
    """Kill the service again and again while it is written to; prints how far it is (REPETITION_KEYS: how many keys)."""
    os.environ.setdefault("REPETITION_KEYS", "1000")
    pytest(session, "tests/service/test_repeated_under_kill.py", "-s")


@nox.session(venv_backend="none")
def durability(session: nox.Session) -> None:
    """Kill the service for hours (1,000 times on SQLite, 300 on PostgreSQL); stopped, it goes on where it was.

    `make durability ARGS="sqlite 50"` says how often in all; `.nox/durability` holds what was acknowledged so far.
    """
    given = session.posargs or ["sqlite", "1000", "postgresql", "300"]
    for database, kills in zip(given[::2], given[1::2], strict=True):
        session.run("python", "-m", "tests.durability", database, kills, str(ROOT / ".nox" / "durability"))


@nox.session(venv_backend="none")
def scale(session: nox.Session) -> None:
    """Three web processes and two workers on PostgreSQL, one killed every ten seconds, for five minutes.

    `make scale ARGS=60` says for how many seconds. As root each has a network namespace of its own.
    """
    session.run("python", "-m", "tests.scale", *(session.posargs or ["300"]))


@nox.session(venv_backend="none")
def bench(session: nox.Session) -> None:
    """Run every benchmark; each one asserts its own bound and prints what it measured."""
    for benchmark in sorted((ROOT / "benchmarks").glob("*.py")):
        session.run("python", str(benchmark.relative_to(ROOT)), *session.posargs)


@nox.session(venv_backend="uv")
def minimums(session: nox.Session) -> None:
    """Run the core's tests on the oldest dependencies that the packages say they work with."""
    oldest = Path(session.create_tmp()) / "minimums.txt"
    extras = [f"--extra={extra}" for extra in [*RUN_EXTRAS, "testing"]]
    without = [f"--no-emit-package={name}" for name in names()]
    session.run_install(
        "uv", "pip", "compile", "--quiet", "--resolution=lowest-direct", f"--python={sys.executable}",
        *PROJECTS, *extras, "--group=test", *without, f"--output-file={oldest}",
    )  # fmt: skip
    session.install("--requirement", str(oldest), "hatchling", "editables")
    session.install("--no-deps", "--no-build-isolation", *(f"--editable={member}" for member in MEMBERS))
    session.run("python", "-m", "pytest", *WORKERS, "-m", "not browser", *session.posargs)


@nox.session(venv_backend="uv")
def build(session: nox.Session) -> None:
    """Build the wheels of all members, install them in a clean environment and run the tests against them."""
    wheels = ROOT / "dist"
    for old in wheels.glob("*.whl"):
        old.unlink()
    for member in MEMBERS:
        session.run(
            str(BIN / "python"), "-m", "uv", "build", "--quiet", "--wheel", "--no-build-isolation",
            f"--python={sys.executable}", f"--out-dir={wheels}", str(member), external=True,
        )  # fmt: skip
    session.install("--require-hashes", "--requirement", "requirements/test.txt")
    session.install("--no-deps", *map(str, sorted(wheels.glob("*.whl"))))
    # Away from the work tree, where only what was installed can be imported.
    away = Path(session.create_tmp()) / "away"
    shutil.rmtree(away, ignore_errors=True)
    away.mkdir()
    for name in ["pyproject.toml", "tests", "docs", "README.md"]:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, away / name)
        elif source.exists():
            shutil.copy(source, away / name)
    with session.chdir(away):
        session.run("mkb", "--help", silent=True)
        session.run("python", "-c", "import mkb_core; assert 'site-packages' in mkb_core.__file__")
        session.run("python", "-m", "pytest", *WORKERS, "-m", "not browser", *session.posargs)


@nox.session(venv_backend="none")
def lock(session: nox.Session) -> None:
    """Renew requirements/*.txt (all versions: `make lock ARGS=--upgrade`; without it only what has to change)."""
    env = {"UV_CUSTOM_COMPILE_COMMAND": "make lock"}
    # The files hold neither the address of a registry nor a path of this machine.
    compile_ = [
        "uv", "pip", "compile", "--quiet", "--universal", "--python-version=3.11", "--generate-hashes",
        "--no-emit-index-url", "--no-emit-find-links", *session.posargs,
    ]  # fmt: skip
    members = [f"--no-emit-package={name}" for name in names()]
    run = [*PROJECTS, *(f"--extra={extra}" for extra in RUN_EXTRAS), *members]
    test = [*run, "--extra=testing", "--group=test"]
    dev = [*test, "--group=dev"]

    def compiled(name: str, *args: str) -> None:
        session.run(*compile_, *args, f"--output-file=requirements/{name}.txt", env=env)

    compiled("uv", "requirements/uv.in")
    compiled("node", "requirements/node.in")
    # Each file is the one before it and more, at the same versions.
    compiled("run", *run)
    compiled("test", *test, "--constraint=requirements/run.txt")
    compiled("dev", *dev, "--constraint=requirements/test.txt", "--constraint=requirements/uv.txt")
