"""Attempts to sign in are counted by what one person has many addresses of."""

from __future__ import annotations

import pytest
from signed_in import add_user

from jetmsg_core.accounts import signing_in
from jetmsg_core.accounts.attempts import FOR_ADDRESSES
from jetmsg_core.accounts.signing_in import Browser, TooManyAttempts
from jetmsg_core.errors import NotAllowed
from jetmsg_core.settings import Settings

WRONG = "another lantern quiet mango"


def attempt(settings: Settings, name: str, address: str) -> None:
    signing_in.sign_in(settings, name, WRONG, Browser(address, ""))


def test_whoever_has_a_network_of_ipv6_waits_with_all_its_addresses(settings: Settings) -> None:
    add_user(settings)
    for number in range(FOR_ADDRESSES.free):
        with pytest.raises(NotAllowed, match="do not go together"):
            attempt(settings, f"name {number}", f"2001:db8:0:7::{number:x}")
    with pytest.raises(TooManyAttempts):
        attempt(settings, "another", "2001:db8:0:7:ffff::1")
    for elsewhere in ("2001:db8:0:8::1", "::ffff:192.0.2.1", "192.0.2.2", ""):
        with pytest.raises(NotAllowed, match="do not go together"):
            attempt(settings, "another", elsewhere)


def test_an_address_of_ipv4_within_ipv6_is_counted_as_itself(settings: Settings) -> None:
    add_user(settings)
    for number in range(FOR_ADDRESSES.free):
        with pytest.raises(NotAllowed, match="do not go together"):
            attempt(settings, f"name {number}", "::ffff:192.0.2.1")
    with pytest.raises(TooManyAttempts):
        attempt(settings, "another", "192.0.2.1")
    with pytest.raises(NotAllowed, match="do not go together"):
        attempt(settings, "another", "::ffff:192.0.2.2")
