"""The tier of every partner plugin of an installation: read when the catalogue is, so that a request only looks it up."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from threading import Lock
from typing import TYPE_CHECKING

from attrs import define, field

from mkb_core.hooks.declarations import PartnerDeclaration
from mkb_core.quality.rules import TIER_LABEL, Tier
from mkb_core.quality.scale import Facts, Quality, gather, quality_of
from mkb_core.text import text

if TYPE_CHECKING:
    from mkb_core.workflows.assembly import Installation

NO_SERVICES = text(nl="nog geen diensten", en="no services yet")


@define(eq=False)
class Qualities:
    """Plugin to its tier, computed once per catalogue and day. Safe between threads."""

    _facts: tuple[str, Mapping[str, Facts]] = field(default=("", {}), init=False, repr=False)
    _tiers: tuple[tuple[str, date] | None, Mapping[str, Quality]] = field(
        default=(None, {}), init=False, repr=False
    )
    _lock: Lock = field(factory=Lock, init=False, repr=False)

    def by_plugin(self, made: Installation) -> Mapping[str, Quality]:
        """Plugin id to its quality, today."""
        version, today = made.catalogue.version, made.settings.clock().date()
        key, tiers = self._tiers
        if key == (version, today):
            return tiers
        with self._lock:
            if self._facts[0] != version:
                self._facts = (version, _facts_of(made))
            tiers = {plugin: quality_of(facts, today) for plugin, facts in self._facts[1].items()}
            self._tiers = ((version, today), tiers)
        return tiers

    def of_partner(self, made: Installation, partner: str) -> Quality | None:
        """The quality of the plugin that speaks for a partner; ``None`` where none does, and where the partner has no
        services yet: what its package reached is the work of others."""
        declaration = made.catalogue.declarations.get(partner)
        if declaration is not None and not declaration.services:
            return None
        plugin = made.host.speaks_for(partner)
        return None if plugin is None else self.by_plugin(made).get(plugin)

    def tier_words(self, made: Installation, partner: str, language: str) -> str:
        """A partner's tier, or why it has none."""
        return tier_words(made.catalogue.declarations.get(partner), self.of_partner(made, partner), language)


def tier_words(declaration: PartnerDeclaration | None, quality: Quality | None, language: str) -> str:
    """A tier in words; of a partner without services, that it has none yet."""
    if declaration is not None and not declaration.services:
        return NO_SERVICES.in_language(language)
    return TIER_LABEL[Tier.NONE if quality is None else quality.tier].in_language(language)


def _facts_of(made: Installation) -> dict[str, Facts]:
    declarations = made.catalogue.declarations
    return {
        plugin: gather(
            one.found.folder,
            one.found.manifest,
            [declarations[partner] for partner in _partners(made, plugin) if partner in declarations],
            made.catalogue.region,
        )
        for plugin, one in made.host.roster.partners.items()
    }


def _partners(made: Installation, plugin: str) -> tuple[str, ...]:
    return made.host.plugins[plugin].partners
