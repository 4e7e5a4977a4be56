"""Whoever was refused is in the audit log too: for which address, and about which company."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

from anyio import to_thread
from litestar.types import Scope

from mkb_core.errors import StoreUnavailable
from mkb_core.rights import ANONYMOUS, Actor
from mkb_core.store.audit import AuditEvent
from mkb_core.workflows.auditing import record
from mkb_core.workflows.company_documents import checked_number
from mkb_service.acting import ACTOR
from mkb_service.problems import kind_of

#: method -> what was asked
ACTIONS = {
    "GET": "read",
    "HEAD": "read",
    "POST": "create",
    "PATCH": "change",
    "PUT": "change",
    "DELETE": "erase",
}


async def record_denial(error: Exception, scope: Scope) -> None:
    """Write a line for a request that was refused (401, 403) behind a route; the answer does not depend on it."""
    template = str(scope.get("path_template") or "")
    if not template or kind_of(error).status not in (401, 403):
        return
    number = scope.get("path_params", {}).get("number")
    about = number if isinstance(number, str) and not checked_number(number) else None
    actor: Actor = scope["state"].get(ACTOR, ANONYMOUS)
    event = AuditEvent.by(
        actor,
        ACTIONS.get(str(scope.get("method")), "read"),
        "company" if about else "address",
        template,
        company_number=about,
        result="denied",
    )
    with suppress(StoreUnavailable):  # it is refused all the same
        await to_thread.run_sync(partial(record, scope["litestar_app"].state.installation, event))
