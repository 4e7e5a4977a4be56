"""What a process of its own costs: one call of a hook, and the start of 40 partners.

Compared with the same hook called in this process, and with a fresh interpreter for each partner, one after another.
Usage: `python benchmarks/cell.py [partners]`; wanted: the declarations of 40 partners are read in under 2 seconds on two
cores (median), the start of the nursery included.
"""

from __future__ import annotations

import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from mkb_core.hooks.contracts import PARTNER_HOOKS
from mkb_core.runtime.cells import CellPort, Nursery
from mkb_core.runtime.in_process import InProcessPort
from mkb_core.runtime.ports import Port

BOUND_SECONDS = 2.0
CALLS = 1000
ROUNDS = 5
#: cells started at the same time: more than cores, for each waits for its nursery and its channel in between
AT_ONCE = 8
REQUEST = {"request": {"feed": "news", "cursor": None}}
DECLARE = PARTNER_HOOKS["mkb_declare_partners"]

PLUGIN = """
from datetime import UTC, datetime

from mkb_core.hooks import FeedPage, NewsEntry, hookimpl, read_declaration
from mkb_core.text import text


@hookimpl
def mkb_declare_partners():
    return [read_declaration("{package}", "partner_data.toml")]


@hookimpl
def mkb_fetch_feed(request, egress):
    at = datetime(2026, 11, 23, tzinfo=UTC)
    title = text(nl="Bericht", en="Message")
    return FeedPage(news=tuple(NewsEntry(str(number), title, at) for number in range({entries})))
"""
SERVICE = """
[[services]]
id = "service-{number}"
label = {{ nl = "Dienst {number}", en = "Service {number}" }}
summary = {{ nl = "Wat deze dienst voor een ondernemer doet, in een zin.", en = "What it does for a company, in a sentence." }}
topics = [{{ topic = "financing", strength = {strength} }}, {{ topic = "innovation", strength = 40 }}]
source = {{ place = "generated", as_of = "2026", status = "unknown" }}

[[services.conditions]]
id = "size"
label = {{ nl = "hoogstens 250 werkzame personen", en = "at most 250 persons employed" }}
rule = 'employees <= 250 and (employees >= {number} or age_years > 3)'

[[services.conditions]]
id = "region"
label = {{ nl = "gevestigd in de regio", en = "based in the region" }}
rule = 'in_region'
"""


def write_partner(folder: Path, number: int, entries: int = 20, services: int = 8) -> tuple[str, str]:
    """A partner's package with eight services of two conditions each; returns its id and its module."""
    partner, package = f"partner-{number:02}", f"mkb_partner_generated_{number:02}"
    home = folder / package
    home.mkdir()
    (home / "__init__.py").write_text("", "utf-8")
    (home / "plugin.py").write_text(PLUGIN.format(package=package, entries=entries), "utf-8")
    head = f'[partner]\nid = "{partner}"\nname = "Partner {number}"\nkind = "public"\n'
    head += 'description = { nl = "Een gemaakte partner.", en = "A generated partner." }\n'
    body = "".join(SERVICE.format(number=place + 1, strength=50 + place) for place in range(services))
    (home / "partner_data.toml").write_text(head + body, "utf-8")
    return partner, f"{package}.plugin"


def read(port: Port) -> int:
    """What the host does with a partner at its start; returns the number of services."""
    assert "mkb_declare_partners" in port.hooks(30)
    [declared] = DECLARE.read_result(port.call(DECLARE.name, {}, 30, None))
    return len(declared.services)


def seconds(work: Callable[[], Any]) -> float:
    """How long it takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processor_seconds() -> float:
    """Time on a processor so far, of this process and of those that it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def calls(port: Port) -> list[float]:
    """Seconds of each of many calls, after a first one."""
    return [seconds(lambda: port.call("mkb_fetch_feed", REQUEST, 30, None)) for _ in range(CALLS + 1)][1:]


def start_together(partners: list[tuple[str, str]], folder: Path) -> float:
    """Start a nursery and all partners in it, side by side; all are ended after the clock."""
    nursery = Nursery()
    ports = [CellPort(partner, module, nursery, own=(str(folder),)) for partner, module in partners]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        taken = seconds(lambda: [count == 8 or sys.exit("wrong") for count in pool.map(read, ports)])
    nursery.close()
    for port in ports:
        port.close()
    return taken


def start_apart(partners: list[tuple[str, str]], folder: Path) -> float:
    """One after another, each with an interpreter that starts for it alone."""
    taken = 0.0
    for partner in partners:
        taken += start_together([partner], folder)
    return taken


def main(count: int = 40) -> float:
    """Time, print, and hold the start to its bound; returns the median of the start."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        partners = [write_partner(folder, number) for number in range(count)]
        sys.path.insert(0, str(folder))
        nursery = Nursery()
        inside = CellPort(*partners[0], nursery, own=(str(folder),))
        here, there = calls(InProcessPort(*partners[0])), calls(inside)
        inside.close()
        nursery.close()
        print(f"a call that brings 20 messages, n = {CALLS}, medians:")
        for name, times in (("in this process", here), ("through a cell", there)):
            print(
                f"  {name}: {statistics.median(times) * 1e6:.0f} us (p99 {statistics.quantiles(times, n=100)[98] * 1e6:.0f} us)"
            )
        print(
            f"  the way there and back costs {(statistics.median(there) - statistics.median(here)) * 1e6:.0f} us"
        )
        before = processor_seconds()
        rounds = [start_together(partners, folder) for _ in range(ROUNDS)]
        processor = (processor_seconds() - before) / ROUNDS
        median = statistics.median(rounds)
        print(
            f"start of {count} partners with eight services each, {AT_ONCE} at once on two cores, n = {ROUNDS}:"
        )
        print(f"  cells from one nursery: {median:.2f} s (min {min(rounds):.2f}, max {max(rounds):.2f})")
        print(f"    of which on a processor, the end included: {processor:.2f} s")
        apart = start_apart(partners, folder)
        print(f"  a fresh interpreter each, one after another: {apart:.2f} s, {apart / median:.1f} x (n = 1)")
    assert median < BOUND_SECONDS, f"{median:.2f} s, wanted less than {BOUND_SECONDS} s"
    return median


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
