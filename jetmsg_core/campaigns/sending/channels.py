"""How a chunk is said to the gateway, and its reply read, by channel. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from jetmsg_core.errors import InputError
from jetmsg_core.gateway.calls import FamilyCall, request_of
from jetmsg_core.gateway.replies import Verdict
from jetmsg_core.gateway.seam import Answer, Request, TransportFailure
from jetmsg_core.gateway.sms import SmsCall, SmsOrder
from jetmsg_core.gateway.whatsapp import WhatsappCall
from jetmsg_core.gateway_addresses import GatewayCall
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.store.ledger.campaigns import Campaign
from jetmsg_core.store.ledger.chunks import ClaimedChunk


@dataclass(frozen=True)
class SendOrder:
    """What all chunks of a campaign have in common."""

    channel: Channel
    sms: SmsOrder

    @property
    def call(self) -> GatewayCall:
        return GatewayCall.SMS if self.channel is Channel.SMS else GatewayCall.WHATSAPP


def order_of(campaign: Campaign) -> SendOrder:
    """Gives what all chunks of a campaign have in common."""
    sms = SmsOrder(campaign.sender_id, campaign.route, campaign.template_id)
    return SendOrder(campaign.channel, sms)


def call_of(order: SendOrder, claimed: ClaimedChunk) -> FamilyCall[Verdict]:
    """Gives the call that a claimed chunk is, of the family of its channel."""
    if order.channel is Channel.WHATSAPP:
        return WhatsappCall([int(number) for number in claimed.numbers], claimed.text)
    return SmsCall(order.sms, claimed.locals, claimed.text, claimed.unicode)


def form_of(
    settings: Settings, order: SendOrder, claimed: ClaimedChunk, begin_by: float | None = None
) -> Request:
    """Gives the chunk as it is posted, by `begin_by` of the steady clock. Raises InputError for
    what does not fit, such as a foreign number in an SMS: its last ten digits may be somebody
    else's."""
    if order.channel is Channel.SMS and not all(map(_is_indian, claimed.numbers)):
        raise InputError("foreign_number", "SMS goes to Indian numbers only.")
    form = request_of(settings, call_of(order, claimed))
    # The answer of WhatsApp lists nobody, so that it could be to any call.
    people = claimed.locals if order.channel is Channel.SMS else ()
    return replace(form, people=people, begin_by=begin_by)


def _is_indian(number: str) -> bool:
    return len(number) == 12 and number.startswith("91")


def verdict_of(
    order: SendOrder, claimed: ClaimedChunk, answer: Answer | TransportFailure
) -> Verdict:
    """Tells what the reply to the chunk means."""
    return call_of(order, claimed).read(answer)
