"""The addresses of the gateway, and the server that listens for them."""

from __future__ import annotations

import asyncio
import math
import os
import signal
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route
from starlette.types import ASGIApp

from ..answers import OpenProtocol, deliver
from ..calls import otp, sms, whatsapp
from ..faults import Call
from ..gateway import Fields, Gateway
from ..journal import Family
from ..options import Fault, Options
from ..panels import PANELS
from ..replies import Reply, json_reply
from . import status_page
from .listener import Listener
from .strangers import Strangers

Endpoint = Callable[[Request], Awaitable[ASGIApp]]
Answer = Callable[[Gateway, Call, Fields], Reply]
LOGIN = "<!doctype html><title>JETMSG</title><h1>Please sign in</h1>"
KEEP_ALIVE_SECONDS = 75


def run(options: Options, announce: Callable[[str], None]) -> None:
    """Serves until SIGTERM or SIGINT. `announce` gets the address once connections are taken.
    Raises PortUnusable, and OSError when the journal cannot be opened."""
    gateway = Gateway(options)
    listener = Listener(options.port)
    try:
        asyncio.run(_serve(gateway, listener, announce))
    finally:
        listener.close()
        gateway.close()


async def _serve(gateway: Gateway, listener: Listener, announce: Callable[[str], None]) -> None:
    server = uvicorn.Server(_config(build_app(gateway, listener), gateway.options.latency))
    listener.serve_with(server)
    for kind in (signal.SIGTERM, signal.SIGINT):
        signal.signal(kind, partial(_stop, server))
    serving = asyncio.create_task(server.serve(sockets=[listener.socket]))
    while not (server.started or serving.done()):
        await asyncio.sleep(0.002)
    announce(listener.url)
    if gateway.options.exit_with_parent:
        threading.Thread(target=_stop_at_end_of_stdin, daemon=True).start()
    while not (server.should_exit or serving.done()):
        await asyncio.sleep(0.05)
    await _hang_up(server, gateway.options.latency)
    await serving


def _config(app: ASGIApp, latency: float) -> uvicorn.Config:
    """Idle connections are kept long: a server closing one just as the client writes to it makes
    an outcome unknown, which here only a fault should do."""
    return uvicorn.Config(
        app,
        http=OpenProtocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=math.ceil(latency) + 2,
    )


def _stop(server: uvicorn.Server, *_: object) -> None:
    """Uvicorn raises the signal it caught again after it has stopped; this makes that harmless."""
    server.should_exit = True


def _stop_at_end_of_stdin() -> None:
    """Reads the descriptor itself: a thread inside `sys.stdin` aborts the interpreter's exit."""
    while os.read(0, 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


async def _hang_up(server: uvicorn.Server, latency: float) -> None:
    """Calls waiting for their latency are answered; those that still wait then hang or drip, and
    would keep the server from stopping."""
    patience = asyncio.get_running_loop().time() + latency + 0.3
    while server.server_state.tasks and asyncio.get_running_loop().time() < patience:
        await asyncio.sleep(0.02)
    for connection in list(server.server_state.connections):
        connection.transport.abort()


def build_app(gateway: Gateway, listener: Listener) -> Starlette:
    """Gives the web application: every documented call, and the pages of the sandbox itself."""

    def message(path: str, answer: Answer, *methods: str) -> Route:
        endpoint = partial(_take_message, gateway, listener, answer)
        return Route(path, endpoint, methods=list(methods or ["POST"]))

    v1, v3 = Family.OTP_V1, Family.OTP_V3
    return Starlette(
        routes=[
            message("/api/v1/sendsms.php", sms.answer),
            message("/api/create-message", whatsapp.answer),
            Route("/api/v1/balance.php", partial(_show_balance, gateway), methods=["POST"]),
            message("/api/v1/otp/", otp.send, "GET", "POST"),
            message("/api/v1/otp/Resend.php", partial(otp.resend, v1), "GET", "POST"),
            message("/api/v1/otp/verify.php", partial(otp.verify, v1), "GET", "POST"),
            message("/app/api/v3/otp/Initiate", otp.initiate),
            message("/api/v3/otp/Resend", partial(otp.resend, v3)),
            message("/api/v3/otp/Verify", partial(otp.verify, v3)),
            Route("/", partial(_show_status, gateway)),
            Route("/report.csv", partial(_show_report, gateway)),
            Route("/health", _show_health),
            Route("/login", _show_login),
        ],
        middleware=[Middleware(Strangers)],
    )


async def _take_message(
    gateway: Gateway, listener: Listener, answer: Answer, request: Request
) -> ASGIApp:
    fields = await _read_fields(request)
    call = gateway.meet()
    reply = answer(gateway, call, fields) if call.is_taken else Reply(b"")
    if gateway.options.latency:
        await asyncio.sleep(gateway.options.latency)
    if call.fault is Fault.REFUSE:
        await listener.refuse_for_a_while()
    return call.spoil(reply) or deliver(reply, is_last=listener.is_refusing)


async def _read_fields(request: Request) -> Fields:
    """The last of a repeated field counts, as in PHP."""
    if request.method == "GET":
        return dict(request.query_params)
    if request.headers.get("content-type", "").startswith("multipart/"):
        form = await request.form()
        return {name: value for name, value in form.items() if isinstance(value, str)}
    body = (await request.body()).decode("utf-8", "replace")
    return dict(parse_qsl(body, keep_blank_values=True))


async def _show_balance(gateway: Gateway, request: Request) -> Response:
    fields = await _read_fields(request)
    await asyncio.sleep(gateway.options.latency)
    if not gateway.account.knows(fields.get("api_key", "")):
        reply = json_reply({"success": False, "message": "API Key Mismatch"})
    else:
        pools = {pool: str(credits) for pool, credits in gateway.account.balances.items()}
        reply = json_reply({"success": True, "message": "SUCCESS", "balance": pools})
    return deliver(reply, is_last=False)


async def _show_status(gateway: Gateway, _: Request) -> Response:
    return HTMLResponse(status_page.render(gateway), headers=status_page.HEADERS)


async def _show_report(gateway: Gateway, request: Request) -> Response:
    name = request.query_params.get("panel", "")
    if name and name not in PANELS:
        panels = ", ".join(sorted(PANELS))
        return PlainTextResponse(f"No panel is called so. Known are {panels}.\n", status_code=404)
    panel = PANELS.get(name)
    written = gateway.report.pieces_of_panel(panel) if panel else gateway.report.pieces()

    async def pieces() -> AsyncIterator[str]:
        for piece in written:
            yield piece
            await asyncio.sleep(0)

    file_name = f"report {name}.csv" if name else "report.csv"
    headers = {"content-disposition": f'attachment; filename="{file_name}"'}
    return StreamingResponse(pieces(), media_type="text/csv", headers=headers)


async def _show_health(_: Request) -> Response:
    return JSONResponse({"ok": True})


async def _show_login(_: Request) -> Response:
    return HTMLResponse(LOGIN)
