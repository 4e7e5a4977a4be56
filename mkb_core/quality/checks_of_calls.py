"""Checks of the hooks that do work: no personal data in logs, faults handled, the same again gives the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import evolve

from mkb_core.codec import content_hash
from mkb_core.hooks.contracts import PARTNER_HOOKS
from mkb_core.hooks.deliveries import POSSIBLE_STATES, DeliveryKind, PartnerState
from mkb_core.hooks.feeds import FeedKind, FeedRequest
from mkb_core.quality.checks_of_data import said
from mkb_core.quality.findings import Finding, Note, NotTried, Said
from mkb_core.quality.samples import SampleOutside
from mkb_core.quality.subjects import Asked, Subject
from mkb_core.quality.troubles import TROUBLES, Overheard, Trouble, marked_delivery, only_reading, overhearing
from mkb_core.text import Text

LOOK_UP, FEED, DELIVER, FEES = (
    "mkb_look_up_company",
    "mkb_fetch_feed",
    "mkb_deliver_referral",
    "mkb_report_fees",
)
CALLS = (LOOK_UP, FEED, DELIVER, FEES)
MOST_PAGES = 50
ENTRIES = ("companies", "news", "events", "items")

NO_CALLS = said(nl="de plugin heeft geen hooks die werk doen", en="the plugin has no hooks that do work")
OWN_OUTSIDE = said(
    nl="vanaf hier is niet na te doen wat buiten de server van de partner misgaat",
    en="what goes wrong outside the partner's server cannot be brought about from here",
)
NO_SAMPLES = said(
    nl="zonder de map samples is niet te zien wat de hook met een antwoord doet",
    en="without the folder samples it cannot be seen what the hook does with an answer",
)


def calls_of(subject: Subject) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every call that the plugin must be able to take: hook, place, arguments."""
    if LOOK_UP in subject.hooks:
        yield LOOK_UP, LOOK_UP, {"number": subject.samples.number}
    if FEED in subject.hooks:
        for feed in _feeds(subject):
            yield FEED, f"{FEED}({feed.value})", {"request": FeedRequest(feed)}
    if DELIVER in subject.hooks:
        for kind in DeliveryKind:
            yield DELIVER, f"{DELIVER}({kind.value})", {"delivery": marked_delivery(kind, _partner(subject))}
    if FEES in subject.hooks:
        yield FEES, FEES, {"quarter": subject.samples.quarter}


def _feeds(subject: Subject) -> tuple[FeedKind, ...]:
    return subject.manifest.feeds if subject.manifest else tuple(FeedKind)


def _partner(subject: Subject) -> str:
    named = subject.manifest.partners if subject.manifest else ()
    return next(iter(named), subject.id)


def no_personal_data_in_logs(subject: Subject) -> Iterator[Said]:
    """Personal values that are sent to a hook, or come from its source, stand in no log, output or error message."""
    calls = list(calls_of(subject))
    if not calls:
        yield NotTried(NO_CALLS)
    for hook, place, arguments in calls:
        asked: list[Asked] = []
        with overhearing() as overheard:
            for trouble in (None, *_troubles(subject)):
                fault = trouble.fault if trouble else None
                asked.append(subject.ask(hook, arguments, SampleOutside(subject.samples, fault)))
        told = [("error", one.reason) for one in asked]
        notes = [("notes", str(note)) for one in asked for note in _notes(one)]
        printed = [("output", line) for one in asked for line in one.output.splitlines()]
        heard = Overheard([*overheard.lines, *told, *notes, *printed])
        for where in dict.fromkeys(where for where, _ in heard.betrayals()):
            yield _betrayal(place, where)


def _notes(asked: Asked) -> list[Any]:
    notes = asked.data.get("notes", []) if isinstance(asked.data, Mapping) else []
    return list(notes) if isinstance(notes, list) else []


WHERE: Mapping[str, Text] = {
    "log": said(nl="het logboek", en="the log"),
    "output": said(nl="de uitvoer", en="the output"),
    "error": said(nl="een foutmelding", en="an error message"),
    "notes": said(nl="een opmerking voor de beheerder", en="a note for the operator"),
}


def _betrayal(place: str, where: str) -> Finding:
    return Finding(
        place,
        said(
            nl=f"een persoonlijk gegeven staat in {WHERE[where].in_language('nl')}",
            en=f"a personal value stands in {WHERE[where].in_language('en')}",
        ),
        said(
            nl="Noem plaats en soort van wat er mis is, nooit de waarde zelf.",
            en="Name the place and kind of what is wrong, never the value itself.",
        ),
    )


