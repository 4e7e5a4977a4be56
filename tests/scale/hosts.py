"""Hosts of a test: a network namespace each, with an address of its own on one bridge; else this host only."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from attrs import frozen


@frozen
class Host:
    """``before``: what a command begins with to run there. ``address``: where the others reach it."""

    name: str
    address: str
    before: tuple[str, ...] = ()


@frozen
class Network:
    """``middle``: the address at which all hosts reach the database."""

    middle: str
    hosts: tuple[Host, ...]
    in_namespaces: bool


@contextmanager
def network(count: int, tell: Callable[[str], None]) -> Iterator[Network]:
    """So many hosts. Where namespaces are refused the reason is told, and all of them are this one."""
    with ExitStack() as stack:
        try:
            made = _namespaces(count, stack)
        except _Refused as reason:
            tell(f"no network namespaces here ({reason}): all processes are on one host")
            made = Network(
                "127.0.0.1", tuple(Host(f"plain {n}", "127.0.0.1") for n in range(count)), in_namespaces=False
            )
        yield made


class _Refused(Exception):
    """The machine gives no namespaces."""


def _namespaces(count: int, stack: ExitStack) -> Network:
    if shutil.which("ip") is None:
        raise _Refused("the command ip is absent")
    mark = os.getpid() % 60_000
    bridge, prefix = f"mkbs{mark}", f"10.{200 + mark % 50}.{mark // 50 % 250}"
    _ip("link", "add", bridge, "type", "bridge")
    stack.callback(_ip, "link", "del", bridge)
    _ip("addr", "add", f"{prefix}.1/24", "dev", bridge)
    _ip("link", "set", bridge, "up")
    hosts = []
    for number in range(1, count + 1):
        space, here, there = f"mkb-scale-{mark}-{number}", f"mkbh{mark}.{number}", f"mkbg{mark}.{number}"
        _ip("netns", "add", space)
        stack.callback(_ip, "netns", "del", space)
        _ip("link", "add", here, "type", "veth", "peer", "name", there)
        _ip("link", "set", there, "netns", space)
        _ip("link", "set", here, "master", bridge, "up")
        address = f"{prefix}.{10 + number}"
        _ip("-n", space, "addr", "add", f"{address}/24", "dev", there)
        _ip("-n", space, "link", "set", there, "up")
        _ip("-n", space, "link", "set", "lo", "up")
        hosts.append(Host(f"namespace {number}", address, ("ip", "netns", "exec", space)))
    return Network(f"{prefix}.1", tuple(hosts), in_namespaces=True)


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        raise _Refused(done.stderr.strip() or f"ip {words[0]} ends with {done.returncode}")


def free_port(address: str = "127.0.0.1") -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((address, 0))
        return int(probe.getsockname()[1])
