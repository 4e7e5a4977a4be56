"""``mkb partners new``: a complete package of a partner, or its one file, to change into one's own."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from mkb_core.cli.exits import Exit, on_the_command_line
from mkb_core.cli.options import Lang, Language
from mkb_core.cli.startup import settings
from mkb_core.text import Text, text

if TYPE_CHECKING:
    from mkb_core.domain.topics import Topic, TopicRole

WORDS: dict[str, Text] = {
    "made-package": text(
        nl="{title} is gemaakt in {place}. Alles erin is een voorbeeld: maak er uw eigen aanbod van.",
        en="{title} was made in {place}. All in it is an example: turn it into your own offer.",
    ),
    "made-file": text(
        nl="{title} is gemaakt: {place}. Alles erin is een voorbeeld: maak er uw eigen aanbod van.",
        en="{title} was made: {place}. All in it is an example: turn it into your own offer.",
    ),
    "next": text(nl="En nu:", en="And now:"),
    "install": text(nl="installeren", en="install it"),
    "check": text(nl="nakijken", en="check it"),
    "show": text(nl="zien wat het aanbiedt", en="see what it offers"),
    "put": text(nl="de map noemen aan het systeem", en="tell the system the folder"),
}


def new(
    name: Annotated[str, Parameter(help="Name of the package: small letters, digits and hyphens.")],
    /,
    *,
    folder: Annotated[
        Path | None,
        Parameter(help="Where it is made; by default here, and a data-only file in MKB_PARTNER_FOLDER."),
    ] = None,
    data_only: Annotated[
        bool,
        Parameter(
            negative="", show_default=False, help="One TOML file without any code, instead of a package."
        ),
    ] = False,
    title: Annotated[
        str | None, Parameter(help='Name of the partner for people, such as "Kassenkring".')
    ] = None,
    lang: Lang = "nl",
) -> int:
    """Write a complete package of a partner, which installs and passes its checks at once."""
    from mkb_core.scaffold.new_partner import NewPartner, check_names
    from mkb_core.scaffold.templates import write, write_file

    given = settings()
    shown = (title if title is not None else name.replace("-", " ").replace("_", " ").title()).strip()
    with on_the_command_line():
        check_names(name, shown, _taken(given.partner_folder))
    languages, topics = _of_region(given.region)
    partner = NewPartner(name, shown, languages, topics, given.clock().date(), given.region)
    if data_only:
        place = (folder or given.partner_folder or Path()) / f"{partner.name}.toml"
        [words] = partner.data_file().values()
        with on_the_command_line():
            write_file(words, place)
        in_folder = (
            given.partner_folder is not None and place.parent.resolve() == given.partner_folder.resolve()
        )
        put = [] if in_folder else [("put", f"export MKB_PARTNER_FOLDER={_quoted(place.parent.resolve())}")]
        steps = [("check", f"mkb partners check {_quoted(place)}"), *put]
    else:
        place = (folder or Path()) / partner.name
        with on_the_command_line():
            write(partner.package_files(), place)
        steps = [
            ("install", f"{_installer()} --no-deps --editable {_quoted(place, local=True)}"),
            ("check", f"mkb partners check {_quoted(place)}"),
        ]
    _tell(shown, place, [*steps, ("show", f"mkb partners show {partner.id}")], lang, data_only=data_only)
    return Exit.OK


def _taken(partner_folder: Path | None) -> set[str]:
    """Names of plugins and partners that are there, with hyphens."""
    from mkb_core.runtime.discovery import discover

    found = discover(partner_folder)
    names = {one.name for one in found}
    for one in found:
        if one.manifest:
            names |= {one.manifest.id, *one.manifest.partners}
    return {name.replace("_", "-") for name in names}


def _of_region(region: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The languages of the region, and two of its topics for the examples: on growing and on starting, where it has them."""
    from mkb_core.domain.topics import TopicRole
    from mkb_core.errors import NotFound
    from mkb_core.runtime.discovery import discover
    from mkb_core.runtime.loading import load_plugins

    regions = load_plugins([one for one in discover() if one.group == "mkb.plugin"]).regions()
    if region not in regions:
        raise NotFound(kind="region", key=region)
    definition = regions[region]
    growth, start = (_topic(definition.topics, role) for role in (TopicRole.GROWTH, TopicRole.START))
    others = [topic.id for topic in definition.topics if topic.id not in (growth, start)]
    return tuple(definition.region.languages), (growth or others.pop(0), start or others.pop(0))


def _topic(topics: Sequence[Topic], role: TopicRole) -> str | None:
    return next((topic.id for topic in topics if topic.role is role), None)


def _installer() -> str:
    """The command that installs here, also without the network where what builds the package is there already."""
    pip = "python -m pip" if find_spec("pip") else "uv pip"
    builds = find_spec("hatchling") and find_spec("editables")
    return f"{pip} install --quiet" + (" --no-build-isolation" if builds else "")


def _quoted(path: Path, *, local: bool = False) -> str:
    """A path as a shell takes it; ``local``: not to be taken for the name of a package."""
    words = str(path)
    return shlex.quote(words if path.is_absolute() or not local else f"./{words}")


def _tell(
    title: str, place: Path, steps: list[tuple[str, str]], language: Language, *, data_only: bool
) -> None:
    made = WORDS["made-file" if data_only else "made-package"]
    print(made.in_language(language).format(title=title, place=place))
    print(f"\n{WORDS['next'].in_language(language)}")
    wide = max(len(command) for _, command in steps)
    for purpose, command in steps:
        print(f"  {command:<{wide}}   # {WORDS[purpose].in_language(language)}")
