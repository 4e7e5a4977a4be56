"""The web service: JSON API and pages over the core and its plugins."""

#: version of the API as a whole; the first number stands in its addresses (``/v1``)
API_VERSION = "1.0.0"
