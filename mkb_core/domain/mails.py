"""The one table of mails: what each is for and which values its templates need. The words are in the service."""

from __future__ import annotations

from collections.abc import Mapping

#: template -> keys of its values, each a text; ``path`` is where its one link leads (below the installation's address)
MAILS: Mapping[str, frozenset[str]] = {
    # an account is offered: ``role`` is the role's id, ``until`` when the link ends (ISO 8601 with zone)
    "invitation": frozenset({"path", "role", "until"}),
    # somebody asked for a new password; ``until`` as above
    "lost-password": frozenset({"path", "until"}),
    # a sign-in from a browser that was not seen before: ``at`` (ISO 8601 with zone) and the browser's name
    "new-sign-in": frozenset({"path", "at", "browser"}),
}
