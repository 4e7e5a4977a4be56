"""The one table of roles, and the organisation's table of tasks (K1): both are data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from attrs import frozen

from mkb_core.text import Text, text


class Side(Enum):
    """For whom somebody acts. All but the platform's need a subject: a company's number, a partner's or funder's id."""

    COMPANY = "company"
    PARTNER = "partner"
    FUNDER = "funder"
    ORGANISATION = "organisation"
    PLATFORM = "platform"
    PUBLIC = "public"


@frozen
class Role:
    """A role: whose side it is on, and whether signing in needs a second factor (all staff)."""

    id: str
    side: Side
    label: Text
    second_factor: bool = True

    @property
    def needs_subject(self) -> bool:
        """Does this role act for one company, partner or funder?"""
        return self.side in (Side.COMPANY, Side.PARTNER, Side.FUNDER)


def _role(id_: str, side: Side, nl: str, en: str, *, second_factor: bool = True) -> Role:
    return Role(id_, side, text(nl=nl, en=en), second_factor)


ROLES: Mapping[str, Role] = {
    role.id: role
    for role in (
        _role("anonymous", Side.PUBLIC, "bezoeker", "visitor", second_factor=False),
        _role("entrepreneur", Side.COMPANY, "ondernemer", "entrepreneur", second_factor=False),
        _role("front-desk", Side.PARTNER, "frontdeskmedewerker", "front-desk employee"),
        _role("scout", Side.PARTNER, "scout", "scout"),
        _role("partner-manager", Side.PARTNER, "beheerder bij een partner", "partner's manager"),
        _role(
            "partner-system", Side.PARTNER, "systeem van een partner", "partner's system", second_factor=False
        ),
        _role("funder", Side.FUNDER, "financier", "funder"),
        _role("consultant", Side.ORGANISATION, "MKB-consultant", "consultant"),
        _role("senior-project-leader", Side.ORGANISATION, "senior projectleider", "senior project leader"),
        _role("back-office", Side.ORGANISATION, "backoffice", "back office"),
        _role("platform-manager", Side.ORGANISATION, "platformbeheerder", "platform manager"),
        _role(
            "selection-team", Side.ORGANISATION, "lid van het selectieteam", "member of the selection team"
        ),
        _role("board", Side.ORGANISATION, "bestuur van de eigenaar", "owner's board"),
        _role(
            "advisory-council", Side.ORGANISATION, "lid van de adviesraad", "member of the advisory council"
        ),
        _role("operator", Side.PLATFORM, "technisch beheerder", "operator"),
    )
}


@frozen
class Task:
    """A task of the organisation and the roles that do it."""

    id: str
    label: Text
    roles: frozenset[str]


def _task(id_: str, nl: str, en: str, *roles: str) -> Task:
    return Task(id_, text(nl=nl, en=en), frozenset(roles))


_LEADER, _OFFICE, _CONSULTANT, _PLATFORM = (
    "senior-project-leader",
    "back-office",
    "consultant",
    "platform-manager",
)

#: The organisation table of the plan, row by row.
TASKS: Mapping[str, Task] = {
    task.id: task
    for task in (
        _task(
            "guide",
            "bedrijven begeleiden in het Support Proces",
            "guide companies in the Support Process",
            _LEADER,
            _CONSULTANT,
        ),
        _task("scout", "bedrijven scouten", "scout companies", _LEADER, _CONSULTANT),
        _task(
            "coordinate-desks",
            "de frontdesks van partners coördineren",
            "coordinate the partners' front desks",
            _LEADER,
            _OFFICE,
        ),
        _task(
            "coordinate-selection",
            "de selectie coördineren",
            "coordinate selection",
            _LEADER,
            _OFFICE,
            _CONSULTANT,
        ),
        _task("manage-platform", "het online platform beheren", "manage the online platform", _PLATFORM),
        _task(
            "monitor-platform",
            "het gebruik van het platform volgen",
            "monitor how the platform is used",
            _OFFICE,
        ),
        _task(
            "monitor-progress",
            "de voortgang van begeleiding en doorverwezen bedrijven volgen",
            "monitor progress of support and of referred companies",
            _OFFICE,
            _CONSULTANT,
        ),
        _task(
            "answer-questions",
            "vragen van bedrijven beantwoorden",
            "answer questions of companies",
            _OFFICE,
            _CONSULTANT,
        ),
        _task(
            "masterclasses",
            "masterclasses initiëren en coördineren",
            "initiate and coordinate masterclasses",
            _OFFICE,
        ),
        _task("partner-contact", "contact met partners onderhouden", "keep contact with partners", _LEADER),
        _task(
            "board-partners",
            "nieuwe externe partners laten aansluiten",
            "board new external partners",
            _LEADER,
        ),
        _task(
            "report",
            "rapporteren aan het bestuur en de adviesraad",
            "report to the owner's board and the advisory council",
            _LEADER,
        ),
        _task("finance", "financieel beheer", "financial management", _LEADER),
        _task(
            "develop-support",
            "ondersteuning ontwikkelen uit vraaganalyses",
            "advise on and develop support from question analyses",
            _LEADER,
            _OFFICE,
            _CONSULTANT,
        ),
        _task("employer", "werkgeversrol", "employer's role", _LEADER),
    )
}
