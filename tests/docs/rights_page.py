"""Writes docs/reference/rights.md from the tables of rights: ``python -m tests.docs.rights_page``."""

from __future__ import annotations

from collections.abc import Iterator

from mkb_core.domain.company_fields import COMPANY_FIELDS
from mkb_core.rights import ROLES, TASKS, Action, Fields, Kind, Relation
from mkb_core.rights.policy import POLICY, Grant
from tests.docs.pages import ROOT

PAGE = ROOT / "docs" / "reference" / "rights.md"

HEAD = """\
# Rights

<!-- Made from the code by `python -m tests.docs.rights_page`; a test fails where this page is behind. -->

One table says who may do what: `mkb_core/rights/policy.py`. Whatever has no row is denied. It is enforced where data is
read: one condition of a query serves a list, a search, a count and a single read, so none of them tells more than
another. What somebody may not see does not exist for them: the answer is the same "not found", after the same statements
to the database, as for what was never there. What somebody sees but may not do is refused as "not allowed".

A person may have several roles, of which one is active. A role of a company, partner or funder is for that one only.
"""

RELATIONS = {
    Relation.OWN_COMPANY: "the object is of the company that the actor acts for",
    Relation.ASSIGNED: "the actor guides the company",
    Relation.SCOUTED: "the actor's partner put the company forward",
    Relation.REFERRED: "the company has a consent in force for a referral to the actor's partner",
    Relation.SAME_PARTNER: "the object is of the partner that the actor acts for",
    Relation.OWN: "the object is of the actor's own account",
    Relation.FUNDED: "the actor's funder pays a part of the object",
    Relation.LINK: "the actor holds the object's unguessable id",
    Relation.ANY: "whatever it is",
}
FIELDS = {
    Fields.ALL: "all",
    Fields.OPEN: "all that is not confidential",
    Fields.CONSENTED: "what the company's consents in force name",
    Fields.OWN_PART: "the totals, and its own part of the financing",
    Fields.METADATA: "that it exists, when, and of which kind",
}

FOOT = """\
## Consents

A company consents to a referral to one partner (naming the fields, and the question, that it sees), to publication, or to
research: each by itself. A consent is dated, can be taken back, and counts from the next request on. It is asked again when
a referral is handed to the partner's system, whatever the message itself says.

```json
{"purpose": "referral", "recipient": "liof", "shares": ["name", "employees", "question"], "question": "4c1d0a8e"}
```

`POST /v1/companies/{number}/consents` gives one, `GET` lists them, and
`POST /v1/companies/{number}/consents/{consent}/withdrawals` takes one back.

## Tokens

The token of a machine has scopes such as `company:read`: a kind and an action of the table. They narrow what its role may
do, and never widen it.
"""


def rights_page() -> str:
    """The whole page."""
    parts = [HEAD, "".join(_roles()), "".join(_table()), "".join(_tasks()), FOOT]
    return "\n".join(parts)


def _roles() -> Iterator[str]:
    yield "## Roles\n\n| role | in Dutch | in English | acts for | second factor |\n| --- | --- | --- | --- | --- |\n"
    for role in ROLES.values():
        factor = "yes" if role.second_factor else "no"
        words = (role.label.in_language("nl"), role.label.in_language("en"))
        yield f"| `{role.id}` | {' | '.join(words)} | {role.side.value} | {factor} |\n"


def _table() -> Iterator[str]:
    yield "## The table\n\n"
    for relation in Relation:
        yield f"- `{relation.value}`: {RELATIONS[relation]}\n"
    yield "\n"
    for kind in Kind:
        rows = [row for row in POLICY if row.kind is kind and row.origin is None]
        yield f"### {kind.value}\n\n| who | relation | may | sees |\n| --- | --- | --- | --- |\n"
        yield from map(_row, rows)
        yield "\n"
    confidential = ", ".join(f"`{name}`" for name, one in COMPANY_FIELDS.items() if one.confidential)
    yield f"Confidential fields of a company: {confidential}.\n\n"
    yield "Whoever runs commands on the machine of the installation may do everything there. The installation itself collects\n"
    yield "fee reports by its calendar, and reads none.\n"


def _row(row: Grant) -> str:
    who = ", ".join(f"`{role}`" for role in ROLES if role in row.roles)
    who = "everybody" if row.roles == frozenset(ROLES) else who
    done = ", ".join(action.value for action in Action if action in row.actions)
    return f"| {who} | `{row.relation.value}` | {done} | {FIELDS[row.fields]} |\n"


def _tasks() -> Iterator[str]:
    yield "## Tasks of the organisation\n\nThe plan's table of who does what, as data (`TASKS`).\n\n"
    yield "| task | in Dutch | roles |\n| --- | --- | --- |\n"
    for task in TASKS.values():
        roles = ", ".join(f"`{role}`" for role in ROLES if role in task.roles)
        yield f"| {task.label.in_language('en')} | {task.label.in_language('nl')} | {roles} |\n"


if __name__ == "__main__":
    PAGE.write_text(rights_page(), "utf-8")
