"""The page ``docs/reference/roles.md``, made from the table of roles: ``python -m tests.docs.roles_page``."""

from __future__ import annotations

from pathlib import Path

from mkb_core.rights import ROLES, Side
from mkb_core.workflows.accounts.tokens import SCOPES
from mkb_core.workflows.accounts.who import NOT_FOR_PEOPLE

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "roles.md"
SUBJECTS = {
    Side.COMPANY: "a company: its number in the trade register",
    Side.PARTNER: "a partner: its id",
    Side.FUNDER: "a funder: its id",
}
HEAD = """\
# Roles

<!-- Made from the code by `python -m tests.docs.roles_page`; a test fails where this page is behind. -->

An account may have several roles; one of them is active, and whoever has several chooses. A role that acts for somebody needs
to know for whom: `mkb user invite --role ROLE --email E --subject S`.

| Role | Dutch | English | Acts for | Second factor | Given by |
| --- | --- | --- | --- | --- | --- |
"""
TAIL = """\

Who may give a role is read from the policy table: the operator any, a platform manager any but the operator's, a partner's
manager those for its own partner. An association's manager also invites its members, as entrepreneurs of their companies.

## Scopes of tokens

A partner's system is no person: it holds a token (`mkb token create`), which may do what its scopes name, for its partner.
A scope is a kind of object and an action:

"""


def roles_page() -> str:
    """The whole page."""
    rows = [
        f"| `{role.id}` | {role.label.in_language('nl')} | {role.label.in_language('en')} "
        f"| {SUBJECTS.get(role.side, 'nobody in particular')} | {'yes' if role.second_factor else 'no'} "
        f"| {_given(role.id, role.side)} |"
        for role in ROLES.values()
    ]
    return HEAD + "\n".join(rows) + "\n" + TAIL + "".join(f"- `{scope}`\n" for scope in SCOPES)


def _given(role: str, side: Side) -> str:
    if role in NOT_FOR_PEOPLE:
        return "–" if role == "anonymous" else "a token"
    if role == "operator":
        return "an operator"
    return "an invitation" + ("" if side is not Side.PARTNER else ", also by the partner's manager")


if __name__ == "__main__":
    PAGE.write_text(roles_page(), "utf-8")
