"""``mkb advise --batch``: one line in, one line out."""

from __future__ import annotations

import sys

from mkb_core.cli.exits import Exit
from mkb_core.cli.files import read_lines
from mkb_core.cli.options import Language
from mkb_core.cli.printing import print_json, printable, say
from mkb_core.cli.startup import installation
from mkb_core.cli.words import word
from mkb_core.rights import COMMAND_LINE
from mkb_core.workflows import batches
from mkb_core.workflows.batches import BatchAnswer, BrokenLine


def answer_file(name: str, *, store: bool, json: bool, language: Language) -> int:
    """Answer every line in order; a broken line is reported in its place and makes the exit code 1."""
    lines = read_lines(name)
    made = installation(language)
    count = broken = 0
    for line in batches.advise_lines(made, COMMAND_LINE, batches.read_lines(lines), store=store):
        count += 1
        broken += isinstance(line, BrokenLine)
        if json:
            print_json(_document(line, store, language), indent=None)
        else:
            print(_row(line, language))
        if count % batches.CHUNK == 0:
            sys.stdout.flush()
    if count == 0:
        say(word("no-lines", language, file=name))
    if broken:
        say(word("broken-lines", language, broken=broken, all=count))
    return Exit.FAULTS if broken else Exit.OK


def _document(line: BatchAnswer | BrokenLine, store: bool, language: Language) -> dict[str, object]:
    if isinstance(line, BrokenLine):
        return line.as_dict(language)
    return line.as_dict() if store else line.as_dict() | {"receipt": None}


def _row(line: BatchAnswer | BrokenLine, language: Language) -> str:
    """Without ``--json``: the same, for eyes."""
    if isinstance(line, BrokenLine):
        faults = "; ".join(f"{fault.path}: {fault.sentence(language)}" for fault in line.faults)
        return printable(f"{line.line}: {faults}")
    answer = line.as_dict()
    shown = ", ".join(answer["topics"]), ", ".join(answer["partners"])
    return printable(f"{answer['id'] or line.question.line}: {answer['route']} | {shown[0]} | {shown[1]}")
