from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from string import Formatter
from typing import Any

import pytest
from mkb_service.mail.messages import Letterhead, compose
from mkb_service.mail.words import MAIL_WORDS

from mkb_core.domain.mails import MAILS
from mkb_core.errors import InvalidInput
from mkb_core.text import text

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LETTERHEAD = Letterhead(
    Address("MKB-aanpak", addr_spec="noreply@mkb.example.org"),
    "https://mkb.example.org",
    text(nl="Limburg", en="Limburg"),
)
VALUES = {
    "path": "/uitnodiging/abc-DEF_1?x=1&y=2",
    "role": "consultant",
    "until": "2026-11-30T12:00:00+00:00",
    "at": "2026-07-01T12:00:00+00:00",
    "browser": "Firefox op Linux",
}


def mail(template: str, language: str = "nl", to: str = "eva@example.org", **values: str) -> EmailMessage:
    given = {name: VALUES[name] for name in MAILS[template]} | values
    payload: dict[str, Any] = {"template": template, "to": to, "language": language, "values": given}
    sent = compose(LETTERHEAD, "j-1", payload, NOW)
    assert bytes(sent).isascii(), "also for servers that know no 8BITMIME"
    received = message_from_bytes(bytes(sent), policy=policy.default)
    assert isinstance(received, EmailMessage)
    return received


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    words: str = part.get_content()
    return words.replace("\r\n", "\n")


def test_every_mail_has_words_for_just_its_values() -> None:
    assert set(MAIL_WORDS) == set(MAILS)
    for name, words in MAIL_WORDS.items():
        for paragraph in (*words.before, *words.after):
            for language in paragraph:
                used = {
                    field for _, field, _, _ in Formatter().parse(paragraph.in_language(language)) if field
                }
                assert used <= MAILS[name] - {"path"}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("template", sorted(MAILS))
def test_every_mail_is_text_and_html_with_one_link(template: str, language: str) -> None:
    message = mail(template, language)
    assert message["Content-Language"] == language
    assert message["Subject"] == MAIL_WORDS[template].subject.in_language(language)
    assert (message["Message-ID"], message["Auto-Submitted"]) == ("<j-1@mkb.example.org>", "auto-generated")
    plain, html = body(message, "plain"), body(message, "html")
    assert plain.count("https://") == 1
    assert "https://mkb.example.org/uitnodiging/abc-DEF_1?x=1&y=2" in plain.splitlines()
    assert html.count("<a href=") == 1
    assert 'href="https://mkb.example.org/uitnodiging/abc-DEF_1?x=1&amp;y=2"' in html
    assert f'<html lang="{language}">' in html
    assert "{" not in plain


def test_words_and_times_are_those_of_the_reader() -> None:
    assert "als MKB-consultant" in body(mail("invitation"), "plain").replace("\n", " ")
    assert "tot 30 november 2026, 13:00" in body(mail("invitation"), "plain").replace("\n", " ")
    assert "On 1 July 2026, 14:00" in body(mail("new-sign-in", "en"), "plain").replace("\n", " ")


def test_what_others_wrote_is_escaped_and_stays_on_its_line() -> None:
    message = mail("new-sign-in", browser="<img src=x onerror=alert(1)>\r\nBcc: all@example.org {path}")
    assert "<img" not in body(message, "html")
    assert "&lt;img" in body(message, "html")
    assert message["Bcc"] is None
    assert "{path}" in body(message, "plain").replace("\n", " ")


@pytest.mark.parametrize(
    "to",
    [
        "eva@example.org\r\nBcc: all@example.org",
        "eva@example.org, all@example.org",
        "Eva <eva@example.org>",
        "",
    ],
)
def test_an_address_adds_no_header_and_no_reader(to: str) -> None:
    with pytest.raises(InvalidInput):
        mail("invitation", to=to)


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/a\r\nb", "/a b", "javascript:alert(1)", ""]
)
def test_a_link_leads_to_the_installation_only(path: str) -> None:
    with pytest.raises(InvalidInput):
        mail("invitation", path=path)
