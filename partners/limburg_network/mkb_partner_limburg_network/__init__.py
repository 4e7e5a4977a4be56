"""The other partners of the Limburg network, as data."""
