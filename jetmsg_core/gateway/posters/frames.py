"""What the worker and a process of posters say to each other over a socket: JSON, each piece after
its length. No piece can carry code, since the process reads what strangers answer. Pure.

To the process: `begin` calls, `back` and `give_up` with serials. From it: `ready`, then `answers`.
A call is known by its serial, which is used once, and by its slot: the byte of the shared memory
in which the process notes that it begins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from jetmsg_core.gateway.seam import Answer, Method, Request, TransportFailure

LENGTH_BYTES = 4


@dataclass(frozen=True)
class SlottedRequest(Request):
    """A call, with the slot it has in its process."""

    slot: int = 0


def frame(**values: Any) -> bytes:
    """Gives one piece."""
    content = orjson.dumps(values)
    return len(content).to_bytes(LENGTH_BYTES, "big") + content


class FrameReader:
    """Makes pieces of the bytes that come, wherever they are cut."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, content: bytes) -> Iterator[dict[str, Any]]:
        """Yields each piece that is complete now, in order."""
        self._bytes += content
        while len(self._bytes) >= LENGTH_BYTES:
            end = LENGTH_BYTES + int.from_bytes(self._bytes[:LENGTH_BYTES], "big")
            if len(self._bytes) < end:
                return
            piece = bytes(self._bytes[LENGTH_BYTES:end])
            del self._bytes[:end]
            yield orjson.loads(piece)


def packed_call(serial: int, slot: int, form: Request) -> orjson.Fragment:
    """Gives a call as it is put in a piece. Raises TypeError for a text that no byte can say."""
    packed = (
        *(serial, slot, form.url, dict(form.fields), form.method, form.as_json),
        *(dict(form.headers), ",".join(form.people), form.begin_by),
    )
    return orjson.Fragment(orjson.dumps(packed))


def unpacked_call(packed: list[Any]) -> tuple[int, SlottedRequest]:
    """Gives the call and its serial."""
    serial, slot, url, fields, method, as_json, headers, people, begin_by = packed
    form = SlottedRequest(
        url=url,
        fields=fields,
        method=Method(method),
        as_json=as_json,
        headers=headers,
        people=people.split(",") if people else (),
        begin_by=begin_by,
        slot=slot,
    )
    return serial, form


def packed_answers(
    answers: Iterable[tuple[int, Answer | TransportFailure]],
) -> list[list[object]]:
    """Gives answers, each with its serial, as they are put in a piece."""
    return [[serial, *_packed_answer(answer)] for serial, answer in answers]


def _packed_answer(answer: Answer | TransportFailure) -> tuple[object, ...]:
    if isinstance(answer, Answer):
        return (answer.status, answer.body, answer.elapsed, answer.retry_after, answer.came)
    return (None, answer.sent, answer.text, answer.elapsed, answer.body, answer.came)


def unpacked_answer(packed: list[Any]) -> tuple[int, Answer | TransportFailure]:
    """Gives an answer and the serial of its call."""
    serial, status, *values = packed
    return serial, (TransportFailure(*values) if status is None else Answer(status, *values))
