"""``mkb demo``: a demo database, one real advice on the terminal, and the pages."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path
from typing import Annotated, Any

from attrs import evolve
from cyclopts import Parameter

from mkb_core.catalogue.explanation import explain_receipt
from mkb_core.cli.advice_view import advice_parts
from mkb_core.cli.exits import Exit
from mkb_core.cli.options import Lang, Language
from mkb_core.cli.printing import show
from mkb_core.cli.serving import Port, check_port, run_service, until_stopped
from mkb_core.cli.startup import assembled, settings, tell_faults
from mkb_core.domain.profile import profile_of
from mkb_core.rights import COMMAND_LINE
from mkb_core.workflows.advising import give_advice
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.companies import import_companies, show_company
from mkb_core.workflows.settings import data_folder

DEMO_FOLDER = "mkb-demo"
#: who asks, and what
ASKS = "90000021"
QUESTION = "Wij willen met ons metaalbedrijf groeien van 16 naar 40 man. Hoe financieren we een nieuwe hal en vinden we personeel?"


def demo(
    *,
    folder: Annotated[
        Path | None, Parameter(help="Folder of the demo database; by default in your data folder.")
    ] = None,
    once: Annotated[
        bool,
        Parameter(negative="", show_default=False, help="Stop after the advice, without serving the pages."),
    ] = False,
    port: Port = None,
    lang: Lang = "nl",
) -> int:
    """Show it all: a demo database with fictitious companies, one advice here, and the pages in your browser."""
    given = settings(port=port)
    if not once:
        check_port(given.port)
    place = (folder or data_folder() / DEMO_FOLDER).absolute()
    with until_stopped():
        # Mails of a demonstration stay in a folder, whatever the settings say.
        given = evolve(given, smtp_url="", outbox_folder=place / "mails")
        made = assembled(evolve(given, database_url=f"sqlite:///{place / 'demo.sqlite'}"))
        tell_faults(made, lang)
        load_companies(made)
        _advise(made, lang)
        if not once:
            run_service(made.settings, made)
    return Exit.OK


def demo_companies() -> list[dict[str, Any]]:
    """The fictitious companies of the demo; numbers that the trade register has not given out."""
    words = resources.files("mkb_core.cli").joinpath("demo_companies.json").read_text("utf-8")
    companies: list[dict[str, Any]] = json.loads(words)
    return companies


def load_companies(made: Installation) -> int:
    """Store them; doing it again changes nothing but the day."""
    rows = enumerate(demo_companies(), 1)
    return sum(
        outcome.number is not None for outcome in import_companies(made, COMMAND_LINE, rows, "demo", "demo")
    )


def _advise(made: Installation, language: Language) -> None:
    company = show_company(made, COMMAND_LINE, ASKS)
    profile = profile_of(company, made.settings.clock().date())
    advice = give_advice(made, COMMAND_LINE, QUESTION, profile, channel="demo")
    print(f'$ mkb advise "{QUESTION}" --kvk {ASKS}    # {company.value("name")}\n')
    show(advice_parts(explain_receipt(advice.receipt, made.catalogue, language), language))
    print(flush=True)
