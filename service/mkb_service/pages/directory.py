"""``/partners``: the directory."""

from __future__ import annotations

import unicodedata
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from mkb_core.codec import content_hash
from mkb_core.criteria import CORE_FIELDS, Tree, describe
from mkb_core.domain.money import format_euros
from mkb_core.errors import NotFound
from mkb_core.hooks.declarations import Item, PartnerDeclaration, Service
from mkb_core.workflows.partner_notices import partner_notices
from mkb_service.languages import language_of
from mkb_service.provided import TheInstallation, TheRenderer

LONGEST_SEARCH = 100


@get("/partners", sync_to_thread=False, include_in_schema=False)
def partners_page(
    request: Request[Any, Any, Any], installation: TheInstallation, renderer: TheRenderer
) -> Response[str]:
    """All partners, or those that a word or a topic finds."""
    language = language_of(request)
    searched = " ".join(request.query_params.get("q", "")[:LONGEST_SEARCH].split())
    topics = installation.catalogue.region.topics
    topic = request.query_params.get("topic", "")
    topic = topic if topic in {one.id for one in topics} else ""
    found = [
        declaration
        for declaration in installation.catalogue.declarations.values()
        if serves(declaration, topic) and mentions(declaration, searched, language)
    ]
    return renderer.page(
        request,
        "partners.html",
        found=sorted(found, key=lambda declaration: folded(declaration.partner.name)),
        searched=searched,
        topic=topic,
        topics=topics,
        failing=partner_notices(installation),
        tier_of=lambda partner: installation.qualities.tier_words(installation, partner, language),
    )


@get("/partners/{partner:str}", sync_to_thread=False, include_in_schema=False)
def partner_page(
    request: Request[Any, Any, Any],
    partner: FromPath[str],
    installation: TheInstallation,
    renderer: TheRenderer,
) -> Response[str]:
    """One partner with all that it declares; a partner whose data cannot be read has a page that says so."""
    failing = {one.id: one for one in partner_notices(installation)}.get(partner)
    declaration = installation.catalogue.declarations.get(partner)
    if declaration is None and failing is None:
        raise NotFound(kind="partner", key=partner)
    language = language_of(request)
    plugins = (one for one in installation.host.plugins.values() if partner in one.partners)

    def in_words(rule: Tree) -> str:
        return describe(rule, CORE_FIELDS, language)

    return renderer.page(
        request,
        "partner.html",
        declaration=declaration,
        failing=failing,
        plugin=next(plugins, None),
        version=content_hash(declaration)[:12] if declaration else "",
        quality=installation.qualities.of_partner(installation, partner),
        tier=installation.qualities.tier_words(installation, partner, language),
        topic_labels={
            topic.id: topic.label.in_language(language) for topic in installation.catalogue.region.topics
        },
        in_words=in_words,
        euros=lambda cents: format_euros(cents, language),
    )


def serves(declaration: PartnerDeclaration, topic: str) -> bool:
    """Does the partner offer something on the topic? The empty topic is any."""
    offers: tuple[Service | Item, ...] = (*declaration.services, *declaration.items)
    return not topic or any(one.topic == topic for offer in offers for one in offer.topics)


def mentions(declaration: PartnerDeclaration, searched: str, language: str) -> bool:
    """Do all words occur in the partner's name, description or offers? Capitals and accents do not count."""
    partner = declaration.partner
    texts = [partner.name, partner.id, partner.description.in_language(language)]
    offers: tuple[Service | Item, ...] = (*declaration.services, *declaration.items)
    for offer in offers:
        texts += [offer.label.in_language(language), offer.summary.in_language(language)]
    whole = folded(" ".join(texts))
    return all(word in whole for word in folded(searched).split())


def folded(words: str) -> str:
    """Lower case without accents."""
    parts = unicodedata.normalize("NFKD", words.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
