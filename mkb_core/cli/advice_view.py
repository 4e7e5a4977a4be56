"""An advice as people read it on a terminal, and as programs read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mkb_core.catalogue.explanation import ExplainedAdvice, ExplainedOffer, Reason
from mkb_core.cli.options import Language
from mkb_core.cli.printing import printable
from mkb_core.cli.words import word
from mkb_core.codec import to_json
from mkb_core.workflows.partner_notices import PartnerNotice

SIGNS = {"held": ("✓", "green"), "failed": ("✗", "red"), "unknown": ("?", "yellow")}
FIT_STYLE = {"yes": "green", "unknown": "yellow", "no": "red"}
#: how much of an advice is shown at first; `mkb explain` shows all
MOST_IN_FULL = 3
MOST_ITEMS = 3
#: field that is asked -> the option that answers it
ANSWERED_BY = {
    "employees": "--employees",
    "age_years": "--age-years",
    "founding_date": "--age-years",
    "sbi_code": "--sbi",
    "municipality": "--municipality",
    "growth_ambition": "--growth-ambition",
    "innovation_ambition": "--innovation",
    "turnover_cents": "--turnover",
    "balance_total_cents": "--balance-total",
    "legal_form": "--legal-form",
}


def advice_document(
    explained: ExplainedAdvice, notices: Iterable[PartnerNotice] = (), *, stored: bool = True
) -> dict[str, Any]:
    """The keys of a line of a batch, with the whole explanation; ``receipt`` is null where nothing was stored.

    ``notices``: partners whose data are old or missing now, which is no part of the advice.
    """
    explanation = to_json(explained)
    explanation.pop("receipt")
    return {
        "question": explained.question,
        "route": explained.route,
        "topics": [topic.id for topic in explained.topics],
        "partners": list(dict.fromkeys(offer.partner for offer in explained.proposals)),
        "out_of_scope": explained.out_of_scope,
        "receipt": explained.receipt if stored else None,
        "explanation": explanation,
        "notices": [
            {
                "partner": one.id,
                "read_at": one.last_good.isoformat() if one.last_good else None,
                "sentence": one.sentence(explained.language),
            }
            for one in notices
        ],
    }


def advice_parts(
    explained: ExplainedAdvice,
    language: Language,
    notices: Iterable[PartnerNotice] = (),
    *,
    stored: bool = True,
    everything: bool = False,
) -> Iterator[RenderableType]:
    """An advice, to print; ``everything`` adds all reasons, why this route, and why not the other partners."""
    if everything:
        yield Text(f"{word('question', language)}: {printable(explained.question)}\n")
    yield Text.assemble((explained.route_label, "bold"), "\n", explained.route_sentence)
    if everything and explained.route_reasons and not explained.out_of_scope:
        yield _section("why-route", language, (_reason(one, language) for one in explained.route_reasons))
    if not explained.out_of_scope:
        yield _section("topics", language, _topics(explained, language))
    if explained.proposals:
        yield _section("partners", language, [_ranked(explained.proposals, language, everything=everything)])
    if explained.items:
        yield _section(
            "items", language, map(_item, explained.items if everything else explained.items[:MOST_ITEMS])
        )
    if explained.asked:
        yield _section("asked", language, [_asked(one.field, one.question) for one in explained.asked])
    told = [*explained.notes, *(printable(one.sentence(language)) for one in notices)]
    if told:
        yield _section("notes", language, map(Text, told))
    if everything and explained.rejections:
        yield _section(
            "why-not",
            language,
            [Text.assemble((one.partner_name, "bold"), f": {one.sentence}") for one in explained.rejections],
        )
    yield Text()
    if not stored:
        yield Text(word("not-stored", language), style="dim")
        return
    if not everything:
        yield Text(word("why-not-hint", language, receipt=explained.receipt), style="dim")
    else:
        yield Text(word("receipt", language, receipt=explained.receipt), style="dim")


def _section(title: str, language: Language, lines: Iterable[RenderableType]) -> RenderableType:
    return Group(Text(), Text(word(title, language), style="bold"), Padding(Group(*lines), (0, 0, 0, 2)))


def _topics(explained: ExplainedAdvice, language: Language) -> list[Text]:
    if not explained.topics:
        return [Text(word("no-topics", language))]
    return [
        Text.assemble(
            topic.label, (f" ({printable('; '.join(topic.because))})" if topic.because else "", "dim")
        )
        for topic in explained.topics
    ]


def _ranked(offers: Iterable[ExplainedOffer], language: Language, *, everything: bool) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", style="bold")
    grid.add_column(overflow="fold")
    for rank, offer in enumerate(offers, 1):
        in_short = rank > MOST_IN_FULL and not everything
        grid.add_row(
            f"{rank}.", _title(offer) if in_short else _offer(offer, language, everything=everything)
        )
    return grid


def _title(offer: ExplainedOffer) -> Text:
    return Text.assemble(
        (offer.partner_name, "bold"), f" — {offer.label}  ", (f"[{offer.fit_label}]", FIT_STYLE[offer.fit])
    )


def _offer(offer: ExplainedOffer, language: Language, *, everything: bool) -> Group:
    """In short: what holds by its label, what is unknown or fails with the reason, and no plus that is absent."""
    reasons = [
        _reason(one, language, said=everything or one.outcome != "held")
        for one in offer.reasons
        if everything or one.hard or one.outcome != "failed"
    ]
    desk = offer.desk.label if offer.desk else None
    small = " · ".join(part for part in (desk, offer.website, offer.to_confirm) if part)
    return Group(_title(offer), Text(offer.summary), *reasons, *([Text(small, style="dim")] if small else []))


def _reason(reason: Reason, language: Language, *, said: bool = True) -> Text:
    sign, style = SIGNS[reason.outcome]
    plus = "" if reason.hard else f" ({word('plus', language)})"
    words = f": {printable(reason.sentence)}" if said and reason.sentence else ""
    return Text.assemble((sign, style), f" {reason.label}", (plus, "dim"), words)


def _item(offer: ExplainedOffer) -> Text:
    place = f"  {offer.website}" if offer.website else ""
    return Text.assemble("• ", (offer.partner_name, "bold"), f" — {offer.label}", (place, "dim"))


def _asked(field: str, question: str) -> Text:
    option = ANSWERED_BY.get(field)
    return Text.assemble("? ", question, (f"  {option}" if option else "", "dim"))
