"""Who acts, at this moment, in which role and for whom. Passed to every use case that reads or changes data."""

from __future__ import annotations

from attrs import frozen

from mkb_core.rights.roles import ROLES, Role, Side


@frozen
class Actor:
    """``user`` is the account's id (``None``: nobody signed in, or a machine). ``subject`` is whom the role acts for: a
    company's number, a partner's or funder's id. ``scopes`` narrow a machine's token; ``None`` is not narrowed;
    ``token`` is that token's id. ``origin`` is the way in: ``page``, ``api``, ``command`` or ``job``."""

    role: str
    user: str | None = None
    subject: str | None = None
    scopes: frozenset[str] | None = None
    origin: str = "api"
    token: str | None = None

    @property
    def side(self) -> Side:
        """For whom it acts; an unknown role acts for the public."""
        return self.described.side

    @property
    def described(self) -> Role:
        """The role of the table."""
        return ROLES.get(self.role, ROLES["anonymous"])

    def acts_for(self, side: Side) -> str | None:
        """Its subject, where it acts for this side."""
        return self.subject if self.side is side else None


ANONYMOUS = Actor("anonymous")
#: Whoever may run commands on the machine of the installation may do everything there.
COMMAND_LINE = Actor("operator", origin="command")
#: The installation itself, by its schedule.
INSTALLATION = Actor("operator", origin="job")
