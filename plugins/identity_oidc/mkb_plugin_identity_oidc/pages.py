"""``/inloggen/oidc``: to the provider, back, and a choice where there are several companies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attrs import frozen
from litestar import Request, Response, get, post
from litestar.params import RawBody
from litestar.response import Redirect
from mkb_service.acting import session_of
from mkb_service.addresses import query_pairs
from mkb_service.client_addresses import client_address
from mkb_service.hooks import SignInMethod
from mkb_service.identity.answers import account_form, own_page, to, with_session
from mkb_service.identity.cookies import cookie_of, made_cookie, removed_cookie
from mkb_service.identity.signing_in import step_after
from mkb_service.languages import language_of
from mkb_service.pages.rendering import Renderer
from mkb_service.policy import Who
from mkb_service.provided import TheInstallation, TheRenderer

from mkb_core.errors import Conflict, Denied, NotFound
from mkb_core.store.engine import write
from mkb_core.text import text
from mkb_core.workflows.accounts import sessions
from mkb_core.workflows.accounts.linking import add_identity
from mkb_core.workflows.accounts.sessions import SignedIn
from mkb_core.workflows.accounts.throttling import begin_attempt, take_back
from mkb_core.workflows.accounts.vouched import record_refused, sign_in_vouched
from mkb_core.workflows.assembly import Installation
from mkb_plugin_identity_oidc.attempts import Proven, begin, finish, keep_proven, take_proven
from mkb_plugin_identity_oidc.broker import Broker
from mkb_plugin_identity_oidc.provider import Provider
from mkb_plugin_identity_oidc.refusals import Refused
from mkb_plugin_identity_oidc.wording import WORDS

ID = "oidc"
START, BACK = f"/inloggen/{ID}", f"/inloggen/{ID}/terug"
COMPANY = f"/inloggen/{ID}/bedrijf"
HELD = "mkb-broker"
AnyRequest = Request[Any, Any, Any]


def method_of(broker: Broker, address: str) -> SignInMethod:
    """The way to sign in; ``address`` is where our pages are, as the provider knows them."""
    signing_in = SigningIn(Provider(broker), address + BACK)
    return SignInMethod(
        id=ID,
        label=text(nl=broker.name, en=broker.name),
        handlers=handlers_of(signing_in),
        policy={
            ("GET", START): Who.ANYONE,
            ("GET", BACK): Who.ANYONE,
            ("POST", COMPANY): Who.ANYONE,
        },
        templates="mkb_plugin_identity_oidc",
        issuer=broker.issuer,
        link=signing_in.begin_linking,
    )


def handlers_of(way: SigningIn) -> list[Any]:
    """The routes; whatever is refused in one of them becomes a page that says why."""

    @get(START, sync_to_thread=True, include_in_schema=False)
    def start(request: AnyRequest, installation: TheInstallation, renderer: TheRenderer) -> Response[Any]:
        onward = own_page(request.query_params.get("naar", ""))
        return way.answer(request, installation, renderer, lambda: way.begin(request, installation, onward))

    @get(BACK, sync_to_thread=True, include_in_schema=False)
    def back(request: AnyRequest, installation: TheInstallation, renderer: TheRenderer) -> Response[Any]:
        return way.answer(
            request, installation, renderer, lambda: way.come_back(request, installation, renderer)
        )

    @post(COMPANY, sync_to_thread=True, include_in_schema=False)
    def choose(
        request: AnyRequest, body: RawBody, installation: TheInstallation, renderer: TheRenderer
    ) -> Response[Any]:
        form = account_form(request, body)
        return way.answer(request, installation, renderer, lambda: way.choose(request, installation, form))

    return [start, back, choose]


@frozen(eq=False)
class SigningIn:
    """Signing in by one provider, which sends people back to ``address``."""

    provider: Provider
    address: str

    def answer(
        self,
        request: AnyRequest,
        installation: Installation,
        renderer: Renderer,
        make: Callable[[], Response[Any]],
    ) -> Response[Any]:
        """What is made, or a page that says why it is refused."""
        try:
            return make()
        except Refused as refusal:
            record_refused(installation, refusal.code)
            language, broker = language_of(request), self.provider.broker.name
            return self.page(
                request,
                renderer,
                "refused",
                status=refusal.status,
                sentence=refusal.sentence(language, broker),
            )

    def begin(self, request: AnyRequest, installation: Installation, onward: str) -> Response[Any]:
        """On to the provider."""
        held = cookie_of(request, HELD)
        begun = begin(installation, self.provider, self.address, held, onward)
        answer: Response[Any] = Redirect(begun.address, status_code=303)
        answer.cookies.append(made_cookie(request, HELD, begun.held))
        return answer

    def begin_linking(
        self, request: AnyRequest, session: SignedIn, installation: Installation, renderer: Renderer
    ) -> Response[Any]:
        """A page with a link to the provider: browsers let no form lead to another site, not even by a redirect."""

        def make() -> Response[Any]:
            held, account = cookie_of(request, HELD), session.account.id
            begun = begin(installation, self.provider, self.address, held, "/account", account)
            page = self.page(request, renderer, "link", address=begun.address)
            page.cookies.append(made_cookie(request, HELD, begun.held))
            return page

        return self.answer(request, installation, renderer, make)

    def come_back(self, request: AnyRequest, installation: Installation, renderer: Renderer) -> Response[Any]:
        """From the provider: a session, or a question. Raises :class:`Refused`."""
        pairs = query_pairs(request)
        given, held = dict(pairs), cookie_of(request, HELD)
        if len(given) != len(pairs):
            raise Refused("answer-doubled")
        now = installation.settings.clock()
        address = client_address(request.scope, installation.settings.trusted_proxies)
        with write(installation.engine) as connection:
            attempt = begin_attempt(connection, {"address": address}, now)
        proven = finish(installation, self.provider, self.address, held, given)
        with write(installation.engine) as connection:
            take_back(connection, attempt)
        if proven.link:
            return self.link(request, installation, proven)
        companies = proven.mandated.companies
        if len(companies) == 1:
            return self.sign_in(request, installation, proven, companies[0])
        secret = keep_proven(installation, proven, str(held))
        return self.page(
            request, renderer, "choose", companies={one: one for one in companies}, secret=secret
        )

    def choose(self, request: AnyRequest, installation: Installation, form: dict[str, str]) -> Response[Any]:
        """Sign in for the company that was chosen. Raises :class:`Refused`."""
        proven = take_proven(installation, form.get("proof", ""), cookie_of(request, HELD))
        company = form.get("company", "")
        if company not in proven.mandated.companies:
            raise Refused("mandate-other")
        return self.sign_in(request, installation, proven, company)

    def sign_in(
        self, request: AnyRequest, installation: Installation, proven: Proven, company: str
    ) -> Response[Any]:
        """The session, and on to what was wanted or to the second factor. Raises :class:`Refused`."""
        broker, vouched = self.provider.broker, proven.mandated.vouched
        try:
            secret = sign_in_vouched(
                installation,
                vouched,
                company,
                new_accounts=broker.new_accounts,
                language=language_of(request),
            )
        except (NotFound, Conflict, Denied) as error:
            raise Refused(_REASONS[type(error)]) from None
        found = sessions.signed_in(installation, secret)
        finished, enrolled = (found.finished, found.enrolled) if found else (False, False)
        answer = to(step_after(finished, enrolled, proven.onward))
        return with_session(request, _forgetting(request, answer), secret)

    def link(self, request: AnyRequest, installation: Installation, proven: Proven) -> Response[Any]:
        """Back to the account, to which the way to sign in was added. Raises :class:`Refused`."""
        session = session_of(request)
        if session is None or not session.finished or session.account.id != proven.link:
            raise Refused("link-session")
        try:
            add_identity(installation, session, proven.mandated.vouched)
        except Conflict:
            raise Refused("link-taken") from None
        return _forgetting(request, to(proven.onward))

    def page(
        self, request: AnyRequest, renderer: Renderer, name: str, *, status: int = 200, **facts: Any
    ) -> Response[str]:
        """One of the plugin's pages."""
        language, broker = language_of(request), self.provider.broker.name

        def say(key: str) -> str:
            return WORDS[key].in_language(language).format(broker=broker)

        return renderer.page(request, f"{ID}/{name}.html", status=status, say=say, **facts)


_REASONS = {NotFound: "no-account", Conflict: "email-taken", Denied: "blocked"}


def _forgetting(request: AnyRequest, answer: Response[Any]) -> Response[Any]:
    answer.cookies.append(removed_cookie(request, HELD))
    return answer
