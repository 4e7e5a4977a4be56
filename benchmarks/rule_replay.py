"""Replay before release: 1,000 stored questions by changed rules, held against a plain loop of full advises.

Prints what was measured; asserts only that both list the same advices.
"""

from __future__ import annotations

import random
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from attrs import evolve

from mkb_core.catalogue import advise
from mkb_core.criteria import Criterion, parse_rule
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import Question
from mkb_core.rights import COMMAND_LINE
from mkb_core.runtime.isolation import Isolation
from mkb_core.runtime.loading import load_plugins
from mkb_core.store.engine import write
from mkb_core.text import text
from mkb_core.workflows.advising import keep
from mkb_core.workflows.assembly import Installation, assemble
from mkb_core.workflows.changed_rules import changed_catalogue
from mkb_core.workflows.rule_changes import replay_changes
from mkb_core.workflows.settings import Settings

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
COUNT = 1000
PLANTED = Criterion("planted", text(nl="Groot", en="Large"), parse_rule("employees >= 50"))


def stored(made: Installation) -> list[tuple[Question, Profile, datetime, str]]:
    """Questions of the last quarter from the examples of the topics, for companies of all sizes."""
    chance = random.Random(1)
    examples = [words for topic in made.catalogue.region.topics for words in topic.nl.examples]
    places = [one.name for one in made.catalogue.region.region.municipalities]
    advices = []
    for number in range(COUNT):
        company = Profile(
            employees=chance.choice([None, 3, 12, 60, 200]),
            age_years=chance.choice([None, 1, 8, 30]),
            municipality=chance.choice(places),
        )
        at = NOW - timedelta(minutes=chance.randrange(89 * 24 * 60))
        question = Question(chance.choice(examples), id=f"q-{number}")
        advices.append(advise(question, company, made.catalogue, at))
    with write(made.engine) as connection:
        keep(connection, made, advices, "benchmark")
    return [(one.receipt.question, one.receipt.profile, one.receipt.at, one.receipt.id) for one in advices]


def main() -> None:
    """Measure and compare."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(f"sqlite:///{Path(folder) / 'mkb.sqlite'}", now=NOW)
        made = assemble(settings, load_plugins(isolation=Isolation.IN_PROCESS))
        asked = stored(made)
        declaration = made.catalogue.declarations["rabobank"]
        services = tuple(
            evolve(one, conditions=(*one.conditions, PLANTED)) for one in declaration.services[:1]
        )
        changed = evolve(declaration, services=(*services, *declaration.services[1:]))
        start = time.perf_counter()
        replay, _ = replay_changes(made, COMMAND_LINE, [changed], NOW - timedelta(days=90))
        replayed = time.perf_counter() - start
        after = changed_catalogue(made.catalogue, [changed])
        start = time.perf_counter()
        plain = {
            key
            for question, company, at, key in asked
            if advise(question, company, after, at).decision
            != advise(question, company, made.catalogue, at).decision
        }
        looped = time.perf_counter() - start
        assert {one.receipt for one in replay.changed} == plain
        assert replay.replayed == COUNT
        made.engine.dispose()
        made.host.close()
    print(f"{COUNT} stored questions replayed in {replayed:.2f} s; {len(plain)} advices would differ")
    print(f"a plain loop of full advises takes {looped / replayed:.1f} x as long")


if __name__ == "__main__":
    main()
