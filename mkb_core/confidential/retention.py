"""How long each kind of data is kept, as data; what is kept without an end says until when instead."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from mkb_core.text import Text, text


@frozen
class Keep:
    """``days`` after which :func:`mkb_core.workflows.privacy.retain` removes it; ``None``: it is not removed by age."""

    id: str
    days: int | None
    until: Text


KEEP: Mapping[str, Keep] = {
    one.id: one
    for one in (
        Keep("company", None, text(nl="tot wissing", en="until erasure")),
        Keep(
            "questions",
            5 * 365,
            text(
                nl="5 jaar na de vraag, 1 jaar waar geen bedrijf genoemd is, of tot wissing",
                en="5 years after the question, 1 year where no company was named, or until erasure",
            ),
        ),
        Keep("questions-of-nobody", 365, text(nl="1 jaar na de vraag", en="1 year after the question")),
        Keep("account", None, text(nl="tot het account wordt gewist", en="until the account is erased")),
        Keep("expired", 30, text(nl="30 dagen na verloop", en="30 days after expiry")),
        Keep("attempts", 7, text(nl="7 dagen", en="7 days")),
        Keep("answers", 0, text(nl="tot verloop (een dag)", en="until expiry (a day)")),
        # Longer than a quarter, so that it is known what the calendar asked for last.
        Keep("jobs", 120, text(nl="120 dagen na afloop", en="120 days after the end")),
        Keep(
            "record",
            None,
            text(
                nl="zolang de installatie draait; na wissing zijn de bijzonderheden onleesbaar",
                en="as long as the installation runs; unreadable in its details after erasure",
            ),
        ),
        Keep("breaches", 5 * 365, text(nl="5 jaar na de ontdekking", en="5 years after it was noticed")),
        Keep(
            "reports",
            None,
            text(nl="zolang de verantwoording loopt", en="as long as there is accountability"),
        ),
    )
}
