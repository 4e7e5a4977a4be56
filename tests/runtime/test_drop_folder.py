"""The drop folder: what a partner left there is read, and nothing else on the machine."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mkb_core.runtime.drop_folder import MOST_BYTES, MOST_FILES, DropFolder, is_plain_name
from mkb_core.runtime.egress_faults import NoAnswer


def folder_at(path: Path) -> DropFolder:
    return DropFolder(path, lambda kind, **details: NoAnswer("Bank", kind, **details))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret")
    place = tmp_path / "drop"
    place.mkdir()
    return place


def kind_of(folder: DropFolder, name: str) -> str:
    with pytest.raises(NoAnswer) as refusal:
        folder.read(name)
    return refusal.value.kind


def test_files_are_named_in_order_and_nothing_else_is(place: Path) -> None:
    for name in ("b.csv", "a b.csv", "é.csv", ".hidden", "notes\n.csv"):
        (place / name).write_text("x")
    (place / "folder").mkdir()
    (place / "link.csv").symlink_to(place / "b.csv")
    (place / "away.csv").symlink_to(place.parent / "secret.txt")
    os.mkfifo(place / "pipe.csv")
    assert folder_at(place).files() == ("a b.csv", "b.csv", "é.csv")


@pytest.mark.parametrize("raw", ["naam;é".encode(), b"\xef\xbb\xbf" + "naam;é".encode()])
def test_a_file_is_text_with_or_without_a_mark(place: Path, raw: bytes) -> None:
    (place / "q.csv").write_bytes(raw)
    assert folder_at(place).read("q.csv") == "naam;é"


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "..",
        ".",
        "",
        "/etc/passwd",
        "folder/../../secret.txt",
        "a/b",
        "a\\b",
        "C:x",
        ".hidden",
        "a\0b",
        "a\nb",
        "x" * 201,
        "\ud800",
    ],
)
def test_a_path_is_no_name(place: Path, name: str) -> None:
    with pytest.raises(ValueError, match="plain name"):
        folder_at(place).read(name)


@given(st.text(max_size=30))
def test_a_plain_name_stays_in_its_folder(name: str) -> None:
    if is_plain_name(name):
        assert (Path("/drop") / name).parent == Path("/drop")
        assert os.path.normpath(f"/drop/{name}") == f"/drop/{name}"


def test_a_link_is_not_followed_wherever_it_leads(place: Path) -> None:
    (place / "q.csv").write_text("x")
    (place / "out.csv").symlink_to(place.parent / "secret.txt")
    (place / "in.csv").symlink_to("q.csv")
    folder = folder_at(place)
    assert [kind_of(folder, name) for name in ("out.csv", "in.csv")] == ["no-file", "no-file"]


@pytest.mark.timeout(10)
def test_a_pipe_or_a_folder_is_no_file_and_holds_nobody_up(place: Path) -> None:
    os.mkfifo(place / "pipe.csv")
    (place / "folder").mkdir()
    folder = folder_at(place)
    assert [kind_of(folder, name) for name in ("pipe.csv", "folder")] == ["no-file", "no-file"]


def test_what_is_not_there_is_a_fault_and_not_empty(place: Path) -> None:
    assert kind_of(folder_at(place), "q.csv") == "no-file"


def test_a_file_that_is_too_large_is_refused(place: Path) -> None:
    (place / "most.csv").write_bytes(b"x" * MOST_BYTES)
    (place / "more.csv").write_bytes(b"x" * (MOST_BYTES + 1))
    assert len(folder_at(place).read("most.csv")) == MOST_BYTES
    assert kind_of(folder_at(place), "more.csv") == "file-too-large"


@pytest.mark.parametrize("raw", ["naam;é".encode("latin-1"), "naam".encode("utf-16"), b"\xed\xa0\x80"])
def test_another_encoding_is_a_clear_fault(place: Path, raw: bytes) -> None:
    (place / "q.csv").write_bytes(raw)
    with pytest.raises(NoAnswer, match=r"q\.csv is not readable text \(UTF-8\)"):
        folder_at(place).read("q.csv")


def test_too_many_files_are_a_fault_and_not_some_of_them(place: Path) -> None:
    for number in range(MOST_FILES):
        (place / f"{number}.csv").touch()
    assert len(folder_at(place).files()) == MOST_FILES
    (place / "more.csv").touch()
    with pytest.raises(NoAnswer, match="more than 1000"):
        folder_at(place).files()


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    folder = folder_at(tmp_path / "none")
    assert kind_of(folder, "q.csv") == "no-folder"
    with pytest.raises(NoAnswer, match="no readable drop folder"):
        folder.files()
