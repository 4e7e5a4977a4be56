"""How roles and those they act for are called in pages."""

from __future__ import annotations

from mkb_core.rights import ROLES, Side
from mkb_core.workflows.assembly import Installation


def role_words(installation: Installation, role: str, subject: str | None, language: str) -> str:
    """A role in words, with whom it acts for: a partner by its name."""
    described = ROLES.get(role)
    label = described.label.in_language(language) if described else role
    if subject is None:
        return label
    declaration = installation.catalogue.declarations.get(subject)
    of_partner = described is not None and described.side is Side.PARTNER
    name = declaration.partner.name if declaration is not None and of_partner else subject
    return f"{label} ({name})"
