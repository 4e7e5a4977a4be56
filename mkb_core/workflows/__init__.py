"""Use cases: the only layer that brings domain, catalogue, plugins and store together."""
