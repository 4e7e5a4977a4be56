"""``mkb db``: the tables."""

from __future__ import annotations

from mkb_core.cli.exits import Exit
from mkb_core.cli.options import Json, Lang
from mkb_core.cli.printing import print_json
from mkb_core.cli.startup import settings
from mkb_core.cli.words import word
from mkb_core.workflows.assembly import open_store


def upgrade(*, json: Json = False, lang: Lang = "nl") -> int:
    """Bring the database to the tables of this version; safe to run again, and from several places at once."""
    given = settings()
    open_store(given.database_url, given.secret_key).dispose()
    if json:
        print_json({"upgraded": True})
    else:
        print(word("upgraded", lang))
    return Exit.OK
