"""The installed catalogue for an application that is not ours: no service, no database, partner code in this process."""

from __future__ import annotations

from mkb_core.catalogue import Catalogue, build_catalogue
from mkb_core.runtime.isolation import Isolation
from mkb_core.runtime.loading import load_plugins


def installed_catalogue(region_id: str) -> Catalogue:
    """What the installed partners declare for a region, read by the installed language plugin; made once, at start-up."""
    host = load_plugins(isolation=Isolation.IN_PROCESS)
    try:
        region = host.regions()[region_id]
        analyser = host.make_analyser(region.topics, region.region.languages)
        assert analyser is not None
        return build_catalogue(region, host.declarations().values(), analyser)
    finally:
        host.close()
