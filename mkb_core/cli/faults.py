"""Faults that only the command line has, with their sentences in one table."""

from __future__ import annotations

from typing import Any

from attrs import frozen

from mkb_core.cli.exits import WrongUsage
from mkb_core.errors import DEFAULT_LANGUAGE, InputFault
from mkb_core.text import Text, text

SENTENCES: dict[str, Text] = {
    "no-file": text(nl="dit bestand bestaat niet", en="there is no such file"),
    "folder": text(nl="dit is een map, geen bestand", en="this is a folder, not a file"),
    "unreadable-file": text(nl="dit bestand is niet te lezen", en="this file cannot be read"),
    "unwritable-file": text(nl="dit bestand is niet te schrijven", en="this file cannot be written"),
    "file-kind": text(
        nl="verwacht een bestand op {expected}", en="a file that ends in {expected} is expected"
    ),
    "no-question": text(
        nl='stel een vraag, zoals mkb advise "Hoe financier ik een hal?", of geef --batch',
        en='ask a question, such as mkb advise "How do I finance a hall?", or give --batch',
    ),
    "exclusive": text(nl="gaat niet samen met {other}", en="does not go together with {other}"),
    "question-too": text(nl="gaat niet samen met een vraag", en="does not go together with a question"),
    "company-too": text(
        nl="gaat niet samen met een bedrijf: dat staat in elke regel van het bestand",
        en="does not go together with a company: each line of the file has its own",
    ),
    "amount": text(
        nl="geen bedrag in euro's: {value} (zo wel: 1.200.000 of 12,50)",
        en="not an amount in euros: {value} (write 1,200,000 or 12.50)",
    ),
    "assignment": text(nl="verwacht naam=waarde, kreeg {value}", en="expected name=value, got {value}"),
    "language": text(
        nl="{value} is hier geen taal; wel: {known}", en="{value} is no language here; these are: {known}"
    ),
    "since": text(
        nl="verwacht een aantal dagen of weken (90d, 13w) of een datum (2026-09-01), kreeg {value}",
        en="expected a number of days or weeks (90d, 13w) or a date (2026-09-01), got {value}",
    ),
    "no-rows": text(nl="er staat niets in", en="there is nothing in it"),
    "columns": text(nl="de eerste regel noemt geen kolom number", en="the first line names no column number"),
    "surplus": text(nl="meer waarden dan kolommen", en="more values than columns"),
    "yes-no": text(nl="verwacht ja of nee, kreeg {value}", en="expected yes or no, got {value}"),
    "number": text(nl="verwacht een getal, kreeg {value}", en="expected a number, got {value}"),
    "whole-number": text(
        nl="verwacht een heel getal, kreeg {value}", en="expected a whole number, got {value}"
    ),
    "quarter": text(
        nl="verwacht een kwartaal zoals 2026-Q4, kreeg {value}",
        en="expected a quarter such as 2026-Q4, got {value}",
    ),
    "wrong-head": text(
        nl="verwacht NUMMER:HASH zoals mkb audit verify het toont, kreeg {value}",
        en="expected NUMBER:HASH as mkb audit verify shows it, got {value}",
    ),
    "unknown-party": text(
        nl="{value} is geen partij van het model; wel: {known}",
        en="{value} is no party of the model; these are: {known}",
    ),
    "day": text(
        nl="verwacht een datum (JJJJ-MM-DD), kreeg {value}", en="expected a date (YYYY-MM-DD), got {value}"
    ),
}


@frozen
class CliFault(InputFault):
    """A fault whose code stands in :data:`SENTENCES` of this module."""

    def sentence(self, language: str = DEFAULT_LANGUAGE) -> str:
        """What is wrong, in words of the user."""
        return SENTENCES[self.code].in_language(language).format_map(self.facts)


def usage(path: str, code: str, **facts: Any) -> WrongUsage:
    """One fault of the command line, ready to raise."""
    return WrongUsage([CliFault(path, code, facts)])
