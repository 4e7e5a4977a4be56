"""Local schemes of single municipalities, from the files that these leave in the drop folder (C3)."""

from __future__ import annotations

import re

from mkb_core.hooks import FeedKind, FeedPage, FeedRequest, Item, Outside, Text, text
from mkb_core.hooks.item_files import read_items
from mkb_core.hooks.paging import shortened, take_part

#: ``regelingen-venlo.toml``: what follows is the municipality, or anything that tells the files apart.
_FILE = re.compile(r"(?:regelingen|schemes)(?:-[a-z0-9-]+)?\.(?:toml|json)")


def fetch_feed(request: FeedRequest, egress: Outside) -> FeedPage:
    """The items of all files; of an id that is there twice, the first one counts and the other is told."""
    if request.feed is not FeedKind.ITEMS:
        return FeedPage(cursor=request.cursor)
    contents = {
        name: egress.read_file(name) for name in sorted(egress.files()) if _FILE.fullmatch(name.lower())
    }
    items: dict[str, Item] = {}
    notes: list[Text] = []
    for name, words in contents.items():
        read = read_items(words, name)
        notes += read.notes
        for item in read.items:
            if items.setdefault(item.id, item) is not item:
                notes.append(
                    text(nl=f"{name}: {item.id} staat er al", en=f"{name}: {item.id} is there already")
                )
    content = "\0".join(word for pair in contents.items() for word in pair)
    part = take_part(tuple(items.values()), content, request.cursor)
    return FeedPage(
        items=part.entries, cursor=part.cursor, more=part.more, notes=shortened(notes) if part.first else ()
    )
