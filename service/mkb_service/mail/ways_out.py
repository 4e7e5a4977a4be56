"""The two ways in which mails leave: a mail server, or files in a folder."""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
from email.message import EmailMessage
from pathlib import Path

from mkb_core.workflows.mail_servers import MailServer
from mkb_service.jobs.doing import GiveUp, TryLater

#: A server gets this long for each of its answers.
ANSWER_SECONDS = 30.0
#: The first of the replies that are final (RFC 5321, 4.2.1).
_FINAL = 500


def give_to_server(server: MailServer, message: EmailMessage, *, seconds: float = ANSWER_SECONDS) -> None:
    """Give a mail to a server; returns when the server took the responsibility for it.

    Raises :class:`TryLater` where the server does not answer or asks to wait, and :class:`GiveUp` where it refuses this
    mail for good. The reason is the reply's code: its words may hold an address.
    """
    try:
        with _connected(server, seconds) as connection:
            connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as refusal:
        raise _refusal(max(code for code, _ in refusal.recipients.values())) from None
    except smtplib.SMTPAuthenticationError as refusal:
        raise TryLater(f"smtp-sign-in-{refusal.smtp_code}") from None  # the settings' fault, not the mail's
    except (smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as refusal:
        raise _refusal(refusal.smtp_code) from None
    except smtplib.SMTPResponseException as refusal:
        raise TryLater(f"smtp-{refusal.smtp_code}") from None
    except TimeoutError:
        raise TryLater("smtp-time-out") from None
    except ssl.SSLError:
        raise TryLater("smtp-encryption") from None
    except (smtplib.SMTPNotSupportedError, smtplib.SMTPServerDisconnected, OSError) as error:
        # smtplib tells of an answer that does not come as of a connection that was closed.
        is_slow = isinstance(error.__context__, TimeoutError)
        raise TryLater("smtp-time-out" if is_slow else "smtp-unreachable") from None


def leave_in_folder(folder: Path, job: str, message: EmailMessage) -> None:
    """Write a mail as ``<job>.eml``, whole or not at all; the same job again takes its own place."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = folder / f".{job}.{os.getpid()}"
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(bytes(message))
            file.flush()
            os.fsync(file.fileno())
        made.replace(folder / f"{job}.eml")
    except OSError:
        raise TryLater("outbox-folder") from None


def _connected(server: MailServer, seconds: float) -> smtplib.SMTP:
    name = socket.gethostname()
    if server.encryption == "tls":
        connection: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, name, timeout=seconds, context=ssl.create_default_context()
        )
    else:
        connection = smtplib.SMTP(server.host, server.port, name, timeout=seconds)
    try:
        if server.encryption == "starttls":
            connection.starttls(context=ssl.create_default_context())
        if server.user is not None:
            connection.login(server.user, server.password)
    except BaseException:
        connection.close()
        raise
    return connection


def _refusal(code: int) -> TryLater:
    return GiveUp(f"smtp-{code}") if code >= _FINAL else TryLater(f"smtp-{code}")
