"""Replay before release: the questions of the last while by changed rules, and every advice that would differ.

Both decisions are taken anew, with the rules in use and with the changed ones, on the receipt's own question, company and
day. So only the change of rules shows, whatever else has changed since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from attrs import field, frozen

from mkb_core.catalogue import Catalogue, Receipt
from mkb_core.catalogue.changes import DecisionChanges, compare
from mkb_core.catalogue.decide import decide
from mkb_core.catalogue.receipts import ENGINE, is_genuine
from mkb_core.codec import from_json
from mkb_core.domain.questions import Analysis
from mkb_core.errors import Erased, InvalidInput
from mkb_core.hooks.declarations import PartnerDeclaration
from mkb_core.rights import Action, Actor, Kind, Relation
from mkb_core.rights.held import require
from mkb_core.store.engine import read
from mkb_core.store.failures import Unreadable
from mkb_core.store.receipts import get_receipt, receipt_ids_since
from mkb_core.workflows.assembly import Installation
from mkb_core.workflows.changed_rules import changed_catalogue


@frozen
class ChangedAdvice:
    """An advice that would differ. ``question`` is the words as they were asked: shown only where somebody asks for them."""

    receipt: str
    at: datetime
    question_id: str | None
    question: str = field(repr=False)
    changes: DecisionChanges


@frozen
class NotReplayed:
    """A receipt that cannot be taken again. ``reason``: ``unreadable``, ``erased``, ``altered`` or ``other-engine``."""

    receipt: str
    reason: str


@frozen
class PartnerCounts:
    """Advices in which something differs for one partner, and how. An offer that comes in also counts its going out."""

    advices: int = 0
    added: int = 0
    removed: int = 0
    up: int = 0
    down: int = 0


@frozen
class RuleReplay:
    """What changed rules would do. ``differ_from_stored``: replayed with the rules in use, these already differ from what
    was decided then; ``read_anew``: their question was read by another version of the analyser."""

    replayed: int
    changed: tuple[ChangedAdvice, ...]
    not_replayed: tuple[NotReplayed, ...]
    differ_from_stored: int
    read_anew: int

    @property
    def receipts(self) -> int:
        """All receipts that were looked at."""
        return self.replayed + len(self.not_replayed)

    def by_partner(self) -> dict[str, PartnerCounts]:
        """Partner id to its counts, most advices first."""
        counts = {name: Counter[str]() for name in ("advices", "added", "removed", "up", "down")}
        for advice in self.changed:
            counts["advices"].update(advice.changes.partners)
            for offer in advice.changes.offers:
                if offer.place_before is None or offer.place_after is None:
                    counts["added" if offer.place_before is None else "removed"][offer.partner] += 1
                elif offer.moved:
                    direction = "up" if offer.place_after < offer.place_before else "down"
                    counts[direction][offer.partner] += 1
        listed = sorted(counts["advices"].items(), key=lambda one: (-one[1], one[0]))
        return {
            partner: PartnerCounts(**{name: counted[partner] for name, counted in counts.items()})
            for partner, _ in listed
        }


def replay_with(receipts: Iterable[Receipt | NotReplayed], before: Catalogue, after: Catalogue) -> RuleReplay:
    """Take every receipt's decision with two catalogues and compare. Pure: needs no store.

    An analysis by the analyser of ``before`` is used as it stands; any other question is read anew.
    """
    changed: list[ChangedAdvice] = []
    left_out: list[NotReplayed] = []
    replayed = stored_otherwise = read_anew = 0
    for receipt in receipts:
        if isinstance(receipt, NotReplayed):
            left_out.append(receipt)
            continue
        if (reason := _reason_against(receipt)) is not None:
            left_out.append(NotReplayed(receipt.id, reason))
            continue
        analysis, anew = _analysis(receipt, before)
        on = receipt.at.date()
        first = decide(receipt.profile, analysis, before, on)
        changes = compare(first, decide(receipt.profile, analysis, after, on))
        replayed += 1
        read_anew += anew
        stored_otherwise += first != receipt.decision
        if changes:
            question = receipt.question
            changed.append(ChangedAdvice(receipt.id, receipt.at, question.id, question.text, changes))
    return RuleReplay(replayed, tuple(changed), tuple(left_out), stored_otherwise, read_anew)


def replay_changes(
    installation: Installation, actor: Actor, changed: Iterable[PartnerDeclaration], since: datetime
) -> tuple[RuleReplay, Catalogue]:
    """The stored receipts from a moment on by changed rules, with the catalogue in which these rules stand.

    Raises :class:`~mkb_core.errors.Denied` where the actor may not read every advice,
    :class:`~mkb_core.errors.StoreUnavailable`.
    """
    require(actor, Kind.ADVICE, Action.READ, Relation.ANY)
    after = changed_catalogue(installation.catalogue, changed)
    return replay_with(stored_receipts(installation, since), installation.catalogue, after), after


def stored_receipts(installation: Installation, since: datetime) -> Iterator[Receipt | NotReplayed]:
    """The receipts from a moment on, oldest first; one that cannot be read is named in its place."""
    with read(installation.engine) as connection:
        for key in receipt_ids_since(connection, since):
            try:
                yield from_json(Receipt, get_receipt(connection, key).document)
            except (InvalidInput, Unreadable):
                yield NotReplayed(key, "unreadable")
            except Erased:
                yield NotReplayed(key, "erased")


def _reason_against(receipt: Receipt) -> str | None:
    if receipt.engine != ENGINE:
        return "other-engine"
    return None if is_genuine(receipt) else "altered"


def _analysis(receipt: Receipt, catalogue: Catalogue) -> tuple[Analysis, bool]:
    """What the words say, and whether they had to be read anew."""
    if receipt.analysis.analyser == catalogue.analyser.version:
        return receipt.analysis, False
    return catalogue.analyser.analyse(receipt.question), True
