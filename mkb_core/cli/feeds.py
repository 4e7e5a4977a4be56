"""``mkb feeds``: what partners' feeds bring."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from cyclopts import Parameter

from mkb_core.cli.exchange_words import told
from mkb_core.cli.exits import Exit
from mkb_core.cli.options import WHOLE, Json, Lang, Language
from mkb_core.cli.outcomes import exit_of_failures, failure_data
from mkb_core.cli.printing import print_json, printable, say, table
from mkb_core.cli.printing import show as show_parts
from mkb_core.cli.startup import installation
from mkb_core.hooks.feeds import FeedKind
from mkb_core.rights import COMMAND_LINE
from mkb_core.store.feeds import Change, StoredEntry
from mkb_core.text import Text
from mkb_core.workflows import feeds as workflow
from mkb_core.workflows.feeds import Collected, FeedOfPlugin

Partner = Annotated[str | None, Parameter(help="Id of one partner or plugin; by default all.")]
Feed = Annotated[
    Literal["companies", "news", "events", "items"] | None, Parameter(help="One kind; by default all.")
]
Again = Annotated[
    bool,
    Parameter(
        negative="", show_default=False, help="Start at the beginning, also with what was collected before."
    ),
]
#: the key of an entry that says when it is
TIMES = ("starts_at", "published_at")


def collect(
    *, partner: Partner = None, feed: Feed = None, again: Again = False, json: Json = False, lang: Lang = "nl"
) -> int:
    """Collect the feeds of partners from where each stands; a fault keeps what came before it, and not the others."""
    made = installation(lang)
    outcomes = list(
        workflow.collect_feeds(made, COMMAND_LINE, partner, FeedKind(feed) if feed else None, again=again)
    )
    if json:
        print_json({"feeds": [_outcome_data(one, lang) for one in outcomes]})
    elif not outcomes:
        print(told("no-feeds", lang))
    else:
        _show_outcomes(outcomes, lang)
    failed = sum(one.failure is not None for one in outcomes)
    return exit_of_failures(len(outcomes), failed, faults=sum(len(one.refused) for one in outcomes))


def list_feeds(
    *,
    partner: Partner = None,
    feed: Feed = None,
    limit: Annotated[int, WHOLE, Parameter(help="Most entries of each feed that are shown.")] = 20,
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Show the feeds and when they were collected; with --feed also what they brought last."""
    made = installation(lang)
    kind = FeedKind(feed) if feed else None
    feeds = workflow.feeds_of(made, partner, kind)
    entries = [
        entry
        for one in feeds
        if kind is not None
        for entry in workflow.feed_entries(made, kind, one.plugin, limit)
    ]
    if json:
        rows = [_feed_data(one) for one in feeds]
        print_json({"feeds": rows, "entries": [_entry_data(entry) for entry in entries]})
        return Exit.OK
    if not feeds:
        print(told("no-feeds", lang))
        return Exit.OK
    _show_feeds(feeds, lang)
    if entries:
        grid = table("Plugin", told("when", lang), told("title", lang), told("id", lang))
        for entry in entries:
            grid.add_row(entry.plugin, *_entry_cells(entry, lang))
        show_parts([grid])
    return Exit.OK


def _show_outcomes(outcomes: list[Collected], lang: Language) -> None:
    counted = (Change.NEW, Change.CHANGED, Change.SAME)
    heads = ("new", "changed", "unchanged", "refused", "status")
    grid = table("Plugin", told("feed", lang), *(told(key, lang).capitalize() for key in heads))
    for one in outcomes:
        state = told("done" if one.failure is None else "failed", lang)
        counts = [str(one.changes[change]) for change in counted]
        grid.add_row(one.plugin, told(one.feed.value, lang), *counts, str(len(one.refused)), state)
    show_parts([grid])
    for one in outcomes:
        feed = told(one.feed.value, lang)
        for note in one.notes:
            say(told("note", lang, plugin=one.plugin, feed=feed, note=note.in_language(lang)))
        for refused in one.refused:
            for fault in refused.faults:
                facts = {"id": refused.id, "path": fault.path, "message": fault.sentence(lang)}
                say(told("refused-entry", lang, plugin=one.plugin, feed=feed, **facts))
        if one.failure is not None:
            say(told("note", lang, plugin=one.plugin, feed=feed, note=one.failure.sentence(lang)))


def _show_feeds(feeds: tuple[FeedOfPlugin, ...], lang: Language) -> None:
    grid = table("Plugin", told("feed", lang), told("entries", lang), told("collected", lang))
    for one in feeds:
        stored = str(one.collected.entries) if one.collected else "-"
        if one.feed is FeedKind.COMPANIES:
            stored = told("as-companies", lang)
        when = f"{one.collected.collected_at:%Y-%m-%d %H:%M}" if one.collected else told("never", lang)
        grid.add_row(one.plugin, told(one.feed.value, lang), stored, when)
    show_parts([grid])


def _entry_cells(entry: StoredEntry, lang: Language) -> tuple[str, str, str]:
    document = entry.document
    when = next((document[key][:10] for key in TIMES if document.get(key)), "-")
    title = Text(document.get("title") or document.get("label") or {}).in_language(lang)
    return when, printable(title), printable(entry.id)


def _outcome_data(one: Collected, lang: Language) -> dict[str, Any]:
    return {
        "plugin": one.plugin,
        "feed": one.feed.value,
        **{change.value: one.changes[change] for change in Change},
        "refused": [
            {"id": refused.id, "errors": [fault.as_dict(lang) for fault in refused.faults]}
            for refused in one.refused
        ],
        "notes": [note.in_language(lang) for note in one.notes],
        "failure": failure_data(one.failure, lang),
    }


def _feed_data(one: FeedOfPlugin) -> dict[str, Any]:
    stored = one.collected
    return {
        "plugin": one.plugin,
        "feed": one.feed.value,
        "entries": stored.entries if stored else 0,
        "collected_at": stored.collected_at.isoformat() if stored else None,
    }


def _entry_data(entry: StoredEntry) -> dict[str, Any]:
    return {
        "plugin": entry.plugin,
        "feed": entry.feed,
        "id": entry.id,
        "first_seen": entry.first_seen.isoformat(),
        "updated_at": entry.updated_at.isoformat(),
        "entry": entry.document,
    }
