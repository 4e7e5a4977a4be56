"""The words of each mail of :data:`mkb_core.domain.mails.MAILS`; ``{name}`` is filled from its values.

Plain words, one link, and what to do when the mail was not expected.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from mkb_core.text import Text, text


@frozen
class MailWords:
    """``link`` is what the one link says; ``before`` and ``after`` are the paragraphs around it."""

    subject: Text
    before: tuple[Text, ...]
    link: Text
    after: tuple[Text, ...]


GREETING = text(nl="Beste lezer,", en="Dear reader,")
CLOSING = text(nl="Met vriendelijke groet,", en="Kind regards,")
SENDER = text(nl="{region}, MKB-aanpak", en="{region}, SME approach")
COPY = text(
    nl="Werkt de link niet? Kopieer dan dit adres naar uw browser:",
    en="Does the link not work? Copy this address to your browser:",
)

MAIL_WORDS: Mapping[str, MailWords] = {
    "invitation": MailWords(
        subject=text(nl="Uitnodiging voor de MKB-aanpak", en="Invitation to the SME approach"),
        before=(
            text(
                nl="U bent uitgenodigd om de MKB-aanpak te gebruiken als {role}.",
                en="You are invited to use the SME approach as {role}.",
            ),
            text(
                nl="Kies met de link hieronder een wachtwoord. De link werkt één keer, tot {until}.",
                en="Choose a password with the link below. The link works once, until {until}.",
            ),
        ),
        link=text(nl="Uitnodiging aannemen", en="Accept the invitation"),
        after=(
            text(
                nl="Verwachtte u deze uitnodiging niet? Dan hoeft u niets te doen. Er is nog geen account gemaakt.",
                en="Did you not expect this invitation? Then you need not do anything. No account was made yet.",
            ),
        ),
    ),
    "lost-password": MailWords(
        subject=text(nl="Een nieuw wachtwoord kiezen", en="Choose a new password"),
        before=(
            text(
                nl="Iemand heeft voor dit e-mailadres een nieuw wachtwoord gevraagd.",
                en="Somebody asked for a new password for this e-mail address.",
            ),
            text(
                nl="Was u dat? Kies dan met de link hieronder een nieuw wachtwoord. De link werkt één keer, tot {until}.",
                en="Was it you? Then choose a new password with the link below. The link works once, until {until}.",
            ),
        ),
        link=text(nl="Nieuw wachtwoord kiezen", en="Choose a new password"),
        after=(
            text(
                nl="Was u het niet? Dan hoeft u niets te doen. Uw wachtwoord blijft zoals het is.",
                en="Was it not you? Then you need not do anything. Your password stays as it is.",
            ),
        ),
    ),
    "new-sign-in": MailWords(
        subject=text(nl="Er is ingelogd op uw account", en="Somebody signed in to your account"),
        before=(
            text(
                nl="Op {at} is op uw account ingelogd vanaf een apparaat dat wij nog niet kenden: {browser}.",
                en="On {at} somebody signed in to your account from a device that we did not know yet: {browser}.",
            ),
            text(
                nl="Was u dat? Dan hoeft u niets te doen.",
                en="Was it you? Then you need not do anything.",
            ),
            text(
                nl="Was u het niet? Log dan in, kies een nieuw wachtwoord en beëindig de andere sessies.",
                en="Was it not you? Then sign in, choose a new password and end the other sessions.",
            ),
        ),
        link=text(nl="Naar uw account", en="To your account"),
        after=(),
    ),
}
