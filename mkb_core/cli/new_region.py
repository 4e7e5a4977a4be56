"""``mkb region new``: a complete region as data, to change into one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from mkb_core.cli.exits import Exit, on_the_command_line
from mkb_core.cli.options import Lang
from mkb_core.cli.startup import settings
from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "made": text(
        nl="De regio {title} is gemaakt in {place}. Alles erin is een voorbeeld: maak er uw eigen regio van.",
        en="The region {title} was made in {place}. All in it is an example: turn it into your own region.",
    ),
    "next": text(nl="En nu:", en="And now:"),
    "install": text(nl="installeren", en="install it"),
    "test": text(nl="nakijken", en="test it"),
    "ask": text(nl="een vraag stellen", en="ask a question"),
    "budget": text(nl="begroten", en="budget"),
}


def new(
    name: Annotated[str, Parameter(help="Name of the package: small letters, digits and hyphens.")],
    /,
    *,
    title: Annotated[
        str | None, Parameter(help='Name of the region for people, such as "Kreis Kleve".')
    ] = None,
    country: Annotated[str, Parameter(help="Country code, such as NL or DE.")] = "NL",
    language: Annotated[
        list[str] | None,
        Parameter(negative="", help="nl, en or de, the first one first; may be given more than once."),
    ] = None,
    folder: Annotated[Path | None, Parameter(help="Where it is made; by default here.")] = None,
    lang: Lang = "nl",
) -> int:
    """Write a complete region package, which installs and passes its tests at once."""
    from mkb_core.runtime.discovery import discover
    from mkb_core.scaffold.new_partner import check_names
    from mkb_core.scaffold.new_region import QUESTIONS, NewRegion, check_region
    from mkb_core.scaffold.templates import write

    languages = tuple(language or ("nl", "en"))
    shown = (title if title is not None else name.replace("-", " ").replace("_", " ").title()).strip()
    taken = {one.name.removeprefix("region_").replace("_", "-") for one in discover()}
    with on_the_command_line():
        check_names(name, shown, taken)
        check_region(country, languages)
        region = NewRegion(name, shown, country, languages, settings().clock().date())
        place = (folder or Path()) / region.name
        write(region.files, place)
    ask = f'MKB_REGION={region.name} mkb advise "{QUESTIONS[languages[0]]}"'
    local = place if place.is_absolute() else f"./{place}"
    steps = (
        ("install", f"uv pip install --no-deps --editable {local}"),
        ("test", f"python -m pytest {local}"),
        ("ask", ask),
        ("budget", f"mkb budget show {region.name}"),
    )
    print(WORDS["made"].in_language(lang).format(title=shown, place=place))
    print(f"\n{WORDS['next'].in_language(lang)}")
    for purpose, command in steps:
        print(f"  {WORDS[purpose].in_language(lang)}: {command}")
    return Exit.OK
