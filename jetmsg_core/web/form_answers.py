"""How the routes of the forms answer: with the form to sign in, or with the cookie of a session."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from jetmsg_core.accounts.cookies import cookie_name, new_token, seal
from jetmsg_core.accounts.sessions import WHOLE
from jetmsg_core.accounts.signing_in import Browser, TooManyAttempts
from jetmsg_core.errors import JetmsgError
from jetmsg_core.settings import Settings
from jetmsg_core.web.door import is_secure
from jetmsg_core.web.form_pages import POLICY, sign_in_page

FORM_SECONDS = 3600


def fresh_form(
    request: Request,
    settings: Settings,
    way_on: str,
    *,
    error: str = "",
    name: str = "",
    status: int = 200,
) -> Response:
    """Gives the form to sign in, with a token for this browser and the sentence why it did not
    work."""
    owner = request.cookies.get(form_cookie(settings)) or new_token()
    token = seal(settings, "form", owner)
    page = sign_in_page(
        token=token, way_on=way_on, name=name, error=error, provider=settings.provider
    )
    answer = html(page, status)
    answer.set_cookie(
        form_cookie(settings),
        owner,
        max_age=FORM_SECONDS,
        secure=is_secure(request.scope, settings.hosts),
        httponly=True,
        samesite="strict",
    )
    return answer


def with_session(request: Request, settings: Settings, answer: Response, cookie: str) -> Response:
    """Gives the answer with the cookie of a session that has begun."""
    secure = is_secure(request.scope, settings.hosts)
    answer.set_cookie(
        cookie_name(settings, secure=secure),
        cookie,
        max_age=int(WHOLE.total_seconds()),
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def safe_way(asked: str) -> str:
    """Gives the page of ours that somebody wanted before they had to sign in: never an address
    elsewhere, however it is written."""
    parts = urlsplit(asked)
    is_ours = (
        asked.startswith("/")
        and not asked.startswith(("//", "/\\", "/_stcore", "/sign-in"))
        and not parts.scheme
        and not parts.netloc
        and asked.isprintable()
        and "\\" not in asked
    )
    return asked if is_ours else "/"


def form_cookie(settings: Settings) -> str:
    """Gives the name of the cookie that a form is bound to."""
    return cookie_name(settings, secure=False).replace("_session_", "_form_")


def browser_of(request: Request) -> Browser:
    """Gives where the request came from."""
    address = request.client.host if request.client else ""
    name = "".join(filter(str.isprintable, request.headers.get("user-agent", "")))
    return Browser(address, name)


def status_of(error: JetmsgError) -> int:
    """Gives the status of HTTP with which a refusal is told."""
    return 429 if isinstance(error, TooManyAttempts) else 403


def html(page: str, status: int) -> HTMLResponse:
    """Gives a page of ours that is nothing but a form, and is kept nowhere."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": POLICY,
        # Without any a browser sends a form from nowhere: `Origin: null`, which the door refuses.
        "Referrer-Policy": "same-origin",
    }
    return HTMLResponse(page, status, headers)
