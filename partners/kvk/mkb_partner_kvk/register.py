"""The trade register's client: which calls are made, and what an answer or its absence means.

Paths are built from the host's base address; links in answers are never followed. Error codes are those of the KVK's
developer documentation.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from attrs import evolve

from mkb_core.domain.companies import is_company_number
from mkb_core.hooks import Outside, OutsideAnswer
from mkb_partner_kvk.notes import Notes, ReadingNote
from mkb_partner_kvk.reading import Reading, combined, read_basisprofiel, read_vestigingsprofiel
from mkb_partner_kvk.search import FoundRegistration, SearchResult, read_zoeken

logger = logging.getLogger(__name__)

#: "The data cannot be delivered for the moment": the same as a 503.
TRY_AGAIN = ("IPD1002", "IPD1003")
#: Nothing matches a search; no product for this company number; none for this establishment number.
NOT_FOUND = ("IPD5200", "IPD0005", "IPD0007")
#: The register gives at most so many results on a page, and a thousand in all.
LARGEST_PAGE = 100
MOST_RESULTS = 1000


def look_up(number: str, egress: Outside) -> Reading | None:
    """The company of a number, or ``None`` where the register has none.

    One call, and a second one for the main establishment where that can add something; both within one deadline. A
    fault of the second call costs nothing of the first: it is noted. Raises ``SourceUnavailable``, and
    ``ValueError`` where the number has not eight digits.
    """
    if not is_company_number(number):
        raise ValueError("a company number has eight digits")
    path = f"/v1/basisprofielen/{number}"
    deadline = egress.deadline()
    answer = egress.get_json(path, try_again=TRY_AGAIN, deadline=deadline)
    if answer.status == 404:
        if not is_nothing_found(answer.body):
            # Read as "not found" all the same, but whoever runs this must be able to see a wrong address.
            logger.warning("a 404 without the register's own code; is the address of the register right?")
        return None
    company = read_basisprofiel(answer.body, number, answer.retrieved_at.date())
    if not company.facts:
        # An answer without a single fact about this company is a fault, and must not be kept for a day.
        egress.forget(path)
        raise egress.unavailable("unreadable")
    if company.establishment is None or not profile_can_add(company):
        return company
    return _with_establishment(company, number, company.establishment, egress, deadline)


def is_nothing_found(body: Any) -> bool:
    """Whether a 404 carries a code by which the register itself says that it has nothing."""
    faults = body.get("fout") if isinstance(body, dict) else None
    codes = (
        [fault.get("code") for fault in faults if isinstance(fault, dict)] if isinstance(faults, list) else []
    )
    return any(code in NOT_FOUND for code in codes)


def profile_can_add(company: Reading) -> bool:
    """Whether the main establishment's profile may hold more: SBI 2025 (five digits), an address, trade names."""
    codes = company["sbi_codes"].value if "sbi_codes" in company else ()
    known = company.keys() | company.protected
    return (
        not {"visiting_address", "trade_names"} <= known or not codes or any(len(code) < 5 for code in codes)
    )


def _with_establishment(
    company: Reading, number: str, establishment: str, egress: Outside, deadline: float
) -> Reading:
    path = f"/v1/vestigingsprofielen/{establishment}"
    try:
        answer = egress.get_json(path, try_again=TRY_AGAIN, deadline=deadline)
    except Exception as fault:  # noqa: BLE001 - whatever befalls the second call, what the first one gave stands
        return _noted(company, path, _words(fault, "nl"), _words(fault, "en"))
    if answer.status == 404:
        return _noted(company, path, "het register kent het niet", "the register does not know it")
    profile = read_vestigingsprofiel(answer.body, number, establishment, answer.retrieved_at.date())
    if not profile.facts and not profile.protected:
        egress.forget(path)
    return combined(company, profile)


def _noted(company: Reading, path: str, nl: str, en: str) -> Reading:
    notes = Notes()
    notes.add(path, "second-call-failed", reason_nl=nl, reason_en=en)
    return evolve(company, notes=company.notes + notes.taken())


def _words(fault: Exception, language: str) -> str:
    sentence = getattr(fault, "sentence", None)
    return str(sentence(language)) if sentence else type(fault).__name__


def search_by_name(
    name: str, egress: Outside, *, place: str | None = None, at_most: int = LARGEST_PAGE
) -> SearchResult:
    """Registrations whose name matches, page by page until ``at_most``; empty where the register knows none.

    All pages share one deadline. Raises ``SourceUnavailable`` where the first page fails; a later page that fails is
    noted and what came before it stands. ``ValueError`` where the name is blank.
    """
    if not name.strip():
        raise ValueError("a name to search for must not be empty")
    size = max(1, min(at_most, LARGEST_PAGE))
    deadline = egress.deadline()
    found: list[FoundRegistration] = []
    notes: tuple[ReadingNote, ...] = ()
    rows, total = 0, None
    for page in range(1, MOST_RESULTS // size + 1):
        params: dict[str, str | int] = {"naam": name.strip(), "pagina": page, "resultatenPerPagina": size}
        if place:
            params["plaats"] = place.strip()
        answer = _page(params, egress, deadline, first=page == 1)
        if isinstance(answer, ReadingNote):
            notes += (answer,)
            break
        if answer.status == 404:
            break
        read = read_zoeken(answer.body, page)
        if page == 1 and not read.rows and read.total is None:
            egress.forget("/v2/zoeken", params)
            raise egress.unavailable("unreadable")
        found += read.found
        notes += read.notes
        rows += read.rows
        total = read.total if total is None else total
        if len(found) >= at_most or not read.rows or (total is not None and rows >= total):
            break
    shown = tuple(dict.fromkeys(found))[:at_most]
    if total is not None and total > max(rows, len(shown)):
        more = Notes()
        more.add("zoeken", "more-results", total=total, shown=len(shown))
        notes += more.taken()
    return SearchResult(shown, total, notes)


def _page(
    params: Mapping[str, str | int], egress: Outside, deadline: float, *, first: bool
) -> OutsideAnswer | ReadingNote:
    try:
        return egress.get_json("/v2/zoeken", params, try_again=TRY_AGAIN, deadline=deadline)
    except Exception as fault:
        if first:
            raise
        notes = Notes()
        notes.add("zoeken", "page-failed", reason_nl=_words(fault, "nl"), reason_en=_words(fault, "en"))
        return notes.taken()[0]
