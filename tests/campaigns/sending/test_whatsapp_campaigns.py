"""WhatsApp campaigns go the same way as SMS: one call a person by default, unevenly paced."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from fixtures import ContactFile, NewCampaign, ReadJournal, ReadLedger, RunJson, Send, StartGateway

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.sending.channels import SendOrder, form_of
from jetmsg_core.campaigns.sending.rate_limit import JitteredPace
from jetmsg_core.errors import InputError, SettingsError
from jetmsg_core.gateway.sms import SmsOrder
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Channel, Hold, RecipientState
from jetmsg_core.store.ledger.chunks import ClaimedChunk


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETMSG_WHATSAPP_RATE", "200")


@pytest.fixture
def whatsapp(new_campaign: NewCampaign) -> Callable[..., int]:
    def make(count: int, message: str = "Namaste {{name}} 🙏", **brief: Any) -> int:
        made: int = new_campaign(count, message, channel=Channel.WHATSAPP, **brief)
        return made

    return make


def test_everyone_gets_their_own_call_and_is_submitted_without_an_id(
    whatsapp: Any,
    send: Send,
    start_gateway: StartGateway,
    read_journal: ReadJournal,
    ledger: ReadLedger,
) -> None:
    start_gateway()
    made = whatsapp(30)
    done: Status = send(made)
    assert done.recipients[RecipientState.SUBMITTED] == 30
    assert Counter(entry["call_number"] for entry in read_journal()).most_common(1)[0][1] == 1
    texts = {entry["number"]: entry["text"] for entry in read_journal()}
    for row in ledger(made):
        assert row["sms_id"] is None
        assert texts[str(row["number"])] == row["text"]


def test_a_raised_chunk_makes_comma_lists_of_full_numbers(settings: Settings) -> None:
    order = SendOrder(Channel.WHATSAPP, SmsOrder("", 1))
    claimed = ClaimedChunk(1, 1, 3, 1, 1, False, "Hi", (919876543210, 919876543211))
    sandbox = {"JETMSG_SANDBOX_URL": "http://127.0.0.1:9"}
    form = form_of(configuration.load(sandbox), order, claimed)
    assert form.fields["to"] == "919876543210,919876543211"
    assert form.url.endswith("/api/create-message")


def test_ten_refusals_in_a_row_hold_the_campaign_because_the_device_may_be_offline(
    whatsapp: Any, send: Send, start_gateway: StartGateway, read_journal: ReadJournal
) -> None:
    start_gateway("--fault", "sender=1")
    made = whatsapp(40)
    held: Status = send(made)
    assert held.campaign.held is Hold.DEVICE
    assert held.campaign.held_detail == "Request Failed"
    assert 10 <= held.recipients[RecipientState.REFUSED] <= 18
    assert not read_journal()
    start_gateway()
    control.resume(configuration.load(), made)
    done: Status = send(made)
    assert done.campaign.state is CampaignState.FINISHED
    assert done.recipients[RecipientState.SUBMITTED] == len(read_journal())


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        pytest.param("key=1", Hold.KEY, id="wrong keys"),
        pytest.param("credit=1", Hold.CREDIT, id="monthly limit"),
    ],
)
def test_refusals_of_the_account_hold_at_once_and_put_the_message_back(
    fault: str, why: Hold, whatsapp: Any, send: Send, start_gateway: StartGateway
) -> None:
    start_gateway("--fault", fault)
    held: Status = send(whatsapp(20))
    assert held.campaign.held is why
    assert held.recipients[RecipientState.QUEUED] == 20


@pytest.mark.usefixtures("never_held")
def test_what_cannot_be_known_is_unknown_for_whatsapp_too(
    whatsapp: Any, send: Send, start_gateway: StartGateway, read_journal: ReadJournal
) -> None:
    start_gateway("--fault", "drop=1")
    done: Status = send(whatsapp(5))
    assert done.recipients[RecipientState.UNKNOWN] == 5
    assert len(read_journal()) == 5


def test_a_text_too_long_for_whatsapp_names_its_row(whatsapp: Any) -> None:
    with pytest.raises(InputError, match="row 2 has 1,005"):
        whatsapp(1, "{{name}}" + "a" * 1000)


def test_live_mode_asks_for_the_whatsapp_keys(
    whatsapp: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_MODE", "live")
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key")
    made = whatsapp(1, settings=configuration.load())
    with pytest.raises(SettingsError, match="JETMSG_WHATSAPP_APPKEY"):
        control.start(configuration.load(), made)


def test_the_command_line_creates_and_runs_them(
    cli_json: RunJson, contact_file: ContactFile, start_gateway: StartGateway
) -> None:
    start_gateway()
    made = cli_json(
        "campaign",
        *("create", contact_file(3), "--name", "W", "--message", "Hi {{name}}"),
        *("--channel", "whatsapp"),
    )
    assert (made["chunks"], made["parts"], made["pool"]) == (3, 3, None)
    assert cli_json("campaign", "run", made["campaign"])["state"] == "finished"


def test_the_pace_is_uneven_between_half_and_one_and_a_half_times_the_mean() -> None:
    for jitter, gap in ((0.0, 0.25), (0.5, 0.5), (1.0, 0.75)):
        pace = JitteredPace(2.0, lambda jitter=jitter: jitter)  # type: ignore[misc]
        pace.record_sent(10.0)
        assert pace.allowed(10.0 + gap - 0.01) == 0
        assert pace.allowed(10.0 + gap) == 1
