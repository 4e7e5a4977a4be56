"""The web service and its pages: assembles the core and the plugins."""
