"""The fields that rules may read: their kind, and the words in which they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, TypeAlias

import attrs
from attrs import frozen

from mkb_core.criteria.nodes import is_field_name
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.text import Text

#: ``money`` is whole euro cents, ``number`` may have a fraction, ``date`` is a day without time.
Kind: TypeAlias = Literal["integer", "money", "number", "boolean", "text", "date"]
Subject: TypeAlias = Literal["company", "question"]
ORDERED: frozenset[str] = frozenset({"integer", "money", "number", "date"})


@frozen
class Phrases:
    """The clauses of a yes/no field: on its own, and after "we do not know yet whether"."""

    yes: Text
    no: Text
    #: As in "nodig is dat u *wilt groeien*" (Dutch has another word order there).
    if_yes: Text
    if_no: Text


def _check_name(_: object, attribute: attrs.Attribute[str], name: object) -> None:
    if not is_field_name(name):
        raise ValueError(f"{name!r} cannot be the name of a field")


@frozen
class FieldSpec:
    """One field. The label follows "uw" or "your": "aantal medewerkers", "number of employees"."""

    name: str = attrs.field(validator=_check_name)
    kind: Kind
    label: Text
    #: After a number, such as "medewerkers"; ``None`` where the label says it all.
    unit: Text | None = None
    subject: Subject = "company"
    #: The unit after 1, such as "medewerker".
    unit_one: Text | None = None
    #: A known value in a sentence, with ``{value}`` (unit included): "u hebt {value}".
    states: Text | None = None
    #: What the codes of a text field stand for; a code without a name is shown as it is.
    names: Mapping[str, Text] = attrs.field(factory=dict, eq=False, repr=False)
    #: For a yes/no field.
    phrases: Phrases | None = None
    #: The question to put to the entrepreneur where the field is missing.
    asks: Text | None = None


@frozen
class FieldRegistry:
    """All fields by name; a region adds its own by :meth:`extended`."""

    specs: Mapping[str, FieldSpec] = attrs.field(factory=dict)

    @classmethod
    def of(cls, specs: Iterable[FieldSpec]) -> FieldRegistry:
        """A registry of these fields; :class:`InvalidInput` where a name occurs twice."""
        return cls().extended(specs)

    def extended(self, specs: Iterable[FieldSpec]) -> FieldRegistry:
        """A new registry with these fields added; :class:`InvalidInput` where a name is taken."""
        made = dict(self.specs)
        faults: list[InputFault] = []
        for at, spec in enumerate(specs):
            if spec.name in made:
                faults.append(InputFault(f"[{at}].name", "duplicate", {"value": spec.name}))
            made.setdefault(spec.name, spec)
        if faults:
            raise InvalidInput(faults)
        return FieldRegistry(made)

    def __getitem__(self, name: str) -> FieldSpec:
        """The field of that name; ``KeyError`` where there is none."""
        return self.specs[name]

    def __contains__(self, name: object) -> bool:
        return name in self.specs

    def __iter__(self) -> Iterator[FieldSpec]:
        return iter(self.specs.values())

    def __len__(self) -> int:
        return len(self.specs)

    def get(self, name: str) -> FieldSpec | None:
        """The field of that name, or ``None``."""
        return self.specs.get(name)
