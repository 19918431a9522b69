"""What travels between the worker and its posters: bundles of calls one way, reports the other.
JSON in a sealed envelope.

A bundle holds no key of the gateway's: the fields of keys are empty, and the poster fills in its
own. So it says which keys the worker would have used, by fingerprint, and in which mode it is; a
poster that has others makes none of its calls. Outside of the seal stand the version and the names
of the calls, for a poster that can read nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

import orjson

from jetmsg_core.fleet.sealing import NotSealedByUs, Seal
from jetmsg_core.fleet.tickets import Epoch
from jetmsg_core.gateway.seam import Answer, Method, Request, TransportFailure

VERSION = 1
"""Of what travels. Worker and posters of different ones make no calls together."""

KEY_FIELDS = ("AuthKey", "appkey", "authkey")
"""The documented fields of calls that hold keys."""


@dataclass(frozen=True)
class FleetCall:
    """A call that is handed out: its name, which no other call ever has, when its ticket is too
    late (milliseconds since 1970, by Redis's clock), and the request without its keys."""

    name: str
    deadline: int
    request: Request = field(repr=False)


@dataclass(frozen=True)
class Bundle:
    """Calls for one poster, each with a ticket in the same epoch. `timeout` is the seconds that one
    may take in all; `keys` the fingerprints of those that the calls are made with, by field."""

    epoch: Epoch
    mode: str
    timeout: float
    keys: Mapping[str, str]
    calls: Sequence[FleetCall]


class ReportKind(StrEnum):
    """What a poster reports of a call: what came of it, or that it holds no ticket and will not
    make it."""

    CAME = "came"
    DISCLAIMED = "disclaimed"


@dataclass(frozen=True)
class Report:
    """What a poster reports of a call by its name. `raw` of one that was made is what the seam
    gives; of one that was disclaimed, a failure that says why. `token` is the one with which the
    poster asked, or would have asked, for the ticket of a call that it disclaims: whoever takes
    the ticket with it knows that nobody made the call."""

    name: str
    kind: ReportKind
    raw: Answer | TransportFailure
    poster: str
    token: str = ""


class NotReadable(Exception):
    """A bundle that this poster cannot read; `names` are those of its calls, `why` a sentence."""

    def __init__(self, names: Sequence[str], why: str) -> None:
        super().__init__(why)
        self.names, self.why = names, why


def write_bundle(bundle: Bundle, seal: Seal) -> str:
    """Gives the bundle as it travels. Raises ValueError for a request that is none of a
    campaign's: such a one is never handed out."""
    inside = {
        "epoch": [bundle.epoch.name, bundle.epoch.proof],
        "mode": bundle.mode,
        "timeout": bundle.timeout,
        "keys": dict(bundle.keys),
        "calls": [_call(call) for call in bundle.calls],
    }
    envelope = {
        "version": VERSION,
        "names": [call.name for call in bundle.calls],
        "sealed": seal.close("bundle", orjson.dumps(inside)),
    }
    return orjson.dumps(envelope).decode()


def read_bundle(text: str, seal: Seal) -> Bundle:
    """Gives the bundle that travelled. Raises NotReadable for one of another version or secret."""
    envelope = orjson.loads(text)
    if envelope["version"] != VERSION:
        raise NotReadable(
            envelope["names"], "The poster is of another version than the worker: update it."
        )
    try:
        inside = orjson.loads(seal.open("bundle", envelope["sealed"]))
    except NotSealedByUs:
        raise NotReadable(
            envelope["names"], "The poster's JETMSG_FLEET_SECRET is another than the worker's."
        ) from None
    return Bundle(
        Epoch(*inside["epoch"]),
        inside["mode"],
        inside["timeout"],
        inside["keys"],
        [
            FleetCall(name, deadline, Request(url, fields, Method(method), people=tuple(people)))
            for name, deadline, url, method, fields, people in inside["calls"]
        ],
    )


def write_report(report: Report, seal: Seal) -> str:
    """Gives the report as it travels."""
    raw = report.raw
    if isinstance(raw, Answer):
        values: dict[str, Any] = {"status": raw.status, "retry_after": raw.retry_after}
    else:
        values = {"sent": raw.sent, "text": raw.text}
    inside = values | {
        "name": report.name,
        "kind": report.kind,
        "poster": report.poster,
        "token": report.token,
        "body": raw.body,
        "elapsed": raw.elapsed,
    }
    return orjson.dumps(
        {"version": VERSION, "sealed": seal.close("report", orjson.dumps(inside))}
    ).decode()


def read_report(text: str, seal: Seal, came: float) -> Report | None:
    """Gives the report that travelled, which came at `came` by the steady clock here; None for one
    of another version or secret, which says nothing."""
    envelope = orjson.loads(text)
    if envelope["version"] != VERSION:
        return None
    try:
        inside = orjson.loads(seal.open("report", envelope["sealed"]))
    except NotSealedByUs:
        return None
    body, elapsed = inside["body"], inside["elapsed"]
    raw: Answer | TransportFailure
    if "status" in inside:
        raw = Answer(inside["status"], body, elapsed, inside["retry_after"], came)
    else:
        raw = TransportFailure(inside["sent"], inside["text"], elapsed, body, came)
    return Report(
        inside["name"], ReportKind(inside["kind"]), raw, inside["poster"], inside["token"]
    )


def fingerprints(requests: Sequence[Request], seal: Seal) -> dict[str, str]:
    """Gives the fingerprint of each key in requests that are made with the same ones, by field."""
    keys = {
        name: str(request.fields[name])
        for request in requests
        for name in KEY_FIELDS
        if name in request.fields
    }
    return {name: seal.fingerprint(key) for name, key in keys.items()}


def with_keys(request: Request, keys: Mapping[str, str]) -> Request:
    """Gives the request with these keys in the fields that travelled empty, in their places."""
    fields = {
        name: keys[name] if name in KEY_FIELDS else field for name, field in request.fields.items()
    }
    return replace(request, fields=fields)


def _call(call: FleetCall) -> list[object]:
    request = call.request
    if request.as_json or request.headers:
        raise ValueError("only the gateway's own calls are handed out")
    fields = {
        name: "" if name in KEY_FIELDS else str(field) for name, field in request.fields.items()
    }
    people = list(request.people)
    return [call.name, call.deadline, request.url, request.method, fields, people]
