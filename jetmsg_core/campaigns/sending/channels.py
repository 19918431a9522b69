"""How a chunk is said to the gateway, and its reply read, by channel. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.gateway.replies import Verdict, read_sms, read_whatsapp
from jetmsg_core.gateway.seam import Answer, Failure, Form
from jetmsg_core.gateway.sms import SmsOrder, sms_form
from jetmsg_core.gateway.whatsapp import whatsapp_form
from jetmsg_core.settings import Call, Settings
from jetmsg_core.states import Channel
from jetmsg_core.store.ledger.campaigns import Campaign
from jetmsg_core.store.ledger.chunks import Claimed


@dataclass(frozen=True)
class Order:
    """What all chunks of a campaign have in common."""

    channel: Channel
    sms: SmsOrder

    @property
    def call(self) -> Call:
        return Call.SMS if self.channel is Channel.SMS else Call.WHATSAPP


def order_of(campaign: Campaign) -> Order:
    sms = SmsOrder(campaign.sender_id, campaign.route, campaign.template_id)
    return Order(campaign.channel, sms)


def form_of(settings: Settings, order: Order, claimed: Claimed) -> Form:
    if order.channel is Channel.WHATSAPP:
        return whatsapp_form(settings, numbers=[int(n) for n in claimed.numbers], text=claimed.text)
    return sms_form(
        settings,
        order.sms,
        numbers=claimed.locals,
        text=claimed.text,
        unicode=claimed.unicode,
    )


def verdict_of(order: Order, claimed: Claimed, answer: Answer | Failure) -> Verdict:
    if order.channel is Channel.WHATSAPP:
        return read_whatsapp(answer, claimed.numbers)
    return read_sms(answer, claimed.locals)
