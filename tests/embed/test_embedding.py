"""The core inside applications of others: the same advice as ours, without the service and without a database."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from mkb_core.catalogue import Catalogue, advise
from mkb_core.catalogue.explanation import explain_receipt
from mkb_core.codec import to_json
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import Question
from tests.embed.installed import installed_catalogue

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
QUESTION = "Ik zoek een lening voor een nieuwe machine"
COMPANY: dict[str, Any] = {
    "employees": 16,
    "age_years": 12,
    "municipality": "Venlo",
    "growth_ambition": False,
}

#: posts a document to an application and gives the status and the JSON of the answer
Post = Callable[[Any], tuple[int, Any]]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return installed_catalogue("limburg")


def flask(catalogue: Catalogue) -> Post:
    pytest.importorskip("flask")
    from tests.embed.flask_application import create_app  # noqa: PLC0415 - needs flask

    client = create_app(catalogue).test_client()

    def post(document: Any) -> tuple[int, Any]:
        answer = client.post("/advies", json=document)
        return answer.status_code, answer.get_json()

    return post


def fastapi(catalogue: Catalogue) -> Post:
    pytest.importorskip("fastapi")
    from tests.embed.fastapi_application import create_app  # noqa: PLC0415 - needs fastapi

    transport = httpx.ASGITransport(create_app(catalogue))

    async def posted(document: Any) -> tuple[int, Any]:
        async with httpx.AsyncClient(transport=transport, base_url="http://application") as client:
            answer = await client.post("/advies", json=document)
            return answer.status_code, answer.json()

    return lambda document: asyncio.run(posted(document))


@pytest.fixture(params=[flask, fastapi], ids=["flask", "fastapi"])
def post(request: pytest.FixtureRequest, catalogue: Catalogue) -> Post:
    made: Post = request.param(catalogue)
    return made


@pytest.mark.parametrize("language", ["nl", "en"])
def test_gives_the_advice_that_the_core_gives(post: Post, catalogue: Catalogue, language: str) -> None:
    status, told = post({"question": QUESTION, "company": COMPANY, "language": language})
    own = advise(Question(QUESTION), Profile(**COMPANY), catalogue, datetime.now(UTC))
    expected = to_json(explain_receipt(own.receipt, catalogue, language))
    assert status == 200
    assert told | {"receipt": ""} == expected | {"receipt": ""}


def test_tells_all_faults_of_a_company_at_once(post: Post) -> None:
    status, told = post({"question": QUESTION, "company": {"employees": -1, "age_years": "old"}})
    assert status == 400
    assert {fault["path"] for fault in told["faults"]} == {"employees", "age_years"}


def test_an_empty_question_is_refused(post: Post) -> None:
    assert post({"question": " "})[0] == 400


@pytest.mark.parametrize("module", ["flask_application", "fastapi_application"])
def test_the_application_loads_no_service_and_opens_no_database(module: str) -> None:
    pytest.importorskip(module.partition("_")[0])
    script = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from tests.embed.{module} import create_app
from tests.embed.installed import installed_catalogue
create_app(installed_catalogue("limburg"))
print(sorted({{"mkb_service", "litestar", "sqlite3", "psycopg", "alembic"}} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]", done.stdout


def test_cells_of_a_notebook_run_one_after_another() -> None:
    """As a notebook runs them: each cell in the namespace that the ones before it left."""
    namespace: dict[str, Any] = {}
    words = (FOLDER / "notebook.py").read_text("utf-8")
    cells = [cell for cell in words.split("# %%") if cell.strip()]
    for number, cell in enumerate(cells, 1):
        exec(compile(f"#{cell}", f"cell {number}", "exec"), namespace)  # noqa: S102 - our own notebook
    assert len(cells) == 6
    assert [topic for _, topic, _ in namespace["table"]] == ["financiering", "personeel", "strategie-groei"]
    assert QUESTION in namespace["told"]
    assert any("Rabobank" in sentence for sentence in namespace["told"][QUESTION])
