"""``/v1/partners``, ``/v1/services``, ``/v1/topics``: the directory, open to all."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from mkb_core.errors import NotFound
from mkb_core.workflows.partner_notices import partner_notices
from mkb_service.api import directory_answers as answers
from mkb_service.api import directory_resources as resources
from mkb_service.api.queries import link_header, page_of, read_query
from mkb_service.languages import language_of
from mkb_service.provided import TheInstallation


@get(
    "/partners", sync_to_thread=False, summary="All partners", operation_id="listPartners", tags=["directory"]
)
def list_partners(
    request: Request[Any, Any, Any], installation: TheInstallation
) -> Response[resources.PartnerList]:
    """Partners by id; also those whose data could not be read, so that nothing is missing unseen."""
    catalogue = installation.catalogue
    topics = {topic.id for topic in catalogue.region.topics}
    query = read_query(request, {"topic": topics.__contains__})
    language = language_of(request)
    failing = {one.id: one for one in partner_notices(installation)}
    quality = installation.qualities
    shown = [
        answers.summary(one, failing.get(id_), quality.of_partner(installation, id_), language)
        for id_, one in catalogue.declarations.items()
    ]
    shown += [answers.unreadable(one, language) for one in failing.values() if one.absent]
    topic = query.filters["topic"]
    wanted = [one for one in shown if topic is None or topic in one.topics]
    items, pagination = page_of(sorted(wanted, key=lambda one: one.id), query)
    links = link_header("/v1/partners", query, pagination.total)
    return Response(resources.PartnerList(items, pagination), headers={"link": links})


@get(
    "/partners/{partner:str}",
    sync_to_thread=False,
    summary="One partner",
    operation_id="readPartner",
    tags=["directory"],
)
def read_partner(
    request: Request[Any, Any, Any], partner: FromPath[str], installation: TheInstallation
) -> resources.Partner:
    """A partner with its services, conditions, items, front desks and fee schedules."""
    read_query(request, paged=False)
    language = language_of(request)
    fault = {one.id: one for one in partner_notices(installation)}.get(partner)
    declaration = installation.catalogue.declarations.get(partner)
    if declaration is not None:
        quality = installation.qualities.of_partner(installation, partner)
        return answers.partner(declaration, fault, quality, language)
    if fault is not None:
        return resources.Partner(answers.unreadable(fault, language), None, None, (), (), (), (), ())
    raise NotFound(kind="partner", key=partner)


@get(
    "/services", sync_to_thread=False, summary="All services", operation_id="listServices", tags=["directory"]
)
def list_services(
    request: Request[Any, Any, Any], installation: TheInstallation
) -> Response[resources.ServiceList]:
    """Services of all partners, by partner; filter by topic and by partner."""
    catalogue = installation.catalogue
    topics = {topic.id for topic in catalogue.region.topics}
    query = read_query(
        request, {"topic": topics.__contains__, "partner": lambda partner: partner in catalogue.declarations}
    )
    topic, partner = query.filters["topic"], query.filters["partner"]
    wanted = [
        (declaration.partner.id, service)
        for declaration in catalogue.declarations.values()
        for service in declaration.services
        if partner in (None, declaration.partner.id)
        and (topic is None or topic in (one.topic for one in service.topics))
    ]
    found, pagination = page_of(wanted, query)
    language = language_of(request)
    items = tuple(answers.service(partner_id, service, language) for partner_id, service in found)
    links = link_header("/v1/services", query, pagination.total)
    return Response(resources.ServiceList(items, pagination), headers={"link": links})


@get("/topics", sync_to_thread=False, summary="All topics", operation_id="listTopics", tags=["directory"])
def list_topics(request: Request[Any, Any, Any], installation: TheInstallation) -> resources.TopicList:
    """The shared list of subjects; it is short, so there are no pages."""
    read_query(request, paged=False)
    language = language_of(request)
    return resources.TopicList(
        tuple(
            resources.Topic(
                topic.id, topic.label.in_language(language), topic.description.in_language(language)
            )
            for topic in installation.catalogue.region.topics
        )
    )
