"""Writes docs/reference/hooks.md from the hook specifications: ``python -m tests.docs.hooks_page``."""

from __future__ import annotations

import enum
import inspect
import re
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pluggy

from mkb_core.domain.companies import Sourced
from mkb_core.domain.fees import FeeSchedule, FeeTier
from mkb_core.domain.partners import Partner, Source
from mkb_core.domain.periods import Period
from mkb_core.domain.questions import Analysis, Evidence, MakeAnalyser, Question, QuestionAnalyser, TopicScore
from mkb_core.domain.regions import Municipality, Postcode, Region, SubRegion
from mkb_core.domain.topics import Terms, Topic
from mkb_core.hooks import (
    BudgetPlan,
    CompanyEntry,
    Consent,
    DeliveryAnswer,
    EventEntry,
    FeedPage,
    FeedRequest,
    FeeLine,
    FeeReport,
    FrontDesk,
    Goal,
    Item,
    NewsEntry,
    Outside,
    PartnerDeclaration,
    ReferralDelivery,
    RegionDefinition,
    Service,
    Text,
    TopicStrength,
    UnreadLine,
    specs,
)
from mkb_core.hooks.deprecations import DEPRECATIONS
from mkb_core.hooks.history import HISTORY
from mkb_core.hooks.markers import HOOK_API, PROJECT
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "reference" / "hooks.md"
SECTIONS = ("When", "By whom", "I/O", "Time allowed", "A fault means")
#: What hooks return or are given, in the order in which it is read.
CLASSES: tuple[type[Any], ...] = (
    PartnerDeclaration, Partner, Service, Item, FrontDesk, FeeSchedule, FeeTier, TopicStrength, Source, Period,
    RegionDefinition, Region, SubRegion, Municipality, Postcode, Topic, Terms, Goal,
    BudgetPlan,
    Question, Analysis, TopicScore, Evidence, Sourced,
    FeedRequest, FeedPage, CompanyEntry, NewsEntry, EventEntry, ReferralDelivery, Consent, DeliveryAnswer,
    FeeReport, FeeLine, UnreadLine, Text,
)  # fmt: skip
PROTOCOLS: tuple[type[Any], ...] = (MakeAnalyser, QuestionAnalyser, Outside)

HEAD = """\
# Hooks

<!-- Made from the code by `python -m tests.docs.hooks_page`; a test fails where this page is behind. -->

A plugin speaks through hooks: typed functions of its own with the name of a hook and the mark `@hookimpl`. This is the
hook API, version **{version}**; a plugin's manifest states the range that it supports, and the host reads that before
it imports the plugin. What the data look like in a file stands in [Declaration files](declaration-files.md); how a
partner's package is made, in [Add a partner](../how-to/add-a-partner.md).

A plugin is asked alone, so that a fault is known to be its own; where two answer, the order of their ids counts. A
plugin that implements a hook with a name that is not on this page is refused when it is loaded.

What stands under "Time allowed" holds for partners, who run in processes of their own: the host waits no longer. Trusted
plugins run in the host's process and keep to it by themselves. What a fault means for readers and operators is told in
[When a partner fails](../how-to/when-a-partner-fails.md).
"""


