"""One HTTP call, and what it proves. The only module that knows `requests`.

`post` never raises for what the network does. It returns an `Answer` (bytes came back, whatever
they say) or a `Failure`, whose `sent` tells whether the call may have reached the gateway.
The proof is the body itself: a call has left only when the connection began to read its body.
Refused connections, names that do not resolve, connect time-outs and failed TLS handshakes all
happen before that, and so does a kept-alive connection found dead.

Nothing here is ever repeated: adapters do not retry, redirects are not followed, and the
environment's proxies and .netrc are not used.
"""

from __future__ import annotations

import time
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

import requests

from jetmsg_core.gateway.seam import Answer, Failure, Form
from jetmsg_core.masking import mask
from jetmsg_core.times import utc_now

MAX_BODY = 4_000_000
"""Bytes of a reply that are read. 1,000 results are about 100 kB."""

IDLE_SECONDS = 2.0
"""A kept connection idle for longer is opened anew: servers close idle ones after a few seconds,
and a call lost in that moment could not be told from one that arrived."""


class Transport:
    """A `Post` over one kept-alive connection; one per thread. `timeout` is seconds in all."""

    def __init__(self, *, timeout: float, secrets: tuple[str, ...] = ()) -> None:
        self._timeout = timeout
        self._secrets = secrets
        self._used_at = 0.0
        self._session = _session()

    def __call__(self, form: Form) -> Answer | Failure:
        started = time.monotonic()
        if started - self._used_at > IDLE_SECONDS:
            self._session.close()
        body = _Body(urlencode(form.fields, safe=",").encode())
        received = bytearray()
        try:
            return self._post(form.url, body, received, started)
        except (requests.RequestException, OSError) as error:
            # `from None` would not help: nothing is raised, and the text below is masked, since
            # the exceptions of `requests` quote the whole address.
            self._session.close()
            return Failure(
                sent=body.left,
                text=mask(_sentence(error, left=body.left), self._secrets),
                elapsed=time.monotonic() - started,
                body=received.decode("utf-8", "replace"),
            )
        finally:
            self._used_at = time.monotonic()

    def _post(self, url: str, body: _Body, received: bytearray, started: float) -> Answer:
        response = self._session.post(
            url,
            data=body,
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            timeout=self._timeout,
            allow_redirects=False,
            stream=True,
        )
        with response:
            # The library's time-out is per read; a server that drips would hold us for hours.
            for piece in response.iter_content(65_536):
                received += piece
                if time.monotonic() - started > self._timeout:
                    raise requests.ReadTimeout("the answer came too slowly")
                if len(received) > MAX_BODY:
                    raise requests.ConnectionError("the answer is too long")
            return Answer(
                status=response.status_code,
                body=received.decode("utf-8", "replace"),
                elapsed=time.monotonic() - started,
                retry_after=_retry_after(response.headers.get("Retry-After")),
            )

    def close(self) -> None:
        self._session.close()


class _Body:
    """The form as a stream that remembers whether anyone began to read it."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self.left = False

    def __len__(self) -> int:
        return len(self._content)

    def __iter__(self) -> _Body:
        return self

    def read(self, size: int = -1) -> bytes:
        self.left = True
        size = len(self._content) if size < 0 else size
        piece, self._content = self._content[:size], self._content[size:]
        return piece


def _session() -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    for scheme in ("https://", "http://"):
        session.mount(scheme, requests.adapters.HTTPAdapter(max_retries=0))
    return session


def _sentence(error: Exception, *, left: bool) -> str:
    if isinstance(error, requests.ConnectTimeout) or (
        isinstance(error, requests.Timeout) and not left
    ):
        return "No connection within the time allowed."
    if isinstance(error, requests.Timeout):
        return "No complete answer within the time allowed."
    if isinstance(error, requests.exceptions.SSLError):
        return "The secure connection failed."
    if left:
        return "The connection was lost before the answer was complete."
    return "The gateway could not be reached."


def _retry_after(value: str | None) -> float | None:
    """Seconds to wait, from a number or an HTTP date (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - utc_now()).total_seconds())
    except (TypeError, ValueError):
        return None
