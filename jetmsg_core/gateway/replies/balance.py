"""The reply of `balance.php`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from jetmsg_core.gateway.replies.outcomes import Outcome, Verdict, parse, refusal_or_unknown
from jetmsg_core.gateway.seam import Answer, TransportFailure
from jetmsg_core.states import CREDIT_POOLS

_CREDITS = re.compile(r"-?[0-9]{1,15}")


@dataclass(frozen=True)
class BalanceVerdict(Verdict):
    """The meaning of the reply to the balance call. `pools` are the credits in tranx, promo and
    otp."""

    pools: Mapping[str, int] = field(default_factory=dict)


def read_balance(answer: Answer | TransportFailure) -> BalanceVerdict:
    """Reads the reply to the balance call. Balances come as strings; anything that is not a whole
    number is not a balance. A negative one is: an account may be overdrawn."""
    data, verdict = parse(answer)
    pools = data.get("balance")
    if verdict is not None or data.get("success") is not True or not isinstance(pools, dict):
        return BalanceVerdict(**vars(verdict or refusal_or_unknown(data)))
    read = {name: str(pools.get(name)) for name in CREDIT_POOLS}
    if not all(_CREDITS.fullmatch(credits) for credits in read.values()):
        return BalanceVerdict(Outcome.UNKNOWN, "The reply holds no balance we can read.")
    return BalanceVerdict(
        Outcome.ACCEPTED, pools={name: int(credits) for name, credits in read.items()}
    )
