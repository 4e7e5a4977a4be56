"""From a template and its values to a message: text and HTML, in one language, with headers that nobody can add to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any
from zoneinfo import ZoneInfo

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from mkb_core.criteria.words import date_words
from mkb_core.errors import InputFault, InvalidInput
from mkb_core.rights import ROLES
from mkb_core.text import Text
from mkb_core.workflows.mail_servers import read_address
from mkb_service.mail.words import CLOSING, COPY, GREETING, MAIL_WORDS, SENDER

#: The zone of the clocks of all who get mails.
LOCAL = ZoneInfo("Europe/Amsterdam")

_PAGES = Environment(
    loader=PackageLoader("mkb_service", "mail/templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


@frozen
class Letterhead:
    """What all mails of an installation share: the sender, the address that links begin with, and the region's name."""

    sender: Address
    address: str
    region: Text


def compose(letterhead: Letterhead, job: str, payload: Mapping[str, Any], at: datetime) -> EmailMessage:
    """The mail of a job. The same job has the same ``Message-ID``, so that a mail that came twice can be recognised.

    Raises :class:`InvalidInput` for an address or a link that is none, before anything is sent.
    """
    language, values = payload["language"], payload["values"]
    words = MAIL_WORDS[payload["template"]]
    to = read_address(payload["to"])
    facts = {name: _shown(name, value, language) for name, value in values.items()}
    pages = {
        "language": language,
        "subject": words.subject.in_language(language),
        "greeting": GREETING.in_language(language),
        "before": [one.in_language(language).format(**facts) for one in words.before],
        "link": words.link.in_language(language),
        "address": letterhead.address + _path(values["path"]),
        "copy": COPY.in_language(language),
        "after": [one.in_language(language).format(**facts) for one in words.after],
        "closing": CLOSING.in_language(language),
        "sender": SENDER.in_language(language).format(region=letterhead.region.in_language(language)),
    }
    message = EmailMessage(policy=SMTP.clone(cte_type="7bit"))  # for servers that know no 8BITMIME
    message["From"] = letterhead.sender
    message["To"] = to
    message["Subject"] = pages["subject"]
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{job}@{letterhead.sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(_PAGES.get_template("mail.txt").render(pages))
    message.add_alternative(_PAGES.get_template("mail.html").render(pages), subtype="html")
    message["Content-Language"] = language  # now: setting the content removes it
    return message


def _shown(name: str, value: str, language: str) -> str:
    if name == "role":
        return ROLES[value].label.in_language(language) if value in ROLES else value
    if name in ("at", "until"):
        moment = datetime.fromisoformat(value).astimezone(LOCAL)
        return f"{date_words(moment.date(), language)}, {moment:%H:%M}"
    return " ".join(value.split())


def _path(path: str) -> str:
    if (
        not path.startswith("/")
        or path.startswith("//")
        or any(sign.isspace() or ord(sign) < 32 for sign in path)
    ):
        raise InvalidInput([InputFault("values.path", "not-allowed", {"value": "path"})])
    return path
