"""One HTTP call, and what it proves. The only module that knows `requests`.

A transport never raises for what the network does. It returns an `Answer` (bytes came back,
whatever they say) or a `TransportFailure`, whose `sent` tells whether the call may have reached the
gateway.

The proof for a POST is the body itself: urllib3 sends the headers, and begins to read the body
only when that succeeded. A call whose body nobody read has not left, whatever went wrong: name,
connection, handshake, or a kept-alive connection found dead. Without a body a server can only
answer to nothing, so such an answer does not count either. One whose body was begun may have
arrived, though the peer may have been gone by then.

A GET is all headers and has no such witness. It is unsent only where no connection came about;
it may have left when anything else went wrong, a handshake included.

An answer is that to the call only where one call met one answer. A connection is kept only after
one complete answer that came alone, and is not used again when anything came on it meanwhile. What
comes on a kept one may still be a late second answer to the call before: two together are
nobody's, and a no, after which people may be sent to again, is believed when nothing follows it.
An answer that proves nothing anyhow is handed on at once: nobody is sent to again after it.
And it is kept only after a yes that lists exactly the people of its call (`Request.people`). Any
other may have been said to the call before, whose second answer came late: then ours is still to
come, and must not be taken for the next one's.

A call has a moment by which it begins (`Request.begin_by`). It is looked at when the body is asked
for, which is the last thing before anything leaves that a server could act on: a process that was
frozen, or a connection that took long, posts nothing that is late, and says so.

Nothing here is ever repeated: the adapter does not retry (urllib3 left alone sends a GET four
times), redirects are not followed, cookies not kept, and the environment's proxies and .netrc
are not used.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from functools import lru_cache

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Timeout
from urllib3.exceptions import (
    HTTPError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
)

from jetmsg_core.gateway.bodies import TOO_LATE, Body
from jetmsg_core.gateway.connections import POOLS, NotReached, Reach, Watched
from jetmsg_core.gateway.replies.listing import lists_exactly
from jetmsg_core.gateway.seam import Answer, Method, Request, TransportFailure
from jetmsg_core.primitives.masking import mask
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Mode, Settings

MAX_BODY = 4_000_000
"""Bytes of a reply that are read. 1,000 results are about 100 kB."""

IDLE_SECONDS = 2.0
"""A kept connection idle for longer is opened anew: servers close idle ones after a few seconds,
and a call lost in that moment could not be told from one that arrived."""

LINGER_SECONDS = 0.5
"""How long another answer is waited for after a no on a connection that was used before. The call
did not succeed, so that nobody waits for long. A second answer that is later still, while the next
call waits for its own, cannot be told from it if it is a no: HTTP/1.1 has nothing that would."""

LONGEST_PAUSE = 86_400.0
"""Seconds. A gateway that asks for more is asked again after a day."""

_YES = re.compile(r'"success"\s*:\s*true\b')
"""In every documented success but WhatsApp's, whose connections are not kept."""

NETWORK_ERRORS = (requests.RequestException, HTTPError, OSError, ValueError)
"""What a call can end in. ValueError is how the libraries meet some malformed answers."""


class _SeveralAnswers(requests.ConnectionError):
    """More came than one answer, on a connection that was used before."""


class HttpTransport:
    """A `Transport` over one kept-alive connection; one per thread. `timeout` is seconds in all.
    A call that `reach` forbids was not sent. `begins` is told of each call just before anything of
    it leaves. `source` is the address on this machine that calls leave from; empty: any."""

    def __init__(
        self,
        *,
        timeout: float,
        secrets: tuple[str, ...] = (),
        reach: Reach = Reach.ANYWHERE,
        begins: Callable[[], object] = lambda: None,
        source: str = "",
    ) -> None:
        self._timeout = timeout
        self._secrets = secrets
        self._begins = begins
        self._used_at = 0.0
        self._came: float | None = None
        self._adapter = HTTPAdapter(max_retries=0, pool_connections=1, pool_maxsize=1)
        self._adapter.poolmanager.pool_classes_by_scheme = POOLS[reach]
        if source:
            self._adapter.poolmanager.connection_pool_kw["source_address"] = (source, 0)

    def __call__(self, form: Request) -> Answer | TransportFailure:
        started = time.monotonic()
        if started - self._used_at > IDLE_SECONDS:
            self.close()
        body = Body(form, self._begins)
        received = bytearray()
        self._came = None
        try:
            return self._exchange(form, body, received, started)
        except NETWORK_ERRORS as error:
            # The exceptions quote the whole address, key included: none of them is raised on.
            self.close()
            sent = body.left
            if form.method is Method.GET:
                sent = not (body.was_late or _is_unconnected(error))
            came = self._came or time.monotonic()
            text = TOO_LATE if body.was_late else _sentence(error, sent=sent)
            return TransportFailure(
                sent=sent,
                text=mask(text, self._secrets),
                elapsed=came - started,
                body=received.decode("utf-8", "replace"),
                came=came,
            )
        finally:
            self._used_at = time.monotonic()

    def _exchange(self, form: Request, body: Body, received: bytearray, started: float) -> Answer:
        body.check()
        response = self._adapter.send(
            _request(form, body),
            stream=True,
            timeout=Timeout(total=self._timeout),  # type: ignore[arg-type]  # missing in stubs
        )
        connection = _watched(response)
        with response:
            if form.method is Method.POST and not body.left:
                raise requests.ConnectionError("an answer, but nothing was asked")
            while piece := response.raw.read1(65_536, decode_content=True):
                received += piece
                if len(received) > MAX_BODY:
                    raise requests.ConnectionError("the answer is too long")
            self._came = came = time.monotonic()
            left = started + self._timeout - came
            text = received.decode("utf-8", "replace")
            linger = min(LINGER_SECONDS, left) if _may_be_a_no(response, text) else 0
            _require_one_answer(connection, linger)
            if not (connection.answer.is_alone and _is_to(form, response.status_code, text)):
                connection.close()
            return Answer(
                status=response.status_code,
                body=text,
                elapsed=came - started,
                retry_after=_retry_after(response.headers.get("Retry-After")),
                came=came,
            )

    def close(self) -> None:
        self._adapter.close()


