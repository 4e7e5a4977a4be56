"""LIOF: services and their conditions."""