def hooks() -> list[tuple[str, Callable[..., Any], dict[str, Any]]]:
    """Name, function and options of every hook, as the host knows them."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(specs)
    found = []
    for name, function in inspect.getmembers(specs, inspect.isfunction):
        caller = getattr(manager.hook, name, None)
        if caller is not None and caller.spec is not None:
            found.append((name, function, caller.spec.opts))
    return sorted(found, key=lambda one: inspect.getsourcelines(one[1])[1])


def as_markdown(words: str) -> str:
    """Docstrings name code in the way of reStructuredText."""
    words = re.sub(r":\w+:`~?([^`]+)`", lambda match: f"`{match[1].rpartition('.')[2]}`", words)
    return words.replace("``", "`")


def prose(thing: Any) -> str:
    words = inspect.getdoc(thing) or ""
    return as_markdown("\n\n".join(" ".join(part.split()) for part in words.split("\n\n")))


def sections(function: Callable[..., Any]) -> tuple[str, dict[str, str]]:
    """What the docstring of a hook says, and its sections."""
    lines = (inspect.getdoc(function) or "").splitlines()
    said: list[str] = []
    found: dict[str, str] = {}
    current = ""
    for line in lines:
        name, colon, rest = line.partition(": ")
        if colon and name in SECTIONS:
            current = name
            found[name] = rest
        elif current:
            found[current] += f" {line.strip()}"
        else:
            said.append(line)
    paragraphs = "\n".join(said).strip().split("\n\n")
    return as_markdown("\n\n".join(" ".join(part.split()) for part in paragraphs)), {
        name: as_markdown(words.strip()) for name, words in found.items()
    }


def type_name(kind: str) -> str:
    """A type as it is written, without the names of modules."""
    return re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Z])", "", kind)


def default(attribute: Any) -> str:
    """The default of a field; nothing where it has to be given."""
    value = attribute.default
    if value is attrs.NOTHING:
        return ""
    if isinstance(value, enum.Enum):
        return f"`{value.value}`"
    if value == Period():
        return "always"
    return "empty" if value in ((), "", Terms()) else f"`{value!s}`"


def hook_part(name: str, function: Callable[..., Any], options: dict[str, Any]) -> Iterator[str]:
    said, found = sections(function)
    signature = type_name(str(inspect.signature(function)).replace("'", ""))
    yield f"## {name}\n"
    yield f"```text\n{name}{signature}\n```\n"
    yield f"{said}\n"
    yield "| | |\n| --- | --- |"
    yield from (f"| {section} | {found[section]} |" for section in SECTIONS)
    answers = "the first that is not `None` counts" if options["firstresult"] else "every plugin's counts"
    yield f"| Of several plugins' answers | {answers} |\n"


def class_part(kind: type[Any]) -> Iterator[str]:
    yield f"### {kind.__name__}\n"
    yield f"{prose(kind)}\n"
    yield "| field | type | default |\n| --- | --- | --- |"
    written = inspect.get_annotations(
        kind
    )  # as in the code: reading JSON replaces an attribute's own by classes
    for attribute in attrs.fields(kind):
        if attribute.init:
            shown = type_name(written[attribute.name]).replace("|", "\\|")
            yield f"| `{attribute.name}` | `{shown}` | {default(attribute)} |"
    yield ""


def protocol_part(kind: type[Any]) -> Iterator[str]:
    yield f"### {kind.__name__}\n"
    yield f"{prose(kind)}\n"
    for name, member in vars(kind).items():
        function = member.fget if isinstance(member, property) else member
        if inspect.isfunction(function) and function.__doc__ and (name == "__call__" or name[0] != "_"):
            words = (
                str(inspect.signature(function))
                .replace("'", "")
                .replace("(self, ", "(")
                .replace("(self)", "()")
            )
            shown = f"{name}{words.replace('()', '', 1) if isinstance(member, property) else words}"
            yield f"- `{type_name(shown)}`: {prose(function)}"
    yield ""


def versions_part() -> Iterator[str]:
    """Since when every hook, argument and key of a manifest is there."""
    yield "## Versions\n"
    yield (
        "`mkb partners check PATH --against VERSION` holds a plugin against any version of this table, also one that is only "
        "announced, and says what to do.\n"
    )
    yield "| what | since | deprecated | removed |\n| --- | --- | --- | --- |"
    retired = {one.hook: one for one in DEPRECATIONS}
    for name, since in sorted(HISTORY.items(), key=lambda one: (one[0].startswith("manifest."), one[0])):
        one = retired.get(name)
        kind, _, key = name.partition(".")
        shown = f"key `{key}` of the manifest" if kind == "manifest" else f"`{name}`"
        yield f"| {shown} | {since} | {one.since if one else ''} | {one.removed_in if one else ''} |"
    yield ""


def enumerations() -> list[type[enum.Enum]]:
    """The enumerations that the classes use, in that order."""
    found: dict[type[enum.Enum], None] = {}
    for kind in CLASSES:
        for hint in typing.get_type_hints(kind).values():
            for one in (hint, *typing.get_args(hint)):
                if isinstance(one, type) and issubclass(one, enum.Enum):
                    found.setdefault(one)
    return list(found)


def hooks_page() -> str:
    """The whole page."""
    parts = [HEAD.format(version=HOOK_API)]
    for name, function, options in hooks():
        parts += hook_part(name, function, options)
    parts += versions_part()
    parts.append("## Deprecations\n")
    parts += [
        f"- `{one.hook}`: since {one.since}, removed in {one.removed_in}; instead: {one.replacement}"
        for one in DEPRECATIONS
    ] or ["None so far."]
    parts.append("\n## What hooks give and get\n")
    parts.append(
        "Frozen classes of `mkb_core.hooks` and `mkb_core.domain`. A field without a default must be given.\n"
    )
    for kind in CLASSES:
        parts += class_part(kind)
    for kind in PROTOCOLS:
        parts += protocol_part(kind)
    parts.append("### Lists of values\n")
    parts.append("| name | values | what it is |\n| --- | --- | --- |")
    for one in enumerations():
        values = ", ".join(f"`{member.value}`" for member in one)
        parts.append(f"| {one.__name__} | {values} | {prose(one)} |")
    return "\n".join(parts).rstrip() + "\n"


def main() -> None:
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    Path(PAGE).write_text(hooks_page(), "utf-8")


if __name__ == "__main__":
    main()
