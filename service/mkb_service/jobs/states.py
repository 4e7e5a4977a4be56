"""The states of a DBOS workflow that matter here."""

from __future__ import annotations

#: Nobody works on it or will work on it.
OVER = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")
