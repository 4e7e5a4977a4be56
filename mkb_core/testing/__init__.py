"""The kit for tests of partner packages: the conformance checks and scenarios as pytest items."""
