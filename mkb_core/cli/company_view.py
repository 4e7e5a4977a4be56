"""A company as people read it on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from mkb_core.cli.options import Language
from mkb_core.cli.printing import printable, table
from mkb_core.cli.words import word
from mkb_core.criteria import CORE_FIELDS
from mkb_core.domain.companies import Company, Sourced
from mkb_core.domain.company_fields import COMPANY_FIELDS
from mkb_core.domain.completeness import missing_for
from mkb_core.domain.money import format_euros

YES_NO = {"nl": {True: "ja", False: "nee"}, "en": {True: "yes", False: "no"}}
#: a value to try, shown with the command that fills in what is missing
EXAMPLES = {
    "sbi_codes": "sbi=4321",
    "turnover_cents": "turnover=1.200.000",
    "founding_date": "founding_date=2012-05-01",
}


def company_parts(company: Company, language: Language, decision: str) -> Iterator[RenderableType]:
    """What is known with its provenance, where sources differ, and what is missing."""
    name = company.value("name")
    title = word("company", language, number=company.number) + (f" — {printable(name)}" if name else "")
    yield Text(title, style="bold")
    if company.fields:
        yield _known(company, language)
    conflicts = company.conflicts()
    if conflicts:
        yield Text(word("conflicts", language), style="bold yellow")
        for field, values in conflicts.items():
            yield Text(f"  {_label(field, language)}: {_all(field, values, language)}")
    yield from missing_parts(company, language, decision)


def missing_parts(company: Company, language: Language, decision: str) -> Iterator[RenderableType]:
    """What is still to be asked for a decision."""
    missing = missing_for(company, decision)
    if not missing:
        yield Text(f"✓ {word('complete', language)}", style="green")
        return
    yield Text(word("missing", language), style="bold")
    for field in missing:
        yield Text.assemble("  ? ", _question(field, language), (f"  {field}", "dim"))
    example = EXAMPLES.get(missing[0], f"{missing[0]}=...")
    yield Text(word("complete-hint", language, number=company.number, example=example), style="dim")


def shown_value(field: str, value: Any, language: Language) -> str:
    """One value in words."""
    if field.endswith("_cents"):
        return format_euros(value, language)
    if isinstance(value, bool):
        return YES_NO.get(language, YES_NO["en"])[value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return "; ".join(shown_value(field, one, language) for one in value)
    if hasattr(value, "__attrs_attrs__"):
        parts = (getattr(value, one.name) for one in value.__attrs_attrs__)
        return ", ".join(printable(str(part)) for part in parts if part is not None)
    return printable(str(value))


def _known(company: Company, language: Language) -> Any:
    grid = table(*(word(key, language) for key in ("field", "value", "source", "date")))
    for field in (name for name in COMPANY_FIELDS if name in company.fields):
        one = company.fields[field][0]
        shown = shown_value(field, one.value, language)
        grid.add_row(_label(field, language), shown, _origin(one), one.date.isoformat())
    return grid


def _all(field: str, values: tuple[Sourced, ...], language: Language) -> str:
    shown = [f"{shown_value(field, one.value, language)} ({_origin(one)}, {one.date})" for one in values]
    shown[0] += f" [{word('in-force', language)}]"
    return " / ".join(shown)


def _origin(one: Sourced) -> str:
    return printable(one.source if one.source == one.entered_by else f"{one.source} ({one.entered_by})")


def _label(field: str, language: Language) -> str:
    label = COMPANY_FIELDS[field].label.in_language(language)
    return label[:1].upper() + label[1:]


def _question(field: str, language: Language) -> str:
    known = CORE_FIELDS.get({"sbi_codes": "sbi_code"}.get(field, field))
    return known.asks.in_language(language) if known and known.asks else _label(field, language)
