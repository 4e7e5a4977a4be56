"""Rabobank: services and their conditions."""
