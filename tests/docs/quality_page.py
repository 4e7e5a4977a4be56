"""Writes docs/reference/quality-scale.md from the tables of rules and checks: ``python -m tests.docs.quality_page``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from mkb_core.quality.checks import CHECKS
from mkb_core.quality.rules import PROOF_LABEL, RULES, TIER_LABEL, TIERS
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "reference" / "quality-scale.md"

HEAD = """\
# Quality scale

<!-- Made from the code by `python -m tests.docs.quality_page`; a test fails where this page is behind. -->

Every package of a partner has a tier: bronze, silver, gold or platinum. It is computed, never claimed, and shown with the
partner in the directory, in the API and by `mkb partners show`. It says how well the data are founded. It says nothing of
how good the partner is, and plays no part in an advice.

A tier is reached when all its rules, and those of the tiers below, are met.
"""

PROOFS = """\
## How a rule is checked

- **Read from the package**: the manifest, the declarations and `quality.toml`, each time the catalogue is made.
- **By a recorded run**: `mkb partners check PATH --record` runs all checks and scenarios and writes `conformance.json` into
  the package, with the hash of the package's files and the version of the hooks. It counts only while both still fit; any
  change of the package ends it. A test runs the checks of every partner of this repository anew and compares.
- **Stated in `quality.toml`**, by the partner, because no machine can see it.

## quality.toml

In the package, one line for every rule that is stated and for every rule that is open. An open rule without a line costs
silver. A line about a rule that a machine checks gives its reason only: it never makes the rule met.

```toml
# quality.toml
[rules.reviewed]
state = "done"
on = 2026-11-02
by = "A. Jansen, Kassenkring"
reason = {nl = "Alle diensten en voorwaarden nagekeken.", en = "All services and conditions reviewed."}

[rules.documented]
state = "todo"
on = 2026-11-23
reason = {nl = "De README volgt bij de volgende uitgave.", en = "The README follows with the next release."}
```

| key | needed | meaning |
| --- | --- | --- |
| `state` | yes | `done`, `todo`, or `exempt` where the rule allows it |
| `on` | yes | the day on which it was done or written |
| `reason` | yes | why it is open or does not concern the package; what was done; in every language, or one text |
| `by` | for `done` | who says so |
| `package` | for `replayed` | the hash of the package that was replayed, at least its first 12 characters (`files` in `conformance.json`) |

## Dated and sourced

Much of what a region starts from is general knowledge that no partner has confirmed. It is shown as "to be confirmed",
and silver accepts it as the origin of such an entry. It does not accept it for a rule that keeps companies out: nobody is
sent away on the ground of something that cannot be looked up. Such a rule has a `source` of its own with a year, or earns
points instead of deciding, or the partner has confirmed the entry. A page without a date counts by the year in which it was
read, which must be said: `as_of = "undated, read 2026"`. Gold asks more: everything confirmed by the partner.

What a machine cannot see is whether a source says what the entry says. That is what the review of gold is for.

"""

CHECKS_HEAD = """\
## Conformance checks

What `mkb partners check`, `pytest --mkb-contract NAME` and the rule `conformance` run. They work on a plugin behind any port:
in this process, in its own process, or on the partner's server.

| check | what it means |
| --- | --- |"""

SAMPLES = """
## Samples

Hooks that do work are tried with every failure of the outside. What they do with a good answer can be tried only with
samples, in a folder `samples` in the package or beside it: files in `samples/files` stand for the drop folder, and
`samples/answers.toml` lists answers of the source.

```toml
# samples/answers.toml
quarter = "2026-Q3"        # of which the samples hold a fee report
number = "69599084"        # of a company that the source knows

[[answer]]
path = "/news"             # a * at the end stands for anything
json = '{"news": []}'      # or text, or file = "news.json" beside this file

[[answer]]
path = "/referrals"
method = "POST"
json = '{"reference": "7"}'
```
"""


def quality_page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_tiers(), PROOFS + CHECKS_HEAD, *_checks(), SAMPLES]).rstrip() + "\n"


def _tiers() -> Iterator[str]:
    for tier in TIERS:
        yield f"## {TIER_LABEL[tier].in_language('en').capitalize()}\n"
        yield "| rule | Dutch, English | met when | checked |\n| --- | --- | --- | --- |"
        for rule in RULES:
            if rule.tier is tier:
                names = f"{rule.label.in_language('nl')}; {rule.label.in_language('en')}"
                proof = PROOF_LABEL[rule.proof].in_language("en")
                exempt = ", may be exempt" if rule.may_be_exempt else ""
                yield f"| `{rule.id}` | {names} | {rule.meaning.in_language('en')} | {proof}{exempt} |"
        yield ""


def _checks() -> Iterator[str]:
    for check in CHECKS:
        yield f"| `{check.id}`: {check.title.in_language('en')} | {check.meaning.in_language('en')} |"


def main() -> None:
    Path(PAGE).write_text(quality_page(), "utf-8")


if __name__ == "__main__":
    main()
