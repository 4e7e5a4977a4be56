"""A partner's tier and what the next one needs, on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mkb_core.cli.options import Language
from mkb_core.cli.printing import printable
from mkb_core.quality.rules import TIER_LABEL
from mkb_core.quality.scale import Quality, RuleState
from mkb_core.text import Text, text

if TYPE_CHECKING:
    from rich.console import RenderableType

WORDS: dict[str, Text] = {
    "tier": text(nl="Niveau: {tier}", en="Tier: {tier}"),
    "next": text(nl="Voor {tier} ontbreekt:", en="Missing for {tier}:"),
    "top": text(nl="Alle regels zijn gehaald.", en="All rules are met."),
    "more": text(nl="en nog {count}", en="and {count} more"),
}
#: what one rule misses is shown up to here; ``--json`` has all
MOST_SHOWN = 8


def word(key: str, language: str, **facts: object) -> str:
    """A sentence with its facts filled in."""
    return WORDS[key].in_language(language).format_map(facts)


def quality_parts(quality: Quality | None, language: Language) -> Iterator[RenderableType]:
    """The tier, and every rule that the next one still needs; nothing where there is no package to judge."""
    from rich.padding import Padding
    from rich.text import Text as Words

    if quality is None:
        return
    yield from tier_line(TIER_LABEL[quality.tier].in_language(language), language)
    if quality.next_tier is None:
        yield Words(word("top", language))
        return
    yield Words(word("next", language, tier=TIER_LABEL[quality.next_tier].in_language(language)))
    for state in quality.missing_for_next:
        yield Words(f"  ○ {state.rule.label.in_language(language)} ({state.rule.id})")
        lines = [one.in_language(language) for one in state.missing[:MOST_SHOWN]]
        if len(state.missing) > MOST_SHOWN:
            lines.append(word("more", language, count=len(state.missing) - MOST_SHOWN))
        if state.statement is not None:
            lines.append(state.statement.reason.in_language(language))
        for line in lines:
            yield Padding(Words(printable(line)), (0, 0, 0, 6))


def tier_line(tier: str, language: Language) -> Iterator[RenderableType]:
    """A tier, or why there is none, as a heading."""
    from rich.text import Text as Words

    yield Words("")
    yield Words(word("tier", language, tier=tier), style="bold")


def quality_json(quality: Quality, language: Language) -> dict[str, Any]:
    """A tier with its rules as JSON."""
    return {
        "tier": quality.tier.value,
        "tier_label": TIER_LABEL[quality.tier].in_language(language),
        "rules": [rule_json(one, language) for one in quality.rules],
    }


def rule_json(state: RuleState, language: Language) -> dict[str, Any]:
    """One rule of the scale as JSON."""
    line = state.statement
    return {
        "id": state.rule.id,
        "tier": state.rule.tier.value,
        "label": state.rule.label.in_language(language),
        "met": state.met,
        "missing": [one.in_language(language) for one in state.missing],
        "reason": line.reason.in_language(language) if line and not state.met else None,
        "stated_on": line.on.isoformat() if line else None,
    }
