"""Templates filled in, and written to a folder whole or not at all."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.declaration_files import parse_toml

#: keeps tools from taking a template for what it becomes
SUFFIX = ".template"
_TEXT = re.compile(r'\{(?:[a-z]{2} = "(?:[^"\\]|\\.)*"(?:, )?){2,}\}')


def fill(template: str, names: Mapping[str, str]) -> dict[str, str]:
    """Path to content of every file of a template, such as ``"partner"``; raises ``KeyError`` for an unknown placeholder."""
    root = resources.files(__package__).joinpath(template)
    return {
        path.replace("NAME", names["name"]).removesuffix(SUFFIX): Template(words).substitute(names)
        for path, words in _files(root, "")
    }


def _files(folder: Traversable, within: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_dir():
            yield from _files(entry, f"{within}{entry.name}/")
        elif entry.name.endswith(SUFFIX):
            yield f"{within}{entry.name}", entry.read_text("utf-8")


def in_languages(words: str, languages: Sequence[str]) -> str:
    """Every text of a TOML file in these languages; where the template lacks one, its English stands there."""

    def changed(found: re.Match[str]) -> str:
        given = parse_toml(f"text = {found[0]}", "template")["text"]
        return "{" + ", ".join(f"{one} = {quoted(given.get(one, given['en']))}" for one in languages) + "}"

    return _TEXT.sub(changed, words)


def quoted(words: str) -> str:
    """A text as TOML and Python both write it."""
    return json.dumps(words, ensure_ascii=False)


def write(files: Mapping[str, str], folder: Path) -> None:
    """Make a folder with these files; nothing is left where that fails. Raises :class:`InvalidInput`, also where it is
    there already."""
    _refuse_existing(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".new-") as made:
            whole = Path(made) / folder.name
            for path, words in files.items():
                file = whole / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(words, "utf-8")
            whole.rename(folder)
    except OSError as error:
        raise _not_written(folder, error) from None


def write_file(words: str, file: Path) -> None:
    """Make one file; raises :class:`InvalidInput`, also where it is there already."""
    _refuse_existing(file)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as stream:
            stream.write(words)
    except OSError as error:
        raise _not_written(file, error) from None


def _refuse_existing(place: Path) -> None:
    if place.exists() or place.is_symlink():
        raise InvalidInput([InputFault(str(place), "file-exists")])


def _not_written(place: Path, error: OSError) -> InvalidInput:
    facts = {"reason": error.strerror or type(error).__name__}
    return InvalidInput([InputFault(str(place), "cannot-write", facts)])
