"""Local schemes of municipalities, from TOML and JSON files in the drop folder."""

from __future__ import annotations

import json
from pathlib import Path

from mkb_core.codec import from_json, to_json
from mkb_core.hooks import FeedKind, FeedPage, FeedRequest
from mkb_core.runtime.broker import Broker
from mkb_core.runtime.in_process import InProcessPort
from mkb_core.runtime.manifests import Manifest

MANIFEST = Manifest("gemeenten", "Municipalities", "-", "-", ">=1.1,<2")
SCHEME = """
[[items]]
id = "venlo-gevels"
kind = "scheme"
label = {nl = "Gevelsubsidie Venlo", en = "Front subsidy Venlo"}
summary = {nl = "Geld voor een nieuwe gevel", en = "Money for a new front"}
topics = [{topic = "subsidies", strength = 60}]
source = {place = "venlo.nl", as_of = "2026", status = "open"}
valid = {start = 2026-01-01, end = 2026-12-31}
conditions = [{id = "venlo", label = {nl = "In Venlo", en = "In Venlo"}, rule = 'municipality == "Venlo"'}]
"""


def page(folder: Path, cursor: str | None = None) -> FeedPage:
    port = InProcessPort("gemeenten", "mkb_partner_gemeenten.plugin")
    request = to_json(FeedRequest(FeedKind.ITEMS, cursor))
    outside = Broker(MANIFEST, drop_folder=folder)
    return from_json(FeedPage, port.call("mkb_fetch_feed", {"request": request}, 30, outside))


def test_a_scheme_is_read_as_in_a_declaration(tmp_path: Path) -> None:
    (tmp_path / "regelingen-venlo.toml").write_text(SCHEME, "utf-8")
    done = page(tmp_path)
    assert [item.id for item in done.items] == ["venlo-gevels"]
    assert done.items[0].conditions[0].hard
    assert page(tmp_path, done.cursor).items == ()


def test_json_is_read_alike(tmp_path: Path) -> None:
    (tmp_path / "regelingen-venlo.toml").write_text(SCHEME, "utf-8")
    [item] = page(tmp_path).items
    (tmp_path / "regelingen-venlo.toml").unlink()
    (tmp_path / "regelingen.json").write_text(json.dumps({"items": [to_json(item)]}), "utf-8")
    assert page(tmp_path).items == (item,)


def test_a_faulty_item_and_a_faulty_file_keep_only_themselves_out(tmp_path: Path) -> None:
    (tmp_path / "regelingen-a.toml").write_text(SCHEME + '\n[[items]]\nid = "half"\n', "utf-8")
    (tmp_path / "regelingen-b.toml").write_text("items = [", "utf-8")
    (tmp_path / "regelingen-c.json").write_text('{"items": {}}', "utf-8")
    (tmp_path / "regelingen-d.toml").write_text(SCHEME, "utf-8")
    done = page(tmp_path)
    assert [item.id for item in done.items] == ["venlo-gevels"]
    notes = "\n".join(note.in_language("en") for note in done.notes)
    assert "regelingen-a.toml: items[1].kind: is missing" in notes
    assert "regelingen-b.toml: not valid TOML" in notes
    assert "regelingen-c.json.items: expected a list" in notes
    assert "regelingen-d.toml: venlo-gevels is there already" in notes
