"""``mkb audit``: is the log as it was written, and what does it say about a company."""

from __future__ import annotations

import json as json_
from typing import Annotated, Any

from cyclopts import Parameter

from mkb_core.cli.audit_words import word
from mkb_core.cli.exits import Exit
from mkb_core.cli.faults import usage
from mkb_core.cli.options import WHOLE, Json, Lang
from mkb_core.cli.printing import print_json, printable, show, table
from mkb_core.cli.startup import installation
from mkb_core.rights import COMMAND_LINE

Noted = Annotated[
    str | None, Parameter(help="A head that was printed before and kept elsewhere, as NUMBER:HASH.")
]
Company = Annotated[str, Parameter(help="Number in the trade register (KvK), eight digits.")]
Limit = Annotated[int, WHOLE, Parameter(help="At most this many lines, 1 to 10,000.")]


def verify(*, noted: Noted = None, json: Json = False, lang: Lang = "nl") -> int:
    """Work out the chain of the audit log again: exit code 1, with the first wrong line, where it is not as written."""
    from mkb_core.workflows.auditing import verify_audit

    found = verify_audit(installation(lang), None if noted is None else _noted(noted))
    if json:
        print_json(
            {
                "sound": found.wrong is None,
                "lines": found.lines,
                "head": found.head,
                "signature_checked": found.signature_checked,
                "line": found.line,
                "wrong": found.wrong,
            }
        )
    elif found.wrong is None:
        print(word("sound", lang, lines=found.lines))
        print(word("note", lang, head=found.head))
    else:
        print(word("wrong", lang, line=found.line, what=word(found.wrong, lang)))
    return Exit.OK if found.wrong is None else Exit.FAULTS


def show_company(*, company: Company, limit: Limit = 100, json: Json = False, lang: Lang = "nl") -> int:
    """Show who used the data of a company, the newest first; looking is a line in the log too."""
    from mkb_core.workflows.auditing import audit_of
    from mkb_core.workflows.companies import check_number

    check_number(company)
    lines = audit_of(installation(lang), COMMAND_LINE, company, limit=limit)
    if json:
        print_json([_data(line) for line in lines])
        return Exit.OK
    if not lines:
        print(word("none", lang, number=company))
        return Exit.OK
    grid = table(*(word(name, lang) for name in ("line", "at", "who", "what", "result", "details")))
    for line in lines:
        event = line.event
        who = " ".join(one for one in (event.role, event.account, event.acting_for) if one)
        told = json_.dumps(dict(event.details), ensure_ascii=False) if event.details else ""
        grid.add_row(
            str(line.line),
            f"{line.at:%Y-%m-%d %H:%M:%S}",
            printable(f"{who} ({event.origin})"),
            printable(f"{event.action} {event.kind} {event.object or ''}".strip()),
            word(event.result, lang),
            word("erased", lang) if line.erased else printable(told),
        )
    show([grid])
    return Exit.OK


def _noted(words: str) -> tuple[int, str]:
    number, _, hash_ = words.partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 19 and int(number) > 0 and hash_):
        raise usage("--noted", "wrong-head", value=words[:40])
    return int(number), hash_


def _data(line: Any) -> dict[str, Any]:
    event = line.event
    return {
        "line": line.line,
        "at": line.at.isoformat(),
        "account": event.account,
        "role": event.role,
        "acting_for": event.acting_for,
        "origin": event.origin,
        "action": event.action,
        "kind": event.kind,
        "object": event.object,
        "result": event.result,
        "details": None if line.erased else dict(event.details),
        "erased": line.erased,
    }
