"""Items in files that partners leave behind: TOML or JSON, in the form of a declaration; a faulty item keeps only
itself out."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from mkb_core.codec import describe, from_json, parse_json
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.declaration_files import parse_toml
from mkb_core.hooks.declarations import Item
from mkb_core.text import Text, text


@frozen
class ItemFile:
    """The items of one file, and what was wrong with the others."""

    items: tuple[Item, ...]
    notes: tuple[Text, ...] = ()


def read_items(words: str, name: str) -> ItemFile:
    """Items under the key ``items``, as in a partner's declaration file; a file that ends in ``.json`` is JSON."""
    try:
        data: Any = parse_json(words) if name.lower().endswith(".json") else parse_toml(words, name)
    except InvalidInput as refusal:
        return ItemFile((), tuple(_note(name, fault) for fault in refusal.faults))
    listed = data.get("items") if isinstance(data, dict) else None
    if not isinstance(listed, list):
        facts = {"expected": "a list", "got": describe(listed)}
        return ItemFile((), (_note(f"{name}.items", InputFault("$", "wrong-type", facts)),))
    items: list[Item] = []
    notes: list[Text] = []
    for index, one in enumerate(listed):
        try:
            items.append(from_json(Item, one))
        except InvalidInput as refusal:
            notes += [_note(name, fault.under(f"items[{index}]")) for fault in refusal.faults]
    return ItemFile(tuple(items), tuple(notes))


def _note(place: str, fault: InputFault) -> Text:
    path = place if fault.path in ("$", place) else f"{place}: {fault.path}"
    return text(**{language: f"{path}: {fault.sentence(language)}" for language in ("nl", "en")})
