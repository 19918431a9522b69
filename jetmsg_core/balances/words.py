"""What more than one room says of balances. Pure."""

from __future__ import annotations

NO_CREDITS = (
    "WhatsApp messages take no credits, so the balance says nothing. Look at the chats of your "
    "device."
)
