"""The name of a new region package, and all that follows from it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from attrs import field, frozen

from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.markers import HOOK_API
from mkb_core.scaffold.templates import fill, in_languages, quoted

#: languages in which a topic may have words, each with a question that the example region reads as one about growth
QUESTIONS: Mapping[str, str] = {
    "nl": "Wij willen groeien van 12 naar 30 medewerkers, wie denkt mee over een plan?",
    "en": "We want to grow from 12 to 30 employees, who thinks along about a plan?",
    "de": "Wir wollen von 12 auf 30 Mitarbeiter wachsen, wer denkt mit?",
}
#: languages whose words come with the plugin that reads questions; a region brings those of any other
READ_ANYWAY = frozenset({"nl", "en"})
_COUNTRY = re.compile(r"[A-Z]{2}")
_TABLE = re.compile(r"^\[(\w+)\]\n(?:(?!\[).*\n?)*", re.MULTILINE)


def _module_name(name: str) -> str:
    return name.replace("-", "_")


@frozen
class NewRegion:
    """``name`` as it stands in module names; ``country`` in two capitals; ``languages`` the first one first; ``today`` the
    date of all sources. They are those that :func:`check_region` lets through."""

    name: str = field(converter=_module_name)
    title: str
    country: str
    languages: Sequence[str]
    today: date

    @property
    def package(self) -> str:
        """Name of the region's module."""
        return f"mkb_plugin_region_{self.name}"

    @property
    def files(self) -> dict[str, str]:
        """Path to content of the package."""
        files = {
            path: self._in_languages(path, words)
            for path, words in fill("region", self._placeholders()).items()
        }
        for path, words in fill("region_language", {"name": self.name}).items():
            if path.removesuffix(".toml") in self._brought:
                files[f"{self.package}/languages/{path}"] = words
        return files

    @property
    def _brought(self) -> list[str]:
        return [language for language in self.languages if language not in READ_ANYWAY]

    def _in_languages(self, path: str, words: str) -> str:
        if not path.endswith(".toml"):
            return words
        words = in_languages(words, self.languages)
        if "/topics/" not in path:
            return words
        return _TABLE.sub(lambda table: table[0] if table[1] in self.languages else "", words).rstrip() + "\n"

    def _placeholders(self) -> dict[str, str]:
        question = QUESTIONS[self.languages[0]]
        id_ = self.name.replace("_", "-")
        entries = "".join(f'{language} = "{self.package}"\n' for language in self._brought)
        label = ", ".join(f"{language} = {quoted(self.title)}" for language in self.languages)
        safe = self.title.replace("\\", "\\\\").replace('"', '\\"')
        return {
            "name": self.name,
            "id": id_,
            "package": self.package,
            "partner_package": f"mkb_partner_{self.name}_desk",
            "distribution": f"mkb-plugin-region-{id_}",
            "title": self.title,
            "quoted_title": quoted(self.title),
            "quoted_description": quoted(f"The region {self.title} as data"),
            "docstring": f'"""The region {safe}: all of it is data in ``region.toml``, ``topics/`` and ``budget.toml``."""',
            "label": f"{{{label}}}",
            "country": self.country,
            "languages": f"[{', '.join(map(quoted, self.languages))}]",
            "first_language": self.languages[0],
            "question": question,
            "quoted_question": quoted(question),
            "language_entries": f'\n[project.entry-points."mkb.language"]\n{entries}' if entries else "",
            "hook_api_below": str(int(HOOK_API.partition(".")[0]) + 1),
            "today": self.today.isoformat(),
            "year": str(self.today.year),
            "first_year": str(self.today.year + 1),
            "second_year": str(self.today.year + 2),
        }


def check_region(country: str, languages: Sequence[str]) -> None:
    """Raises :class:`InvalidInput` where no region can be made for them."""
    faults = []
    if not _COUNTRY.fullmatch(country):
        facts = {"expected": '"NL", "DE", "BE"', "got": quoted(country[:10])}
        faults.append(InputFault("--country", "wrong-type", facts))
    faults += [
        InputFault("--language", "not-allowed", {"value": language[:10]})
        for language in languages
        if language not in QUESTIONS
    ]
    if len(set(languages)) != len(languages):
        faults.append(InputFault("--language", "duplicate", {"value": ", ".join(languages)}))
    if faults:
        raise InvalidInput(faults)
