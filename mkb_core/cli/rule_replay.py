"""``mkb partners replay``: which advices changed rules would change, before they are released."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from mkb_core.catalogue.change_words import change_sentences
from mkb_core.cli.exits import Exit
from mkb_core.cli.faults import usage
from mkb_core.cli.options import Json, Lang, Language
from mkb_core.cli.printing import print_json, printable, table
from mkb_core.cli.printing import show as show_parts
from mkb_core.cli.rule_replay_words import word
from mkb_core.cli.startup import installation
from mkb_core.codec import to_json
from mkb_core.rights import COMMAND_LINE

if TYPE_CHECKING:
    from rich.console import RenderableType

    from mkb_core.catalogue import Catalogue
    from mkb_core.workflows.rule_changes import ChangedAdvice, RuleReplay

DAYS_OF = {"d": 1, "w": 7}
#: advices shown in a table of people; ``--json`` has all of them
MOST_SHOWN = 50


def replay_rules(
    *,
    changed: Annotated[
        list[Path],
        Parameter(
            name="--with",
            negative="",
            help="Changed rules: a TOML file, a folder with partner.toml, or a package; may be given more than once.",
        ),
    ],
    since: Annotated[
        str, Parameter(help="From when on: days or weeks back (90d, 13w), or a date (2026-09-01).")
    ] = "90d",
    show_questions: Annotated[
        bool, Parameter(negative="", show_default=False, help="Show the words of the questions too.")
    ] = False,
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Take stored questions again with changed rules of partners and show every advice that would differ."""
    from mkb_core.workflows.changed_rules import read_changed
    from mkb_core.workflows.rule_changes import replay_changes

    made = installation(lang)
    start = _start(since, made.settings.clock())
    declarations = read_changed(changed, made.catalogue.region)
    replay, after = replay_changes(made, COMMAND_LINE, declarations, start)
    partners = [one.partner.id for one in declarations]
    shown = _Shown(replay, made.catalogue, after, lang, show_questions)
    if json:
        print_json({"since": start.isoformat(), "with": partners, **shown.document()})
    else:
        show_parts(shown.parts(start.date(), partners))
    return Exit.OK


def _start(words: str, now: datetime) -> datetime:
    """The first moment that counts; a day begins at midnight UTC."""
    number, unit = words[:-1], words[-1:]
    if unit in DAYS_OF and number.isascii() and number.isdigit() and len(number) <= 4:
        return now - timedelta(days=int(number) * DAYS_OF[unit])
    try:
        return datetime.combine(date.fromisoformat(words), time(), UTC)
    except ValueError:
        raise usage("--since", "since", value=repr(words[:40])) from None


class _Shown:
    """A replay as people and programs read it."""

    def __init__(
        self, replay: RuleReplay, before: Catalogue, after: Catalogue, language: Language, questions: bool
    ) -> None:
        self.replay = replay
        self.before = before
        self.after = after
        self.language = language
        self.questions = questions

    def document(self) -> dict[str, Any]:
        replay = self.replay
        return {
            "receipts": replay.receipts,
            "replayed": replay.replayed,
            "differing": len(replay.changed),
            "differ_from_stored": replay.differ_from_stored,
            "read_anew": replay.read_anew,
            "not_replayed": [{"receipt": one.receipt, "reason": one.reason} for one in replay.not_replayed],
            "partners": {name: to_json(counts) for name, counts in replay.by_partner().items()},
            "advices": [self.advice(one) for one in replay.changed],
        }

    def advice(self, one: ChangedAdvice) -> dict[str, Any]:
        shown = {
            "receipt": one.receipt,
            "question_id": one.question_id,
            "day": one.at.date().isoformat(),
            "partners": list(one.changes.partners),
            "sentences": list(self.sentences(one)),
            "changes": to_json(one.changes),
        }
        return shown | ({"question": one.question} if self.questions else {})

    def sentences(self, one: ChangedAdvice) -> tuple[str, ...]:
        return change_sentences(one.changes, self.before, self.after, self.language)

    def parts(self, start: date, partners: list[str]) -> Iterator[RenderableType]:
        replay = self.replay
        yield self.said("summary", receipts=replay.receipts, start=start, partners=", ".join(partners))
        yield self.said("differing", differing=len(replay.changed), replayed=replay.replayed)
        if replay.differ_from_stored:
            yield self.said("stored-otherwise", count=replay.differ_from_stored)
        if replay.read_anew:
            yield self.said("read-anew", count=replay.read_anew)
        for reason, count in sorted(Counter(one.reason for one in replay.not_replayed).items()):
            yield self.said(f"left-out-{reason}", count=count)
        if replay.changed:
            yield ""
            yield self.counts()
            yield self.advices()
        if len(replay.changed) > MOST_SHOWN:
            yield self.said("more", count=len(replay.changed) - MOST_SHOWN)

    def counts(self) -> RenderableType:
        grid = table(*(self.said(key) for key in ("partner", "advices", "added", "removed", "up", "down")))
        declarations = self.after.declarations
        for partner, counts in self.replay.by_partner().items():
            numbers = (counts.advices, counts.added, counts.removed, counts.up, counts.down)
            grid.add_row(declarations[partner].partner.name, *map(str, numbers))
        return grid

    def advices(self) -> RenderableType:
        grid = table(*(self.said(key) for key in ("question", "day", "changes")))
        for one in self.replay.changed[:MOST_SHOWN]:
            name = one.question_id or one.receipt
            asked = f"{name}\n{printable(one.question)}" if self.questions else name
            grid.add_row(asked, one.at.date().isoformat(), "\n".join(self.sentences(one)))
        return grid

    def said(self, key: str, **facts: object) -> str:
        return word(key, self.language, **facts)
