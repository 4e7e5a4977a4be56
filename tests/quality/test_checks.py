"""Every conformance check: the good package passes it, and for each there is a package that fails it and no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from attrs import evolve

from mkb_core.hooks.contracts import PARTNER_HOOKS
from mkb_core.quality.checks import CHECKS, check_all
from mkb_core.quality.findings import Note, ResultState
from mkb_core.quality.subjects import DECLARE, Subject
from tests.quality.conftest import Change

Opened = Callable[..., Subject]

DECLARED = "    return (declaration,)"


def changed_declaration(expression: str) -> Change:
    return ("plugin.py", DECLARED, f"    return (evolve(declaration, {expression}),)")


def named(expression: str) -> Change:
    return changed_declaration(f"partner=evolve(declaration.partner, website={expression})")


#: check -> packages that fail it: what is changed in the good one
BAD: tuple[tuple[str, str, tuple[Change, ...]], ...] = (
    ("manifest", "no owner", (("partner.toml", 'owner = "Good"', 'owner = " "'),)),
    ("hook-api", "another version", (("partner.toml", ">=1.0,<2", ">=7"),)),
    ("types", "a partner too few", (("partner.toml", 'partners = ["good"]', 'partners = ["good", "other"]'),)),
    ("valid", "no English", (("good.toml", '{nl = "Meelezen", en = "Reading along"}', '{nl = "Meelezen"}'),)),
    ("pure", "the clock", (named('f"https://example.org/{date.today().year}"'),)),
    ("pure", "the order of a set", (named('"https://example.org/" + "".join({"a", "b", "c", "d", "e", "f"})'),)),
    ("pure", "chance", (named('f"https://example.org/{secrets.token_hex(8)}"'),)),
    ("pure", "the folder", (named('f"https://example.org/{__import__(\'os\').getcwd()}"'),)),
    ("time", "slow", (("plugin.py", DECLARED, "    time.sleep(0.3)\n" + DECLARED),)),
    ("sources", "no place", (("good.toml", 'place = "https://example.org/plan"', 'place = ""'),)),
    ("sources", "no source of a fee", (("good.toml", "Agreement of 5 January 2026", " "),)),
    ("ids", "a capital", (("good.toml", '"good-list"', '"Good list"'),)),
    ("ids", "of a service and an item", (("good.toml", '"good-list"', '"good-plan"'),)),
    ("reachable", "a contradiction", (("good.toml", "'in_region'", "'employees > 60'"),)),
    ("explained", "never holds", (("good.toml", "'sbi_division == \"25\"'", "'employees < 3 and employees > 5'"),)),
    ("explained", "a code without a name", (("good.toml", '== "25"', '== "98765"'),)),
    ("private", "in a log", (("plugin.py", "    body = answer.body", '    body = answer.body\n    log.info("%s", body)'),)),
    ("private", "printed", (("plugin.py", "    body = answer.body", "    body = answer.body\n    print(body)"),)),
    (
        "private",
        "in a note",
        (("plugin.py", '        raise egress.unavailable("unreadable")\n    entries', '        return FeedPage(notes=(text(nl=str(body)[:200]),))\n    entries'),),
    ),
    (
        "faults",
        "an empty answer",
        (
            (
                "plugin.py",
                '    answer = egress.get_json(f"/companies/{number}")',
                '    try:\n        answer = egress.get_json(f"/companies/{number}")\n    except SourceUnavailable:\n        return None',
            ),
        ),
    ),
    ("faults", "an exception", (("plugin.py", '    if not isinstance(answer.body, dict) or not isinstance(answer.body.get("name"), str):', "    if not answer.body['name']:"),)),
    ("repeatable", "remembers", (("plugin.py", '    return FeedPage(news=entries, cursor="1")', '    asked.append(1)\n    return FeedPage(news=entries, cursor=str(len(asked)))'),)),
    ("repeatable", "double ids", (("samples/answers.toml", '"id": "b"', '"id": "a"'),)),
    ("repeatable", "another quarter", (("plugin.py", 'return FeeReport("good", quarter, lines', 'return FeeReport("good", "2020-Q1", lines'),)),
    ("delivered-once", "another referral", (("plugin.py", "return DeliveryAnswer(delivery.referral,", 'return DeliveryAnswer("other",'),)),
    ("delivered-once", "a new key each time", (("plugin.py", "key=delivery.id", "key=secrets.token_hex(8)"),)),
    ("delivered-once", "an impossible state", (("plugin.py", "PartnerState.WITHDRAWN if delivery", "PartnerState.ACCEPTED if delivery"),)),
)  # fmt: skip


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A package is slow after a fifth of a second where that is what is tried."""
    if "slow" in request.node.name:
        contract = evolve(PARTNER_HOOKS[DECLARE], seconds=0.2)
        monkeypatch.setitem(PARTNER_HOOKS, DECLARE, contract)


def states(subject: Subject) -> dict[str, ResultState]:
    return {one.id: one.state for one in check_all(subject)}


def failing(subject: Subject) -> set[str]:
    return {check for check, state in states(subject).items() if state is ResultState.FAILED}


def test_the_good_package_passes_every_check(opened: Opened) -> None:
    assert set(states(opened()).values()) == {ResultState.PASSED}


@pytest.mark.parametrize(
    ("check", "changes"), [(check, changes) for check, _, changes in BAD], ids=[f"{check}: {why}" for check, why, _ in BAD]
)  # fmt: skip
def test_a_bad_package_fails_exactly_this_check(
    opened: Opened, check: str, changes: Iterable[Change]
) -> None:
    subject = opened(*changes)
    if check != "pure":  # two processes more for each
        subject.afresh = None
    assert failing(subject) == {check}


def test_for_every_check_there_is_a_package_that_fails_it() -> None:
    assert {check for check, *_ in BAD} == {check.id for check in CHECKS}


def test_a_finding_says_where_and_how_to_mend_in_both_languages(opened: Opened) -> None:
    found = [
        one for _, _, changes in BAD[:4] for result in check_all(opened(*changes)) for one in result.findings
    ]
    assert found
    for one in found:
        assert one.place
        for language in ("nl", "en"):
            assert one.what.in_language(language).strip()
            assert one.mend.in_language(language).strip()


def test_every_check_has_words_in_both_languages() -> None:
    for check in CHECKS:
        assert set(check.title) == set(check.meaning) == {"nl", "en"}


def test_a_witness_is_shown_for_every_service(opened: Opened) -> None:
    result = next(one for one in check_all(opened()) if one.id == "reachable")
    notes = [one for one in result.said if isinstance(one, Note)]
    assert [one.place for one in notes] == ["good.services.good-plan"]
    assert "municipality" in notes[0].what.in_language("en")


def test_the_time_is_shown_with_its_limit(opened: Opened) -> None:
    result = next(one for one in check_all(opened()) if one.id == "time")
    assert "of at most 2 s" in result.said[0].what.in_language("en")


def test_a_plugin_that_cannot_be_imported_is_a_finding_and_nothing_more(opened: Opened) -> None:
    subject = opened(("plugin.py", "asked = []", "raise RuntimeError('no')"))
    assert failing(subject) == {"types"}


def test_without_samples_what_needs_them_is_not_tried(opened: Opened) -> None:
    subject = opened()
    subject.samples = type(subject.samples)()
    found = states(subject)
    assert (found["repeatable"], found["delivered-once"]) == (ResultState.NOT_TRIED, ResultState.NOT_TRIED)
    assert ResultState.FAILED not in found.values()
