"""What makes a partner's package trustworthy: conformance checks, scenarios, and the quality scale computed from them.

Plain functions that return findings. The command ``mkb partners check`` and the pytest plugin run the same ones.
"""
