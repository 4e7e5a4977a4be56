"""What a hardened cell is denied, one thing at a time. Each part is only held to where the system offers it."""

from __future__ import annotations

import os
import platform
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mkb_core.runtime.cells import CellPort, Nursery, Profile, landlock
from tests.runtime.cells.animals import MODULE, REQUEST, fetching, telling

MakePort = Callable[[Nursery, str], CellPort]
Tell = Callable[[str], str]

pytestmark = pytest.mark.skipif(
    platform.system() != "Linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="the hardened profile is for Linux on x86_64 and aarch64",
)
needs_landlock = pytest.mark.skipif(landlock.abi() == 0, reason="this kernel has no Landlock")


@pytest.fixture(scope="module")
def hardened() -> Iterator[Nursery]:
    made = Nursery(Profile.HARDENED)
    yield made
    made.close()


@pytest.fixture
def tell(hardened: Nursery, make_port: MakePort) -> Tell:
    """What came of an expression in a cell."""

    def told(expression: str) -> str:
        answer = make_port(hardened, telling(expression)).call("mkb_fetch_feed", REQUEST, 10, None)
        return str(answer["cursor"])

    return told


@needs_landlock
@pytest.mark.parametrize("path", ["/etc/passwd", "/proc/self/environ", "/proc/1/cmdline", "/dev/kmsg"])
def test_reads_no_file_of_the_system(tell: Tell, path: str) -> None:
    assert tell(f"open({path!r}).read()") == "PermissionError EACCES"


@needs_landlock
def test_reads_nothing_of_the_home(tell: Tell, tmp_path: Path) -> None:
    home = tmp_path.parent / f"{tmp_path.name}-home"
    home.mkdir(mode=0o755)
    (home / "secret").write_text("secret", "utf-8")
    assert tell(f"open({str(home / 'secret')!r}).read()") == "PermissionError EACCES"
    assert tell(f"os.listdir({str(home)!r})") == "PermissionError EACCES"
    assert tell(f"os.listdir({os.path.expanduser('~')!r})") == "PermissionError EACCES"  # noqa: PTH111 - as text


@needs_landlock
def test_reads_nothing_beside_the_sources_of_the_host(tell: Tell) -> None:
    """A folder on the search path may hold a database too."""
    project = Path(__file__).parents[3]
    assert tell(f"open({str(project / 'pyproject.toml')!r}).read()") == "PermissionError EACCES"


@pytest.mark.parametrize("folder", ["own package", "/tmp", "/var/tmp", "/dev/shm"])  # noqa: S108 - it is denied
def test_writes_nowhere_but_in_its_folder(tell: Tell, tmp_path: Path, folder: str) -> None:
    place = tmp_path if folder == "own package" else Path(folder)
    assert tell(f"open({str(place / 'written')!r}, 'w')").startswith("PermissionError")


def test_writes_in_its_folder(tell: Tell) -> None:
    assert tell("Path('mine').write_text('text') and Path('mine').read_text()") == "done: text"


@needs_landlock
def test_sees_no_folder_of_another_cell(tell: Tell, hardened: Nursery) -> None:
    assert (
        hardened.folder is None or tell(f"os.listdir({str(hardened.folder)!r})") == "PermissionError EACCES"
    )
    hardened.warm()
    assert tell("os.listdir('..')") == "PermissionError EACCES"


@needs_landlock
def test_reads_no_file_of_another_cell(hardened: Nursery, make_port: MakePort, tmp_path: Path) -> None:
    code = "Path('mine').write_text('text')\nreturn FeedPage(cursor=os.getcwd())"
    other = make_port(hardened, fetching(code)).call("mkb_fetch_feed", REQUEST, 10, None)["cursor"]
    mine = make_port(hardened, telling(f"open('{other}/mine').read()"))
    assert mine.call("mkb_fetch_feed", REQUEST, 10, None)["cursor"] == "PermissionError EACCES"


@pytest.mark.parametrize("kind", ["AF_INET, socket.SOCK_STREAM", "AF_INET6, socket.SOCK_STREAM"])
def test_opens_no_tcp_connection(tell: Tell, kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert tell(f"socket.socket(socket.{kind}).connect(('127.0.0.1', {server.getsockname()[1]}))") == (
            "PermissionError EPERM"
        )


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param("AF_INET, socket.SOCK_DGRAM", id="udp"),
        pytest.param("AF_UNIX, socket.SOCK_STREAM", id="unix"),
        pytest.param("AF_NETLINK, socket.SOCK_RAW", id="netlink"),
        pytest.param("AF_PACKET, socket.SOCK_RAW", id="packets"),
    ],
)
def test_opens_no_other_socket(tell: Tell, kind: str) -> None:
    assert tell(f"socket.socket(socket.{kind})") == "PermissionError EPERM"


def test_makes_no_pair_of_sockets_that_could_write_to_another(tell: Tell) -> None:
    assert tell("socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)") == "PermissionError EPERM"


def test_may_make_a_pair_of_streams(tell: Tell) -> None:
    """An event loop wakes itself with one."""
    assert tell("__import__('asyncio').run(__import__('asyncio').sleep(0, 'slept'))") == "done: slept"


