"""The words around an answer, in Dutch and English; what the answer says comes from the library."""

from __future__ import annotations

from mkb_core.text import Text, text

WORDS: dict[str, Text] = {
    "invited": text(
        nl="De uitnodiging voor {email} is goed tot {until}, en één keer.",
        en="The invitation of {email} is good until {until}, and once.",
    ),
    "members-invited": text(nl="{count} leden uitgenodigd.", en="{count} members invited."),
    "members-faulty": text(nl="{count} regels zijn niet uitgenodigd.", en="{count} rows were not invited."),
    "email": text(nl="E-mailadres", en="E-mail address"),
    "user-name": text(nl="Naam", en="Name"),
    "roles": text(nl="Rollen", en="Roles"),
    "role": text(nl="Rol", en="Role"),
    "role-label": text(nl="Naam", en="Name"),
    "subject": text(nl="Voor wie", en="For whom"),
    "subject-company": text(nl="nummer van een bedrijf", en="a company's number"),
    "subject-partner": text(nl="id van een partner", en="a partner's id"),
    "subject-funder": text(nl="id van een financier", en="a funder's id"),
    "second-factor": text(nl="Tweede factor", en="Second factor"),
    "user-state": text(nl="Staat", en="State"),
    "yes": text(nl="ja", en="yes"),
    "no": text(nl="nee", en="no"),
    "user-active": text(nl="actief", en="active"),
    "user-blocked": text(nl="geblokkeerd", en="blocked"),
    "blocked": text(nl="{email} is geblokkeerd.", en="{email} is blocked."),
    "unblocked": text(nl="{email} kan weer inloggen.", en="{email} can sign in again."),
    "token": text(nl="Sleutel", en="Token"),
    "token-label": text(nl="Waarvoor", en="For what"),
    "scopes": text(nl="Mag", en="May"),
    "until": text(nl="Tot", en="Until"),
    "last-used": text(nl="Laatst gebruikt", en="Last used"),
    "revoked": text(nl="ingetrokken", en="revoked"),
    "token-made": text(
        nl="Sleutel {id} is goed tot {until}. Hij wordt niet nog eens getoond.",
        en="Token {id} is good until {until}. It is not shown again.",
    ),
    "token-revoked": text(nl="Sleutel {id} is ingetrokken.", en="Token {id} was revoked."),
    "topics": text(nl="Onderwerp", en="Topic"),
    "no-topics": text(nl="geen onderwerp herkend", en="no topic recognised"),
    "partners": text(nl="Wie kan helpen", en="Who can help"),
    "items": text(nl="Direct te lezen of te gebruiken", en="To read or use at once"),
    "asked": text(nl="Nog te weten", en="Still to be known"),
    "notes": text(nl="Let op", en="Note"),
    "why-route": text(nl="Waarom deze route", en="Why this route"),
    "why-not": text(nl="Waarom deze partners niet", en="Why not these partners"),
    "why-not-hint": text(
        nl="Waarom een andere partner niet? mkb explain {receipt}",
        en="Why not another partner? mkb explain {receipt}",
    ),
    "receipt": text(nl="Bewijs {receipt}", en="Receipt {receipt}"),
    "not-stored": text(nl="Niet bewaard; er is geen bewijs.", en="Not stored; there is no receipt."),
    "plus": text(nl="pluspunt", en="a plus"),
    "question": text(nl="Vraag", en="Question"),
    "plugin-stale": text(
        nl="Let op: {partners} telt mee met eerdere gegevens, want de plugin {plugin} geeft een fout ({reason})",
        en="Note: {partners} counts with earlier data, because the plugin {plugin} is at fault ({reason})",
    ),
    "plugin-fault": text(
        nl="Let op: {partners} telt nu niet mee, want de plugin {plugin} geeft een fout ({reason})",
        en="Note: {partners} does not count now, because the plugin {plugin} is at fault ({reason})",
    ),
    "unknown-variable": text(
        nl="Let op: niets leest de variabele {variable}.",
        en="Note: nothing reads the variable {variable}.",
    ),
    "unknown-variable-like": text(
        nl="Let op: niets leest de variabele {variable}; bedoelt u {like}?",
        en="Note: nothing reads the variable {variable}; do you mean {like}?",
    ),
    "same": text(
        nl="Hetzelfde: {receipt} geeft dezelfde uitkomst.", en="The same: {receipt} gives the same outcome."
    ),
    "differs": text(
        nl="Anders: {receipt} geeft nu een andere uitkomst ({then} werd {now}).",
        en="Different: {receipt} gives another outcome now ({then} became {now}).",
    ),
    "not-read-anew": text(
        nl="De vraag is niet opnieuw gelezen: de woordenlijsten zijn sindsdien veranderd. De beslissing wel.",
        en="The question was not read anew: the vocabulary has changed since. The decision was taken again.",
    ),
    "no-lines": text(
        nl="Er staat geen enkele vraag in {file}.", en="There is not a single question in {file}."
    ),
    "broken-lines": text(
        nl="Niet te lezen: {broken} van {all} regels; de andere zijn gedaan.",
        en="Could not be read: {broken} of {all} lines; the others were done.",
    ),
    "line": text(nl="regel {line}: {path}: {message}", en="line {line}: {path}: {message}"),
    "figure": text(nl="Maat", en="Figure"),
    "value": text(nl="Waarde", en="Value"),
    "wrong": text(nl="Gemist", en="Missed"),
    "expected": text(nl="verwacht", en="expected"),
    "got": text(nl="kreeg", en="got"),
    "company": text(nl="Onderneming {number}", en="Company {number}"),
    "field": text(nl="Gegeven", en="Fact"),
    "source": text(nl="Bron", en="Source"),
    "date": text(nl="Datum", en="Date"),
    "conflicts": text(nl="Bronnen verschillen", en="Sources differ"),
    "in-force": text(nl="geldt", en="in force"),
    "missing": text(nl="Nog niet bekend", en="Not known yet"),
    "complete": text(
        nl="Alles wat voor een advies nodig is, is bekend.", en="All that an advice needs is known."
    ),
    "complete-hint": text(
        nl="Invullen: mkb company complete {number} --set {example}",
        en="Enter it: mkb company complete {number} --set {example}",
    ),
    "imported": text(nl="Ondernemingen bewaard: {count}.", en="Companies stored: {count}."),
    "not-imported": text(
        nl="Regels met fouten: {count}, zie hierboven.", en="Lines with faults: {count}, see above."
    ),
    "partner": text(nl="Partner", en="Partner"),
    "kind": text(nl="Soort", en="Kind"),
    "services": text(nl="Diensten", en="Services"),
    "tier": text(nl="Niveau", en="Tier"),
    "state": text(nl="Plugin", en="Plugin"),
    "data-of": text(nl="gegevens van {day}", en="data of {day}"),
    "plugin": text(nl="Plugin", en="Plugin"),
    "standing": text(nl="Staat", en="State"),
    "since": text(nl="Sinds", en="Since"),
    "transport": text(nl="Code", en="Code"),
    "protection": text(nl="Afscherming", en="Protection"),
    "faults": text(nl="Fouten", en="Faults"),
    "no-declaration": text(
        nl="Van deze partner is geen aanbod te lezen.", en="No offer of this partner can be read."
    ),
    "upgraded": text(
        nl="De database heeft de tabellen van deze versie.", en="The database has the tables of this version."
    ),
    "copied": text(
        nl="Gekopieerd en vergeleken: {rows} rijen in {tables} tabellen.",
        en="Copied and compared: {rows} rows in {tables} tables.",
    ),
    "backed-up": text(
        nl="Reservekopie {file}: {rows} rijen in {tables} tabellen, stand van {moment}.",
        en="Backup {file}: {rows} rows in {tables} tables, as of {moment}.",
    ),
    "restored": text(
        nl="Teruggezet uit {file}: {rows} rijen in {tables} tabellen, stand van {moment}.",
        en="Restored from {file}: {rows} rows in {tables} tables, as of {moment}.",
    ),
    "verified": text(
        nl="In orde: {file}, {rows} rijen in {tables} tabellen, stand van {moment}.",
        en="In order: {file}, {rows} rows in {tables} tables, as of {moment}.",
    ),
    "backup-fault-integrity": text(
        nl="Beschadigd: SQLite meldt {place}", en="Damaged: SQLite reports {place}"
    ),
    "backup-fault-foreign-keys": text(
        nl="Tabel {place} verwijst naar wat er niet is.", en="Table {place} refers to what is not there."
    ),
    "backup-fault-table": text(
        nl="Tabel {place} is niet meer zoals die geschreven is.",
        en="Table {place} is no longer as it was written.",
    ),
    "left-out": text(
        nl="Let op: niet meegenomen zijn de tabellen {tables}.",
        en="Note: these tables were left out: {tables}.",
    ),
    "key-not-copied": text(
        nl="Let op: de sleutel (MKB_SECRET_KEY, of het bestand dat op .key eindigt) gaat niet mee; bewaar die apart.",
        en="Note: the key (MKB_SECRET_KEY, or the file that ends in .key) does not come along; keep it separately.",
    ),
    "no-service": text(
        nl="De webdienst is niet geïnstalleerd: installeer mkb-service.",
        en="The web service is not installed: install mkb-service.",
    ),
    "port-taken": text(
        nl="Poort {port} is in gebruik door een ander programma; kies een andere met --port of MKB_PORT.",
        en="Port {port} is in use by another program; choose one with --port or MKB_PORT.",
    ),
    "serves-plugin": text(
        nl="Plugin {plugin} antwoordt op {address} ({hooks}).",
        en="Plugin {plugin} answers at {address} ({hooks}).",
    ),
    "cannot-serve": text(
        nl="Plugin {plugin} kan niet worden aangeboden: {reason}",
        en="Plugin {plugin} cannot be served: {reason}",
    ),
    "port-refused": text(
        nl="Poort {port} mag dit programma niet gebruiken; kies een andere met --port of MKB_PORT.",
        en="This program may not use port {port}; choose one with --port or MKB_PORT.",
    ),
}


def word(key: str, language: str, **facts: object) -> str:
    """A sentence with its facts filled in."""
    return WORDS[key].in_language(language).format_map(facts)
