"""Who may do what: roles, actors, and the one policy table (A6, H2, K1, N2). Deny unless a row allows."""

from mkb_core.rights.actors import ANONYMOUS, COMMAND_LINE, INSTALLATION, Actor
from mkb_core.rights.policy import Action, Fields, Grant, Kind, Relation, grants
from mkb_core.rights.roles import ROLES, TASKS, Role, Side

__all__ = [
    "ANONYMOUS",
    "COMMAND_LINE",
    "INSTALLATION",
    "ROLES",
    "TASKS",
    "Action",
    "Actor",
    "Fields",
    "Grant",
    "Kind",
    "Relation",
    "Role",
    "Side",
    "grants",
]
