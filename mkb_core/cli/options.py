"""Options that several commands share."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

from cyclopts import Parameter

if TYPE_CHECKING:
    from cyclopts import Token

Language: TypeAlias = str
#: the languages in which the program itself speaks; in any other one it is English with the region's own words
LANGUAGES: tuple[Language, ...] = ("nl", "en")
_CODE = re.compile(r"[a-z]{2,3}")


def _is_code(_: Any, language: Language) -> None:
    if not _CODE.fullmatch(language):
        raise ValueError(f"{language[:10]!r} is no language: nl, en, or another one of the region")


Lang = Annotated[
    Language,
    Parameter(
        name="--lang",
        env_var="MKB_LANG",
        validator=_is_code,
        help="Language of what is shown: nl, en, or another one of the region.",
    ),
]
Json = Annotated[
    bool, Parameter(name="--json", negative="", show_default=False, help="Print JSON instead of text.")
]


def _whole(_: Any, tokens: Sequence[Token]) -> int:
    """Cyclopts itself rounds ``2.5`` to 2; a company with two and a half people is a mistake."""
    words = tokens[0].value.strip()
    if not (words.isascii() and words.removeprefix("-").isdigit() and len(words) <= LONGEST_NUMBER):
        raise ValueError(f"{words[:LONGEST_NUMBER]!r} is not a whole number")
    return int(words)


LONGEST_NUMBER = 20  # digits
#: For ``Annotated[int | None, WHOLE, Parameter(help=...)]``.
WHOLE = Parameter(converter=_whole)


def language_of(tokens: Sequence[str], environment: Mapping[str, str] | None = None) -> Language:
    """The language of messages, also where the command line itself cannot be read."""
    given = (os.environ if environment is None else environment).get("MKB_LANG", "")
    for place, word in enumerate(tokens):
        if word == "--lang":
            given = "".join(tokens[place + 1 : place + 2])
        elif word.startswith("--lang="):
            given = word.removeprefix("--lang=")
    if given in LANGUAGES:
        return given
    return "en" if _CODE.fullmatch(given) else "nl"
