"""Plugins at work: found without importing them, loaded one by one, every fault contained and kept as a value."""
