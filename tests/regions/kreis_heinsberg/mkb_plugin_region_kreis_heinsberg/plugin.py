"""The region Kreis Heinsberg: all of it is data in ``region.toml``, ``topics/`` and ``languages/``."""

from mkb_core.hooks import RegionDefinition, hookimpl, read_region


@hookimpl
def mkb_define_region() -> RegionDefinition:
    """Territory, topics, criteria of a nomination and goals."""
    return read_region("mkb_plugin_region_kreis_heinsberg")
