"""The region Limburg: all of it is data in ``region.toml`` and ``topics/``."""

from mkb_core.hooks import RegionDefinition, hookimpl, read_region


@hookimpl
def mkb_define_region() -> RegionDefinition:
    """Territory, topics, criteria of a nomination and goals of the approach in Limburg."""
    return read_region("mkb_plugin_region_limburg")
