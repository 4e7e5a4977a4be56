"""A condition itself in words: ``uw aantal medewerkers is ten minste 10 en u wilt groeien``."""

from __future__ import annotations

from mkb_core.criteria.fields import FieldRegistry, FieldSpec, Phrases
from mkb_core.criteria.nodes import All, Any, Compare, Field, Known, Leaf, Tree, field_of
from mkb_core.criteria.normal_form import pushed_down, split
from mkb_core.criteria.words import YOUR, joined, known_language, requirement_words
from mkb_core.text import text

KNOWN = {
    True: {"nl": "{field} is bekend", "en": "{field} is known"},
    False: {"nl": "{field} is niet bekend", "en": "{field} is not known"},
}
ALWAYS = {"nl": "altijd", "en": "always"}
NEVER = {"nl": "nooit", "en": "never"}
IS = {"nl": "{field} is {requirement}", "en": "{field} is {requirement}"}
YES_NO_OF_LABEL = {
    True: {"nl": "{field}: ja", "en": "{field}: yes"},
    False: {"nl": "{field}: nee", "en": "{field}: no"},
}


def describe(tree: Tree, registry: FieldRegistry, language: str) -> str:
    """The condition as one clause in Dutch or English; a field that the registry lacks is shown by its name."""
    return _clause(pushed_down(tree), registry, known_language(language))


def _clause(tree: Tree, registry: FieldRegistry, language: str) -> str:
    if not isinstance(tree, All | Any):
        leaf, wanted = split(tree)
        return leaf_words(leaf, wanted, registry.get(field_of(leaf)), language)
    either = isinstance(tree, Any)
    if not tree.parts:
        return (NEVER if either else ALWAYS)[language]
    parts = []
    for part in tree.parts:
        words = _clause(part, registry, language)
        combined = isinstance(part, All | Any) and len(part.parts) > 1 and len(tree.parts) > 1
        parts.append(f"({words})" if combined else words)
    return joined(parts, language, either=either)


def yes_or_no(leaf: Leaf, wanted: bool) -> bool | None:
    """The answer that a leaf wants of a yes/no field; ``None`` where it wants something else."""
    match leaf:
        case Field():
            return wanted
        case Compare(_, "=", bool() as value):
            return value
        case Compare(_, "!=", bool() as value):
            return not value
    return None


def leaf_words(leaf: Leaf, wanted: bool, spec: FieldSpec | None, language: str) -> str:
    """One condition on one field, as a main clause."""
    name = field_words(field_of(leaf), spec, language)
    if isinstance(leaf, Known):
        return KNOWN[wanted][language].format(field=name)
    answer = yes_or_no(leaf, wanted)
    if answer is not None:
        phrases = phrases_of(field_of(leaf), spec, language)
        return (phrases.yes if answer else phrases.no).in_language(language)
    requirement = requirement_words(leaf, wanted, spec, language)
    return IS[language].format(field=name, requirement=requirement)


def field_words(name: str, spec: FieldSpec | None, language: str) -> str:
    """``uw aantal medewerkers``; the bare name of a field that the registry lacks."""
    return f"{YOUR[language]} {spec.label.in_language(language)}" if spec else name


def phrases_of(name: str, spec: FieldSpec | None, language: str) -> Phrases:
    """The clauses of a yes/no field; plain ones made from the label where it has none of its own."""
    if spec and spec.phrases:
        return spec.phrases
    words = {True: "", False: ""}
    for answer in words:
        words[answer] = YES_NO_OF_LABEL[answer][language].format(field=field_words(name, spec, language))
    yes, no = (text(**{language: words[answer]}) for answer in (True, False))
    return Phrases(yes=yes, no=no, if_yes=yes, if_no=no)
