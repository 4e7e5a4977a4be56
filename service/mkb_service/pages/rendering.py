"""From a template and its facts to a page: escaped, in one language, with what every page shows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.enums import MediaType

from mkb_core.criteria.words import date_words
from mkb_core.domain.partners import Source
from mkb_core.text import text
from mkb_core.workflows.assembly import Installation
from mkb_service.addresses import query_pairs
from mkb_service.hooks import SignInMethod
from mkb_service.identity.cookies import SESSION, cookie_of
from mkb_service.identity.forgery import FormTokens
from mkb_service.languages import COOKIE, LANGUAGES, PARAMETER, asked_language, language_of
from mkb_service.wording import words

STATIC = Path(__file__).parents[1] / "static"
STYLES = ("vendor/utrecht.css", "tokens.css", "site.css")
ONE_YEAR_SECONDS = 365 * 24 * 3600
MAIL = re.compile(r"^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$", re.ASCII)
NAVIGATION = (("/", "nav.ask"), ("/partners", "nav.partners"), ("/hoe-het-werkt", "nav.how"))


class Renderer:
    """Renders pages of one installation; ``methods``: what plugins add to signing in, also their pages."""

    def __init__(self, installation: Installation, methods: Sequence[SignInMethod] = ()) -> None:
        self.region = installation.catalogue.region.region
        self.methods = tuple(methods)
        added = {one.id: PackageLoader(one.templates) for one in methods if one.templates}
        self.environment = Environment(
            loader=ChoiceLoader([PackageLoader("mkb_service"), PrefixLoader(added)]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters["sentence"] = sentence
        self.environment.filters["is_mail"] = lambda words: MAIL.match(words) is not None
        self.environment.filters["source_words"] = source_words
        self.environment.filters["web"] = web_address
        self.environment.globals["sign_in_methods"] = self.methods
        self.environment.globals["styles"] = [f"/static/{name}?v={_mark(STATIC / name)}" for name in STYLES]
        self.environment.globals["asset"] = lambda name: f"/static/{name}?v={_mark(STATIC / name)}"
        self.environment.globals["icon_mark"] = _mark(STATIC / "icon.svg")

    def page(
        self, request: Request[Any, Any, Any], template: str, *, status: int = 200, **facts: Any
    ) -> Response[str]:
        """A page as an answer, in the language of the request; a chosen language is remembered in a cookie."""
        language = language_of(request)
        forms = FormTokens(request)
        region = self.region.label.in_language(language)
        html = self.environment.get_template(template).render(
            t=partial(words, language=language, region=region),
            language=language,
            day=partial(date_words, language=language),
            path=request.scope["path"],
            navigation=NAVIGATION,
            languages={one: self._in_language(request, one) for one in LANGUAGES},
            form_token=forms.token,
            has_session=cookie_of(request, SESSION) is not None,
            **facts,
        )
        cookies = forms.cookies
        if asked_language(request) is not None:
            cookies.append(language_cookie(request, language))
        headers = {"content-language": language, "vary": "Accept-Language, Cookie"}
        return Response(html, status_code=status, media_type=MediaType.HTML, headers=headers, cookies=cookies)

    def _in_language(self, request: Request[Any, Any, Any], language: str) -> str:
        """The address of the same page in a language."""
        kept = [(name, value) for name, value in query_pairs(request) if name != PARAMETER]
        return f"{own_path(request)}?{urlencode([*kept, (PARAMETER, language)])}"


def own_path(request: Request[Any, Any, Any]) -> str:
    """The path that was asked for, as a link on this site: ``//other.example`` and ``/%2Fother.example`` lead nowhere else."""
    # some servers leave the query in it
    path = request.scope["raw_path"].partition(b"?")[0]
    return "/" + quote(path.lstrip(b"/"), safe="/%:@!$&'()*+,;=~")


def language_cookie(request: Request[Any, Any, Any], language: str) -> Cookie:
    """What makes a browser remember a language."""
    secure = request.url.scheme == "https"
    return Cookie(
        COOKIE,
        value=language,
        max_age=ONE_YEAR_SECONDS,
        httponly=True,
        samesite="lax",
        secure=secure,
    )


def sentence(words: str) -> str:
    """A clause as a sentence: a capital first and a full stop last."""
    words = words.strip()
    if not words:
        return words
    return words[0].upper() + words[1:] + ("" if words[-1] in ".!?" else ".")


#: what declarations write as the source of what everybody in the field knows, and of pages without a date
SOURCE_WORDS = {
    "general knowledge, to be confirmed by the partner": text(nl="algemene kennis", en="general knowledge"),
    "general knowledge": text(nl="algemene kennis", en="general knowledge"),
    "undated": text(nl="zonder datum", en="undated"),
    "undated (old)": text(nl="zonder datum (oud)", en="undated (old)"),
    "undated, read 2026": text(nl="zonder datum, gelezen in 2026", en="undated, read in 2026"),
    "undated (old), read 2026": text(
        nl="zonder datum (oud), gelezen in 2026", en="undated (old), read in 2026"
    ),
    "archive": text(nl="archief", en="archive"),
    "older press item": text(nl="ouder persbericht", en="older press item"),
}


def source_words(source: Source, language: str) -> str:
    """A source in words: the places where a fact was read, and the year that it speaks of."""
    parts = [part.strip() for part in (*source.place.split(";"), source.as_of)]
    known = (SOURCE_WORDS[part].in_language(language) if part in SOURCE_WORDS else part for part in parts)
    return ", ".join(dict.fromkeys(known))


def web_address(address: str | None) -> str | None:
    """An address that a link may hold: http or https only; a partner's data hold whatever the partner wrote."""
    if address is None:
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in ("http", "https") and parts.netloc else None


def _mark(file: Path) -> str:
    """A mark that changes with a file, so that browsers may keep it for long; ``missing`` before set-up was run."""
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12] if file.is_file() else "missing"
