"""Faults as values, and the one base class of every error the library raises.

An exception carries a stable ``code`` and the facts; the sentence a person reads is made here, in one table, per language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

DEFAULT_LANGUAGE = "nl"

#: code -> language -> sentence; ``{name}`` is filled from the facts.
SENTENCES: dict[str, dict[str, str]] = {
    "invalid-input": {"nl": "De invoer klopt niet.", "en": "The input is not valid."},
    "wrong-type": {"nl": "verwacht {expected}, kreeg {got}", "en": "expected {expected}, got {got}"},
    "missing": {"nl": "ontbreekt", "en": "is missing"},
    "unknown-key": {"nl": "onbekende sleutel {key}", "en": "unknown key {key}"},
    "not-json": {"nl": "geen geldige JSON: {reason}", "en": "not valid JSON: {reason}"},
    "not-utf8": {"nl": "geen leesbare tekst (UTF-8)", "en": "not readable text (UTF-8)"},
    "empty": {"nl": "mag niet leeg zijn", "en": "must not be empty"},
    "too-long": {
        "nl": "te lang: {length} tekens, hoogstens {limit}",
        "en": "too long: {length} characters, at most {limit}",
    },
    "too-many": {"nl": "te veel: {count}, hoogstens {limit}", "en": "too many: {count}, at most {limit}"},
    "out-of-range": {
        "nl": "{value} ligt niet tussen {low} en {high}",
        "en": "{value} is not between {low} and {high}",
    },
    "not-allowed": {"nl": "{value} is niet toegestaan", "en": "{value} is not allowed"},
    "invalid-value": {"nl": "{reason}", "en": "{reason}"},
    "one-of-two": {
        "nl": "geef {first} of {second}, een van beide",
        "en": "give {first} or {second}, one of the two",
    },
    "unknown-name": {"nl": "onbekend: {value}", "en": "unknown: {value}"},
    "unknown-cell-near": {
        "nl": "er is geen cel {value}; bedoelde u: {near}",
        "en": "there is no cell {value}; did you mean: {near}",
    },
    "two-numbers": {
        "nl": "{value} kan twee getallen zijn; schrijf {large}, of {small} met nog een decimaal",
        "en": "{value} may be two numbers; write {large}, or {small} with one more decimal",
    },
    "no-paid-staffing": {
        "nl": "{value} is geen betaalde inzet, zoals fte.consultant/consultancy.2019",
        "en": "{value} is no paid staffing, such as fte.consultant/consultancy.2019",
    },
    "circular-scenario": {
        "nl": "de scenario's verwijzen in een kring naar elkaar: {value}",
        "en": "the scenarios refer to each other in a circle: {value}",
    },
    "part-of-a-cent": {
        "nl": "{value} euro is geen heel aantal centen",
        "en": "{value} euros is no whole number of cents",
    },
    "budget-id": {
        "nl": "{value} is geen naam: letters, cijfers, - en _ (bij een periode ook /), hoogstens 60 tekens",
        "en": "{value} is no name: letters, digits, - and _ (also / for a period), at most 60 characters",
    },
    "no-workbook": {
        "nl": "dit is geen werkboek (XLSX) dat te lezen is: {reason}",
        "en": "this is no workbook (XLSX) that can be read: {reason}",
    },
    "too-large": {
        "nl": "te groot: {size} bytes, hoogstens {limit}",
        "en": "too large: {size} bytes, at most {limit}",
    },
    "other-plan": {
        "nl": "dit werkboek is van begroting {value}, niet van {plan}",
        "en": "this workbook is of budget {value}, not of {plan}",
    },
    "missing-line": {"nl": "rij of kolom {value} ontbreekt", "en": "row or column {value} is missing"},
    "typed-over": {
        "nl": "hier hoort een formule te staan; er staat {value}",
        "en": "a formula belongs here; there is {value}",
    },
    "not-worked-out": {
        "nl": "de formule is nog niet uitgerekend: bewaar het bestand in een rekenblad",
        "en": "the formula was not worked out yet: save the file in a spreadsheet",
    },
    "duplicate": {"nl": "komt dubbel voor: {value}", "en": "occurs twice: {value}"},
    "control-characters": {
        "nl": "bevat tekens die geen tekst zijn",
        "en": "contains characters that are not text",
    },
    "sbi-code": {
        "nl": "{value} is geen SBI-code (twee tot zes cijfers)",
        "en": "{value} is not an SBI code (two to six digits)",
    },
    "company-number": {
        "nl": "een KvK-nummer heeft acht cijfers",
        "en": "a company number has eight digits",
    },
    "not-found": {"nl": "{kind} {key} is niet gevonden", "en": "{kind} {key} was not found"},
    "not-found-among": {
        "nl": "{kind} {key} is niet gevonden; wel: {known}",
        "en": "{kind} {key} was not found; there are: {known}",
    },
    "store-unavailable": {
        "nl": "De gegevensopslag is niet te gebruiken: {reason}",
        "en": "The data store cannot be used: {reason}",
    },
    "source-unavailable": {
        "nl": "{source} is nu niet bereikbaar: {reason}",
        "en": "{source} cannot be reached now: {reason}",
    },
    "plugin-fault": {
        "nl": "Plugin {plugin} geeft een fout ({kind}): {reason}",
        "en": "Plugin {plugin} is at fault ({kind}): {reason}",
    },
    "conflict": {
        "nl": "{kind} {key} is intussen door iemand anders gewijzigd",
        "en": "{kind} {key} was changed by someone else in the meantime",
    },
    "job-state": {
        "nl": "Opdracht {key} is {state}: dat kan nu niet.",
        "en": "Job {key} is {state}: this cannot be done now.",
    },
    "version-state": {
        "nl": "Versie {key} is {state}: dat kan nu niet.",
        "en": "Version {key} is {state}: this cannot be done now.",
    },
    "same-person": {
        "nl": "Een tweede persoon keurt goed: niet wie sinds de laatste goedgekeurde versie aan deze begroting werkte.",
        "en": "A second person approves: not who worked on this budget since the last approved version.",
    },
    "number-nl": {
        "nl": "{got} is geen getal: schrijf bijvoorbeeld 1.234,5",
        "en": "{got} is no number: write 1.234,5 for instance, as in Dutch",
    },
    "number-en": {
        "nl": "{got} is geen getal: schrijf bijvoorbeeld 1,234.5, zoals in het Engels",
        "en": "{got} is no number: write 1,234.5 for instance",
    },
    "nothing-changed": {"nl": "er is niets gewijzigd", "en": "nothing was changed"},
    "not-replayable": {
        "nl": "Bewijs {key} kan niet worden nagespeeld: {reason}",
        "en": "Receipt {key} cannot be replayed: {reason}",
    },
    "erased": {
        "nl": "De gegevens van {kind} {key} zijn gewist.",
        "en": "The data of {kind} {key} were erased.",
    },
    "denied": {"nl": "Dit mag niet in deze rol.", "en": "This is not allowed in this role."},
    "sign-in-refused": {
        "nl": "Deze combinatie van e-mailadres en wachtwoord of code klopt niet.",
        "en": "This combination of e-mail address and password or code is not right.",
    },
    "too-many-attempts": {
        "nl": "Te veel pogingen. Probeer het over {seconds} seconden opnieuw.",
        "en": "Too many attempts. Try again in {seconds} seconds.",
    },
    "link-gone": {
        "nl": "Deze link is al gebruikt of niet meer geldig.",
        "en": "This link was used before or is no longer valid.",
    },
    "no-association": {"nl": "{value} is hier geen vereniging", "en": "{value} is no association here"},
    "email-form": {"nl": "dit is geen e-mailadres", "en": "this is no e-mail address"},
    "subject-needless": {
        "nl": "deze rol is voor niemand in het bijzonder",
        "en": "this role acts for nobody in particular",
    },
    "password-short": {
        "nl": "een wachtwoord heeft minstens {limit} tekens",
        "en": "a password has at least {limit} characters",
    },
    "password-long": {
        "nl": "een wachtwoord heeft hoogstens {limit} tekens",
        "en": "a password has at most {limit} characters",
    },
    "password-common": {
        "nl": "dit wachtwoord is te gemakkelijk te raden; neem bijvoorbeeld vier losse woorden",
        "en": "this password is too easy to guess; take four unrelated words, for instance",
    },
    "password-own-name": {
        "nl": "dit wachtwoord lijkt te veel op uw naam of e-mailadres",
        "en": "this password is too much like your name or e-mail address",
    },
    "columns-missing": {
        "nl": "in de eerste regel ontbreekt: {columns}",
        "en": "the first line lacks: {columns}",
    },
    "csv-line": {
        "nl": "regel {line} is niet als CSV te lezen ({reason})",
        "en": "line {line} cannot be read as CSV ({reason})",
    },
    "sign-in-again": {
        "nl": "hiervoor moet u net ingelogd zijn: log uit, log weer in en doe het dan meteen",
        "en": "for this you must have signed in just now: sign out, sign in again and do it at once",
    },
    "last-way-in": {
        "nl": "dit is de enige manier waarop u kunt inloggen",
        "en": "this is the only way in which you can sign in",
    },
    "not-the-number": {
        "nl": "dit is niet het nummer van uw bedrijf: {number}",
        "en": "this is not the number of your company: {number}",
    },
    "password-wrong": {"nl": "dit is niet uw wachtwoord", "en": "this is not your password"},
    "code-wrong": {
        "nl": "deze code klopt niet of is al gebruikt",
        "en": "this code is not right or was used before",
    },
    "port-taken": {
        "nl": "Poort {port} is niet vrij: stop wat daar draait, of kies een andere met MKB_PORT",
        "en": "Port {port} is not free: stop what runs there, or choose another with MKB_PORT",
    },
    "no-secret": {
        "nl": "er is geen geheim ingesteld; maak er een met: {how}",
        "en": "no secret is set; make one with: {how}",
    },
    "weak-secret": {
        "nl": "een geheim heeft minstens {bytes} willekeurige tekens; maak er een met: {how}",
        "en": "a secret has at least {bytes} random characters; make one with: {how}",
    },
    "server-address": {
        "nl": "geen adres van een server, zoals https://plugins.example.org/mkb (zonder s alleen op deze computer)",
        "en": "not the address of a server, such as https://plugins.example.org/mkb (without the s only on this computer)",
    },
    "too-deep": {
        "nl": "te diep genest: hoogstens {limit} lagen",
        "en": "nested too deeply: at most {limit} levels",
    },
    "name-form": {
        "nl": "een naam heeft kleine letters, cijfers en streepjes, begint met een letter, hoogstens {limit} tekens",
        "en": "a name has small letters, digits and hyphens, and begins with a letter; at most {limit} characters",
    },
    "name-taken": {
        "nl": "{value} is al een plugin of partner hier; kies een andere naam",
        "en": "{value} is a plugin or partner here already; choose another name",
    },
    "title-form": {
        "nl": "een titel is een regel leesbare tekst, hoogstens {limit} tekens",
        "en": "a title is one line of readable text, at most {limit} characters",
    },
    "file-exists": {
        "nl": "bestaat al; kies een andere naam of map",
        "en": "is there already; choose another name or folder",
    },
    "cannot-write": {"nl": "kan niet worden geschreven: {reason}", "en": "cannot be written: {reason}"},
    "low-above-high": {"nl": "{low} is hoger dan {high}", "en": "{low} is above {high}"},
    "negative": {"nl": "{value} is minder dan nul", "en": "{value} is less than zero"},
    "not-positive": {"nl": "{value} is niet meer dan nul", "en": "{value} is not more than zero"},
    "one-rule": {"nl": "geef precies een van {rules}", "en": "give exactly one of {rules}"},
    "shares-above-whole": {
        "nl": "samen {total}, dat is meer dan het geheel",
        "en": "{total} together, which is more than the whole",
    },
    "shares-not-whole": {
        "nl": "samen {total}, en niet het geheel",
        "en": "{total} together, and not the whole",
    },
    "more-than-whole": {
        "nl": "aandelen en vaste bedragen zijn meer dan er te verdelen is ({whole} euro)",
        "en": "shares and fixed amounts are more than there is to divide ({whole} euros)",
    },
    "rest-twice": {
        "nl": "de rest is al voor {other}",
        "en": "the rest is for {other} already",
    },
    "within-itself": {"nl": "valt onder zichzelf: {path}", "en": "stands within itself: {path}"},
    "group-pays": {
        "nl": "hieronder vallen anderen, die betalen: noem hier geen financier",
        "en": "others stand within it, and they pay: name no funder here",
    },
    "covered-twice": {
        "nl": "{item} wordt dubbel gedekt: ook door {other}",
        "en": "{item} is covered twice: also by {other}",
    },
    "covers-too-much": {
        "nl": "{amount} euro is meer dan wat ermee wordt gedekt ({cost} euro)",
        "en": "{amount} euros is more than the cost that it covers ({cost} euros)",
    },
    "task-unscheduled": {
        "nl": "{other} moet eerst klaar zijn, en heeft zelf nog geen weken",
        "en": "{other} must be done before, and has no weeks itself",
    },
    "task-too-early": {
        "nl": "begint in week {start}, maar {other} is pas na week {end} klaar",
        "en": "begins in week {start}, but {other} is done only after week {end}",
    },
    "unfit-operator": {
        "nl": "{op} past niet bij een veld van soort {kind}",
        "en": "{op} does not fit a field of kind {kind}",
    },
    "not-yes-no": {
        "nl": "{field} is geen ja/nee-veld ({kind}): vergelijk het met een waarde",
        "en": "{field} is no yes/no field ({kind}): compare it with a value",
    },
    "rule-syntax": {
        "nl": "regel {line}, teken {column}: niet te lezen bij {near} (gelijk is ==)",
        "en": "line {line}, column {column}: cannot be read near {near} (equal is ==)",
    },
    "rule-part": {
        "nl": "regel {line}, teken {column}: {part} hoort niet in een regel",
        "en": "line {line}, column {column}: {part} has no place in a rule",
    },
    "rule-without-field": {
        "nl": "regel {line}, teken {column}: een vergelijking noemt een veld en een waarde",
        "en": "line {line}, column {column}: a comparison names a field and a value",
    },
    "rule-field-name": {
        "nl": "regel {line}, teken {column}: hier hoort de naam van een veld, niet {part}",
        "en": "line {line}, column {column}: a field's name belongs here, not {part}",
    },
    "rule-list": {
        "nl": 'regel {line}, teken {column}: hier hoort een lijst zoals ["a", "b"], niet {part}',
        "en": 'line {line}, column {column}: a list such as ["a", "b"] belongs here, not {part}',
    },
    "rule-value": {
        "nl": 'regel {line}, teken {column}: hier hoort een waarde (10, "tekst", true, date("2026-01-31")), niet {part}',
        "en": 'line {line}, column {column}: a value belongs here (10, "text", true, date("2026-01-31")), not {part}',
    },
    "rule-date": {
        "nl": "regel {line}, teken {column}: {part} is geen datum (JJJJ-MM-DD)",
        "en": "line {line}, column {column}: {part} is no date (YYYY-MM-DD)",
    },
    "rule-too-deep": {
        "nl": "regel {line}, teken {column}: te diep genest, hoogstens {limit} lagen",
        "en": "line {line}, column {column}: nested too deeply, at most {limit} levels",
    },
}


#: facts that are words themselves, in Dutch; a fact that is not listed (a name, a number) is shown as it is
DUTCH_FACTS = {
    "text": "tekst",
    "a whole number": "een heel getal",
    "a number": "een getal",
    "a whole number of cents": "een heel aantal centen",
    "true or false": "waar of onwaar (true of false)",
    "a date (YYYY-MM-DD)": "een datum (JJJJ-MM-DD)",
    "a time with zone (ISO 8601)": "een tijdstip met tijdzone (ISO 8601)",
    'a fraction such as "1/3"': "een breuk zoals „1/3”",
    "a decimal number in text": "een decimaal getal als tekst",
    "text without lone surrogates": "leesbare tekst",
    "a list": "een lijst",
    "an object": "een object",
    "null": "niets (null)",
    "true": "waar (true)",
    "false": "onwaar (false)",
    "company": "bedrijf",
    "invitation": "uitnodiging",
    "budget plan": "begroting",
    "partner": "partner",
    "receipt": "bewijs",
    "question": "vraag",
    "declaration": "opgave",
    "catalogue": "catalogus",
    "region": "regio",
    "message": "bericht",
    "budget": "begroting",
    "scenario": "scenario",
    "cell": "cel",
    "draft": "concept",
    "proposed": "voorgesteld",
    "approved": "goedgekeurd",
    "rejected": "afgewezen",
    "superseded": "vervangen",
    "installed": "meegeleverd",
    "nested too deeply": "te diep genest",
    "a key occurs twice": "een sleutel komt twee keer voor",
}
#: the same for facts with a part of their own
DUTCH_PATTERNS = [
    (re.compile(r"line (\d+), column (\d+)"), r"regel \1, teken \2"),
    (re.compile(r"a number of (\d+) digits"), r"een getal van \1 cijfers"),
    (re.compile(r"(\S+) is no number"), r"\1 is geen getal"),
    (re.compile(r"one of (.+)"), r"een van \1"),
]


def sentence(code: str, facts: Mapping[str, Any], language: str = DEFAULT_LANGUAGE) -> str:
    """The sentence of a code in a language; English where the language has none."""
    by_language = SENTENCES[code]
    template = by_language.get(language) or by_language["en"]
    words = {name: str(value) for name, value in facts.items()}
    if language == "nl":
        words = {name: _in_dutch(value) for name, value in words.items()}
    return template.format_map(words)


def _in_dutch(words: str) -> str:
    if words in DUTCH_FACTS:
        return DUTCH_FACTS[words]
    for pattern, dutch in DUTCH_PATTERNS:
        if pattern.fullmatch(words):
            return pattern.sub(dutch, words)
    parts = words.split(" or ")
    return " of ".join(DUTCH_FACTS[part] for part in parts) if set(parts) <= DUTCH_FACTS.keys() else words


@frozen
class InputFault:
    """One thing that is wrong with an input, at a path such as ``company.employees`` (``$`` is the whole)."""

    path: str
    code: str
    facts: Mapping[str, Any] = field(factory=dict, eq=dict)

    def sentence(self, language: str = DEFAULT_LANGUAGE) -> str:
        """What is wrong, in words of the user."""
        return sentence(self.code, self.facts, language)

    def under(self, prefix: str) -> InputFault:
        """The same fault, seen from one level higher."""
        path = (
            prefix if self.path == "$" else f"{prefix}{'' if self.path.startswith('[') else '.'}{self.path}"
        )
        return InputFault(path, self.code, self.facts)

    def as_dict(self, language: str = DEFAULT_LANGUAGE) -> dict[str, str]:
        """The form in which commands and the API print a fault."""
        return {"path": self.path, "code": self.code, "message": self.sentence(language)}


class MkbError(Exception):
    """Base of every error of the library: a stable code and facts."""

    code = "invalid-input"

    def __init__(self, **facts: Any) -> None:
        self.facts = facts
        super().__init__(sentence(self.code, facts, "en"))

    def sentence(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The message in a language."""
        return sentence(self.code, self.facts, language)


