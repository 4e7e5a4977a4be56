"""Rights and duties about data: a copy of everything, keeping no longer than needed, and the list of breaches (N2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from mkb_core.confidential.register import REGISTER
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.rights import Action, Actor
from mkb_core.store import breaches, retention
from mkb_core.store.access import all_about
from mkb_core.store.audit import AuditEvent, append, lines_of
from mkb_core.store.column_types import MOST_ROWS
from mkb_core.store.company_keys import keys_of, rewrap_keys
from mkb_core.store.engine import read, write
from mkb_core.store.webhooks import reseal_webhooks
from mkb_core.workflows.accounts.second_factor import reseal_all
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.auditing import unless_refused, use_of
from mkb_core.workflows.companies import check_number
from mkb_core.workflows.erasure import clear_file, require_own

LONGEST_BREACH = 4000


def export_company(installation: Installation, actor: Actor, number: str) -> dict[str, Any]:
    """All that is known of a company, why, for how long and who got it, as JSON; making it is a line in the log.

    Raises :class:`InvalidInput` (number), :class:`Denied`.
    """
    check_number(number)
    event = AuditEvent.by(actor, "export", "company", number, company_number=number)
    with unless_refused(installation, event):
        require_own(actor, number, Action.EXPORT)
    with write(installation.engine) as connection:
        at = installation.settings.clock()
        data = all_about(connection, number)
        uses = [use_of(line) for line in lines_of(connection, number, limit=MOST_ROWS)]
        append(connection, event, at)
    return {
        "number": number,
        "made_at": at.isoformat(),
        **data,
        "uses": [
            {
                "at": use.at.isoformat(),
                "by": use.by.as_dict(),
                "for": use.for_whom,
                "what": use.what.as_dict(),
                "why": use.why.as_dict(),
                "result": use.result,
            }
            for use in uses
        ],
        "purposes": [
            {
                "purpose": one.purpose.as_dict(),
                "ground": one.ground.as_dict(),
                "kept": one.kept.until.as_dict(),
                "recipients": one.recipients.as_dict(),
                "columns": sorted(one.names()),
            }
            for one in REGISTER
        ],
    }


def retain(installation: Installation, actor: Actor, *, dry_run: bool = False) -> dict[str, int]:
    """Remove what has been kept for as long as :data:`KEEP` says; how many rows of each kind. ``dry_run`` only counts.

    For a schedule: safe to run at any time, also by several at once.
    """
    now = installation.settings.clock()
    if dry_run:
        with read(installation.engine) as connection:
            return retention.over(connection, now)
    with write(installation.engine) as connection:
        counts = retention.remove_over(connection, now)
        append(connection, AuditEvent.by(actor, "retain", "data", details=counts), now)
    if any(counts.values()):
        clear_file(installation)
    return counts


def add_breach(
    installation: Installation,
    actor: Actor,
    what: str,
    *,
    noticed_at: datetime | None = None,
    reported_at: datetime | None = None,
) -> breaches.Breach:
    """Record a breach of personal data. Raises :class:`InvalidInput`."""
    if not what.strip():
        raise InvalidInput([InputFault("what", "empty")])
    if len(what) > LONGEST_BREACH:
        raise InvalidInput([InputFault("what", "too-long", {"length": len(what), "limit": LONGEST_BREACH})])
    now = installation.settings.clock()
    by = actor.user or actor.role
    breach = breaches.Breach(uuid4().hex, noticed_at or now, by, what.strip(), reported_at)
    with write(installation.engine) as connection:
        breaches.add_breach(connection, breach)
        append(connection, AuditEvent.by(actor, "create", "breach", breach.id), now)
    return breach


def list_breaches(installation: Installation) -> tuple[breaches.Breach, ...]:
    """All breaches, the newest first."""
    with read(installation.engine) as connection:
        return breaches.list_breaches(connection)


def rotate_key(installation: Installation, actor: Actor) -> int:
    """Seal companies' keys, second factors and webhooks' secrets with the first secret of ``MKB_SECRET_KEY``; how many
    were with another."""
    with write(installation.engine) as connection:
        keys = keys_of(connection)
        changed = 0
        if keys is not None:
            changed = rewrap_keys(connection, keys) + reseal_all(connection) + reseal_webhooks(connection)
        append(
            connection,
            AuditEvent.by(actor, "rotate", "key", details={"keys": changed}),
            installation.settings.clock(),
        )
    return changed
