"""The name of a new partner package, and all that follows from it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date

from attrs import field, frozen

from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.markers import HOOK_API
from mkb_core.scaffold.templates import fill, in_languages, quoted

LONGEST_NAME = 40
LONGEST_TITLE = 80
CONTACT = "desk@example.org"
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")


def _module_name(name: str) -> str:
    return name.replace("-", "_")


@frozen
class NewPartner:
    """``name`` as it stands in module names; ``languages`` and ``topics`` are those of ``region``, ``today`` the date of all
    sources.

    The name and title are those that :func:`check_names` lets through.
    """

    name: str = field(converter=_module_name)
    title: str
    languages: Sequence[str]
    topics: Sequence[str]
    today: date
    region: str

    @property
    def id(self) -> str:
        """Id of the plugin and of its partner."""
        return self.name.replace("_", "-")

    @property
    def package(self) -> str:
        """Name of the module."""
        return f"mkb_partner_{self.name}"

    @property
    def distribution(self) -> str:
        """Name by which it is installed."""
        return f"mkb-partner-{self.id}"

    def package_files(self) -> dict[str, str]:
        """Path to content of a package with rules, fees, a feed, scenarios and tests."""
        return self._in_languages(fill("partner", self._placeholders()))

    def data_file(self) -> dict[str, str]:
        """Name and content of the one file of a partner that is data only: the same offer, with a table ``[plugin]``."""
        offer = self.package_files()[f"{self.package}/{self.name}.toml"]
        placeholders = {**self._placeholders(), "offer": offer[offer.index("[partner]") :]}
        return self._in_languages(fill("partner_file", placeholders))

    def _in_languages(self, files: dict[str, str]) -> dict[str, str]:
        return {
            path: in_languages(words, self.languages) if path.endswith(".toml") else words
            for path, words in files.items()
        }

    def _placeholders(self) -> dict[str, str]:
        major, minor = HOOK_API.split(".")[:2]
        titles = {"nl": "Een avond om plannen te lezen", "en": "An evening to read plans"}
        return {
            "name": self.name,
            "id": self.id,
            "package": self.package,
            "distribution": self.distribution,
            "variable": self.name.upper(),
            "title": self.title,
            "quoted_title": quoted(self.title),
            "quoted_description": quoted(f"{self.title}: services and their conditions"),
            "docstring": _docstring(self.title),
            "contact": CONTACT,
            "hook_api": f"{major}.{minor}",
            "hook_api_below": str(int(major) + 1),
            "today": self.today.isoformat(),
            "region": self.region,
            "first_topic": self.topics[0],
            "second_topic": self.topics[-1],
            "languages": f"[{', '.join(map(quoted, self.languages))}]",
            "news_columns": ";".join(f"title_{language}" for language in self.languages),
            "news_title": ";".join(titles.get(language, titles["en"]) for language in self.languages),
        }


def check_names(name: str, title: str, taken: Collection[str]) -> None:
    """Raises :class:`InvalidInput` with all that is wrong; ``taken`` are the names in use, with hyphens."""
    faults = []
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        faults.append(InputFault("NAME", "name-form", {"limit": LONGEST_NAME}))
    elif name.replace("_", "-") in taken:
        faults.append(InputFault("NAME", "name-taken", {"value": name}))
    if not title.strip() or not title.isprintable() or len(title) > LONGEST_TITLE:
        faults.append(InputFault("--title", "title-form", {"limit": LONGEST_TITLE}))
    if faults:
        raise InvalidInput(faults)


def _docstring(title: str) -> str:
    """As code: a title may hold quotation marks."""
    safe = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'"""{safe}: services and their conditions."""'
