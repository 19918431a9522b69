"""The routes for what watches the dashboard: `/health` and `/metrics`.

`/health` answers anybody with one word, and with what is wrong whoever has the token, an admin who
is signed in, and while nobody has to sign in the machine itself. `/metrics` answers the token alone
(RFC 6750), and nobody where `JETMSG_METRICS_TOKEN` is not set. A probe that decides whether the
dashboard gets requests asks `/_stcore/health`: when the worker is down the pages are needed most.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Callable

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Scope

from jetmsg_core.accounts import visitors
from jetmsg_core.acting import Permission
from jetmsg_core.acting.roles import PERMISSIONS
from jetmsg_core.errors import JetmsgError, SettingsError
from jetmsg_core.monitoring.health import HealthProbe, HealthReport, broken_dashboard
from jetmsg_core.monitoring.metrics import CONTENT_TYPE, Metrics
from jetmsg_core.settings import Settings

log = logging.getLogger("jetmsg")

HEALTH, METRICS = "/health", "/metrics"
NOT_KEPT = {"Cache-Control": "no-store"}
NOTHING_HERE = "There is nothing here.\n"
TOKEN_WANTED = "Send the token of JETMSG_METRICS_TOKEN: `Authorization: Bearer …`.\n"
NOT_READ = "The database could not be read. The reason is in the log.\n"


def has_token(scope: Scope, settings: Settings) -> bool:
    """Tells whether a request has the token of `JETMSG_METRICS_TOKEN`; never where none is set.
    However much of a guess is right, it takes the same time."""
    given = Headers(scope=scope).getlist("authorization")
    if not settings.metrics_token or len(given) != 1:
        return False
    kind, _, token = given[0].partition(" ")
    is_same = hmac.compare_digest(token.strip().encode(), settings.metrics_token.encode())
    return is_same and kind.lower() == "bearer"


def monitoring_routes(settings: Callable[[], Settings]) -> list[Route]:
    """Gives the two routes."""
    metrics, probe = Metrics(), HealthProbe()

    async def serve_metrics(request: Request) -> Response:
        """Answers with all that is measured, to the token alone."""
        now = settings()
        if not now.metrics_token:
            return PlainTextResponse(NOTHING_HERE, 404, NOT_KEPT)
        if not has_token(request.scope, now):
            wanted = {"WWW-Authenticate": 'Bearer realm="metrics"'}
            return PlainTextResponse(TOKEN_WANTED, 401, NOT_KEPT | wanted)
        try:
            page = await run_sync(metrics.read, now)
        except JetmsgError as error:
            log.error("Nothing could be measured. %s", error)
            return PlainTextResponse(NOT_READ, 503, NOT_KEPT)
        return Response(page, headers=NOT_KEPT | {"Content-Type": CONTENT_TYPE})

    async def serve_health(request: Request) -> Response:
        """Answers 200 while all is well, else 503."""
        try:
            now = settings()
        except SettingsError as error:
            return _answer(broken_dashboard(str(error)), has_details=False)
        report = await run_sync(probe.look, now)
        return _answer(report, has_details=await run_sync(_sees_details, request, now))

    return [
        Route(METRICS, serve_metrics, methods=["GET"]),
        Route(HEALTH, serve_health, methods=["GET"]),
    ]


def _answer(report: HealthReport, *, has_details: bool) -> Response:
    status = 200 if report.is_well else 503
    if not has_details:
        return PlainTextResponse("ok\n" if report.is_well else "not ok\n", status, NOT_KEPT)
    parts = {
        part.value: {"ok": not wrong} | ({"problem": wrong} if wrong else {})
        for part, wrong in report.parts.items()
    }
    return JSONResponse({"ok": report.is_well, "parts": parts}, status, NOT_KEPT)


def _sees_details(request: Request, settings: Settings) -> bool:
    if has_token(request.scope, settings):
        return True
    try:
        actor = visitors.visitor(settings, request.cookies)
    except JetmsgError:
        return False
    return Permission.SEE_SERVER in PERMISSIONS[actor.role]