def faults_handled(subject: Subject) -> Iterator[Said]:
    """Whatever the outside does, a hook gives a value or says that its source gives none; never an exception or nothing."""
    calls = list(calls_of(subject))
    if not calls:
        yield NotTried(NO_CALLS)
    elif subject.has_own_outside:
        yield NotTried(OWN_OUTSIDE)
        return
    for hook, place, arguments in calls:
        slowest = 0.0
        with overhearing():  # what it prints is the concern of another check
            tried = [
                (trouble, outside, subject.ask(hook, arguments, outside))
                for trouble in _troubles(subject)
                for outside in [SampleOutside(fault=trouble.fault)]
            ]
        for trouble, outside, asked in tried:
            slowest = max(slowest, asked.seconds)
            yield from _mishandled(hook, place, trouble, outside, asked)
            if hook in subject.hung:
                break  # every later failure would tell the same
        yield from _time(hook, place, slowest)


def _troubles(subject: Subject) -> tuple[Trouble, ...]:
    if subject.has_own_outside:
        return ()
    names = subject.samples.files
    return (*TROUBLES, *(only_reading(one, names) for one in TROUBLES)) if names else TROUBLES


def _mishandled(
    hook: str, place: str, trouble: Trouble, outside: SampleOutside, asked: Asked
) -> Iterator[Finding]:
    if asked.failure or asked.invalid:
        yield Finding(
            place,
            said(
                nl=f"bij „{trouble.name}”: {asked.reason}",
                en=f"on “{trouble.name}”: {asked.reason}",
            ),
            said(
                nl='Meld met egress.unavailable("unreadable") dat de bron niets bruikbaars geeft.',
                en='Say with egress.unavailable("unreadable") that the source gives nothing of use.',
            ),
        )
    elif asked.unavailable is None and trouble.silent and outside.asked and _is_empty(hook, asked.data):
        yield Finding(
            place,
            said(
                nl=f"bij „{trouble.name}” een leeg antwoord, alsof er niets is",
                en=f"on “{trouble.name}” an empty answer, as if there were nothing",
            ),
            said(
                nl="Laat SourceUnavailable doorgaan: een storing is geen leeg antwoord.",
                en="Let SourceUnavailable pass: a failure is no empty answer.",
            ),
        )


def _is_empty(hook: str, data: Any) -> bool:
    if hook == LOOK_UP:
        return not data
    if hook == FEED:
        return not any(data[name] for name in (*ENTRIES, "notes"))
    return hook == FEES and not data["lines"] and not data["unread"]


def _time(hook: str, place: str, seconds: float) -> Iterator[Said]:
    limit = PARTNER_HOOKS[hook].seconds
    figure = said(
        nl=f"ten hoogste {seconds:.3f} s van {limit:g} s", en=f"at most {seconds:.3f} s of {limit:g} s"
    )
    if seconds <= limit:
        yield Note(place, figure)
    else:
        mend = said(
            nl="Geef de tijd van de hook mee als deadline.", en="Pass the hook's time on as a deadline."
        )
        yield Finding(place, figure, mend)


def repeatable(subject: Subject) -> Iterator[Said]:
    """The same feed page, fee report or company asked twice is the same; ids are unique; reports are of what was asked."""
    hooks = subject.hooks & {LOOK_UP, FEED, FEES}
    if not hooks:
        yield NotTried(said(nl="de plugin haalt niets op", en="the plugin fetches nothing"))
    elif not subject.samples:
        yield NotTried(NO_SAMPLES)
    else:
        for hook, place, arguments in calls_of(subject):
            if hook == FEED:
                yield from _feed(subject, place, arguments["request"])
            elif hook in hooks:
                yield from _twice(subject, hook, place, arguments)


def _twice(subject: Subject, hook: str, place: str, arguments: dict[str, Any]) -> Iterator[Finding]:
    first, second = (subject.ask(hook, arguments, SampleOutside(subject.samples)) for _ in range(2))
    if not first.answered:
        yield _no_answer(place, first)
    elif content_hash(first.data) != content_hash(second.data):
        yield _differs(place)
    elif hook == FEES:
        lines = [line["id"] for line in first.data["lines"]]
        yield from _doubles(place, lines)
        if first.data["quarter"] != arguments["quarter"] or first.data["partner"] not in _partners(subject):
            yield Finding(
                place,
                said(
                    nl="het verslag is van iets anders dan gevraagd",
                    en="the report is of something else than was asked",
                ),
                said(
                    nl="Geef het gevraagde kwartaal en een partner uit het manifest terug.",
                    en="Return the quarter that was asked and a partner of the manifest.",
                ),
            )