def reach_of(settings: Settings) -> Reach:
    """Tells where the gateway may be: in live mode on other machines and by https, in sandbox mode
    on this one."""
    return Reach.OTHERS if settings.mode is Mode.LIVE else Reach.LOOPBACK


def transport_of(settings: Settings, *, source: str = "") -> HttpTransport:
    """Gives a transport to the gateway, and to nowhere else. `source` is the address here that its
    calls leave from; empty: any."""
    reach, secrets = reach_of(settings), settings.secrets
    return HttpTransport(timeout=settings.timeout, secrets=secrets, reach=reach, source=source)


def call_once(
    settings: Settings, form: Request, *, anywhere: bool = False
) -> Answer | TransportFailure:
    """Makes a call on a connection of its own, for those made one at a time; `anywhere` where it
    goes to a server of somebody's, not to the gateway."""
    transport = transport_of(settings)
    if anywhere:
        transport = HttpTransport(timeout=settings.timeout, secrets=settings.secrets)
    try:
        return transport(form)
    finally:
        transport.close()


def _request(form: Request, body: Body) -> requests.PreparedRequest:
    if form.method is Method.GET:
        body.begin()
        joint = "&" if "?" in form.url else "?"
        url = f"{form.url}{joint}{body.query()}" if form.fields else form.url
        return requests.Request("GET", url, headers=dict(form.headers)).prepare()
    kind = "json" if form.as_json else "x-www-form-urlencoded"
    request = _prepared(form.url, kind).copy()
    request.body = body  # type: ignore[assignment]  # a stream, as `requests` allows
    request.headers.update(form.headers)
    request.headers["Content-Length"] = str(len(body))
    return request


@lru_cache(maxsize=16)
def _prepared(url: str, kind: str) -> requests.PreparedRequest:
    """All but the body, which is all that differs between the calls of a campaign."""
    headers = {"Content-Type": f"application/{kind}"}
    return requests.Request("POST", url, headers=headers).prepare()


def _watched(response: requests.Response) -> Watched:
    """The connection it comes on, which is of `POOLS`."""
    connection = response.raw.connection
    if not isinstance(connection, Watched):
        raise TypeError("a connection that was not watched")
    return connection


def _may_be_a_no(response: requests.Response, text: str) -> bool:
    """Whether people may be sent to again after it. An error of the server's, a redirect or a page
    proves nothing, so nothing that follows could change what it means."""
    status = response.status_code
    if status in (429, 503) and "Retry-After" in response.headers:
        return True
    is_json = text.removeprefix("\ufeff").lstrip()[:1] == "{"
    return (status == 200 or 400 <= status < 500) and is_json and not _is_yes(status, text)


def _is_yes(status: int, text: str) -> bool:
    return status == 200 and _YES.search(text) is not None


def _is_to(form: Request, status: int, text: str) -> bool:
    """Whether the answer can be to no other call than this."""
    return _is_yes(status, text) and lists_exactly(text, form.people)


def _require_one_answer(connection: Watched, linger: float) -> None:
    """A connection that was asked once cannot have answered anything else."""
    if connection.asked > 1 and connection.hears_more(linger):
        raise _SeveralAnswers


def _is_unconnected(error: Exception) -> bool:
    """No connection came about: the only proof for a call without a body."""
    unconnected = isinstance(_cause(error), NewConnectionError)
    return unconnected or isinstance(error, requests.ConnectTimeout)


def _cause(error: Exception) -> object:
    """What urllib3 met, out of what `requests` makes of it."""
    inner = error.args[0] if error.args else None
    return getattr(inner, "reason", inner)


def _sentence(error: Exception, *, sent: bool) -> str:
    cause = _cause(error)
    if isinstance(cause, NotReached):
        return cause.why
    if isinstance(error, requests.exceptions.SSLError):
        return "The secure connection failed."
    if isinstance(error, _SeveralAnswers):
        return "More than one answer came, so it is not clear which is to this call."
    if isinstance(error, requests.Timeout | ReadTimeoutError):
        if sent:
            return "No complete answer within the time allowed."
        return "No connection within the time allowed."
    if sent:
        return "The connection was lost before the answer was complete."
    if isinstance(cause, NameResolutionError):
        return "The gateway's name could not be found."
    return "The gateway could not be reached."


def _retry_after(value: str | None) -> float | None:
    """Seconds to wait, from a whole number or an HTTP date (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    if re.fullmatch("[0-9]{1,9}", value.strip()):
        return min(float(value), LONGEST_PAUSE)
    try:
        seconds = (parsedate_to_datetime(value) - utc_now()).total_seconds()
    except (TypeError, ValueError, OverflowError):
        return None
    return min(max(0.0, seconds), LONGEST_PAUSE)
