"""A real mail server, whose answers the tests choose."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from attrs import define, field


@define(eq=False)
class MailBox:
    """What arrived; ``recipient`` and ``data`` are the server's next answers, ``pause`` the seconds before the last."""

    arrived: list[Message] = field(factory=list)
    recipient: str = "250 OK"
    data: str = "250 OK"
    pause: float = 0.0
    on_arrival: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.recipient.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.data.startswith("2"):
            self.arrived.append(message_from_bytes(envelope.content, policy=policy.default))
        self.on_arrival()
        time.sleep(self.pause)
        return self.data


@pytest.fixture
def box() -> MailBox:
    return MailBox()


@pytest.fixture
def smtp_port(box: MailBox) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield port
    controller.stop()
