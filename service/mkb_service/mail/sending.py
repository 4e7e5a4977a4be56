"""The job ``send-mail``."""

from __future__ import annotations

from mkb_core.errors import InvalidInput
from mkb_core.workflows.mail_servers import read_mail_server, read_sender
from mkb_core.workflows.settings import Settings
from mkb_service.jobs.doing import GiveUp, TryLater, Work
from mkb_service.mail.messages import Letterhead, compose
from mkb_service.mail.ways_out import give_to_server, leave_in_folder


def sends_mail(settings: Settings) -> bool:
    """Is there a way out for mails? Without one they wait."""
    return bool(settings.smtp_url or settings.outbox_folder)


def send_mail(work: Work) -> None:
    """Send one mail. When the worker dies after the server took it and before that is stored, it is sent again."""
    settings = work.installation.settings
    letterhead = Letterhead(
        read_sender(settings.mail_from),
        settings.address,
        work.installation.catalogue.region.region.label,
    )
    try:
        message = compose(letterhead, work.id, work.payload, settings.clock())
    except (InvalidInput, ValueError, KeyError):
        raise GiveUp("mail-unsound") from None
    if settings.outbox_folder is not None:
        leave_in_folder(settings.outbox_folder, work.id, message)
    elif settings.smtp_url:
        give_to_server(read_mail_server(settings.smtp_url), message)
    else:
        raise TryLater("no-mail-server")
