"""The questions that were asked, for those who may read them."""

from __future__ import annotations

from attrs import frozen

from mkb_core.domain.questions import QuestionInventory
from mkb_core.rights import Action, Actor, Kind
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import write
from mkb_core.store.questions import find_question, list_questions
from mkb_core.store.scopes import scope_of
from mkb_core.store.seen_companies import require_on_company
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.companies import check_number


@frozen
class AskedQuestions:
    """A page of questions, the newest first; ``total`` counts all that the actor sees."""

    questions: tuple[QuestionInventory, ...]
    total: int


def questions_of(
    installation: Installation, actor: Actor, number: str, *, offset: int = 0, limit: int = 100
) -> AskedQuestions:
    """The questions of a company that the actor sees, which may be none. ``limit`` 1 to 10,000.

    Raises :class:`InvalidInput` (number), :class:`NotFound` where it does not see the company.
    """
    check_number(number)
    scope = scope_of(actor, Kind.QUESTION)
    with write(installation.engine) as connection:  # nobody sees them before the line about it is stored
        require_on_company(connection, actor, number, Kind.COMPANY, Action.READ)
        found, total = list_questions(connection, scope, number, offset=offset, limit=limit)
        event = AuditEvent.by(actor, "list", "question", company_number=number)
        append(connection, event, installation.settings.clock())
    return AskedQuestions(found, total)


def read_question(installation: Installation, actor: Actor, question: str) -> QuestionInventory:
    """A question that the actor sees. Raises :class:`NotFound`, also for one that it does not see."""
    scope = scope_of(actor, Kind.QUESTION)
    with write(installation.engine) as connection:
        found = find_question(connection, scope, question)
        event = AuditEvent.by(actor, "read", "question", question, company_number=found.company_number)
        append(connection, event, installation.settings.clock())
    return found
