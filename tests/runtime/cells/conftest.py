"""A nursery of each profile, plugins written on the spot, and a look for what is left of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from mkb_core.runtime.cells import CellPort, Nursery, Profile
from mkb_core.runtime.cells.nursery_process import USERS
from tests.runtime.cells.animals import MODULE
from tests.runtime.cells.remains import runs

MakePort = Callable[..., CellPort]


@pytest.fixture(scope="module", params=list(Profile), ids=lambda profile: profile.value)
def nursery(request: pytest.FixtureRequest) -> Iterator[Nursery]:
    """Once hardened, once with limits only. Afterwards nothing of it is left."""
    made = Nursery(request.param)
    yield made
    close_and_look(made)


def close_and_look(nursery: Nursery) -> None:
    """Close a nursery and see that none of its processes is left, and no process of a user of its cells."""
    users = set(nursery._users.values())
    parents = [psutil.Process(nursery.pid)] if nursery.pid else []
    family = parents + [child for parent in parents for child in parent.children(recursive=True)]
    nursery.close()
    assert [process for process in family if runs(process)] == []
    assert users <= set(USERS)
    others = [process for process in psutil.process_iter(["uids"]) if process.info["uids"].real in users]
    assert [process for process in others if runs(process)] == []


@pytest.fixture
def make_port(tmp_path: Path) -> Iterator[Callable[[Nursery, str], CellPort]]:
    """A port to a plugin with this code; closed afterwards."""
    made: list[CellPort] = []

    def port(nursery: Nursery, code: str) -> CellPort:
        (tmp_path / f"{MODULE}.py").write_text(code, "utf-8")
        made.append(CellPort("animal", MODULE, nursery, own=(str(tmp_path),)))
        return made[-1]

    yield port
    for one in made:
        one.close()
