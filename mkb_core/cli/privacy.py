"""``mkb privacy``: erase, export, keep no longer than needed, breaches, the register of processing, the key."""

from __future__ import annotations

import json as json_
from datetime import datetime
from typing import Annotated, Any

from cyclopts import Parameter

from mkb_core.cli.audit import Company
from mkb_core.cli.exits import Exit
from mkb_core.cli.options import Json, Lang
from mkb_core.cli.printing import print_json, printable, say
from mkb_core.cli.privacy_words import word
from mkb_core.cli.startup import installation
from mkb_core.confidential.register import REGISTER, as_markdown
from mkb_core.confidential.retention import KEEP
from mkb_core.rights import COMMAND_LINE

DryRun = Annotated[bool, Parameter(negative="", show_default=False, help="Only say what would be removed.")]
What = Annotated[str, Parameter(help="What happened, to whose data, and what was done about it.")]
Reported = Annotated[
    bool, Parameter(negative="", show_default=False, help="The supervisory authority was told just now.")
]
PARTS = (
    "company",
    "searched_by",
    "questions",
    "advices",
    "consents",
    "assignments",
    "accounts",
    "invitations",
    "jobs",
    "answers",
)


def erase(*, company: Company, json: Json = False, lang: Lang = "nl") -> int:
    """Destroy a company's key and remove all that is stored about it; its lines in the audit log stay, unreadable."""
    from mkb_core.workflows.erasure import erase_company

    done = erase_company(installation(lang), COMMAND_LINE, company)
    rows = sum(count for name, count in done.rows.items() if name != "keys")
    if json:
        print_json({"number": done.number, "rows": dict(done.rows), "clean": done.clean})
    else:
        print(word("erased" if any(done.rows.values()) else "nothing", lang, number=company, rows=rows))
    say(word("backups", lang))
    if not done.clean:
        say(word("not-clean", lang))
    return Exit.OK if done.clean else Exit.UNAVAILABLE


def export(*, company: Company, json: Json = False, lang: Lang = "nl") -> int:
    """Show all that is stored about a company, why, for how long, and who used it; making it is a line in the log."""
    from mkb_core.workflows.privacy import export_company

    data = export_company(installation(lang), COMMAND_LINE, company)
    if json:
        print_json(data)
        return Exit.OK
    print(word("export-title", lang, number=company, at=data["made_at"]))
    for part in PARTS:
        print(f"\n{word(part, lang)}")
        print(printable(_indented(data[part])))
    print(f"\n{word('uses', lang)}")
    for use in data["uses"]:
        for_whom = f" ({use['for']})" if use["for"] else ""
        print(printable(f"  {use['at']}  {use['by'][_of(lang)]}{for_whom}: {use['what'][_of(lang)]}"))
    print(f"\n{word('purposes', lang)}")
    for one in REGISTER:
        words = (one.purpose, one.ground, one.kept.until, one.recipients)
        print("  " + "; ".join(each.in_language(lang) for each in words))
    return Exit.OK


def retain(*, dry_run: DryRun = False, json: Json = False, lang: Lang = "nl") -> int:
    """Remove what has been kept for as long as its period says; with --dry-run only count it."""
    from mkb_core.workflows.privacy import retain as remove

    counts = remove(installation(lang), COMMAND_LINE, dry_run=dry_run)
    if json:
        print_json({"dry_run": dry_run, "rows": counts})
        return Exit.OK
    for kind, count in counts.items():
        until = KEEP[kind].until.in_language(lang)
        print(word("to-retain" if dry_run else "retained", lang, kind=kind, count=count, until=until))
    return Exit.OK


def add_breach(what: What, /, *, reported: Reported = False, json: Json = False, lang: Lang = "nl") -> int:
    """Record a breach of personal data, noticed now: the authority is to be told within 72 hours."""
    from mkb_core.workflows.privacy import add_breach as add

    made = installation(lang)
    now = made.settings.clock()
    breach = add(made, COMMAND_LINE, what, reported_at=now if reported else None)
    _show_breaches([breach], now, json=json, lang=lang)
    return Exit.OK


def list_breaches(*, json: Json = False, lang: Lang = "nl") -> int:
    """Show the breaches of personal data, the newest first, and until when they are to be reported."""
    from mkb_core.workflows.privacy import list_breaches as listed

    made = installation(lang)
    _show_breaches(listed(made), made.settings.clock(), json=json, lang=lang)
    return Exit.OK


def register(*, json: Json = False, lang: Lang = "nl") -> int:
    """Show the register of processing: which personal and confidential data, why, how long, and who gets them."""
    if json:
        print_json(
            [
                {
                    "id": one.id,
                    "purpose": one.purpose.as_dict(),
                    "ground": one.ground.as_dict(),
                    "kept": one.kept.until.as_dict(),
                    "days": one.kept.days,
                    "recipients": one.recipients.as_dict(),
                    "columns": sorted(one.names()),
                    "encrypted": sorted(one.sealed.split()),
                }
                for one in REGISTER
            ]
        )
    else:
        print(as_markdown(_of(lang)))
    return Exit.OK


def rotate_key(*, json: Json = False, lang: Lang = "nl") -> int:
    """Wrap all keys with the first secret of MKB_SECRET_KEY, after a new one was put before the old one."""
    from mkb_core.workflows.privacy import rotate_key as rotate

    count = rotate(installation(lang), COMMAND_LINE)
    if json:
        print_json({"keys": count})
    else:
        print(word("rotated", lang, count=count))
    return Exit.OK


def _show_breaches(found: Any, now: datetime, *, json: bool, lang: str) -> None:
    if json:
        print_json(
            [
                {
                    "id": one.id,
                    "what": one.what,
                    "noticed_at": one.noticed_at.isoformat(),
                    "report_before": one.report_before.isoformat(),
                    "reported_at": one.reported_at and one.reported_at.isoformat(),
                    "recorded_by": one.recorded_by,
                }
                for one in found
            ]
        )
        return
    if not found:
        print(word("no-breaches", lang))
    for one in found:
        left = int((one.report_before - now).total_seconds() // 3600)
        state = word("hours-left", lang, hours=left) if left >= 0 else word("too-late", lang)
        if one.reported_at is not None:
            state = word("reported", lang, at=f"{one.reported_at:%Y-%m-%d %H:%M}")
        noticed, before = f"{one.noticed_at:%Y-%m-%d %H:%M}", f"{one.report_before:%Y-%m-%d %H:%M}"
        print(printable(word("breach", lang, noticed=noticed, what=one.what, before=before, state=state)))


def _of(language: str) -> str:
    return language if language in ("nl", "en") else "en"


def _indented(data: Any) -> str:
    words = json_.dumps(data, ensure_ascii=False, indent=2)
    return "\n".join(f"  {line}" for line in words.splitlines())