class InvalidInput(MkbError):
    """The input is wrong; ``faults`` holds all that is wrong with it, each with its path."""

    code = "invalid-input"

    def __init__(self, faults: Iterable[InputFault]) -> None:
        self.faults = tuple(faults)
        super().__init__()

    def __str__(self) -> str:
        return "; ".join(f"{fault.path}: {fault.sentence('en')}" for fault in self.faults)

    def sentence(self, language: str = DEFAULT_LANGUAGE) -> str:
        """All faults in one message."""
        return "; ".join(f"{fault.path}: {fault.sentence(language)}" for fault in self.faults)


class NotFound(MkbError):
    """Facts: ``kind`` (what was looked for) and ``key``."""

    code = "not-found"


class NotFoundAmong(NotFound):
    """The same where it can be told what there is. Facts: ``kind``, ``key``, ``known``."""

    code = "not-found-among"


class StoreUnavailable(MkbError):
    """The database cannot be opened, read or written. Facts: ``reason``."""

    code = "store-unavailable"


class SourceUnavailable(MkbError):
    """An outside source (a register) gives no answer. Facts: ``source``, ``reason``."""

    code = "source-unavailable"


class Conflict(MkbError):
    """Somebody else changed the record first. Facts: ``kind``, ``key``."""

    code = "conflict"


