# %% [markdown]
# What would a rule of a partner do? A notebook as a script, in cells.

# %% The installed partners, loaded into this process. That is for notebooks and tests: their code is not confined here.
from datetime import UTC, datetime

from attrs import evolve

from mkb_core.catalogue import advise, build_catalogue
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import Question
from mkb_core.runtime.isolation import Isolation
from mkb_core.runtime.loading import load_plugins

host = load_plugins(isolation=Isolation.IN_PROCESS)
region = host.regions()["limburg"]
declared = host.declarations()
analyser = host.make_analyser(region.topics, region.region.languages)
assert analyser is not None
catalogue = build_catalogue(region, declared.values(), analyser)

# %% Questions of the last weeks, and advice on them.
at = datetime(2026, 11, 23, 10, tzinfo=UTC)
firm = Profile(employees=16, age_years=12, municipality="Venlo")
questions = [
    "Ik zoek een lening voor een nieuwe machine",
    "Hoe vind ik personeel?",
    "Wij willen groeien van 16 naar 40 man, wie denkt mee?",
]
advices = [advise(Question(words), firm, catalogue, at) for words in questions]
table = [(one.route.value, one.decision.topic_ids[0], one.decision.partners[:2]) for one in advices]

# %% A rule that a partner thinks about: Rabobank's offers only from fifty people on.
from mkb_core.criteria import Criterion, parse_rule  # noqa: E402
from mkb_core.text import text  # noqa: E402

large = Criterion("large", text(nl="Groot", en="Large"), parse_rule("employees >= 50"))
rabobank = declared["rabobank"]
services = tuple(evolve(one, conditions=(*one.conditions, large)) for one in rabobank.services)

# %% Which of these advices would differ, and how?
from mkb_core.catalogue.change_words import change_sentences  # noqa: E402
from mkb_core.workflows.changed_rules import changed_catalogue  # noqa: E402
from mkb_core.workflows.rule_changes import replay_with  # noqa: E402

after = changed_catalogue(catalogue, [evolve(rabobank, services=services)])
replay = replay_with([one.receipt for one in advices], catalogue, after)
told = {one.question: change_sentences(one.changes, catalogue, after, "en") for one in replay.changed}

# %% Done: nothing was stored and nothing is left running.
host.close()
