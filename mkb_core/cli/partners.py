"""``mkb partners``: who takes part, with what, and whose plugin is at fault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from mkb_core.catalogue.phrases import PARTNER_KIND
from mkb_core.cli.exits import Exit
from mkb_core.cli.options import Json, Lang, Language
from mkb_core.cli.printing import print_json, printable, table
from mkb_core.cli.printing import show as show_parts
from mkb_core.cli.quality_view import quality_json, quality_parts, tier_line
from mkb_core.cli.startup import assembled, settings, tell_unknown_variables
from mkb_core.cli.words import word
from mkb_core.codec import to_json
from mkb_core.errors import NotFound
from mkb_core.quality.rules import Tier
from mkb_core.runtime.host import Plugin, PluginState
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.partner_notices import day_words
from mkb_core.workflows.plugin_overview import (
    STATE_WORDS,
    ShownFault,
    ShownPlugin,
    moment_words,
    plugin_overview,
)

if TYPE_CHECKING:
    from rich.table import Table


def list_partners(*, json: Json = False, lang: Lang = "nl") -> int:
    """List the partners and the state of their plugins."""
    made = assembled(settings())
    tell_unknown_variables(made, lang)
    rows = [_row(made, partner, lang) for partner in _partners(made)]
    plugins = plugin_overview(made, lang)
    if json:
        print_json({"partners": rows, "plugins": to_json(plugins)})
        return Exit.OK
    grid = table("Id", *(word(key, lang) for key in ("partner", "kind", "services", "tier", "state")))
    for row in rows:
        kind = PARTNER_KIND[row["kind"]].in_language(lang) if row["kind"] else "-"
        grid.add_row(
            row["id"],
            row["name"],
            kind,
            str(row["services"]),
            row["tier_label"],
            _state(made, row, lang),
        )
    faults = [fault for plugin in plugins for fault in plugin.faults]
    show_parts([grid, plugin_table(plugins, lang), *_fault_parts(faults, lang)])
    return Exit.OK


def show(
    partner: Annotated[str, Parameter(help="Id of the partner, as in the list.")],
    /,
    *,
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Show what a partner offers, under which conditions, and the faults of its plugin."""
    made = assembled(settings())
    plugin = _plugin_of(made, partner)
    declaration = made.catalogue.declarations.get(partner)
    if plugin is None and declaration is None:
        raise NotFound(kind="partner", key=partner)
    stands = [one for one in plugin_overview(made, lang) if plugin is not None and one.id == plugin.id]
    faults = [fault for one in stands for fault in one.faults]
    quality = made.qualities.of_partner(made, partner)
    if json:
        shown = _row(made, partner, lang) | {
            "faults": to_json(tuple(faults)),
            "plugins": to_json(tuple(stands)),
            **({} if quality is None else quality_json(quality, lang)),
        }
        print_json(shown | {"declaration": None if declaration is None else to_json(declaration)})
        return Exit.OK
    if declaration is None:
        print(word("no-declaration", lang))
    else:
        from mkb_core.cli.partner_view import declaration_parts

        show_parts(declaration_parts(declaration, lang))
    told = (
        quality_parts(quality, lang)
        if quality
        else tier_line(made.qualities.tier_words(made, partner, lang), lang)
    )
    show_parts([*told, plugin_table(stands, lang), *_fault_parts(faults, lang)])
    return Exit.OK


def _partners(made: Installation) -> list[str]:
    """Those of the catalogue, and those that a manifest names but whose declaration is missing or refused."""
    named = {partner for plugin in made.host.plugins.values() for partner in plugin.partners}
    return sorted(named | set(made.catalogue.declarations))


def _plugin_of(made: Installation, partner: str) -> Plugin | None:
    return next((plugin for plugin in made.host.plugins.values() if partner in plugin.partners), None)


def _row(made: Installation, partner: str, language: Language) -> dict[str, Any]:
    plugin = _plugin_of(made, partner)
    declaration = made.catalogue.declarations.get(partner)
    last_good = made.last_good.get(partner)
    state = "failing" if declaration is None else "loaded" if last_good is None else "stale"
    if plugin is not None and declaration is None and plugin.state.value != "loaded":
        state = plugin.state.value
    return {
        "id": partner,
        "name": declaration.partner.name if declaration else partner,
        "kind": declaration.partner.kind.value if declaration else None,
        "description": declaration.partner.description.in_language(language) if declaration else None,
        "website": declaration.partner.website if declaration else None,
        "services": len(declaration.services) if declaration else 0,
        "items": len(declaration.items) if declaration else 0,
        "version": made.catalogue.members.get(partner),
        "plugin": plugin.id if plugin else None,
        "state": state,
        "last_good": last_good.isoformat() if last_good else None,
        "tier": _tier(made, partner).value,
        "tier_label": made.qualities.tier_words(made, partner, language),
    }


def _tier(made: Installation, partner: str) -> Tier:
    quality = made.qualities.of_partner(made, partner)
    return Tier.NONE if quality is None else quality.tier


def _state(made: Installation, row: dict[str, Any], language: Language) -> str:
    """In a few words; of what day the data are, where they are not of now."""
    last_good = made.last_good.get(row["id"])
    if last_good is None:
        return STATE_WORDS[PluginState(row["state"])].in_language(language)
    day = day_words(last_good, made.settings.clock().date(), language)
    return word("data-of", language, day=day)


def plugin_table(plugins: Iterable[ShownPlugin], language: Language) -> Table:
    """How the plugins stand: state since when, how their code is reached, and how well it is shut in."""
    grid = table(*(word(key, language) for key in ("plugin", "standing", "since", "transport", "protection")))
    for one in plugins:
        since = moment_words(one.since, language) if one.since else "-"
        grid.add_row(one.id, one.state_label, since, one.transport_label, one.protection_label or "-")
    return grid


def _fault_parts(faults: list[ShownFault], language: Language) -> list[str]:
    return [word("faults", language), *(f"  {_fault(one, language)}" for one in faults)] if faults else []


def _fault(fault: ShownFault, language: Language) -> str:
    since = (
        f" ({word('since', language).lower()} {moment_words(fault.since, language)})" if fault.since else ""
    )
    return f"{printable(fault.message)}{since}"
