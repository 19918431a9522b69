"""A server on 127.0.0.1 that fails on command. Raw sockets: it knows nothing of HTTP but where a
request ends, so that it can break every rule of it."""

from __future__ import annotations

import contextlib
import itertools
import re
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Behaviour = Callable[[socket.socket, threading.Event], None]
Choice = Callable[[bytes, int], Behaviour]
"""By the request, and how many came on this connection before it."""

DRIP_SECONDS = 0.05


@dataclass
class Server:
    """Every request, whole, is in `requests` before the behaviour begins. One that `speaks_first`
    behaves as soon as it is connected to. One that is given a `choice` behaves as that says."""

    behave: Behaviour
    reads_body: bool = True
    speaks_first: bool = False
    choice: Choice | None = None
    secure: ssl.SSLContext | None = None
    requests: list[bytes] = field(default_factory=list)
    connections: list[socket.socket] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def wait_for_requests(self, count: int) -> None:
        """A caller that gave up may be ahead of the thread that reads what it sent."""
        deadline = time.monotonic() + 120
        while len(self.requests) < count and time.monotonic() < deadline:
            time.sleep(0.005)

    def stop(self) -> None:
        self._stopping.set()
        for sock in [self._listener, *self.connections]:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                if self.secure:
                    connection = self.secure.wrap_socket(connection, server_side=True)
                self.connections.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if self.speaks_first:
                self.behave(connection, self._stopping)
            for before in itertools.count():
                if not (request := self._read(connection)):
                    break
                self.requests.append(request)
                behave = self.choice(request, before) if self.choice else self.behave
                behave(connection, self._stopping)
            connection.close()

    def _read(self, connection: socket.socket) -> bytes:
        """Empty at the end of the connection, or when it is none of HTTP."""
        request = b""
        while b"\r\n\r\n" not in request:
            piece = connection.recv(65_536)
            if not piece or not re.match(b"[A-Z]", request + piece):
                return b""
            request += piece
        length = re.search(rb"content-length: (\d+)", request, re.IGNORECASE)
        whole = request.index(b"\r\n\r\n") + 4 + (int(length[1]) if length else 0)
        while self.reads_body and len(request) < whole:
            request += connection.recv(65_536)
        return request


def reply(body: bytes | str, status: str = "200 OK", *headers: str) -> Behaviour:
    """A whole answer; the connection stays open."""
    content = body.encode() if isinstance(body, str) else body

    def behave(connection: socket.socket, _: threading.Event) -> None:
        connection.sendall(answer(content, status, *headers))

    return behave


def answer(content: bytes, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(content)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def raw(content: bytes) -> Behaviour:
    """These bytes, and the end of the connection."""

    def behave(connection: socket.socket, _: threading.Event) -> None:
        connection.sendall(content)
        drop(connection, _)

    return behave


def interim(*statuses: str) -> bytes:
    """What a gateway may say before its answer; none of it is one."""
    return b"".join(f"HTTP/1.1 {status}\r\n\r\n".encode() for status in statuses)


def first(content: bytes, then: Behaviour) -> Behaviour:
    """These bytes, and then something else."""

    def behave(connection: socket.socket, stopping: threading.Event) -> None:
        connection.sendall(content)
        then(connection, stopping)

    return behave


def hang(_: socket.socket, stopping: threading.Event) -> None:
    stopping.wait()


def drop(connection: socket.socket, _: threading.Event) -> None:
    connection.shutdown(socket.SHUT_RDWR)


def reset(connection: socket.socket, _: threading.Event) -> None:
    """Closing with a linger time of zero makes the kernel send RST."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def half(content: bytes) -> Behaviour:
    """Promises all of it, and closes after half."""
    return raw(answer(content)[: -len(content) // 2])


def drip(content: bytes, *, at_once: int = 0) -> Behaviour:
    """A byte at a time, each well within any read time-out; `at_once` bytes come first."""

    def behave(connection: socket.socket, stopping: threading.Event) -> None:
        connection.sendall(content[:at_once])
        for index in range(at_once, len(content)):
            if stopping.is_set():
                return
            connection.sendall(content[index : index + 1])
            time.sleep(DRIP_SECONDS)

    return behave


@contextlib.contextmanager
def refusing_port() -> Iterator[str]:
    """An address where nobody listens, nor can: its port is held."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{holder.getsockname()[1]}"


@contextlib.contextmanager
def full_port() -> Iterator[str]:
    """An address whose queue of connections is full, so that connecting takes for ever."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        time.sleep(0.05)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
