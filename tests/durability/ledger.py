"""What was asked of the service and what it acknowledged, on disk before and after, so that a run can go on later."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from threading import Lock
from typing import Any

from attrs import define, field


@define
class Ledger:
    """Of one run, over any number of starts of it. Safe between threads.

    ``asked``: idempotency keys of questions; ``receipts``: key to receipt, where acknowledged; ``values``: company to the
    last acknowledged value; ``sent``: company to the last value that was sent. ``pinged``: keys of asked-for messages;
    ``messages``: key to message, where acknowledged; ``received``: message to how often it came.
    """

    folder: Path
    kills: int = 0
    asked: set[str] = field(factory=set)
    receipts: dict[str, str] = field(factory=dict)
    sent: dict[str, int] = field(factory=dict)
    values: dict[str, int] = field(factory=dict)
    pinged: set[str] = field(factory=set)
    messages: dict[str, str] = field(factory=dict)
    received: Counter[str] = field(factory=Counter)
    receiver_port: int = 0
    token: str = ""
    webhook: str = ""
    _lock: Lock = field(factory=Lock, init=False)

    @classmethod
    def opened(cls, folder: Path) -> Ledger:
        """As it was left; a line that was being written when the run was stopped says nothing."""
        ledger = cls(folder)
        file = folder / "ledger.jsonl"
        for line in file.read_text("utf-8").splitlines() if file.exists() else ():
            try:
                ledger._apply(json.loads(line))
            except ValueError:
                continue
        return ledger

    def note(self, **facts: Any) -> None:
        """Write down what happened."""
        with self._lock:
            self._apply(facts)
            with (self.folder / "ledger.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(facts) + "\n")

    def unanswered(self) -> list[str]:
        """Keys that were sent and not acknowledged."""
        with self._lock:
            return sorted(self.asked - set(self.receipts))

    def unanswered_pings(self) -> list[str]:
        """Keys of messages that were asked for, without an acknowledgement."""
        with self._lock:
            return sorted(self.pinged - set(self.messages))

    def unanswered_edits(self) -> dict[str, int]:
        """Values of companies that were sent and not acknowledged."""
        with self._lock:
            return {
                company: value for company, value in self.sent.items() if self.values.get(company) != value
            }

    def awaited(self) -> set[str]:
        """Messages that were acknowledged and did not come yet."""
        with self._lock:
            return set(self.messages.values()) - set(self.received)

    @property
    def repeated(self) -> int:
        """How many messages came more than once."""
        return sum(count > 1 for count in self.received.values())

    @property
    def acknowledged(self) -> int:
        """How many advices, edits and messages were."""
        return len(self.receipts) + sum(self.values.values()) + len(self.messages)

    def _apply(self, facts: dict[str, Any]) -> None:
        if "received" in facts:
            self.received[facts["received"]] += 1
        elif "message" in facts:
            self.messages[facts["ping"]] = facts["message"]
        elif "ping" in facts:
            self.pinged.add(facts["ping"])
        elif "receiver_port" in facts:
            self.receiver_port = facts["receiver_port"]
        elif "token" in facts:
            self.token = facts["token"]
        elif "webhook" in facts:
            self.webhook = facts["webhook"]
        elif "receipt" in facts:
            self.receipts[facts["key"]] = facts["receipt"]
        elif "key" in facts:
            self.asked.add(facts["key"])
        elif "acknowledged" in facts:
            self.values[facts["company"]] = facts["acknowledged"]
        elif "company" in facts:
            self.sent[facts["company"]] = facts["value"]
        elif "kills" in facts:
            self.kills = facts["kills"]
