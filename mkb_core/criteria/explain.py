"""Why a rule held, failed, or could not yet be decided, in sentences that an entrepreneur understands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from attrs import frozen

from mkb_core.criteria.describe import field_words, leaf_words, phrases_of, yes_or_no
from mkb_core.criteria.evaluate import Facts, evaluate, every, some
from mkb_core.criteria.fields import FieldRegistry, FieldSpec
from mkb_core.criteria.nodes import All, Any, Known, Leaf, Tree, Value, Verdict, field_of
from mkb_core.criteria.normal_form import pushed_down, split
from mkb_core.criteria.words import known_language, requirement_words, value_words, with_unit

Outcome: TypeAlias = Literal["held", "failed", "unknown"]
OUTCOMES: dict[Verdict, Outcome] = {True: "held", False: "failed", None: "unknown"}

NEEDED = {"nl": "{state}; nodig is {requirement}", "en": "{state}; needed is {requirement}"}
NEEDED_THAT = {"nl": "{state}; nodig is dat {clause}", "en": "{state}; it is needed that {clause}"}
NEEDED_KNOWN = {
    True: {"nl": "nodig is dat dit bekend is", "en": "it is needed that this is known"},
    False: {"nl": "nodig is dat dit niet bekend is", "en": "it is needed that this is not known"},
}
UNKNOWN_VALUE = {"nl": "we weten {field} nog niet", "en": "we do not know {field} yet"}
UNKNOWN_WHETHER = {"nl": "we weten nog niet of {clause}", "en": "we do not know yet whether {clause}"}
STATE = {"nl": "{field} is {value}", "en": "{field} is {value}"}
ALWAYS = {"nl": "hiervoor is geen voorwaarde", "en": "there is no condition for this"}
NEVER = {"nl": "hieraan kan niemand voldoen", "en": "nobody can meet this"}


@frozen
class Explanation:
    """The outcome of a rule, or of a part of it. A combination has parts; a leaf has a value (``None``: not known).

    ``node`` is the rule with every ``Not`` pushed down to its leaves: same meaning, better sentences.
    """

    node: Tree
    verdict: Verdict
    parts: tuple[Explanation, ...] = ()
    value: Value | None = None
    #: Of the leaf's field; ``None`` for a combination, and for a field that the registry lacks.
    spec: FieldSpec | None = None

    @property
    def outcome(self) -> Outcome:
        """The verdict as a word."""
        return OUTCOMES[self.verdict]

    def leaves(self) -> Iterator[Explanation]:
        """Every leaf, in order of writing."""
        if isinstance(self.node, All | Any):
            for part in self.parts:
                yield from part.leaves()
        else:
            yield self

    def deciding(self) -> Iterator[Explanation]:
        """The leaves that carry the verdict: the failed parts of an ``All`` that failed, the unknown ones of one that is unknown."""
        if not isinstance(self.node, All | Any):
            yield self
            return
        for part in self.parts:
            if part.verdict is self.verdict:
                yield from part.deciding()

    def sentences(self, language: str, *, everything: bool = False) -> tuple[str, ...]:
        """One sentence per leaf that carries the verdict, or per leaf (``everything``); no doubles, no full stop."""
        chosen = list(self.leaves() if everything else self.deciding())
        if not chosen and isinstance(self.node, All | Any):
            return ((ALWAYS if self.verdict else NEVER)[known_language(language)],)
        return tuple(dict.fromkeys(one.sentence(language) for one in chosen))

    def sentences_of(self, outcome: Outcome, language: str) -> tuple[str, ...]:
        """The sentences of all leaves with one outcome: what held, what failed, what must still be known."""
        return tuple(dict.fromkeys(one.sentence(language) for one in self.leaves() if one.outcome == outcome))

    def sentence(self, language: str) -> str:
        """The sentence of a leaf; of a combination all its sentences in one."""
        language = known_language(language)
        if isinstance(self.node, All | Any):
            return ". ".join(self.sentences(language))
        leaf, wanted = split(self.node)
        if isinstance(leaf, Known):
            return self._known(leaf, wanted, language)
        answer = yes_or_no(leaf, wanted)
        if answer is not None:
            return self._yes_no(leaf, answer, language)
        state = self._state(leaf, language)
        if self.verdict and self.spec and self.spec.kind == "text":
            return state  # "you are based in Venlo; needed is Venlo" says it twice
        requirement = requirement_words(leaf, wanted, self.spec, language)
        return NEEDED[language].format(state=state, requirement=requirement)

    def _state(self, leaf: Leaf, language: str) -> str:
        name = field_words(field_of(leaf), self.spec, language)
        if self.value is None:
            return UNKNOWN_VALUE[language].format(field=name)
        if self.spec is None:
            return STATE[language].format(field=name, value=value_words(self.value, None, language))
        value = with_unit(self.value, self.spec, language)
        template = self.spec.states.in_language(language) if self.spec.states else STATE[language]
        return template.format(field=name, value=value)

    def _yes_no(self, leaf: Leaf, answer: bool, language: str) -> str:
        phrases = phrases_of(field_of(leaf), self.spec, language)
        wanted = (phrases.if_yes if answer else phrases.if_no).in_language(language)
        if self.value is None:
            asked = UNKNOWN_WHETHER[language].format(clause=phrases.if_yes.in_language(language))
            return asked if answer else NEEDED_THAT[language].format(state=asked, clause=wanted)
        state = (phrases.yes if self.value else phrases.no).in_language(language)
        return state if self.verdict else NEEDED_THAT[language].format(state=state, clause=wanted)

    def _known(self, leaf: Leaf, wanted: bool, language: str) -> str:
        spec = self.spec
        if self.value is None and spec and spec.kind == "boolean":
            state = UNKNOWN_WHETHER[language].format(
                clause=phrases_of(spec.name, spec, language).if_yes.in_language(language)
            )
        elif self.value is None:
            state = UNKNOWN_VALUE[language].format(field=field_words(field_of(leaf), spec, language))
        else:
            state = leaf_words(leaf, True, spec, language)
        return state if self.verdict else f"{state}; {NEEDED_KNOWN[wanted][language]}"


def explain(tree: Tree, facts: Facts, registry: FieldRegistry) -> Explanation:
    """Explain a rule on these facts; the verdict is always that of :func:`evaluate`."""
    return _explain(pushed_down(tree), facts, registry)


def _explain(tree: Tree, facts: Facts, registry: FieldRegistry) -> Explanation:
    if isinstance(tree, All | Any):
        parts = tuple(_explain(part, facts, registry) for part in tree.parts)
        verdicts = (part.verdict for part in parts)
        return Explanation(tree, every(verdicts) if isinstance(tree, All) else some(verdicts), parts)
    leaf, _ = split(tree)
    name = field_of(leaf)
    return Explanation(tree, evaluate(tree, facts), value=facts.get(name), spec=registry.get(name))
