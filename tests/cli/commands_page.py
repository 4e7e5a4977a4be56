"""The page ``docs/reference/commands.md``, made from the application: ``python -m tests.cli.commands_page``."""

from __future__ import annotations

import re
from pathlib import Path

from mkb_core.cli.application import COMMANDS, make_app

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "commands.md"

HEAD = """\
# Commands

<!-- Made from the code by `python -m tests.cli.commands_page`; a test fails where this page is behind. -->

Tables and sentences by default, one JSON document with `--json`. JSON goes to standard output alone; every message goes to
standard error. A file named `-` is standard input. There are no colours where the output is no terminal, or where
`NO_COLOR` is set. Settings come from the environment: see [Settings](settings.md). Commands that need a database make and
migrate the embedded one by themselves.

## Exit codes

| Code | Meaning |
| --- | --- |
| 0 | All was done |
| 1 | Faults in the input; the rest was done. Of `mkb replay`: the outcome differs; of `mkb db verify`: the backup does; of `mkb budget check`: pay exceeds the norm |
| 2 | The command line or a setting is wrong, or a file named there cannot be opened; nothing was done |
| 3 | Not found: company, receipt, partner, region, budget plan, scenario |
| 4 | Unavailable: the store, the register, the port, the web service |
| 70 | A fault of the program itself; the message says where the details are |
| 130 | Interrupted |

What stands on the command line is usage (2); what stands in a file or comes from standard input is input (1).

## JSON

| Command | Document |
| --- | --- |
| `mkb advise --json`, `mkb explain --json` | `{question, route, topics, partners, out_of_scope, receipt, explanation}`: topics and partners are ids, best first; `explanation` has all sentences in one language; `receipt` is null with `--no-store` |
| `mkb advise --batch FILE --json` | a line per line: `{id, route, topics, partners, out_of_scope, receipt}`, or `{line, errors: [{path, code, message}]}` in the place of a line that cannot be read |
| `mkb replay --json` | `{receipt, same, analysis_repeated, route, topics, partners}` |
| `mkb evaluate --json` | `{n, topic, route, route_strict, hit_at_1, hit_at_3, candidates_found, false_nominations, violations, out_of_scope, out_of_scope_false_alarms}`: shares from 0 to 1, null where no row counts |
| `mkb company show --json`, `mkb company complete --json` | `{number, fields: {name: {value, source, date, entered_by}}, missing}`, and `conflicts: {name: [...]}` where sources differ, the value in force first |
| `mkb company import --json` | `{stored, faulty, lines: [{line, errors}]}` |
| `mkb db backup --json`, `mkb db restore --json`, `mkb db verify --json` | `{made_at, made_from, revisions, tables: {name: rows}, left_out}`; of verify also `faults: [{kind, place}]` |
| `mkb db copy --json` | `{tables: {name: rows}, left_out}`: `left_out` are tables of others |
| `mkb fees collect --json` | `{quarter, answers: [{plugin, partner, new, lines, fee_cents, unread: [{place, reason}], sources, failure}], missing}`: `failure` is null or `{code, message}`; `missing` are ids of partners that owe a report |
| `mkb fees list --json` | `{quarter, ended, reports: [{id, plugin, received_at, newest, report}], missing}`: each `report` as it came |
| `mkb feeds collect --json` | `{feeds: [{plugin, feed, new, changed, same, refused: [{id, errors}], notes, failure}]}` |
| `mkb feeds list --json` | `{feeds: [{plugin, feed, entries, collected_at}], entries: [{plugin, feed, id, first_seen, updated_at, entry}]}` |
| `mkb audit verify --json` | `{sound, lines, head, signature_checked, line, wrong}`: `line` and `wrong` (`altered`, `moved`, `missing`, `surplus`, `head`, `not-as-noted`) are null where all is well |
| `mkb audit show --json` | `[{line, at, account, role, acting_for, origin, action, kind, object, result, details, erased}]`, the newest first |
| `mkb privacy erase --json` | `{number, rows: {kind: count}, clean}`: `clean` is false where the file could not be written anew |
| `mkb privacy export --json` | `{number, made_at, company, searched_by, questions, advices, consents, assignments, accounts, jobs, uses, purposes}` |
| `mkb privacy retain --json` | `{dry_run, rows: {kind: count}}` |
| `mkb privacy breach list --json` | `[{id, what, noticed_at, report_before, reported_at, recorded_by}]`, the newest first |
| `mkb partners list --json` | `{partners: [...], plugins: [...]}`: a plugin that is at fault is listed with its faults |
| `mkb partners check --against VERSION --json` | `{plugin, works, version, version_range, accepted, uses: [{name, standing, since, removed_in, replacement}], least, sentences}` |
| `mkb partners replay --json` | `{since, with, receipts, replayed, differing, differ_from_stored, read_anew, not_replayed: [{receipt, reason}], partners: {id: {advices, added, removed, up, down}}, advices: [{receipt, question_id, day, partners, sentences, changes}]}`; with `--show-questions` each advice has its `question` |
| `mkb partners show --json` | the partner's row, its `faults`, and its whole `declaration` |

A line of a batch is `{"id": ..., "question": "...", "company": {...}}`. The company has `employees`, `age_years`, `sbi`,
`municipality`, `growth_ambition`, `innovation`, `known`, and further `turnover_cents`, `balance_total_cents`, `legal_form`
and `number`; each may be absent or null. `known: false` says that no profile was given.
"""


def commands_page() -> str:
    """The whole page."""
    made = make_app().generate_docs()
    body = made[made.index("## mkb advise") :]
    body = body.replace("```console", "```text")
    for group, commands in COMMANDS.items():
        for name, command in commands.items():
            title = " ".join(filter(None, ("mkb", group, name)))
            section = re.search(rf"^#+ {title}\n.*?(?=^#|\Z)", body, re.MULTILINE | re.DOTALL)
            assert section is not None, title
            examples = "\n".join(["**Examples**:", "", "```text", *command.examples, "```", "", ""])
            body = body.replace(section[0], f"{section[0].rstrip()}\n\n{examples}", 1)
    return f"{HEAD}\n{body.rstrip()}\n"


if __name__ == "__main__":
    PAGE.write_text(commands_page(), "utf-8")
