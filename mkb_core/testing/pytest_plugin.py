"""The pytest plugin: ``pytest --mkb-contract NAME`` adds one test per conformance check and scenario of a partner.

It is loaded in every run of pytest where the core is installed, so it imports nothing until it is asked.
"""

from __future__ import annotations

import pytest

OPTION = "--mkb-contract"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option; it may be given more than once."""
    group = parser.getgroup("mkb", "partners of the SME approach")
    group.addoption(
        OPTION,
        action="append",
        default=[],
        metavar="NAME",
        help="test a partner's plugin against the contract: an installed plugin's id, a package's folder, or a file",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Add the tests of the contract, before options such as ``-k`` choose among them."""
    names: list[str] = session.config.getoption(OPTION)
    if names:
        from mkb_core.testing.contract_items import contract_items  # noqa: PLC0415 - only where it is asked

        for name in names:
            items += contract_items(session, name)
