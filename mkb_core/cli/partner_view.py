"""What a partner declares, as people read it on a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from mkb_core.catalogue import phrases
from mkb_core.cli.options import Language
from mkb_core.cli.words import word
from mkb_core.hooks.declarations import Item, PartnerDeclaration, Service


def declaration_parts(declaration: PartnerDeclaration, language: Language) -> Iterator[RenderableType]:
    """The partner, then its services and items with their conditions and sources."""
    partner = declaration.partner
    yield Text(f"{partner.name} ({partner.id})", style="bold")
    yield Text(partner.description.in_language(language))
    if partner.website:
        yield Text(partner.website, style="dim")
    for title, offers in (("services", declaration.services), ("items", declaration.items)):
        if offers:
            yield Text(f"\n{word(title, language)}", style="bold")
        for offer in offers:
            yield from _offer(offer, language)


def _offer(offer: Service | Item, language: Language) -> Iterator[RenderableType]:
    yield Text(f"  {offer.label.in_language(language)}  ({offer.id})", style="bold")
    lines = [Text(offer.summary.in_language(language))]
    for criterion in offer.conditions:
        plus = "" if criterion.hard else f" ({word('plus', language)})"
        lines.append(Text(f"• {criterion.label.in_language(language)}{plus}"))
    if not offer.confirmed:
        caution = phrases.to_confirm(offer.source.as_of, language)
        lines.append(Text(caution, style="dim"))
    for line in lines:
        yield Padding(line, (0, 0, 0, 4))
