"""What a sandbox can be told, and the reading of it from a command line."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Pool(StrEnum):
    TRANX = "tranx"
    PROMO = "promo"
    OTP = "otp"


class Fault(StrEnum):
    """How a gateway fails. `faults.FAULTS` says what becomes of the call and of its reply."""

    REFUSE = "refuse"
    HANG = "hang"
    DROP = "drop"
    RESET = "reset"
    HALF = "half"
    HTML = "html"
    HTTP500 = "http500"
    HTTP429 = "http429"
    REDIRECT = "redirect"
    DRIP = "drip"
    MISSING = "missing"
    SENDER = "sender"
    TEMPLATE = "template"
    CREDIT = "credit"
    KEY = "key"


FAULT_MEANINGS: Mapping[Fault, str] = {
    Fault.REFUSE: "takes the call, then refuses connections for a while",
    Fault.HANG: "takes the call and never answers",
    Fault.DROP: "takes the call and closes the connection without an answer",
    Fault.RESET: "takes the call and resets the connection",
    Fault.HALF: "takes the call and breaks off in the middle of the answer",
    Fault.HTML: "answers 200 with a web page; some calls are taken",
    Fault.HTTP500: "answers 500; some calls are taken",
    Fault.HTTP429: "answers 429: too many calls; none is taken",
    Fault.REDIRECT: "sends the caller to another page; no call is taken",
    Fault.DRIP: "takes the call and answers a byte at a time",
    Fault.MISSING: "leaves some numbers out of its answer",
    Fault.SENDER: "refuses the sender ID",
    Fault.TEMPLATE: "refuses the DLT template",
    Fault.CREDIT: "refuses for want of credits",
    Fault.KEY: "refuses the API key",
}
"""What the help says of each."""

OPENING_BALANCES = {Pool.TRANX: 250_000, Pool.PROMO: 250_000, Pool.OTP: 10_000}


@dataclass(frozen=True)
class Options:
    port: int = 0
    journal: Path | None = None
    latency: float = 0.0
    faults: Mapping[Fault, float] = field(default_factory=dict)
    seed: int = 0
    balances: Mapping[Pool, int] = field(default_factory=lambda: dict(OPENING_BALANCES))
    auth_key: str | None = None
    state: Path | None = None
    resend_after: float = 30.0
    exit_with_parent: bool = False


def parse_options(
    argv: Sequence[str] | None,
    kind: type[argparse.ArgumentParser] = argparse.ArgumentParser,
) -> Options:
    """Reads the options. Leaves with a sentence on stderr and status 2 when one cannot be used;
    `kind` of parser says it."""
    parser = _parser(kind)
    given = parser.parse_args(argv)
    kinds = [kind for kind, _ in given.fault]
    twice = sorted({kind for kind in kinds if kinds.count(kind) > 1})
    if twice:
        parser.error(f"--fault {twice[0]} is given twice; give each kind once")
    return Options(
        port=given.port,
        journal=given.journal,
        latency=given.latency_ms / 1000,
        faults=dict(given.fault),
        seed=given.seed,
        balances=OPENING_BALANCES | given.balance,
        auth_key=given.auth_key,
        state=given.state,
        resend_after=given.resend_after,
        exit_with_parent=given.exit_with_parent,
    )


def _parser(kind: type[argparse.ArgumentParser]) -> argparse.ArgumentParser:
    parser = kind(
        prog="sandbox",
        description="Imitate the JETMSG gateway on 127.0.0.1.",
        epilog=_faults(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("--port", type=_port, default=0, metavar="P", help="0, the default: any free port")
    add("--journal", type=Path, metavar="FILE", help="append a JSON line per recipient taken")
    add("--latency-ms", type=_not_negative, default=0.0, metavar="L", help="wait before replying")
    add(
        "--fault",
        type=_fault,
        action="append",
        default=[],
        metavar="KIND=RATE",
        help="fail so with this chance, 0 to 1; each kind below once",
    )
    add("--seed", type=int, default=0, metavar="S", help="the same seed gives the same faults")
    add("--balance", type=_balances, default={}, metavar="tranx=N,promo=N,otp=N")
    add("--auth-key", type=_filled, metavar="K", help="accept this key only; default: any key")
    add("--state", type=Path, metavar="FILE", help="keep balances here across restarts")
    add(
        "--resend-after",
        type=_not_negative,
        default=30.0,
        metavar="SECONDS",
        help="refuse to resend an OTP earlier than this (30)",
    )
    add("--exit-with-parent", action="store_true", help="stop when stdin is closed")
    return parser


def _faults() -> str:
    width = max(map(len, Fault))
    lines = [f"  {kind:<{width}}  {meaning}" for kind, meaning in FAULT_MEANINGS.items()]
    return "\n".join(["kinds of faults, as in --fault drop=0.1:", *lines])


def _fault(text: str) -> tuple[Fault, float]:
    kind, _, rate = text.partition("=")
    if kind not in list(Fault):
        raise argparse.ArgumentTypeError(f"'{kind}' is not a fault; choose from {', '.join(Fault)}")
    try:
        chance = float(rate)
    except ValueError:
        chance = -1.0
    if not 0 <= chance <= 1:
        raise argparse.ArgumentTypeError(f"the rate in '{text}' must be a number from 0 to 1")
    return Fault(kind), chance


def _balances(text: str) -> dict[Pool, int]:
    balances = {}
    for item in text.split(","):
        pool, _, credits = item.strip().partition("=")
        if pool not in list(Pool):
            raise argparse.ArgumentTypeError(
                f"'{pool}' is not a pool; choose from {', '.join(Pool)}"
            )
        if not (credits.isascii() and credits.isdigit()):
            raise argparse.ArgumentTypeError(f"the balance in '{item}' must be a whole number")
        balances[Pool(pool)] = int(credits)
    return balances


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"'{text}' is not a port; give a number from 0 to 65535")
    return int(text)


def _not_negative(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1e9:
        raise argparse.ArgumentTypeError(f"'{text}' must be a number, 0 or more")
    return number


def _filled(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("the key must not be empty")
    return text
