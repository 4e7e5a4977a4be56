"""Whatever a hook is given or gives passes through JSON unchanged."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mkb_core.codec import canonical, parse_json
from mkb_core.hooks.contracts import PARTNER_HOOKS
from tests.exchanges import EXCHANGES

generated = settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)


def test_every_partner_hook_has_generated_exchanges() -> None:
    assert set(EXCHANGES) == set(PARTNER_HOOKS)


@pytest.mark.parametrize("hook", PARTNER_HOOKS)
@generated
@given(drawn=st.data())
def test_arguments_arrive_as_they_were_sent(hook: str, drawn: st.DataObject) -> None:
    arguments = drawn.draw(EXCHANGES[hook][0])
    contract = PARTNER_HOOKS[hook]
    assert contract.read_arguments(parse_json(canonical(contract.write_arguments(arguments)))) == arguments


@pytest.mark.parametrize("hook", PARTNER_HOOKS)
@generated
@given(drawn=st.data())
def test_results_arrive_as_they_were_given(hook: str, drawn: st.DataObject) -> None:
    result = drawn.draw(EXCHANGES[hook][1])
    contract = PARTNER_HOOKS[hook]
    assert contract.read_result(parse_json(canonical(contract.write_result(result)))) == result
