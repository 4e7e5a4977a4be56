"""The plugin host: trusted plugins in this process, partner plugins only through their ports.

One plugin's fault, hang or crash never touches another's answer: see ``isolation`` for where partner code runs, and
``partner_plugin`` for what happens to one that fails.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import RLock
from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field

from mkb_core.budget.plan import BudgetPlan
from mkb_core.domain.companies import Sourced
from mkb_core.domain.questions import QuestionAnalyser
from mkb_core.domain.topics import Topic
from mkb_core.errors import NotFound
from mkb_core.hooks.declarations import PartnerDeclaration, RegionDefinition
from mkb_core.hooks.deliveries import DeliveryAnswer, ReferralDelivery
from mkb_core.hooks.fee_reports import FeeReport
from mkb_core.hooks.feeds import FeedPage, FeedRequest
from mkb_core.runtime import answers
from mkb_core.runtime.discovery import Found
from mkb_core.runtime.faults import FaultKind, PluginFault
from mkb_core.runtime.loading import MakeOutside, load_plugins
from mkb_core.runtime.merging import Check, merge, nothing_wrong
from mkb_core.runtime.partner_plugin import LOADING, PartnerPlugin
from mkb_core.runtime.plugins import Declared, HookFailed, Plugin, PluginState
from mkb_core.runtime.remembering import Remembering
from mkb_core.runtime.roster import Roster
from mkb_core.runtime.trusted import TrustedPlugins

if TYPE_CHECKING:  # cells are made of what POSIX systems offer
    from mkb_core.runtime.cells import Nursery

__all__ = ["HookFailed", "Plugin", "PluginHost", "PluginState", "load_plugins"]

LOOKS_UP = "mkb_look_up_company"


@define(eq=False)
class PluginHost:
    """Plugins by id. Made by :func:`load_plugins` and passed on; there is no global one. Safe between threads.

    Nothing of a partner is started before it is asked for something; :meth:`close` stops it all.
    """

    roster: Roster
    trusted: TrustedPlugins = field(repr=False)
    remembering: Remembering = field(repr=False)
    outsides: MakeOutside = field(repr=False)
    nursery: Nursery | None = field(default=None, repr=False)
    _check: Check = field(default=nothing_wrong, init=False, repr=False)
    _merging: RLock = field(factory=RLock, init=False, repr=False)

    @property
    def plugins(self) -> dict[str, Plugin]:
        """All plugins as they stand at this moment, trusted ones first."""
        return self.roster.plugins

    @property
    def faults(self) -> tuple[PluginFault, ...]:
        """All faults, by plugin."""
        return self.roster.faults

    def regions(self) -> dict[str, RegionDefinition]:
        """Region id to its definition, of every plugin that defines one."""
        return self.trusted.regions()

    def budget_plans(self) -> dict[str, BudgetPlan]:
        """Plan id to budget plan, of every plugin that declares some; asked anew each time."""
        return self.trusted.budget_plans()

    def make_analyser(self, topics: tuple[Topic, ...], languages: tuple[str, ...]) -> QuestionAnalyser | None:
        """The analyser of the first plugin that makes one for these topics; ``None`` where none does."""
        return self.trusted.make_analyser(topics, languages)

    def declarations(self) -> dict[str, PartnerDeclaration]:
        """Partner id to its declaration, as :meth:`declared` without a check."""
        return self.declared().declarations

    def declared(self, check: Check = nothing_wrong) -> Declared:
        """What all partners declare. Each plugin is asked once per fingerprint of its files, all of them side by side.

        Where a plugin fails, and where ``check`` finds its declaration faulty, the last good one counts. The check holds
        for this host from now on.
        """
        self._check = check
        self._read([plugin for plugin in self.roster.partners.values() if self._untried(plugin)])
        return self.merged()

    def merged(self) -> Declared:
        """The same from what is known, asking nobody."""
        with self._merging:
            self.remembering.recall()
            roster = self.roster
            before = roster.loads
            merged = merge(roster.partners.values(), roster.claims(), before, self._check)
            kept = {partner: load for partner, load in before.items() if partner not in merged.withdrawn}
            roster.loads = kept | dict(merged.loads)
            roster.used = merged.declared
            for plugin in roster.partners.values():
                plugin.judge(merged.faults[plugin.id])
            self.remembering.remember(before, merged.withdrawn)
            return merged.declared

    def read_again(self, plugin: str) -> bool:
        """Try a plugin again where its breaker allows it: was it tried? :meth:`merged` then tells what counts."""
        one = self.roster.partners[plugin]
        if not one.loading.allows():
            return False
        one.read()
        return True

    def renew(self, plugin: str, found: Found) -> None:
        """Go on with another version of a plugin's files; whether it is as good as the last is found out when it is read."""
        if found.manifest is not None and found.manifest.id != plugin:
            fault = PluginFault(plugin, FaultKind.MANIFEST, f"its id is {found.manifest.id} now: start again")
            found = evolve(found, manifest=None, fault=fault)
        old = self.roster.plugins[plugin]
        self.roster.replace(evolve(old, version=found.version, manifest=found.manifest or old.manifest))
        outside = self.outsides(found.manifest) if found.manifest else None
        self.roster.partners[plugin].renew(found, outside)

    def speaks_for(self, partner: str) -> str | None:
        """The one plugin that may declare a partner: its namesake, else the first whose manifest names it.

        Also while that plugin fails: a second claim never takes a partner over.
        """
        return self.roster.claims().get(partner)

    def implementing(self, hook: str) -> list[str]:
        """Ids of the plugins that implement a hook, sorted; a plugin that cannot be read implements none."""
        partners = list(self.roster.partners.values())
        self._read([plugin for plugin in partners if self._untried(plugin)])
        found = {plugin.id for plugin in partners if hook in plugin.hooks}
        return sorted(found.union(self.trusted.implementing(hook)))

    def registers(self) -> list[str]:
        """Ids of the plugins that look companies up and have a way outside, in the order in which they are asked."""
        partners = self.roster.partners
        asked = [plugin for plugin in self.implementing(LOOKS_UP) if plugin in partners]
        return [plugin for plugin in asked if partners[plugin].outside is not None]

    def look_up_company(self, number: str) -> tuple[str, Mapping[str, Sourced]] | None:
        """Company data of the first register that knows the number: plugin id and values; ``None`` where none does.

        Raises ``SourceUnavailable`` as the source said it, and :class:`HookFailed` for any other fault.
        """
        for plugin in self.registers():
            values = self._call(plugin, LOOKS_UP, answers.any_values, number=number)
            if values is not None:
                return plugin, values
        return None

    def fetch_feed(self, plugin: str, request: FeedRequest) -> FeedPage:
        """A page of one of a plugin's feeds. Raises as :meth:`deliver` does; ``NotFound`` where its manifest has no such feed."""
        manifest = self._partner(plugin).found.manifest
        if manifest is None or request.feed not in manifest.feeds:
            raise NotFound(kind="feed", key=f"{plugin}/{request.feed.value}")
        page: FeedPage = self._call(plugin, "mkb_fetch_feed", answers.page_of(request), request=request)
        return page

    def deliver(self, plugin: str, delivery: ReferralDelivery) -> DeliveryAnswer:
        """Hand a referral to a partner. Raises :class:`NotFound` where the plugin is not there or speaks for another,
        :class:`HookFailed` for its fault, and ``SourceUnavailable`` where the partner's own system gives no answer."""
        self._partner(plugin)
        if self.speaks_for(delivery.partner) != plugin:
            raise NotFound(kind="partner", key=delivery.partner)
        answer: DeliveryAnswer = self._call(
            plugin, "mkb_deliver_referral", answers.answer_to(delivery), delivery=delivery
        )
        return answer

    def report_fees(self, plugin: str, quarter: str) -> FeeReport:
        """What a plugin reports about a quarter. Raises as :meth:`deliver` does."""
        partners = [partner for partner, owner in self.roster.claims().items() if owner == plugin]
        report: FeeReport = self._call(
            plugin, "mkb_report_fees", answers.report_on(quarter, partners), quarter=quarter
        )
        return report

    def close(self) -> None:
        """Stop everything that runs for partners. May be called twice."""
        for plugin in self.roster.partners.values():
            plugin.close()
        if self.nursery is not None:
            self.nursery.close()

    def _call(self, plugin: str, hook: str, about: answers.About, **values: Any) -> Any:
        partner = self._partner(plugin)
        if partner.reading is None:
            self._read([partner])
        if hook not in partner.hooks:
            if fault := next(iter(partner.faults.of(LOADING)), None):
                raise HookFailed(fault)
            raise NotFound(kind="hook", key=f"{plugin}/{hook}")
        try:
            return partner.call(hook, about, **values)
        finally:
            self.remembering.remember(self.roster.loads)

    def _partner(self, plugin: str) -> PartnerPlugin:
        if plugin not in self.roster.partners:
            raise NotFound(kind="plugin", key=plugin)
        return self.roster.partners[plugin]

    def _untried(self, plugin: PartnerPlugin) -> bool:
        self.remembering.recall()
        return plugin.reading is None and not plugin.tried

    def _read(self, plugins: Collection[PartnerPlugin]) -> None:
        """Read these side by side, where their breakers allow: a hang costs its own deadline only."""
        self.remembering.recall()
        waiting = [one for one in plugins if one.reading is None and one.loading.allows()]
        if waiting:
            with ThreadPoolExecutor(len(waiting), "mkb-plugin") as threads:
                list(threads.map(PartnerPlugin.read, waiting))
            self.merged()
