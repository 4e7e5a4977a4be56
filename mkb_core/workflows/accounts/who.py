"""What may be said of a person: e-mail address, name, language, role and subject; all faults together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mkb_core.domain.companies import is_company_number
from mkb_core.errors import InputFault, InvalidInput, NotFound, SourceUnavailable
from mkb_core.rights import COMMAND_LINE, ROLES, Role, Side
from mkb_core.text import is_whole
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.companies import show_company

LANGUAGES = ("nl", "en")
LONGEST_EMAIL, LONGEST_NAME = 254, 100
_EMAIL = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z0-9-]{2,}")
_FUNDER = re.compile(r"[a-z][a-z0-9-]{0,39}")
#: roles that no person has
NOT_FOR_PEOPLE = ("anonymous", "partner-system")


def normal_email(email: str) -> str:
    """The address in the form in which accounts are found by it."""
    return email.strip().lower()


def email_faults(email: str) -> list[InputFault]:
    """What is wrong with an e-mail address in its normal form."""
    sound = len(email) <= LONGEST_EMAIL and is_whole(email) and _EMAIL.fullmatch(email)
    return [] if sound else [InputFault("email", "email-form")]


def name_faults(name: str) -> list[InputFault]:
    """What is wrong with a name."""
    if not name.strip():
        return [InputFault("name", "empty")]
    if len(name) > LONGEST_NAME:
        return [InputFault("name", "too-long", {"length": len(name), "limit": LONGEST_NAME})]
    return [] if is_whole(name) and name.isprintable() else [InputFault("name", "control-characters")]


def language_faults(language: str) -> list[InputFault]:
    """What is wrong with a language."""
    return [] if language in LANGUAGES else [InputFault("language", "unknown-name", {"value": language[:10]})]


def role_faults(installation: Installation, role: str, subject: str | None) -> list[InputFault]:
    """What is wrong with a role and for whom it acts: a company or partner must be there, where that can be known."""
    described = ROLES.get(role)
    if described is None or role in NOT_FOR_PEOPLE:
        return unknown_role_faults(role)
    if not described.needs_subject:
        return [InputFault("subject", "subject-needless")] if subject else []
    if not subject:
        return [InputFault("subject", "missing")]
    return _subject_faults(installation, described, subject)


def unknown_role_faults(role: str) -> list[InputFault]:
    """A fault, unless it is a role that people have."""
    known = role in ROLES and role not in NOT_FOR_PEOPLE
    return [] if known else [InputFault("role", "unknown-name", {"value": role[:40]})]


def _subject_faults(installation: Installation, role: Role, subject: str) -> list[InputFault]:
    if role.side is Side.COMPANY:
        return company_faults(installation, subject)
    if role.side is Side.PARTNER:
        known = subject in known_partners(installation)
    else:  # which funders there are is not recorded yet
        known = _FUNDER.fullmatch(subject) is not None
    return [] if known else [InputFault("subject", "unknown-name", {"value": subject[:40]})]


def company_faults(installation: Installation, number: str, path: str = "subject") -> list[InputFault]:
    """What is wrong with a company's number; one that the register cannot be asked about now is taken as it is."""
    if not is_company_number(number):
        return [InputFault(path, "company-number")]
    try:
        show_company(installation, COMMAND_LINE, number)
    except NotFound:
        return [InputFault(path, "unknown-name", {"value": number})]
    except SourceUnavailable:
        pass
    return []


def known_partners(installation: Installation) -> frozenset[str]:
    """Ids of all partners, also of those whose plugin fails."""
    failing = (partner for plugin in installation.host.plugins.values() for partner in plugin.partners)
    return frozenset((*installation.catalogue.declarations, *failing))


def refuse(faults: Sequence[InputFault]) -> None:
    """Raise :class:`InvalidInput` where there is any fault."""
    if faults:
        raise InvalidInput(faults)
