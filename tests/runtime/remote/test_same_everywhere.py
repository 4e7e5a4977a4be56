"""Whatever the hooks are given and give: it is the same in process, through a cell, and on another server."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mkb_core.codec import canonical, content_hash, parse_json
from mkb_core.hooks import FeedKind, FeedRequest
from mkb_core.hooks.contracts import PARTNER_HOOKS
from mkb_core.runtime.cells.nursery import Nursery
from mkb_core.runtime.cells.port import CellPort
from mkb_core.runtime.in_process import InProcessPort
from mkb_core.runtime.ports import Port
from tests.exchanges import EXCHANGES
from tests.runtime.remote.conftest import start, stop, write_package

MOST = 20
MODULE = "mkb_partner_echo.plugin"
#: hook -> the arguments by which the plugin is asked for its result of a number
ASK_FOR: Mapping[str, Callable[[int], dict[str, Any]]] = {
    "mkb_declare_partners": lambda number: {},
    "mkb_look_up_company": lambda number: {"number": f"{number:08}"},
    "mkb_fetch_feed": lambda number: {"request": FeedRequest(FeedKind.NEWS, str(number))},
    "mkb_report_fees": lambda number: {"quarter": f"{2000 + number // 4}-Q{number % 4 + 1}"},
}


def generated(strategy: st.SearchStrategy[Any]) -> list[Any]:
    """Values of a strategy, the same ones at each run."""
    found: list[Any] = []

    @settings(
        max_examples=MOST,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def collect(value: Any) -> None:
        found.append(value)

    collect()
    return found[:MOST]


Prepared = Mapping[str, list[Any]]


@pytest.fixture(scope="module")
def results() -> Prepared:
    return {hook: generated(result) for hook, (_, result) in EXCHANGES.items()}


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory, results: Prepared) -> Iterator[dict[str, Port]]:
    written = {
        hook: [parse_json(canonical(PARTNER_HOOKS[hook].write_result(value))) for value in values]
        for hook, values in results.items()
    }
    folder = write_package(Path(tmp_path_factory.mktemp("same")) / "echo", written)
    served, nursery = start(folder), Nursery()
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    cell = CellPort("echo", MODULE, nursery, own=(str(folder),))
    yield {"in process": InProcessPort("echo", MODULE), "pipe": cell, "http": served.port()}
    cell.close()
    nursery.close()
    stop(served)
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.startswith("mkb_partner_echo")]:
        del sys.modules[name]


way = pytest.mark.parametrize("way", ["in process", "pipe", "http"])


@way
def test_hooks_are_the_same(ports: dict[str, Port], way: str) -> None:
    assert ports[way].hooks(20.0) == frozenset(PARTNER_HOOKS)


@way
@pytest.mark.parametrize("hook", ASK_FOR)
def test_results_are_what_the_plugin_gave(
    ports: dict[str, Port], results: Prepared, way: str, hook: str
) -> None:
    contract = PARTNER_HOOKS[hook]
    asked = range(1 if hook == "mkb_declare_partners" else len(results[hook]))
    for number in asked:
        arguments = contract.write_arguments(ASK_FOR[hook](number))
        assert contract.read_result(ports[way].call(hook, arguments, 20.0, None)) == results[hook][number]


@way
def test_delivery_arrives_whole_and_is_answered(ports: dict[str, Port], results: Prepared, way: str) -> None:
    hook = "mkb_deliver_referral"
    contract = PARTNER_HOOKS[hook]
    for number, values in enumerate(generated(EXCHANGES[hook][0])):
        delivery = evolve(values["delivery"], id=str(number))
        arguments = contract.write_arguments({"delivery": delivery})
        answer = contract.read_result(ports[way].call(hook, arguments, 20.0, None))
        assert answer == evolve(results[hook][number], note=content_hash(delivery))
