"""Alembic's entry; the connection comes from :mod:`mkb_core.store.migrations`."""

from alembic import context

from mkb_core.store.migrations import run_environment

run_environment(context.config.attributes["connection"])
