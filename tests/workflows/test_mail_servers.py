from __future__ import annotations

import pytest

from mkb_core.errors import InvalidInput
from mkb_core.workflows.mail_servers import MailServer, read_address, read_mail_server, read_sender
from mkb_core.workflows.settings import load_settings


@pytest.mark.parametrize(
    ("words", "server"),
    [
        ("smtp://localhost", MailServer("localhost", 25, "none")),
        ("smtp://127.0.0.1:2525/", MailServer("127.0.0.1", 2525, "none")),
        (
            "smtp://me:p%40ss@mail.example.org?starttls=1",
            MailServer("mail.example.org", 587, "starttls", "me", "p@ss"),
        ),
        ("smtps://me:pass@mail.example.org", MailServer("mail.example.org", 465, "tls", "me", "pass")),
    ],
)
def test_addresses_of_mail_servers(words: str, server: MailServer) -> None:
    assert read_mail_server(words) == server


@pytest.mark.parametrize(
    "words",
    [
        "mail.example.org",
        "http://mail.example.org",
        "smtp://",
        "smtp://h:0",
        "smtp://h:99999",
        "smtp://h/path",
        "smtps://h?starttls=1",
        "smtp://h?tls=yes",
        "smtp://me:hunter2@mail.example.org",
    ],
)
def test_what_is_no_address_of_a_mail_server_is_not_repeated(words: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        load_settings({"MKB_SMTP_URL": words})
    assert [fault.path for fault in refusal.value.faults] == ["MKB_SMTP_URL"]
    assert "hunter2" not in str(refusal.value)


def test_a_password_is_in_no_repr() -> None:
    settings = load_settings({"MKB_SMTP_URL": "smtps://me:hunter2@mail.example.org"})
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in repr(read_mail_server(settings.smtp_url))


def test_mails_go_one_way() -> None:
    with pytest.raises(InvalidInput) as refusal:
        load_settings({"MKB_SMTP_URL": "smtp://localhost", "MKB_OUTBOX_DIR": "mails"})
    assert [fault.code for fault in refusal.value.faults] == ["one-of-two"]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "a@b@c",
        "a b@example.org",
        "a@example.org,b@example.org",
        "a@example.org\r\nBcc: b@c.nl",
        "<a@b.nl>",
        "a@",
        "@b.nl",
        "é@b.nl",
    ],
)
def test_an_address_is_one_plain_address(words: str) -> None:
    with pytest.raises(InvalidInput):
        read_address(words)


def test_a_sender_has_a_name() -> None:
    assert str(read_sender("MKB-aanpak <noreply@example.org>")) == "MKB-aanpak <noreply@example.org>"
    with pytest.raises(InvalidInput):
        load_settings({"MKB_MAIL_FROM": "nobody"})


@pytest.mark.parametrize(
    "words", ["mkb.example.org", "ftp://x", "https://", "https://x/?a=1", "https://me@x", "http://[x"]
)
def test_what_cannot_begin_a_link_is_refused(words: str) -> None:
    with pytest.raises(InvalidInput):
        load_settings({"MKB_PUBLIC_URL": words})


def test_links_begin_with_the_public_address() -> None:
    assert load_settings({"MKB_PUBLIC_URL": "https://mkb.example.org/"}).address == "https://mkb.example.org"
    assert load_settings({"MKB_PORT": "8123"}).address == "http://127.0.0.1:8123"


def test_a_free_port_gives_no_address_before_it_is_known() -> None:
    with pytest.raises(InvalidInput) as refusal:
        _ = load_settings({"MKB_PORT": "0"}).address
    assert [fault.path for fault in refusal.value.faults] == ["MKB_PUBLIC_URL"]
    public = load_settings({"MKB_PORT": "0", "MKB_PUBLIC_URL": "https://mkb.example.org/"})
    assert public.address == "https://mkb.example.org"
