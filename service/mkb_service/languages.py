"""Which language a reader gets: asked for in the address, remembered in a cookie, told by the browser, else the region's.

Pages and messages exist in Dutch and English. In a region of another language they are English for whoever asks for no
Dutch; the texts of the region and its partners stand in them in their own language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from litestar.connection import ASGIConnection

LANGUAGES = ("nl", "en")
DEFAULT = LANGUAGES[0]
PARAMETER = "lang"
COOKIE = "language"

Connection = ASGIConnection[Any, Any, Any, Any]


def asked_language(connection: Connection) -> str | None:
    """The language that the address asks for; ``None`` where it names none that exists."""
    asked = connection.query_params.get(PARAMETER)
    return asked if asked in LANGUAGES else None


def language_of(connection: Connection) -> str:
    """The language of the answer to a request."""
    asked = asked_language(connection)
    if asked is not None:
        return asked
    remembered = _cookies(connection).get(COOKIE)
    if remembered in LANGUAGES:
        return remembered
    return preferred(connection.headers.get("accept-language", ""), connection.app.state.language)


def default_language(languages: Iterable[str]) -> str:
    """The language of the pages in a region with these languages: its first one that they exist in, else English."""
    return next((language for language in languages if language in LANGUAGES), "en")


def preferred(accepted: str, default: str = DEFAULT) -> str:
    """The best language of an ``Accept-Language`` header; the default where it names none of ours or cannot be read."""
    best, best_weight = default, 0.0
    for choice in accepted[:1000].split(","):
        name, _, parameters = choice.partition(";")
        language = name.strip().lower().partition("-")[0]
        weight = _weight(parameters)
        if language in LANGUAGES and weight > best_weight:
            best, best_weight = language, weight
    return best


def _weight(parameters: str) -> float:
    key, _, value = parameters.strip().partition("=")
    if key.strip() != "q":
        return 1.0
    try:
        weight = float(value)
    except ValueError:
        return 0.0
    return weight if 0.0 <= weight <= 1.0 else 0.0


def _cookies(connection: Connection) -> Mapping[str, str]:
    try:
        return connection.cookies
    except ValueError:  # a cookie header that is no text: as good as none
        return {}
