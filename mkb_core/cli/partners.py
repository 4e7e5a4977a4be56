"""``mkb partners``: who takes part, with what, and whose plugin is at fault."""

from __future__ import annotations

from typing import Annotated, Any

from cyclopts import Parameter

from mkb_core.catalogue.phrases import PARTNER_KIND
from mkb_core.cli.exits import Exit
from mkb_core.cli.options import Json, Lang, Language
from mkb_core.cli.printing import print_json, printable, table
from mkb_core.cli.printing import show as show_parts
from mkb_core.cli.startup import settings
from mkb_core.cli.words import word
from mkb_core.codec import to_json
from mkb_core.errors import NotFound
from mkb_core.runtime.host import Plugin
from mkb_core.workflows.assembly import Installation, assemble


def list_partners(*, json: Json = False, lang: Lang = "nl") -> int:
    """List the partners and the state of their plugins."""
    made = assemble(settings())
    rows = [_row(made, partner, lang) for partner in _partners(made)]
    plugins = [_plugin(plugin, lang) for plugin in made.host.plugins.values()]
    if json:
        print_json({"partners": rows, "plugins": plugins})
        return Exit.OK
    grid = table("Id", *(word(key, lang) for key in ("partner", "kind", "services", "state")))
    for row in rows:
        kind = PARTNER_KIND[row["kind"]].in_language(lang) if row["kind"] else "-"
        grid.add_row(row["id"], row["name"], kind, str(row["services"]), word(row["state"], lang))
    show_parts([grid, *_fault_parts([fault for plugin in plugins for fault in plugin["faults"]], lang)])
    return Exit.OK


def show(
    partner: Annotated[str, Parameter(help="Id of the partner, as in the list.")],
    /,
    *,
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Show what a partner offers, under which conditions, and the faults of its plugin."""
    made = assemble(settings())
    plugin = _plugin_of(made, partner)
    declaration = made.catalogue.declarations.get(partner)
    if plugin is None and declaration is None:
        raise NotFound(kind="partner", key=partner)
    faults = _plugin(plugin, lang)["faults"] if plugin else []
    if json:
        shown = _row(made, partner, lang) | {"faults": faults}
        print_json(shown | {"declaration": None if declaration is None else to_json(declaration)})
        return Exit.OK
    if declaration is None:
        print(word("no-declaration", lang))
    else:
        from mkb_core.cli.partner_view import declaration_parts

        show_parts(declaration_parts(declaration, lang))
    if faults:
        show_parts(_fault_parts(faults, lang))
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
    state = "loaded" if declaration is not None else "failing"
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
    }


def _plugin(plugin: Plugin, language: Language) -> dict[str, Any]:
    return {
        "id": plugin.id,
        "group": plugin.group,
        "version": plugin.version,
        "state": plugin.state.value,
        "partners": list(plugin.partners),
        "faults": [
            {
                "kind": fault.kind.value,
                "hook": fault.hook,
                "reason": fault.reason,
                "message": fault.sentence(language),
            }
            for fault in plugin.faults
        ],
    }


def _fault_parts(faults: list[dict[str, Any]], language: Language) -> list[str]:
    return (
        [word("faults", language), *(f"  {printable(fault['message'])}" for fault in faults)]
        if faults
        else []
    )