@pytest.mark.parametrize("call", ["connect('name')", "bind('name')"])
def test_its_channel_leads_nowhere_else(tell: Tell, call: str) -> None:
    assert tell(f"socket.socket(fileno=os.dup(3)).{call}") == "PermissionError EPERM"


def test_looks_up_no_name(tell: Tell) -> None:
    assert tell("socket.getaddrinfo('localhost.example.org', 80)").startswith("gaierror")


@pytest.mark.parametrize(
    "deed",
    [
        "os.fork()",
        "os.posix_spawn('/bin/true', ['true'], {})",
        "subprocess.run([sys.executable, '-c', ''])",
        "__import__('multiprocessing').get_context('fork').Process(target=print).start()",
    ],
)
def test_starts_no_process(tell: Tell, deed: str) -> None:
    assert tell(deed) == "PermissionError EPERM"


def test_runs_no_command(tell: Tell) -> None:
    assert tell("os.system('true')") != "done: 0"


def test_runs_no_other_program(tell: Tell) -> None:
    assert tell("os.execv('/bin/true', ['true'])") == "PermissionError EPERM"


def test_may_start_threads(tell: Tell) -> None:
    pool = "__import__('concurrent.futures').futures.ThreadPoolExecutor(4)"
    assert tell(f"(lambda p: [list(p.map(abs, [-1])), p.shutdown()])({pool})") == "done: [[1], None]"


@pytest.mark.parametrize("number", [0, 15])
@pytest.mark.parametrize("target", ["host", "nursery", "group"])
def test_signals_nobody(tell: Tell, hardened: Nursery, target: str, number: int) -> None:
    hardened.warm()
    pid = {"host": os.getpid(), "nursery": hardened.pid, "group": 0}[target]
    assert tell(f"os.kill({pid}, {number})") == "PermissionError EPERM"


@pytest.mark.parametrize(
    "call",
    [
        pytest.param("ptrace(16, {host}, 0, 0)", id="ptrace"),
        pytest.param("process_vm_readv({host}, 0, 0, 0, 0, 0)", id="process_vm_readv"),
        pytest.param("mount(b'none', b'/tmp', b'tmpfs', 0, 0)", id="mount"),
        pytest.param("unshare(0x10000000)", id="unshare"),
        pytest.param("setns(0, 0)", id="setns"),
        pytest.param("shmget(0, 4096, 0o1600)", id="shared-memory"),
        pytest.param("prctl(1, 0, 0, 0, 0)", id="outlive-the-nursery"),
        pytest.param("prlimit({host}, 7, 0, 0)", id="limits-of-the-host"),
        pytest.param("setpriority(0, {host}, 19)", id="priority-of-the-host"),
        pytest.param("keyctl(0, 0)", id="keyctl"),
        pytest.param("bpf(0, 0, 0)", id="bpf"),
        pytest.param("io_uring_setup(1, 0)", id="io_uring"),
    ],
)
def test_calls_no_kernel_function_of_others(hardened: Nursery, make_port: MakePort, call: str) -> None:
    numbers = {"keyctl": (250, 219), "bpf": (321, 280), "io_uring_setup": (425, 425)}
    name, _, given = call.format(host=os.getpid()).partition("(")
    if name in numbers:
        called = f"libc.syscall({numbers[name][platform.machine() == 'aarch64']}, {given}"
    else:
        called = f"libc.{name}({given}"
    body = f"libc = ctypes.CDLL(None, use_errno=True)\nr = {called}\nreturn FeedPage(cursor=f'{{r}} {{ctypes.get_errno()}}')"
    port = make_port(hardened, fetching(body))
    assert port.call("mkb_fetch_feed", REQUEST, 10, None)["cursor"] == "-1 1"


def test_changes_no_mode_of_a_file(tell: Tell, tmp_path: Path) -> None:
    assert tell(f"os.chmod({str(tmp_path / MODULE)!r} + '.py', 0o777)") == "PermissionError EPERM"


def test_has_no_environment(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MKB_SECRET", "secret")
    assert tell("dict(os.environ)") == "done: {}"


def test_has_no_open_file_but_its_own(tell: Tell) -> None:
    held = "[n for n in range(64) if attempt(lambda: os.fstat(n)).startswith('done')]"
    assert tell(held) == "done: [0, 1, 2, 3]"


def test_is_a_user_of_its_own_where_the_host_is_root(tell: Tell) -> None:
    users = tell("(os.getuid() in range(61184, 65520), os.getgroups(), os.getresuid()[1] == os.getuid())")
    assert users == ("done: (True, [], True)" if os.geteuid() == 0 else users)


def test_every_part_of_the_protection_holds_here(hardened: Nursery, make_port: MakePort) -> None:
    port = make_port(hardened, telling("1"))
    port.call("mkb_fetch_feed", REQUEST, 10, None)
    assert port.protection is not None
    expected = () if os.geteuid() == 0 else ("user",)
    assert port.protection.missing == (("file_system", *expected) if landlock.abi() == 0 else expected)
