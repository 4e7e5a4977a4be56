"""A partner's package that passes every check, written to a folder, and ways to spoil it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path

NUMBERS = itertools.count(1)

MANIFEST = """\
id = "good"
name = "Good"
owner = "Good"
contact = "desk@example.org"
hook_api = ">=1.0,<2"
transport = "pipe"
egress = ["example.org"]
feeds = ["news"]
partners = ["good"]
"""

OFFER = """\
[partner]
id = "good"
name = "Good"
kind = "association"
description = {nl = "Goed", en = "Good"}

[[services]]
id = "good-plan"
label = {nl = "Meelezen", en = "Reading along"}
summary = {nl = "Een collega leest mee.", en = "A colleague reads along."}
topics = [{topic = "strategie-groei", strength = 90}]
source = {place = "https://example.org/plan", as_of = "2026-01-05", status = "open"}
conditions = [
  {id = "small", label = {nl = "Hooguit 50", en = "At most 50"}, rule = 'employees <= 50', hard = true},
  {id = "region", label = {nl = "In de regio", en = "In the region"}, rule = 'in_region', hard = true},
  {id = "plus", label = {nl = "Maakt iets", en = "Makes things"}, rule = 'sbi_division == "25"', hard = false, weight = 9},
]

[[items]]
id = "good-list"
kind = "tool"
label = {nl = "Lijst", en = "List"}
summary = {nl = "Vijf vragen.", en = "Five questions."}
topics = [{topic = "strategie-groei", strength = 40}]
source = {place = "https://example.org/list", as_of = "2026", status = "open"}

[[fee_schedules]]
id = "good-fee"
kind = "in-kind"
label = {nl = "In natura", en = "In kind"}
source = "Agreement of 5 January 2026"
"""

CODE = """\
import logging
import secrets
import time
from datetime import UTC, date, datetime
from attrs import evolve
from mkb_core.domain.companies import Sourced
from mkb_core.domain.fees import FeeKind
from mkb_core.errors import SourceUnavailable
from mkb_core.hooks import (
    DeliveryAnswer, DeliveryKind, FeedPage, FeeLine, FeeReport, NewsEntry, PartnerState, hookimpl, read_declaration, text,
)

log = logging.getLogger(__name__)
asked = []


@hookimpl
def mkb_declare_partners():
    declaration = read_declaration("PACKAGE", "good.toml")
    return (declaration,)


@hookimpl
def mkb_look_up_company(number, egress):
    answer = egress.get_json(f"/companies/{number}")
    if answer.status == 404:
        return None
    if not isinstance(answer.body, dict) or not isinstance(answer.body.get("name"), str):
        raise egress.unavailable("unreadable")
    return {"name": Sourced(answer.body["name"], "good", date(2026, 1, 5), "good")}


@hookimpl
def mkb_fetch_feed(request, egress):
    answer = egress.get_json("/news")
    body = answer.body
    if answer.status == 404 or not isinstance(body, dict) or not isinstance(body.get("news"), list):
        raise egress.unavailable("unreadable")
    entries = tuple(
        NewsEntry(one["id"], text(nl=one["title"], en=one["title"]), datetime(2026, 1, 5, tzinfo=UTC))
        for one in body["news"]
    )
    return FeedPage(news=entries, cursor="1")


@hookimpl
def mkb_deliver_referral(delivery, egress):
    if delivery.kind is DeliveryKind.STATUS:
        answer = egress.get_json("/status")
    else:
        answer = egress.post_json("/referrals", {"referral": delivery.referral}, key=delivery.id)
    if answer.status != 200 or not isinstance(answer.body, dict) or "reference" not in answer.body:
        raise egress.unavailable("unreadable")
    state = PartnerState.WITHDRAWN if delivery.kind is DeliveryKind.WITHDRAWAL else PartnerState.RECEIVED
    return DeliveryAnswer(delivery.referral, state, datetime(2026, 1, 5, tzinfo=UTC), reference=answer.body["reference"])


@hookimpl
def mkb_report_fees(quarter, egress):
    name = f"fees-{quarter}.csv"
    if name not in egress.files():
        return FeeReport("good", quarter)
    lines = tuple(
        FeeLine(cells[0], FeeKind.REFERRAL, int(cells[1]))
        for cells in (row.split(";") for row in egress.read_file(name).splitlines())
        if len(cells) == 2 and cells[0].isalnum() and cells[1].isdigit()
    )
    if not lines:
        raise egress.unavailable("unreadable")
    return FeeReport("good", quarter, lines, sources=(name,))
"""

ANSWERS = """\
quarter = "2026-Q3"

[[answer]]
path = "/companies/*"
json = '{"name": "Bakkerij"}'

[[answer]]
path = "/news"
json = '{"news": [{"id": "a", "title": "Een"}, {"id": "b", "title": "Twee"}]}'

[[answer]]
path = "/status"
json = '{"reference": "7"}'

[[answer]]
path = "/referrals"
method = "POST"
json = '{"reference": "7"}'
"""

SCENARIOS = """\
date = 2026-01-05

[[scenario]]
name = "Een klein bedrijf in de regio"
topics = ["strategie-groei"]
company = {employees = 10, municipality = "Venlo"}
expect.proposed = ["good-plan", "good-list"]

[[scenario]]
name = "Een groot bedrijf"
topics = ["strategie-groei"]
company = {employees = 80, municipality = "Venlo"}
expect.not_proposed.good-plan = ["small"]
"""

QUALITY = "".join(
    f'[rules.{rule}]\nstate = "todo"\non = 2026-01-05\nreason = "Nog te doen."\n'
    for rule in ("reviewed", "confirmed", "replayed", "documented", "feed-live", "fees-live", "monitored")
)

GOOD: Mapping[str, str] = {
    "partner.toml": MANIFEST,
    "good.toml": OFFER,
    "plugin.py": CODE,
    "__init__.py": "",
    "quality.toml": QUALITY,
    "samples/answers.toml": ANSWERS,
    "samples/files/fees-2026-Q3.csv": "c1;12500\nc2;9900\n",
    "scenarios/good.toml": SCENARIOS,
}


def write_package(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """The project folder of a package that is good but for the changes: file, what stands there, what stands there then.

    Its module has a name of its own, so that packages of several tests never meet.
    """
    package = f"mkb_partner_tried{next(NUMBERS)}"
    files = dict(GOOD)
    for name, before, after in changes:
        assert before in files[name], (name, before)
        files[name] = files[name].replace(before, after)
    for name, words in files.items():
        file = folder / package / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(words.replace("PACKAGE", package), "utf-8")
    entry = f'[project]\nname = "tried"\nversion = "1"\n[project.entry-points."mkb.partner"]\ngood = "{package}.plugin"\n'
    (folder / "pyproject.toml").write_text(entry, "utf-8")
    return folder


def package_of(folder: Path) -> Path:
    """Where the package lies in its project folder."""
    return next(folder.glob("mkb_partner_*"))
