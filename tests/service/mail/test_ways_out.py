from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest
from mkb_service.jobs.doing import GiveUp, TryLater
from mkb_service.mail.ways_out import give_to_server, leave_in_folder

from mkb_core.store.engine import write
from mkb_core.store.job_states import JobState
from mkb_core.store.mails import enqueue_mail
from mkb_core.workflows.mail_servers import MailServer
from tests.service.jobs.conftest import Workers, workers  # noqa: F401 - a fixture
from tests.service.mail.conftest import MailBox
from tests.service.mail.test_messages import NOW, VALUES, mail

MAIL = mail("invitation")


def server(port: int) -> MailServer:
    return MailServer("127.0.0.1", port, "none")


def test_a_mail_arrives(box: MailBox, smtp_port: int) -> None:
    give_to_server(server(smtp_port), MAIL)
    [arrived] = box.arrived
    assert (arrived["To"], arrived["Message-ID"]) == ("eva@example.org", MAIL["Message-ID"])


@pytest.mark.parametrize(
    ("recipient", "data", "kind", "reason"),
    [
        ("450 busy with eva@example.org", "250 OK", TryLater, "smtp-450"),
        ("550 no eva@example.org here", "250 OK", GiveUp, "smtp-550"),
        ("250 OK", "451 try later", TryLater, "smtp-451"),
        ("250 OK", "554 refused", GiveUp, "smtp-554"),
    ],
)
def test_a_refusal_for_now_and_one_for_good(
    box: MailBox, smtp_port: int, recipient: str, data: str, kind: type[TryLater], reason: str
) -> None:
    box.recipient, box.data = recipient, data
    with pytest.raises(TryLater) as refusal:
        give_to_server(server(smtp_port), MAIL)
    assert (type(refusal.value), refusal.value.reason) == (kind, reason)
    assert box.arrived == []


def test_a_server_that_is_silent_is_tried_later(box: MailBox, smtp_port: int) -> None:
    box.pause = 1.0
    with pytest.raises(TryLater) as refusal:
        give_to_server(server(smtp_port), MAIL, seconds=0.2)
    assert (type(refusal.value), refusal.value.reason) == (TryLater, "smtp-time-out")


def test_a_server_that_is_not_there_is_tried_later() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(TryLater) as refusal:
            give_to_server(server(free.getsockname()[1]), MAIL)
    assert (type(refusal.value), refusal.value.reason) == (TryLater, "smtp-unreachable")


def test_nothing_is_told_to_a_server_that_does_not_encrypt_where_it_should(
    box: MailBox, smtp_port: int
) -> None:
    with pytest.raises(TryLater):
        give_to_server(MailServer("127.0.0.1", smtp_port, "starttls", "me", "hunter2"), MAIL)
    assert box.arrived == []


def test_a_mail_left_twice_is_one_private_file(tmp_path: Path) -> None:
    folder = tmp_path / "mails"
    leave_in_folder(folder, "j-1", MAIL)
    leave_in_folder(folder, "j-1", MAIL)
    [file] = folder.iterdir()
    assert (file.name, file.stat().st_mode & 0o777) == ("j-1.eml", 0o600)
    assert b"Subject: Uitnodiging" in file.read_bytes()


def test_a_folder_that_cannot_be_written_is_tried_later(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(TryLater):
        leave_in_folder(tmp_path / "file", "j-1", MAIL)


def test_a_crash_between_sending_and_storing_that_it_was_sent_sends_twice_under_one_id(
    box: MailBox,
    smtp_port: int,
    workers: Workers,  # noqa: F811 - the fixture
) -> None:
    values = {name: VALUES[name] for name in ("path", "until")}
    with write(workers.engine) as connection:
        id_ = enqueue_mail(connection, "lost-password", "eva@example.org", values, NOW)
    pid = workers.start(str(smtp_port))
    box.on_arrival = lambda: os.kill(pid, signal.SIGKILL) if len(box.arrived) == 1 else None
    workers.wait(lambda: workers.running[pid].poll() is not None)
    assert workers.jobs()[id_].state is JobState.WORKING
    workers.start(str(smtp_port))
    job = workers.wait_for_end()[id_]
    assert (job.state, job.attempts) == (JobState.DONE, 1)
    assert [one["Message-ID"] for one in box.arrived] == [f"<{id_}@localhost>"] * 2
    assert "eva@example.org" not in str(job.payload)
