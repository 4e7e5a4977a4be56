"""``mkb webhooks``: shown with what became of their messages, and ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine

from mkb_core.store.engine import write
from mkb_core.store.job_states import JobState, begin_attempt, due_jobs, end_attempt
from mkb_core.store.webhooks import Webhook, add_webhook
from mkb_core.workflows.assembly import open_store
from mkb_core.workflows.webhooks.announcing import announce
from tests.cli.conftest import NOW, Mkb

MOMENT = datetime.fromisoformat(NOW)
ADDRESS = "https://crm.example.org/mkb"


@pytest.fixture
def engine(environment: dict[str, str]) -> Iterator[Engine]:
    made = open_store(environment["MKB_DATABASE_URL"])
    yield made
    made.dispose()


def test_without_webhooks_it_says_so(mkb: Mkb) -> None:
    assert mkb("webhooks", "list", "--lang", "en").out == "There are no webhooks.\n"


def test_failing_messages_are_shown_and_a_webhook_is_ended(mkb: Mkb, engine: Engine) -> None:
    hook = Webhook("w-1", "liof", ADDRESS, frozenset({"consent.given"}), "whsec_c2VjcmV0", "t-1", MOMENT)
    with write(engine) as connection:
        add_webhook(connection, hook)
        for consent in ("c-1", "c-2"):
            announce(connection, "liof", "consent.given", consent, MOMENT)
        job, _ = due_jobs(connection, MOMENT)
        begun = begin_attempt(connection, job)
        assert begun is not None
        end_attempt(connection, begun, JobState.FAILED, MOMENT, "webhook-500")
    [shown] = mkb("webhooks", "list", "--json").json["webhooks"]
    assert shown["messages"] == {"waiting": 1, "failed": 1}
    listed = mkb("webhooks", "list")
    assert "liof" in listed.out
    assert "whsec" not in listed.out + str(shown)
    assert mkb("webhooks", "end", "w-1", "--json").json["ended_at"] is not None
    assert mkb("webhooks", "end", "w-2").code == 3
