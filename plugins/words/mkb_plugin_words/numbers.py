"""Numbers that are to grow: "van 16 naar 40 man", "nu twaalf, over drie jaar dertig", "from 22 to 50 people"."""

from __future__ import annotations

from collections.abc import Collection

from mkb_plugin_words.tokens import Token

#: "een" and "one" are left to stand for "a": they count nothing
_DUTCH_UNITS = ("twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_DUTCH_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_ENGLISH_UNITS = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
_ENGLISH_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

NUMBER_WORDS: dict[str, int] = {
    **{word: value for value, word in enumerate(_DUTCH_UNITS, 2)},
    **{word: value for value, word in enumerate(_ENGLISH_UNITS, 2)},
    **{word: value for value, word in enumerate(("tien", "elf", "twaalf", "dertien", "veertien", "vijftien"), 10)},
    **{word: value for value, word in enumerate(("zestien", "zeventien", "achttien", "negentien"), 16)},
    **{word: value for value, word in enumerate(("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen"), 10)},
    **{word: value for value, word in enumerate(("sixteen", "seventeen", "eighteen", "nineteen"), 16)},
    **dict(zip(_DUTCH_TENS, range(20, 100, 10), strict=True)),
    **dict(zip(_ENGLISH_TENS, range(20, 100, 10), strict=True)),
    **{f"{unit}en{ten}": tens + value
       for ten, tens in zip(_DUTCH_TENS, range(20, 100, 10), strict=True)
       for value, unit in enumerate(("een", *_DUTCH_UNITS), 1)},
    "honderd": 100, "hundred": 100,
}  # fmt: skip

#: "naar 60 man" is growth by itself, "naar twee vestigingen" may be anything
LEAST_ALONE = 4
NEAR = 9  # words between the two numbers, or a number and its unit, at the most


def number(token: Token) -> int | None:
    """The value of a number word or of digits; ``None`` for any other word."""
    if token.folded.isdigit() and len(token.folded) < 9:
        return int(token.folded)
    return token.number


def grows_to(
    tokens: tuple[Token, ...], units: Collection[int], towards: frozenset[str], wished: Collection[int]
) -> tuple[str, ...]:
    """The words of a count that is to become a higher one; empty where there is none.

    Needs a unit of growth, such as people, shops or million (its place in ``units``), and two numbers with a word such as "naar" between them, the
    second higher; or one number directly after such a word, in a sentence that wishes (its index in ``wished``).
    """
    values = [(place, value) for place, token in enumerate(tokens) if (value := number(token)) is not None]
    for place, value in values:
        if not any(place - NEAR <= unit <= place + 2 for unit in units):
            continue
        for earlier_place, earlier in values:
            between = tokens[earlier_place + 1 : place + 3]
            if 0 < place - earlier_place <= NEAR and 1 < earlier < value and _leads(between, towards):
                return (_words(tokens, earlier_place, place),)
        alone = value > LEAST_ALONE and tokens[place].sentence in wished
        if alone and _leads(tokens[max(0, place - 1) : place], towards):
            return (_words(tokens, place - 1, place),)
    return ()


def is_size(tokens: tuple[Token, ...], place: int, units: frozenset[str]) -> bool:
    """Is the word a unit right behind a number ("22 medewerkers")? It tells a size and asks nothing."""
    return place > 0 and bool(tokens[place].keys & units) and number(tokens[place - 1]) is not None


def _leads(tokens: tuple[Token, ...], towards: frozenset[str]) -> bool:
    return any(token.keys & towards for token in tokens)


def _words(tokens: tuple[Token, ...], first: int, last: int) -> str:
    return " ".join(token.text for token in tokens[first : last + 2])
