"""Asking for advice: checked, decided, stored with its receipt, explained and played again."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from attrs import evolve
from sqlalchemy import Connection

from mkb_core.catalogue import Advice, Catalogue, Receipt, ReplayOutcome, advise, replay
from mkb_core.catalogue.explanation import ExplainedAdvice, explain_receipt
from mkb_core.codec import from_json, to_json
from mkb_core.domain.profile import Profile
from mkb_core.domain.questions import QuestionInventory, checked_question
from mkb_core.errors import NotFound, NotReplayable
from mkb_core.hooks.declarations import PartnerDeclaration, RegionDefinition
from mkb_core.rights import Action, Actor, Kind
from mkb_core.rights.held import require
from mkb_core.store import declarations as stored_declarations
from mkb_core.store import questions as stored_questions
from mkb_core.store import receipts as stored_receipts
from mkb_core.store.audit import AuditEvent, append
from mkb_core.store.engine import read, write
from mkb_core.workflows.assembly import Installation, catalogue_of


def give_advice(
    installation: Installation,
    actor: Actor,
    text: str,
    profile: Profile,
    *,
    channel: str = "online",
    question_id: str | None = None,
) -> Advice:
    """Advise on a question and store it with its receipt and its line in the audit log, in one transaction.

    Raises :class:`~mkb_core.errors.Denied`, :class:`~mkb_core.errors.InvalidInput` (question),
    :class:`~mkb_core.errors.StoreUnavailable`.
    """
    require(actor, Kind.ADVICE, Action.CREATE)
    advice = consider(installation, text, profile, question_id=question_id)
    with write(installation.engine) as connection:
        keep(connection, installation, [advice], channel)
        event = AuditEvent.by(
            actor, "create", "advice", advice.receipt.id, company_number=advice.receipt.profile.number
        )
        append(connection, event, advice.receipt.at)
    return advice


def consider(
    installation: Installation, text: str, profile: Profile, *, question_id: str | None = None
) -> Advice:
    """Advise without storing anything. Raises :class:`~mkb_core.errors.InvalidInput` (question)."""
    question = evolve(checked_question(text), id=question_id or uuid4().hex)
    return advise(question, profile, installation.catalogue, installation.settings.clock())


def keep(connection: Connection, installation: Installation, advices: Iterable[Advice], channel: str) -> None:
    """Store advices: the declarations they were taken on, their questions, their receipts."""
    keep_catalogue(connection, installation)
    for advice in advices:
        receipt = advice.receipt
        stored_questions.put_question(
            connection,
            QuestionInventory(
                receipt.question,
                company_number=receipt.profile.number,
                channel=channel,
                received_at=receipt.at,
            ),
        )
        stored_receipts.put_receipt(
            connection,
            stored_receipts.StoredReceipt(
                id=receipt.id,
                at=receipt.at,
                catalogue=receipt.catalogue,
                analyser=receipt.analysis.analyser,
                route=receipt.decision.route.value,
                document=to_json(receipt),
                question_id=receipt.question.id,
                company_number=receipt.profile.number,
            ),
        )


def keep_catalogue(connection: Connection, installation: Installation) -> None:
    """Store the declarations in use, each version once; where the catalogue is there already, nothing is to be done."""
    try:
        stored_declarations.get_catalogue(connection, installation.catalogue.version)
    except NotFound:
        _store_catalogue(connection, installation)


def _store_catalogue(connection: Connection, installation: Installation) -> None:
    catalogue = installation.catalogue
    at = installation.settings.clock()
    plugin_of = {
        partner: plugin.id for plugin in installation.host.plugins.values() for partner in plugin.partners
    }
    region = catalogue.region
    region_hash = stored_declarations.put_declaration(
        connection,
        to_json(region),
        kind="region",
        owner=region.region.id,
        plugin=f"region_{region.region.id}",
        at=at,
    )
    partner_hashes = [
        stored_declarations.put_declaration(
            connection,
            to_json(declaration),
            kind="partner",
            owner=partner,
            plugin=plugin_of.get(partner, partner),
            at=at,
        )
        for partner, declaration in catalogue.declarations.items()
    ]
    document = [region_hash, sorted(partner_hashes)]  # what ``catalogue.version`` is the hash of
    stored_declarations.put_catalogue(connection, document, [region_hash, *partner_hashes], at=at)


def read_receipt(installation: Installation, actor: Actor, receipt_id: str) -> Receipt:
    """A stored receipt: its id is the key to it. Raises :class:`~mkb_core.errors.NotFound`, :class:`~mkb_core.errors.Erased`."""
    return _read(installation, actor, receipt_id, "read")


def explain_stored(installation: Installation, receipt: Receipt, language: str) -> ExplainedAdvice:
    """An advice that was read, in words, by the declarations of then."""
    with read(installation.engine) as connection:
        catalogue = catalogue_of_version(connection, installation, receipt.catalogue)
    return explain_receipt(receipt, catalogue, language)


def replay_stored(installation: Installation, actor: Actor, receipt_id: str) -> ReplayOutcome:
    """Take a stored decision again. Raises :class:`~mkb_core.errors.NotFound`, :class:`NotReplayable`; of data that were
    erased that is :class:`~mkb_core.errors.Erased`."""
    receipt = _read(installation, actor, receipt_id, "replay")
    with read(installation.engine) as connection:
        catalogue = catalogue_of_version(connection, installation, receipt.catalogue)
    return replay(receipt, catalogue)


def _read(installation: Installation, actor: Actor, receipt_id: str, action: str) -> Receipt:
    """A receipt; that of a known company is not shown before its line in the audit log is stored."""
    require(actor, Kind.ADVICE, Action.READ)
    with read(installation.engine) as connection:
        receipt = from_json(Receipt, stored_receipts.get_receipt(connection, receipt_id).document)
    number = receipt.profile.number
    if number is not None:
        with write(installation.engine) as connection:
            event = AuditEvent.by(actor, action, "advice", receipt_id, company_number=number)
            append(connection, event, installation.settings.clock())
    return receipt


def catalogue_of_version(connection: Connection, installation: Installation, version: str) -> Catalogue:
    """The catalogue of a version: the one in use, or the stored declarations of then (the last few are remembered)."""
    if installation.catalogue.version == version:
        return installation.catalogue
    return installation.earlier_catalogues.get(
        version, lambda: _stored_catalogue(connection, installation, version)
    )


def _stored_catalogue(connection: Connection, installation: Installation, version: str) -> Catalogue:
    stored = stored_declarations.get_catalogue(connection, version)
    found = [stored_declarations.get_declaration(connection, member) for member in stored.members]
    regions = [from_json(RegionDefinition, one.document) for one in found if one.kind == "region"]
    partners = [from_json(PartnerDeclaration, one.document) for one in found if one.kind == "partner"]
    if len(regions) != 1:
        raise NotReplayable(key=version, reason="its region is not on record")
    return catalogue_of(installation.host, regions[0], partners)
