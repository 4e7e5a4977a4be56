"""The parts of a cell by themselves: frames, the filter for both machines, folders."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mkb_core.runtime.cells import frames, kernel, landlock, seccomp
from mkb_core.runtime.cells.code_places import for_everybody, readable
from mkb_core.runtime.cells.folders import remove_folder
from mkb_core.runtime.cells.protection import Protection
from mkb_core.runtime.cells.rehearsal import rehearse

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def test_a_message_arrives_as_it_was_sent(pair: Pair) -> None:
    message = {"text": "één \x00 😀", "list": [1, 2.5, None]}
    frames.write_frame(pair[0], message)
    assert frames.read_frame(pair[1]) == message


def test_the_end_of_the_other_side_is_told(pair: Pair) -> None:
    pair[0].sendall(b"mkb1\x00")
    pair[0].close()
    with pytest.raises(frames.Ended):
        frames.read_frame(pair[1])


def test_a_message_that_nobody_reads_is_given_up_in_time(pair: Pair) -> None:
    with pytest.raises(TimeoutError):
        frames.write_frame(pair[0], {"text": "x" * 10**7}, time.monotonic() + 0.1)


def test_nothing_of_a_message_that_is_too_large_is_read(pair: Pair) -> None:
    pair[0].sendall(frames.HEADER.pack(frames.MARK, frames.MOST_BYTES + 1) + b"rest")
    with pytest.raises(frames.TooLarge):
        frames.read_frame(pair[1])
    assert pair[1].recv(10) == b"rest"


def run(steps: list[seccomp.Step], number: int, arguments: tuple[int, ...], architecture: int) -> int:
    """What the filter returns for a call: the few instructions of the kernel's machine that it uses."""
    data = {0: number, 4: architecture} | {16 + 8 * place: value for place, value in enumerate(arguments)}
    value, at = 0, 0
    while True:
        code, if_true, if_false, operand = steps[at]
        if code == 0x06:
            return operand
        if code == 0x20:
            value = data[operand]
        elif code == 0x54:
            value &= operand
        else:
            at += if_true if (value == operand if code == 0x15 else value >= operand) else if_false
        at += 1


ALLOW, EPERM, ENOSYS, KILL = 0x7FFF0000, 0x50001, 0x50026, 0x80000000
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("call", seccomp.DENIED)
def test_the_filter_denies_every_call_of_its_list(machine: str, call: str) -> None:
    column, architecture = MACHINES[machine]
    number = seccomp.DENIED[call][column]
    if number is not None:
        assert run(seccomp.program(machine, 42), number, (0,) * 6, architecture) == EPERM


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize(
    ("calls", "arguments", "verdict"),
    [
        pytest.param((62, 129), (42, 9), ALLOW, id="signal-to-itself"),
        pytest.param((62, 129), (43, 9), EPERM, id="signal-to-another"),
        pytest.param((62, 129), (2**32 - 1, 9), EPERM, id="signal-to-all"),
        pytest.param((62, 129), (0, 9), EPERM, id="signal-to-the-group"),
        pytest.param((234, 131), (42, 42, 6), ALLOW, id="abort"),
        pytest.param((56, 220), (0x10100,), ALLOW, id="thread"),
        pytest.param((56, 220), (17,), EPERM, id="process"),
        pytest.param((435, 435), (0,), ENOSYS, id="clone3"),
        pytest.param((302, 261), (0, 7), ALLOW, id="own-limits"),
        pytest.param((302, 261), (1, 7), EPERM, id="limits-of-another"),
        pytest.param((53, 199), (1, 0x80001), ALLOW, id="pair-of-streams"),
        pytest.param((53, 199), (1, 2), EPERM, id="pair-of-datagram-sockets"),
        pytest.param((157, 167), (1, 0), EPERM, id="outlive-the-nursery"),
        pytest.param((157, 167), (15, 0), ALLOW, id="name-itself"),
        pytest.param((72, 25), (3, 8), EPERM, id="signals-by-the-kernel"),
        pytest.param((72, 25), (3, 15), EPERM, id="signals-by-the-kernel-too"),
        pytest.param((72, 25), (3, 3), ALLOW, id="flags-of-a-file"),
        pytest.param((16, 29), (3, 0x8902), EPERM, id="signals-by-ioctl"),
    ],
)
def test_the_filter_looks_at_arguments(
    machine: str, calls: tuple[int, int], arguments: tuple[int, ...], verdict: int
) -> None:
    column, architecture = MACHINES[machine]
    assert run(seccomp.program(machine, 42), calls[column], arguments, architecture) == verdict


def test_calls_of_another_architecture_are_the_end() -> None:
    assert run(seccomp.program("x86_64", 42), 11, (0,), 0x40000003) == KILL


def test_the_second_table_of_calls_is_denied() -> None:
    assert run(seccomp.program("x86_64", 42), 0x40000000 + 1, (0,), MACHINES["x86_64"][1]) == EPERM


def test_the_filter_fits_into_the_kernels_limit() -> None:
    assert max(len(seccomp.program(machine, 42)) for machine in MACHINES) < 4096


@pytest.mark.parametrize("version", [0, 1, 2, 3, 4, 5, 6, 9])
def test_rights_on_files_grow_with_the_kernel(version: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asking for more than a kernel knows is an error there."""
    asked: list[tuple[Any, ...]] = []

    def noted(*given: Any) -> int:
        asked.append(given)
        return os.open("/", os.O_RDONLY)

    monkeypatch.setattr(landlock, "abi", lambda: version)
    monkeypatch.setattr(kernel, "syscall", noted)
    if version == 0:
        with pytest.raises(OSError, match="no Landlock"):
            landlock.restrict([])
        return
    landlock.restrict([])
    words = list(asked[0][1])
    assert (words[0].bit_length(), len(words)) == (
        {1: 13, 2: 14, 3: 15, 4: 15}.get(version, 16),
        1 + (version >= 4) + (version >= 6),
    )


def test_a_folder_goes_with_all_that_a_plugin_left(tmp_path: Path) -> None:
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_text("kept", "utf-8")
    here = os.open(tmp_path, os.O_RDONLY)
    folder.mkdir()
    os.chdir(folder)
    try:
        (folder / "link").symlink_to(outside)
        (folder / "closed").mkdir(mode=0)
        (folder / "file").write_text("", "utf-8")
        for _ in range(300):
            Path("deeper").mkdir()
            os.chdir("deeper")
            Path("file").write_text("", "utf-8")
            Path("again").symlink_to(folder)
    finally:
        os.fchdir(here)
        os.close(here)
    remove_folder(folder)
    assert (folder.exists(), (outside / "kept").read_text("utf-8")) == (False, "kept")


def test_a_folder_on_the_search_path_is_not_readable_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "mkb_here").mkdir()
    places = readable("mkb_here.plugin", [str(tmp_path)], [])
    assert tmp_path / "mkb_here" in places
    assert tmp_path not in places


def test_a_place_in_a_closed_folder_is_not_for_everybody(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    (tmp_path / "file").write_text("", "utf-8")
    assert not for_everybody(tmp_path / "file")
    assert for_everybody(Path("/"))


def test_a_place_that_is_not_there_takes_no_right_to_read(tmp_path: Path) -> None:
    assert for_everybody(tmp_path / "nowhere")


def test_protection_names_what_does_not_hold() -> None:
    assert Protection(file_system=True, memory=True).missing == ("network", "processes", "user")


def test_the_rehearsal_is_a_plugin_without_fault() -> None:
    rehearse()