def _partners(subject: Subject) -> frozenset[str]:
    return frozenset(subject.manifest.partners if subject.manifest else [subject.id])


def _feed(subject: Subject, place: str, request: FeedRequest) -> Iterator[Finding]:
    ids: list[str] = []
    for _ in range(MOST_PAGES):
        first, second = (
            subject.ask(FEED, {"request": request}, SampleOutside(subject.samples)) for _ in range(2)
        )
        if not first.answered:
            yield _no_answer(place, first)
            return
        if content_hash(first.data) != content_hash(second.data):
            yield _differs(place)
            return
        ids += [entry.get("id") or entry.get("number", "") for name in ENTRIES for entry in first.data[name]]
        if not first.data["more"]:
            break
        request = evolve(request, cursor=first.data["cursor"])
    else:
        yield Finding(
            place,
            said(nl=f"na {MOST_PAGES} pagina's nog niet klaar", en=f"not done after {MOST_PAGES} pages"),
            said(
                nl="Laat cursor verder gaan en more eindigen.", en="Let cursor go on and more come to an end."
            ),
        )
    yield from _doubles(place, ids)


def _no_answer(place: str, asked: Asked) -> Finding:
    return Finding(
        place,
        said(
            nl=f"geen antwoord op de eigen samples: {asked.reason}",
            en=f"no answer to its own samples: {asked.reason}",
        ),
        said(
            nl="Vul samples/answers.toml of samples/files aan, of herstel de hook.",
            en="Complete samples/answers.toml or samples/files, or mend the hook.",
        ),
    )


def _differs(place: str) -> Finding:
    return Finding(
        place,
        said(nl="twee keer hetzelfde gevraagd, twee antwoorden", en="asked the same twice, two answers"),
        said(
            nl="Onthoud niets tussen twee aanroepen; wat al is gehaald, zegt de cursor.",
            en="Remember nothing between two calls; what was fetched is said by the cursor.",
        ),
    )


def _doubles(place: str, ids: list[str]) -> Iterator[Finding]:
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        yield Finding(
            f"{place}: {one}",
            said(nl="komt meer dan een keer voor", en="occurs more than once"),
            said(nl="Geef alles een eigen id.", en="Give everything an id of its own."),
        )


def delivered_once(subject: Subject) -> Iterator[Said]:
    """A delivery that comes again has no second effect, and the answer is about the referral that was asked."""
    if DELIVER not in subject.hooks:
        yield NotTried(
            said(nl="de plugin neemt geen doorverwijzingen aan", en="the plugin takes no referrals")
        )
        return
    if not subject.samples:
        yield NotTried(NO_SAMPLES)
        return
    for kind in DeliveryKind:
        yield from _delivered(subject, kind)


def _delivered(subject: Subject, kind: DeliveryKind) -> Iterator[Finding]:
    place = f"{DELIVER}({kind.value})"
    arguments = {"delivery": marked_delivery(kind, _partner(subject))}
    outsides = [SampleOutside(subject.samples) for _ in range(2)]
    first, second = (subject.ask(DELIVER, arguments, outside) for outside in outsides)
    if not first.answered or not second.answered:
        yield _no_answer(place, first if not first.answered else second)
        return
    if first.data["referral"] != arguments["delivery"].referral:
        yield Finding(
            place,
            said(
                nl="het antwoord gaat over een andere doorverwijzing",
                en="the answer is about another referral",
            ),
            said(nl="Geef delivery.referral terug als referral.", en="Return delivery.referral as referral."),
        )
    if PartnerState(first.data["state"]) not in POSSIBLE_STATES[kind]:
        yield Finding(
            place,
            said(
                nl=f"de stand {first.data['state']} past niet",
                en=f"the state {first.data['state']} does not fit",
            ),
            said(
                nl="Zie in de documentatie van de hook welke stand bij welke levering kan.",
                en="See in the documentation of the hook which state goes with which delivery.",
            ),
        )
    again = outsides[0].posted != outsides[1].posted
    if again or any(first.data[name] != second.data[name] for name in ("state", "reason", "reference")):
        yield Finding(
            place,
            said(nl="dezelfde levering heeft een tweede gevolg", en="the same delivery has a second effect"),
            said(
                nl="Post met key=delivery.id en dezelfde inhoud, zodat het systeem van de partner de herhaling herkent.",
                en="Post with key=delivery.id and the same content, so that the partner's system recognises the repetition.",
            ),
        )
