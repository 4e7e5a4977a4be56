"""Templates are filled in, in the languages of a region, and written whole or not at all."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

from mkb_core.errors import InvalidInput
from mkb_core.scaffold.templates import in_languages, quoted, write, write_file


@pytest.mark.parametrize(
    ("languages", "made"),
    [
        (("nl", "en"), {"nl": 'een "a"', "en": "one"}),
        (("en",), {"en": "one"}),
        (("de", "nl"), {"de": "one", "nl": 'een "a"'}),
    ],
)
def test_texts_stand_in_the_languages_of_the_region_and_else_in_english(
    languages: tuple[str, ...], made: dict[str, str]
) -> None:
    words = 'other = {a = 1}\nlabel = {nl = "een \\"a\\"", en = "one"}  # why'
    assert tomllib.loads(in_languages(words, languages)) == {"other": {"a": 1}, "label": made}


@pytest.mark.parametrize("words", ["plain", 'a "b" \\ c', "ë\N{EURO SIGN}", "tab\there"])
def test_a_quoted_text_is_the_same_in_toml(words: str) -> None:
    assert tomllib.loads(f"x = {quoted(words)}") == {"x": words}


def test_files_are_written_in_their_folders(tmp_path: Path) -> None:
    write({"a/b.txt": "b", "c.txt": "c"}, tmp_path / "new" / "one")
    assert {path.name: path.read_text() for path in (tmp_path / "new" / "one").rglob("*.txt")} == {
        "b.txt": "b",
        "c.txt": "c",
    }
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["one"]


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        write({"a.txt": "a"}, tmp_path)
    assert [fault.code for fault in caught.value.faults] == ["file-exists"]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_left_alone_also_where_it_is_a_link_to_nowhere(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "nowhere")
    with pytest.raises(InvalidInput) as caught:
        write_file("words", tmp_path / "a")
    assert [fault.code for fault in caught.value.faults] == ["file-exists"]
    assert not (tmp_path / "nowhere").exists()


def test_nothing_is_left_of_files_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        write({"a.txt": "a", "a.txt/b.txt": "b"}, tmp_path / "one")
    assert [fault.code for fault in caught.value.faults] == ["cannot-write"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_in_which_nobody_may_write_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(InvalidInput):
        write({"a.txt": "a"}, tmp_path / "one")
