"""What was predicted is what the gateway counts, takes and is paid for, to the byte. The oracle of
parts is smsutil; the sandbox counts with code of its own."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
import smsutil
from fixtures import ReadLedger, Send, StartGateway

from jetmsg_core import settings as configuration
from jetmsg_core.balances import sampling
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import create
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.messages.segments import BASIC, EXTENSION
from jetmsg_core.messages.template import Missing
from jetmsg_core.messages.text import BLANKS, prepare_text

EXACT = (
    "नमस्ते आशा, आपका ऑर्डर तैयार है",
    "👍🏽 done 👩‍👩‍👧 & more",
    "a&b=c&MobileNo=919999999999",
    "1+1 = 2 + 0",
    "100%25 off %20 %E0",
    "#1 #hash? yes/no;a,b",
    "line one\nline two\n\nline four",
    "\"double\" 'single' `back` “curly” ‘curly’",
    "<b>tag</b> \\n \\u0041 ${x} {x} {#",
    "€ ^ [x] {y} ~ | \\",
    "₹500 – ready…",
    "வணக்கம் নমস্কার",
)


def contacts_with(texts: list[str]) -> Contacts:
    count = len(texts)
    return Contacts(
        source="test",
        number_column="mobile",
        columns=("text",),
        numbers=np.arange(count, dtype=np.int64) + 919_000_000_000,
        rows=np.arange(count, dtype=np.int64) + 2,
        cells=pd.DataFrame({"text": pd.Series(texts, dtype="str")}),
        left_out={},
    )


def frozen(texts: list[str]) -> int:
    brief = CampaignSpec(
        name="Texts", message="{{text}}", sender_id="JETMSG", missing=Missing(keep=("text",))
    )  # some are what people write for no value
    return create.create(configuration.load(), contacts_with(texts), brief)[0]


def tranx() -> int:
    sample = sampling.sample(configuration.load())
    assert sample.tranx is not None
    return sample.tranx


def test_every_character_arrives_as_it_was_written(
    start_gateway: StartGateway, send: Send, read_journal: Callable[[], list[dict[str, Any]]]
) -> None:
    start_gateway()
    send(frozen(list(EXACT)))
    arrived = {entry["number"]: entry["text"].encode() for entry in read_journal()}
    assert [arrived[str(919_000_000_000 + i)] for i in range(len(EXACT))] == [
        text.encode() for text in EXACT
    ]


def generated(count: int, seed: int) -> list[str]:
    """Texts of every alphabet, most of them with a length near an edge of their parts."""
    dice = random.Random(seed)
    alphabets = (BASIC, BASIC + EXTENSION, "नमस्ते 1", "ab😀", EXTENSION, BASIC + "’₹", "😀👍")
    edges = (1, 35, 67, 70, 76, 80, 134, 153, 160, 201, 306, 459)
    texts = []
    while len(texts) < count:
        length = dice.choice(edges) + dice.randint(-2, 2)
        text = "".join(dice.choices(dice.choice(alphabets), k=max(1, length)))
        text = prepare_text(text).strip(BLANKS)
        if text:
            texts.append(text)
    return texts


@pytest.mark.slow
def test_parts_predicted_are_those_of_smsutil_of_the_gateway_and_of_the_balance(
    start_gateway: StartGateway,
    send: Send,
    ledger: ReadLedger,
    read_journal: Callable[[], list[dict[str, Any]]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JETMSG_SENDERS", "16")
    start_gateway("--balance", "tranx=1000000,promo=0,otp=0")
    before = tranx()
    texts = generated(10_000, seed=5)
    made = frozen(texts)
    done = send(made, seconds=240)
    oracle = {919_000_000_000 + i: len(smsutil.split(t).parts) for i, t in enumerate(texts)}
    assert {r["number"]: r["parts"] for r in ledger(made)} == oracle
    assert {int(e["number"]): e["parts"] for e in read_journal()} == oracle
    assert {int(e["number"]): e["text"] for e in read_journal()} == {
        919_000_000_000 + i: text for i, text in enumerate(texts)
    }
    assert before - tranx() == sum(oracle.values()) == done.parts_submitted
    assert len(set(oracle.values())) > 5
