"""Members of the associations, from the lists in the drop folder."""

from __future__ import annotations

from pathlib import Path

from mkb_core.codec import from_json, to_json
from mkb_core.hooks import FeedKind, FeedPage, FeedRequest
from mkb_core.runtime.broker import Broker
from mkb_core.runtime.in_process import InProcessPort
from mkb_core.runtime.manifests import Manifest

MANIFEST = Manifest("limburg_network", "Limburg network", "-", "-", ">=1.1,<2")
HEAD = "KvK-nummer;Naam;Gemeente;Medewerkers;SBI;Opgericht\n"


def page(folder: Path, cursor: str | None = None) -> FeedPage:
    port = InProcessPort("limburg_network", "mkb_partner_limburg_network.plugin")
    request = to_json(FeedRequest(FeedKind.COMPANIES, cursor))
    outside = Broker(MANIFEST, drop_folder=folder)
    return from_json(FeedPage, port.call("mkb_fetch_feed", {"request": request}, 30, outside))


def test_a_list_becomes_members_of_that_association(tmp_path: Path) -> None:
    (tmp_path / "leden-lwv.csv").write_text(
        f"{HEAD}12345678;Bakker;Venlo;12;1071, 4724;01-02-2003\n", "utf-8"
    )
    [entry] = page(tmp_path).companies
    assert (entry.number, entry.partner) == ("12345678", "lwv")
    assert entry.values == {
        "name": "Bakker",
        "municipality": "Venlo",
        "employees": 12,
        "sbi_codes": ["1071", "4724"],
        "founding_date": "2003-02-01",
        "memberships": ["LWV"],
    }


def test_a_member_of_two_associations_has_both_memberships_from_both(tmp_path: Path) -> None:
    for association in ("lwv", "mkb-limburg"):
        (tmp_path / f"leden-{association}.csv").write_text("kvk\n12345678\n", "utf-8")
    entries = page(tmp_path).companies
    assert [(entry.partner, entry.values) for entry in entries] == [
        ("lwv", {"memberships": ["LWV", "MKB-Limburg"]}),
        ("mkb-limburg", {"memberships": ["LWV", "MKB-Limburg"]}),
    ]


def test_what_cannot_be_read_is_noted_without_personal_data(tmp_path: Path) -> None:
    rows = "123;Jan Jansen;;;;\n12345678;A;Venlo;Jan Jansen;;\n87654321;B;;3;;\n87654321;C;;;;\n"
    (tmp_path / "leden-lltb.csv").write_text(HEAD + rows, "utf-8")
    done = page(tmp_path)
    assert [entry.number for entry in done.companies] == ["87654321"]
    notes = [note.in_language("en") for note in done.notes]
    assert [note.split(": ")[0] for note in notes] == [
        "leden-lltb.csv:2",
        "leden-lltb.csv:3",
        "leden-lltb.csv:5",
    ]
    assert "Jansen" not in " ".join(notes)


def test_a_long_list_comes_in_pages_and_only_once(tmp_path: Path) -> None:
    numbers = [f"{number:08}" for number in range(1, 1201)]
    (tmp_path / "leden-lwv.csv").write_text("kvk\n" + "\n".join(numbers), "utf-8")
    first = page(tmp_path)
    second = page(tmp_path, first.cursor)
    third = page(tmp_path, second.cursor)
    assert [entry.number for one in (first, second, third) for entry in one.companies] == numbers
    assert [one.more for one in (first, second, third)] == [True, True, False]
    assert page(tmp_path, third.cursor).companies == ()


def test_a_changed_list_comes_again(tmp_path: Path) -> None:
    (tmp_path / "leden-lwv.csv").write_text("kvk\n12345678\n", "utf-8")
    cursor = page(tmp_path).cursor
    (tmp_path / "leden-lwv.csv").write_text("kvk\n12345678\n87654321\n", "utf-8")
    assert len(page(tmp_path, cursor).companies) == 2


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "leden-rabobank.csv").write_text("kvk\n12345678\n", "utf-8")
    assert page(tmp_path).companies == ()
