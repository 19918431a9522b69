"""Routes and hours, calls of unknown end, and credits."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.campaigns.lifecycle import promotional_hours
from jetmsg_core.primitives.numbers import cost, with_commas
from jetmsg_core.primitives.times import clock_in_ist, time_of_day, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import ASSUMED, RECIPIENT_STATES, Pool, RecipientState
from pages.parts.help.contents import draw_head
from pages.parts.page.help_links import HelpTopic
from pages.parts.styles.formatting import plain
from pages.parts.styles.state_styles import ROUTES, pool_name

PEOPLE, PARTS = 1_000, 2
STATES = (RecipientState.SUBMITTED, RecipientState.REFUSED, RecipientState.UNKNOWN)


def draw_routes(settings: Settings) -> None:
    """This draws the two routes, and whether a promotional message would leave now."""
    draw_head(HelpTopic.ROUTES)
    st.table(
        {
            "Route": list(ROUTES.values()),
            "For": ["orders, alerts and other service messages", "offers and news"],
            "Hours (IST)": ["any", f"10:00 to {time_of_day(settings.promo_stops)}"],
            "DND list": ["gets it", "does not"],
        },
        border="horizontal",
        hide_index=True,
        alt="The two routes",
    )
    now = utc_now()
    waits = promotional_hours.wait(settings, Pool.PROMO, now)
    st.markdown(
        f"It is {clock_in_ist(now)} in India. "
        + (waits or "A promotional message would be sent at once.")
        + " When the hours end, the rest waits for the next morning and then continues. "
        "WhatsApp has no route: it goes through your own device, at any hour."
    )


def draw_unknown() -> None:
    """This draws what the answer to a call proves, and what a person decides."""
    draw_head(HelpTopic.UNKNOWN)
    st.markdown(
        "Every call to the gateway is written down before it leaves. Its answer decides what its "
        "people become:"
    )
    words = [RECIPIENT_STATES[state] for state in STATES]
    st.table(
        {
            "What came back": [
                "a clear yes, with ids",
                "a clear no",
                "nothing, or no clear answer",
            ],
            "State": [look.word for look in words],
            "It means": [look.meaning for look in words],
        },
        border="horizontal",
        hide_index=True,
        alt="What the answer to a call means",
    )
    st.markdown(
        "For example: a call to 100 people leaves, and the line breaks before the answer. Sending "
        "again may reach 100 people twice; not sending may lose 100. No program can know, so the "
        "campaign's page asks you under **Needs attention**, beside all that is known: delivery "
        "reports first, then the balance.\n"
        f"- **Assume sent** counts them as *{ASSUMED.word}*. Nothing is sent.\n"
        "- **Send again…** makes the call once more, without people whom a report calls "
        "delivered or on the way."
    )
    st.markdown("Import the delivery report first: it often answers the question.")


def draw_credits(settings: Settings) -> None:
    """This draws the pools, and what a campaign of a thousand people takes."""
    draw_head(HelpTopic.CREDITS)
    st.markdown(
        "Every part to every person costs one credit. There are three pools, and none pays for "
        "another:"
    )
    st.table(
        {
            "Pool": [pool_name(pool) for pool in (Pool.TRANX, Pool.PROMO, Pool.OTP)],
            "Pays for": ["transactional SMS", "promotional SMS", "one-time codes"],
        },
        border="horizontal",
        hide_index=True,
        alt="Pools of credits",
    )
    price = (
        f" One part costs ₹{settings.part_price} (Settings)."
        if settings.part_price
        else " Set the price of a part in Settings to see rupees beside credits."
    )
    st.markdown(
        f"For example: {with_commas(PEOPLE)} people × {with_commas(PARTS)} parts = "
        f"**{plain(cost(PEOPLE * PARTS))}**.{price} The **Send** step says what a campaign takes "
        "before anything leaves, and what the pool holds afterwards; the campaign's page then "
        "compares it with how far the balance fell."
    )
