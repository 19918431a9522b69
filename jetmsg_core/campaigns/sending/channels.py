"""How a chunk is said to the gateway, and its reply read, by channel. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.gateway.replies import Verdict, read_sms, read_whatsapp
from jetmsg_core.gateway.seam import Answer, Request, TransportFailure
from jetmsg_core.gateway.sms import SmsOrder, sms_form
from jetmsg_core.gateway.whatsapp import whatsapp_form
from jetmsg_core.settings import GatewayCall, Settings
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
    sms = SmsOrder(campaign.sender_id, campaign.route, campaign.template_id)
    return SendOrder(campaign.channel, sms)


def form_of(settings: Settings, order: SendOrder, claimed: ClaimedChunk) -> Request:
    if order.channel is Channel.WHATSAPP:
        return whatsapp_form(settings, numbers=[int(n) for n in claimed.numbers], text=claimed.text)
    return sms_form(
        settings,
        order.sms,
        numbers=claimed.locals,
        text=claimed.text,
        unicode=claimed.unicode,
    )


def verdict_of(
    order: SendOrder, claimed: ClaimedChunk, answer: Answer | TransportFailure
) -> Verdict:
    if order.channel is Channel.WHATSAPP:
        return read_whatsapp(answer, claimed.numbers)
    return read_sms(answer, claimed.locals)
