"""Whatever the domain, a declaration or an advice holds: it survives its JSON form, with the same hash."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import mkb_core.domain
import mkb_core.hooks
from mkb_core.catalogue import decision, receipts
from mkb_core.codec import canonical, content_hash, from_json, parse_json
from mkb_core.domain.company_fields import CompanyField
from mkb_core.domain.jobs import Job
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import Question
from mkb_core.domain.schedules import Schedule
from mkb_core.errors import InvalidInput
from mkb_core.hooks.contracts import HookContract
from mkb_core.hooks.paging import Part
from mkb_core.runtime import manifests
from tests.generated import instances

#: rows of the tables of fields, hooks, jobs and schedules, which hold types and functions, and a generic part of a page
NO_DATA = {CompanyField, HookContract, Job, Part, Schedule}


def modules_of(package: ModuleType) -> list[ModuleType]:
    return [
        importlib.import_module(f"{package.__name__}.{found.name}")
        for found in pkgutil.iter_modules(package.__path__)
    ]


def classes_of(modules: list[ModuleType]) -> list[Any]:
    return [
        one
        for module in modules
        for one in vars(module).values()
        if isinstance(one, type)
        and attrs.has(one)
        and one.__module__ == module.__name__
        and one not in NO_DATA
    ]


CLASSES = classes_of(
    [*modules_of(mkb_core.domain), *modules_of(mkb_core.hooks), decision, receipts, manifests]
)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(drawn=st.data())
def test_an_instance_survives_json(kind: Any, drawn: st.DataObject) -> None:
    instance = drawn.draw(instances(kind))
    read = from_json(kind, parse_json(canonical(instance)))
    assert read == instance
    assert content_hash(read) == content_hash(instance)


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
@settings(max_examples=2, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(drawn=st.data())
def test_an_unknown_key_is_refused(kind: Any, drawn: st.DataObject) -> None:
    data = {**parse_json(canonical(drawn.draw(instances(kind)))), "no such key": 1}
    with pytest.raises(InvalidInput) as caught:
        from_json(kind, data)
    assert ("$", "unknown-key") in {(fault.path, fault.code) for fault in caught.value.faults}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_an_instance_cannot_be_changed(kind: Any) -> None:
    """Compared by value and shared between threads: whoever wants another makes another."""
    assert kind.__setattr__ is not object.__setattr__


@pytest.mark.parametrize("kind", [Profile, Question], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("data", [None, [], "x", 3, True], ids=repr)
def test_only_an_object_is_read_as_a_class(kind: Any, data: Any) -> None:
    with pytest.raises(InvalidInput):
        from_json(kind, data)
