"""``mkb token``: create, list, revoke."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from mkb_core.cli.exits import Exit, on_the_command_line
from mkb_core.cli.options import WHOLE, Json, Lang
from mkb_core.cli.printing import print_json, say, show, table
from mkb_core.cli.startup import installation
from mkb_core.cli.words import word
from mkb_core.rights import COMMAND_LINE


def create(
    *,
    partner: Annotated[str, Parameter(help="Id of the partner whose machine gets the token.")],
    label: Annotated[str, Parameter(help="What it is for, so that it is known again.")],
    scope: Annotated[
        list[str],
        Parameter(negative="", help="What it may do, such as fee-report:read; may be given more than once."),
    ],
    days: Annotated[int, WHOLE, Parameter(help="How many days it is good, at most 366.")] = 90,
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Make a token for a partner's machine: it is printed now and never again."""
    from mkb_core.workflows.accounts import tokens

    made = installation(lang)
    with on_the_command_line():
        new = tokens.create_token(made, COMMAND_LINE, partner, label, tuple(scope), days)
    until = new.token.expires_at
    if json:
        print_json({"id": new.token.id, "token": new.secret, "expires_at": until.isoformat()})
    else:
        print(new.secret)
        say(word("token-made", lang, id=new.token.id, until=f"{until:%Y-%m-%d}"))
    return Exit.OK


def list_tokens(*, json: Json = False, lang: Lang = "nl") -> int:
    """List the tokens with what they may do and when they were used last; never the tokens themselves."""
    from mkb_core.workflows.accounts import tokens

    listed = tokens.tokens_for(installation(lang), COMMAND_LINE)
    if json:
        print_json({"tokens": [tokens.token_document(one) for one in listed]})
        return Exit.OK
    made = table(
        *(word(key, lang) for key in ("token", "partner", "token-label", "scopes", "until", "last-used"))
    )
    for one in listed:
        until = word("revoked", lang) if one.revoked_at else f"{one.expires_at:%Y-%m-%d}"
        used = f"{one.last_used:%Y-%m-%d %H:%M}" if one.last_used else "–"
        made.add_row(one.id, one.subject or "", one.label, " ".join(sorted(one.scopes)), until, used)
    show([made])
    return Exit.OK


def revoke(
    token: Annotated[str, Parameter(help="Id of the token, as mkb token list shows it.")],
    /,
    *,
    json: Json = False,
    lang: Lang = "nl",
) -> int:
    """Revoke a token: it opens nothing from then on."""
    from mkb_core.workflows.accounts import tokens

    tokens.revoke_token(installation(lang), COMMAND_LINE, token)
    if json:
        print_json({"id": token, "revoked": True})
    else:
        print(word("token-revoked", lang, id=token))
    return Exit.OK
