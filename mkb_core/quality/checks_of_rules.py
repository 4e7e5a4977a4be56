"""Checks of the rules: somebody can meet them, and they can be explained in every language."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from mkb_core.criteria import Criterion, Tree, evaluate, explain, fields_of
from mkb_core.criteria.fields import FieldRegistry
from mkb_core.criteria.needed import MAX_COMBINATIONS, telling_values
from mkb_core.criteria.nodes import LEAF_TYPES, Known, Value, field_of, walk
from mkb_core.quality.checks_of_data import said
from mkb_core.quality.findings import Finding, Note, NotTried, Said
from mkb_core.quality.sourcing import offers
from mkb_core.quality.subjects import Subject
from mkb_core.quality.witnesses import Witness, find_witness
from mkb_core.text import Text

READINGS: Mapping[bool | None, Text] = {
    True: said(nl="geldt", en="holds"),
    False: said(nl="faalt", en="fails"),
    None: said(nl="nog onbekend is", en="is still unknown"),
}


def reachable(subject: Subject) -> Iterator[Said]:
    """For every service there is a company with a question to which it is proposed; one is shown."""
    catalogue = subject.catalogue
    if not catalogue.services:
        yield NotTried(said(nl="er zijn geen diensten", en="there are no services"))
    for offer in catalogue.services:
        place = f"{offer.partner}.services.{offer.declared.id}"
        if not offer.in_force(subject.surroundings.on):
            yield Note(place, said(nl="nu niet van kracht", en="not in force now"))
            continue
        found = find_witness(subject, offer)
        if isinstance(found, Witness):
            yield Note(place, said(nl=found.words(), en=found.words()))
        else:
            yield _unreachable(place, found)


def _unreachable(place: str, why: str) -> Finding:
    if why == "no-question":
        return Finding(
            place,
            said(
                nl="bij geen enkele vraag wordt een onderwerp van deze dienst herkend",
                en="no question is recognised to be about a topic of this service",
            ),
            said(
                nl="Kies onderwerpen uit de lijst van de regio die bij de vraag van een ondernemer passen.",
                en="Choose topics of the region's list that fit what an entrepreneur asks.",
            ),
        )
    return Finding(
        place,
        said(
            nl=f"geen enkel bedrijf voldoet aan de voorwaarden: {why}",
            en=f"no company at all meets the conditions: {why}",
        ),
        said(
            nl="Verruim de voorwaarden, of schrap die elkaar tegenspreken.",
            en="Widen the conditions, or remove those that contradict each other.",
        ),
    )


def explained(subject: Subject) -> Iterator[Said]:
    """Every rule, where it holds, fails and is unknown, gives sentences in every language of the region."""
    languages = subject.surroundings.region.region.languages
    registry = subject.surroundings.registry
    for declaration in subject.declarations:
        for place, offer in offers(declaration):
            for condition in offer.conditions:
                at = f"{place}.{condition.id}"
                yield from _readings(at, condition, languages, registry)
                yield from _unnamed(at, condition, subject)


def _readings(
    place: str, condition: Criterion, languages: tuple[str, ...], registry: FieldRegistry
) -> Iterator[Finding]:
    found = examples(condition.rule, registry)
    wanted = (True, False, None) if _can_be_unknown(condition.rule) else (True, False)
    for verdict in wanted:
        if verdict not in found:
            yield Finding(
                place,
                said(
                    nl=f"geen bedrijf waarbij de regel {READINGS[verdict].in_language('nl')}",
                    en=f"no company for which the rule {READINGS[verdict].in_language('en')}",
                ),
                said(
                    nl="Een regel die altijd of nooit geldt, beslist niets: verander of verwijder hem.",
                    en="A rule that always or never holds decides nothing: change or remove it.",
                ),
            )
            continue
        for language in languages:
            sentences = explain(condition.rule, found[verdict], registry).sentences(language)
            if not sentences or not all(one.strip() for one in sentences):
                yield Finding(
                    place,
                    said(
                        nl=f"geen zin in de taal {language} waar de regel {READINGS[verdict].in_language('nl')}",
                        en=f"no sentence in the language {language} where the rule {READINGS[verdict].in_language('en')}",
                    ),
                    said(
                        nl="Geef het veld woorden in die taal.", en="Give the field words in that language."
                    ),
                )


def _can_be_unknown(rule: Tree) -> bool:
    leaves = [node for node in walk(rule) if isinstance(node, LEAF_TYPES)]
    return any(not isinstance(leaf, Known) for leaf in leaves)


def examples(rule: Tree, registry: FieldRegistry) -> dict[bool | None, dict[str, Any]]:
    """For each verdict that a rule can have, facts that give it; for a very long rule the simple ones only."""
    names = fields_of(rule)
    leaves = [node for node in walk(rule) if isinstance(node, LEAF_TYPES)]
    choices = []
    for name in names:
        values = telling_values([leaf for leaf in leaves if field_of(leaf) == name])
        spec = registry.get(name)
        whole = spec is not None and spec.kind in ("integer", "money")
        choices.append(list(dict.fromkeys(_possible(value, whole=whole) for value in values)))
    found: dict[bool | None, dict[str, Any]] = {}
    for combination in itertools.islice(itertools.product(*map(reversed, choices)), MAX_COMBINATIONS * 10):
        facts = dict(zip(names, combination, strict=True))
        found.setdefault(evaluate(rule, facts), facts)
        if len(found) == len(READINGS):
            break
    return found


def _possible(value: Value | None, *, whole: bool) -> Value | None:
    """A value as a company can have it: no half people."""
    if isinstance(value, bool) or not isinstance(value, Fraction | int | float):
        return value
    return int(value) if whole else float(value)


def _unnamed(place: str, condition: Criterion, subject: Subject) -> Iterator[Finding]:
    """A code without a name would be shown to the entrepreneur as it is."""
    region = subject.surroundings.region.region
    for node in walk(condition.rule):
        if not isinstance(node, LEAF_TYPES):
            continue
        spec = subject.surroundings.registry.get(field_of(node))
        values = getattr(node, "values", (getattr(node, "value", None),))
        for value in (one for one in values if isinstance(one, str)):
            if spec is not None and spec.names and value not in spec.names:
                yield _no_name(place, value, field_of(node))
            elif field_of(node) == "municipality" and region.municipality(value) is None:
                yield _no_name(place, value, "municipality")


def _no_name(place: str, value: str, field: str) -> Finding:
    return Finding(
        place,
        said(
            nl=f"„{value}” is geen bekende waarde van {field}, dus niet uit te leggen",
            en=f"“{value}” is no known value of {field}, so it cannot be explained",
        ),
        said(nl="Gebruik een waarde die een naam heeft.", en="Use a value that has a name."),
    )
