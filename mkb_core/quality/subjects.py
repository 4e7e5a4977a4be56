"""What is checked: a plugin behind its port, with its manifest and folder where they are at hand, in one region."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from mkb_core.catalogue import Catalogue, build_catalogue
from mkb_core.criteria import CORE_FIELDS, FieldRegistry
from mkb_core.domain.questions import QuestionAnalyser
from mkb_core.errors import InvalidInput, SourceUnavailable
from mkb_core.hooks.contracts import PARTNER_HOOKS
from mkb_core.hooks.declarations import Item, PartnerDeclaration, RegionDefinition, Service
from mkb_core.hooks.outside import Outside
from mkb_core.quality.samples import NO_SAMPLES, Samples
from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.manifests import Manifest
from mkb_core.runtime.ports import Port, PortFailed

DECLARE = "mkb_declare_partners"
#: what a plugin may take to be loaded, before its first hook is asked
SECONDS_TO_LOAD = 10.0


@frozen
class Surroundings:
    """Where the partner is to work: the region, how questions are read there, and the day of the check."""

    region: RegionDefinition
    analyser: QuestionAnalyser
    on: date
    registry: FieldRegistry = CORE_FIELDS


@frozen
class Asked:
    """One call of a hook: its JSON result, or why there is none; ``seconds`` is how long it took."""

    seconds: float
    data: Any = None
    failure: PortFailed | None = None
    unavailable: SourceUnavailable | None = None
    invalid: InvalidInput | None = None
    #: what the plugin printed and logged meanwhile, where it has a process of its own
    output: str = ""

    @property
    def answered(self) -> bool:
        """Did it give a result?"""
        return self.failure is None and self.unavailable is None and self.invalid is None

    @property
    def reason(self) -> str:
        """Why there is no result, in one line."""
        return str(self.failure or self.unavailable or self.invalid or "")


#: declares in a fresh process, under another hash seed, clock and working folder; gives the JSON
Afresh = Callable[[int], Any]


@define(eq=False)
class Subject:
    """A plugin under check. ``folder`` is its package, ``None`` where it is out of reach (a partner's own server)."""

    id: str
    port: Port
    surroundings: Surroundings
    manifest: Manifest | None
    manifest_fault: str | None = None
    folder: Path | None = None
    afresh: Afresh | None = None
    samples: Samples = NO_SAMPLES
    scenario_texts: Mapping[str, str] = field(factory=dict)
    #: hook to the longest time that it took so far
    slowest: dict[str, float] = field(factory=dict, init=False)
    #: hooks that missed their deadline: they are not asked again, so that a check comes to an end
    hung: dict[str, PortFailed] = field(factory=dict, init=False)
    _declared: Asked | None = field(default=None, init=False)
    _hooks: frozenset[str] | PortFailed | None = field(default=None, init=False)
    _catalogue: Catalogue | None = field(default=None, init=False)
    _analyses: dict[str, Any] = field(factory=dict, init=False)

    def ask(self, hook: str, values: Mapping[str, Any], outside: Outside | None = None) -> Asked:
        """Call a hook within its contract; nothing is raised but what is no answer to a call."""
        if hook in self.hung:
            return Asked(0.0, failure=self.hung[hook])
        asked = self._ask(hook, values, outside)
        if asked.failure is not None and asked.failure.kind is FaultKind.TIME_OUT:
            self.hung[hook] = asked.failure
        self.slowest[hook] = max(asked.seconds, self.slowest.get(hook, 0.0))
        output = getattr(self.port, "output", None)
        return evolve(asked, output=output()) if output is not None else asked

    def _ask(self, hook: str, values: Mapping[str, Any], outside: Outside | None) -> Asked:
        contract = PARTNER_HOOKS[hook]
        arguments = contract.write_arguments(values)
        began = time.perf_counter()
        try:
            data = self.port.call(hook, arguments, contract.seconds, outside)
        except PortFailed as failure:
            return Asked(time.perf_counter() - began, failure=failure)
        except SourceUnavailable as error:
            return Asked(time.perf_counter() - began, unavailable=error)
        seconds = time.perf_counter() - began
        try:
            contract.read_result(data)
        except InvalidInput as refusal:
            return Asked(seconds, data, invalid=refusal)
        return Asked(seconds, data)

    @property
    def has_own_outside(self) -> bool:
        """Does it go outside by ways of its own, on its partner's server?"""
        return bool(getattr(self.port, "has_own_outside", False))

    @property
    def hooks(self) -> frozenset[str]:
        """The hooks that it implements; none where it cannot be loaded (which the check of types tells)."""
        if self._hooks is None:
            try:
                self._hooks = self.port.hooks(SECONDS_TO_LOAD)
            except PortFailed as failure:
                self._hooks = failure
        return frozenset() if isinstance(self._hooks, PortFailed) else self._hooks

    @property
    def load_failure(self) -> PortFailed | None:
        """Why it cannot be loaded."""
        return None if self.hooks or not isinstance(self._hooks, PortFailed) else self._hooks

    def declare(self) -> Asked:
        """The declarations, asked once; after the plugin was loaded, so that the time is that of the hook alone."""
        if self._declared is None:
            failure = self.load_failure
            if failure is None and DECLARE not in self.hooks:
                failure = PortFailed(FaultKind.UNKNOWN_HOOK, f"{DECLARE} is not in this plugin")
            self._declared = Asked(0.0, failure=failure) if failure else self.ask(DECLARE, {})
        return self._declared

    @property
    def declarations(self) -> tuple[PartnerDeclaration, ...]:
        """What it declares; nothing where that cannot be read (which the check of types tells)."""
        asked = self.declare()
        if not asked.answered:
            return ()
        read: tuple[PartnerDeclaration, ...] = PARTNER_HOOKS[DECLARE].read_result(asked.data)
        return read

    @property
    def catalogue(self) -> Catalogue:
        """A catalogue of this plugin's partners alone."""
        if self._catalogue is None:
            known = {topic.id for topic in self.surroundings.region.topics}
            sound = [one for one in self.declarations if _topics(one) <= known]
            self._catalogue = build_catalogue(self.surroundings.region, sound, self.surroundings.analyser)
        return self._catalogue

    def remembered(self, question: str, make: Callable[[str], Any]) -> Any:
        """The analysis of a question, made once."""
        if question not in self._analyses:
            self._analyses[question] = make(question)
        return self._analyses[question]


def _topics(declaration: PartnerDeclaration) -> set[str]:
    offers: tuple[Service | Item, ...] = (*declaration.services, *declaration.items)
    return {one.topic for offer in offers for one in offer.topics}