class WrongJobState(MkbError):
    """A job is not in a state in which this can be done. Facts: ``key``, ``state``."""

    code = "job-state"


class WrongVersionState(Conflict):
    """A version of a budget is not in a state in which this can be done. Facts: ``kind``, ``key``, ``state``."""

    code = "version-state"


class Denied(MkbError):
    """The actor has no right to do this. Facts: ``kind``, ``action``."""

    code = "denied"


class SamePerson(Denied):
    """Whoever made a thing cannot be the second person who agrees to it. Facts: ``kind``, ``action``."""

    code = "same-person"


class SignInRefused(MkbError):
    """Wrong e-mail address, password or code: it is not told which, nor whether there is such an account."""

    code = "sign-in-refused"


class TooManyAttempts(MkbError):
    """Whoever guesses must wait. Facts: ``seconds``."""

    code = "too-many-attempts"


class LinkGone(MkbError):
    """A link that is good once was used, taken back or too old; or there never was one."""

    code = "link-gone"


class NotReplayable(MkbError):
    """A receipt lacks what a replay needs. Facts: ``key``, ``reason``."""

    code = "not-replayable"


class Erased(NotReplayable):
    """The data were erased for good, so that there is nothing to read or replay. Facts: ``kind``, ``key``, ``reason``."""

    code = "erased"

    def __init__(self, *, kind: str, key: str) -> None:
        super().__init__(kind=kind, key=key, reason="erased")
