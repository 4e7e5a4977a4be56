"""Keys of companies: made once where asked for, shared by threads, and gone for good after an erasure amid writes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select

from mkb_core.confidential import InstallationKeys, is_sealed
from mkb_core.domain.questions import Question, QuestionInventory
from mkb_core.errors import NotFound
from mkb_core.store.company_keys import carry_keys, rewrap_keys, seal_for, unseal
from mkb_core.store.engine import read, write
from mkb_core.store.erasure import erase_company
from mkb_core.store.failures import StoreFailure, Unreadable
from mkb_core.store.questions import get_question, put_question
from mkb_core.store.tables import questions
from mkb_core.store.trust_tables import company_keys

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
KEYS = InstallationKeys((b"a secret of the installation, made up",))
NUMBER = "12345678"


@pytest.fixture
def keyed(engine: Engine) -> Engine:
    carry_keys(engine, KEYS)
    return engine


def ask(engine: Engine, id_: str) -> None:
    with write(engine) as connection:
        inventory = QuestionInventory(
            Question(f"kanarie {id_}", id_), company_number=NUMBER, channel="online", received_at=NOW
        )
        put_question(connection, inventory)


def test_many_threads_can_read_what_each_other_wrote(keyed: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: ask(keyed, f"q{number}"), range(24)))
    with read(keyed) as connection:
        found = [get_question(connection, f"q{number}").question.text for number in range(24)]
    assert found == [f"kanarie q{number}" for number in range(24)]


def test_an_erasure_amid_writes_leaves_whole_questions_or_none(keyed: Engine) -> None:
    def erase(_: int) -> None:
        with write(keyed) as connection:
            erase_company(connection, NUMBER, NOW)

    with ThreadPoolExecutor(8) as pool:
        work = [
            pool.submit(erase if number % 6 == 5 else lambda n: ask(keyed, f"q{n}"), number)
            for number in range(36)
        ]
        for one in work:
            one.result()
    with read(keyed) as connection:
        for id_ in connection.execute(select(questions.c.id)).scalars().all():
            assert get_question(connection, id_).question.text == f"kanarie {id_}"
    erase(0)
    with read(keyed) as connection:
        assert connection.execute(select(questions.c.id)).all() == []
        assert connection.execute(select(company_keys.c.wrapped).distinct()).scalars().all() == [None]
        with pytest.raises(NotFound):
            get_question(connection, "q0")


def test_without_a_company_or_a_key_nothing_is_sealed(engine: Engine) -> None:
    with write(engine) as connection:
        assert seal_for(connection, NUMBER, "{}", "place", NOW) == "{}"
    carry_keys(engine, KEYS)
    with write(engine) as connection:
        assert seal_for(connection, None, "{}", "place", NOW) == "{}"
        sealed = seal_for(connection, NUMBER, "{}", "place", NOW)
        assert is_sealed(sealed)
        assert unseal(connection, sealed, "place", kind="thing", key="k") == "{}"
        with pytest.raises(Unreadable, match="does not fit its key and place"):
            unseal(connection, sealed, "another place", kind="thing", key="k")


def test_another_key_seals_nothing_and_opens_nothing(keyed: Engine) -> None:
    ask(keyed, "q1")
    carry_keys(keyed, InstallationKeys((b"quite another secret, also made up",)))
    with pytest.raises(StoreFailure, match="another key"):
        ask(keyed, "q2")
    with read(keyed) as connection, pytest.raises(Unreadable):
        get_question(connection, "q1")


def test_keys_are_wrapped_anew_once(keyed: Engine) -> None:
    ask(keyed, "q1")
    both = InstallationKeys((b"the new secret of this installation", *KEYS.secrets))
    carry_keys(keyed, both)
    with write(keyed) as connection:
        assert (rewrap_keys(connection, both), rewrap_keys(connection, both)) == (1, 0)
    carry_keys(keyed, InstallationKeys(both.secrets[:1]))
    with read(keyed) as connection:
        assert get_question(connection, "q1").question.text == "kanarie q1"
