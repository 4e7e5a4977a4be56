"""What differs between two decisions, in sentences; a partner's reader sees names and labels, not ids."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from mkb_core.catalogue.catalogue import Catalogue
from mkb_core.catalogue.changes import ConditionChange, DecisionChanges, OfferChange, RejectionChange
from mkb_core.catalogue.phrases import FIT, ROUTE_LABEL
from mkb_core.criteria import CORE_FIELDS, Criterion
from mkb_core.text import text

OUTCOME = {
    "held": text(nl="klopt", en="holds"),
    "failed": text(nl="klopt niet", en="fails"),
    "unknown": text(nl="onbekend", en="unknown"),
    "absent": text(nl="geen", en="none"),
}
VERDICT = {
    True: text(nl="ja", en="yes"),
    False: text(nl="nee", en="no"),
    None: text(nl="nog onbekend", en="not known yet"),
}
REASON = {
    "no-service": text(nl="geen aanbod", en="nothing on offer"),
    "no-topic": text(nl="niets voor dit onderwerp", en="nothing on this topic"),
    "condition": text(nl="een voorwaarde klopt niet", en="a condition fails"),
    "not-in-force": text(nl="niet open of buiten de termijn", en="closed or outside its dates"),
    "others-fit-better": text(nl="andere passen beter", en="others fit better"),
    "out-of-scope": text(nl="de vraag hoort niet bij deze aanpak", en="the question is not for the approach"),
}
SENTENCES = {
    "route": text(nl="route: {before} wordt {after}", en="route: {before} becomes {after}"),
    "topics": text(nl="onderwerpen: {before} wordt {after}", en="topics: {before} becomes {after}"),
    "added": text(nl="komt erbij op plaats {after}: {offer}", en="comes in at place {after}: {offer}"),
    "removed": text(nl="valt weg van plaats {before}: {offer}", en="goes out from place {before}: {offer}"),
    "moved": text(
        nl="van plaats {before} naar {after}: {offer}", en="from place {before} to {after}: {offer}"
    ),
    "fit": text(nl="{offer}: {before} wordt {after}", en="{offer}: {before} becomes {after}"),
    "points": text(
        nl="{offer}: {before} punten worden {after}", en="{offer}: {before} points become {after}"
    ),
    "condition": text(
        nl="{owner}, „{condition}”: {before} wordt {after}",
        en="{owner}, “{condition}”: {before} becomes {after}",
    ),
    "condition-new": text(
        nl="{owner}, nieuwe voorwaarde „{condition}”: {after}",
        en="{owner}, new condition “{condition}”: {after}",
    ),
    "condition-gone": text(
        nl="{owner}, zonder de voorwaarde „{condition}”", en="{owner}, without the condition “{condition}”"
    ),
    "asks": text(nl="{owner} vraagt ook: {fields}", en="{owner} also asks: {fields}"),
    "asks-not": text(nl="{owner} vraagt niet meer: {fields}", en="{owner} no longer asks: {fields}"),
    "rejected": text(
        nl="{partner} blijft weg om een andere reden: {before} wordt {after}",
        en="{partner} stays out for another reason: {before} becomes {after}",
    ),
    "nomination": text(nl="voordracht: {before} wordt {after}", en="nomination: {before} becomes {after}"),
    "nomination-points": text(
        nl="punten voor de voordracht: {before} worden {after}",
        en="points for the nomination: {before} become {after}",
    ),
    "notes": text(nl="opmerkingen: {before} wordt {after}", en="notes: {before} becomes {after}"),
    "other": text(nl="alleen de volgorde van redenen is anders", en="only the order of reasons differs"),
    "the-advice": text(nl="het advies", en="the advice"),
    "the-nomination": text(nl="voordracht", en="nomination"),
    "none": text(nl="geen", en="none"),
    "item": text(nl="{partner} — {label} (direct te gebruiken)", en="{partner} — {label} (to use at once)"),
    "service": text(nl="{partner} — {label}", en="{partner} — {label}"),
}


def change_sentences(
    changes: DecisionChanges, before: Catalogue, after: Catalogue, language: str
) -> tuple[str, ...]:
    """One sentence per difference, the weightiest first; ``before`` and ``after`` are the catalogues of both decisions."""
    return tuple(_Teller(before, after, language).all(changes))


@frozen
class _Teller:
    before: Catalogue
    after: Catalogue
    language: str

    def all(self, changes: DecisionChanges) -> Iterator[str]:
        if changes.route:
            labels = (ROUTE_LABEL[one].in_language(self.language) for one in changes.route)
            yield self.pair("route", *labels)
        if changes.topics:
            yield self.pair("topics", *map(self.listed, changes.topics))
        for offer in changes.offers:
            yield from self.offer(offer)
        yield from self.asked(self.said("the-advice"), changes.missing_added, changes.missing_removed)
        for rejection in changes.rejections:
            yield from self.rejection(rejection)
        if changes.nomination_verdict:
            verdicts = (VERDICT[one].in_language(self.language) for one in changes.nomination_verdict)
            yield self.pair("nomination", *verdicts)
        criteria = (*self.after.region.nomination.criteria, *self.before.region.nomination.criteria)
        for one in changes.nomination:
            yield self.condition(self.said("the-nomination"), one, criteria)
        if changes.nomination_points:
            yield self.pair("nomination-points", *map(str, changes.nomination_points))
        if changes.notes:
            yield self.pair("notes", *map(self.listed, changes.notes))
        if changes.other:
            yield self.said("other")

    def offer(self, change: OfferChange) -> Iterator[str]:
        offer = self.label(change)
        if change.place_before is None:
            yield self.said("added", offer=offer, after=change.place_after)
        elif change.place_after is None:
            yield self.said("removed", offer=offer, before=change.place_before)
        elif change.moved:
            yield self.pair("moved", change.place_before, change.place_after, offer=offer)
        if change.fit:
            fits = (FIT[one.value].in_language(self.language) for one in change.fit)
            yield self.pair("fit", *fits, offer=offer)
        for one in change.conditions:
            yield self.condition(offer, one, self.criteria(change.partner))
        yield from self.asked(offer, change.missing_added, change.missing_removed)
        if change.points:
            yield self.pair("points", *change.points, offer=offer)

    def rejection(self, change: RejectionChange) -> Iterator[str]:
        partner = self.partner(change.partner)
        if change.before != change.after:
            reasons = (REASON[str(one)].in_language(self.language) for one in (change.before, change.after))
            yield self.pair("rejected", *reasons, partner=partner)
        for one in change.conditions:
            yield self.condition(partner, one, self.criteria(change.partner))
        if change.before == change.after and not change.conditions:
            yield f"{partner}: {self.said('other')}"

    def condition(self, owner: str, change: ConditionChange, criteria: tuple[Criterion, ...]) -> str:
        labels = {one.id: one.label.in_language(self.language) for one in reversed(criteria)}
        outcomes = (OUTCOME[one].in_language(self.language) for one in (change.before, change.after))
        condition = labels.get(change.criterion, change.criterion)
        key = "condition-new" if change.before == "absent" else "condition"
        key = "condition-gone" if change.after == "absent" else key
        return self.pair(key, *outcomes, owner=owner, condition=condition)

    def asked(self, owner: str, added: tuple[str, ...], removed: tuple[str, ...]) -> Iterator[str]:
        for key, names in (("asks", added), ("asks-not", removed)):
            if names:
                yield self.said(key, owner=owner, fields=", ".join(map(self.field, names)))

    def field(self, name: str) -> str:
        spec = CORE_FIELDS.get(name)
        return spec.label.in_language(self.language) if spec else name

    def partner(self, partner: str) -> str:
        side = self.after if partner in self.after.declarations else self.before
        return side.declarations[partner].partner.name

    def criteria(self, partner: str) -> tuple[Criterion, ...]:
        """All conditions of a partner, the new ones first."""
        sides = (self.after.declarations.get(partner), self.before.declarations.get(partner))
        return tuple(
            condition
            for declaration in sides
            if declaration is not None
            for conditions in (
                *(one.conditions for one in declaration.services),
                *(one.conditions for one in declaration.items),
            )
            for condition in conditions
        )

    def label(self, change: OfferChange) -> str:
        catalogue = self.before if change.place_after is None else self.after
        find = catalogue.service if change.kind == "service" else catalogue.item
        label = find(change.partner, change.offer).label.in_language(self.language)
        return self.said(change.kind, partner=self.partner(change.partner), label=label)

    def listed(self, names: tuple[str, ...]) -> str:
        return ", ".join(names) or self.said("none")

    def pair(self, key: str, before: object, after: object, **facts: object) -> str:
        return self.said(key, before=before, after=after, **facts)

    def said(self, key: str, **facts: object) -> str:
        return SENTENCES[key].in_language(self.language).format_map(facts)
