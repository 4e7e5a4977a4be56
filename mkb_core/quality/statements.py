"""``quality.toml``: what is done, still to do, or does not concern a package, each with a reason and a date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

from attrs import field, frozen

from mkb_core.codec import from_json
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.hooks.declaration_files import parse_toml
from mkb_core.quality.rules import RULE, QualityRule
from mkb_core.text import Text

FILE = "quality.toml"


class Standing(Enum):
    """What a line says of a rule."""

    DONE = "done"
    TODO = "todo"
    EXEMPT = "exempt"


@frozen
class Statement:
    """One line. ``reason`` is a text per language, or one text in the partner's own. ``on`` is when it was written or done, ``by`` who says so; ``package`` is the hash of the package that
    a replay was done with (its first characters are enough)."""

    state: Standing
    reason: Text
    on: date
    by: str | None = None
    package: str | None = None

    def counts(self, rule: QualityRule, today: date, files: str) -> bool:
        """Does it meet a rule that is stated: done by somebody, not too long ago, of this very package where that matters?"""
        if self.state is Standing.EXEMPT:
            return rule.may_be_exempt
        if self.state is not Standing.DONE or self.on > today:
            return False
        if rule.lasts_days is not None and today - self.on > timedelta(days=rule.lasts_days):
            return False
        if rule.id == "replayed":
            return self.package is not None and len(self.package) >= 12 and files.startswith(self.package)
        return bool(self.by and self.by.strip())


@frozen
class _File:
    rules: Mapping[str, Statement] = field(factory=dict)


def read_statements(words: str) -> Mapping[str, Statement]:
    """Rule to what is said of it; raises :class:`InvalidInput` with all faults."""
    try:
        statements = from_json(_File, _in_languages(parse_toml(words, FILE))).rules
    except InvalidInput as refusal:
        raise InvalidInput([one if one.path == FILE else one.under(FILE) for one in refusal.faults]) from None
    faults = []
    for rule, statement in statements.items():
        at = f"{FILE}.rules.{rule}"
        if rule not in RULE:
            faults.append(InputFault(at, "unknown-name", {"value": rule}))
        if not all(words.strip() for words in statement.reason.as_dict().values()):
            faults.append(InputFault(f"{at}.reason", "empty"))
        if statement.state is Standing.EXEMPT and rule in RULE and not RULE[rule].may_be_exempt:
            faults.append(InputFault(f"{at}.state", "not-allowed", {"value": "exempt"}))
    if faults:
        raise InvalidInput(faults)
    return statements


def _in_languages(data: dict[str, Any]) -> dict[str, Any]:
    """A reason in one language only is taken as Dutch, which every region of the approach falls back to."""
    rules = data.get("rules")
    for line in rules.values() if isinstance(rules, dict) else ():
        if isinstance(line, dict) and isinstance(line.get("reason"), str):
            line["reason"] = {"nl": line["reason"]}
    return data


def statements_of(folder: Path) -> Mapping[str, Statement]:
    """The statements of a package; none where it has no such file."""
    file = folder / FILE
    return read_statements(file.read_text("utf-8")) if file.is_file() else {}
