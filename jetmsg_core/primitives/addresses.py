"""Addresses that lead to this machine, however they are spelt. Pure."""

from __future__ import annotations

import unicodedata
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_NAT64 = ip_network("64:ff9b::/96")
"""IPv4 within IPv6 (RFC 6052)."""


def is_own(host: str) -> bool:
    """Tells whether a host, as it stands in a web address or as a socket gives it, is this machine:
    loopback, link-local or no address at all, in any of the spellings that resolvers take
    (`127.1`, `0x7f000001`, `2130706433`, `localhost.`). What another name leads to only the
    connection knows."""
    name = _plain(host)
    if name == "localhost" or name.endswith((".localhost", ".localdomain")):
        return True
    address = _address(name)
    return address is not None and _is_own(address)


def is_loopback(host: str) -> bool:
    """Tells whether a host, as a socket gives it, is loopback."""
    address = _address(_plain(host))
    return address is not None and _within(address).is_loopback


def _plain(host: str) -> str:
    """In one width and case, as resolvers read it, without the dot at the end and the zone."""
    name = unicodedata.normalize("NFKC", host).replace("。", ".").strip("[] ").lower()
    return name.partition("%")[0].rstrip(".")


def _is_own(address: IPv4Address | IPv6Address) -> bool:
    inner = _within(address)
    return inner.is_loopback or inner.is_unspecified or inner.is_link_local


def _within(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address carries, else itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64 or (0xFFFF < int(address) < 2**32):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return _loosely(name)


def _loosely(name: str) -> IPv4Address | None:
    """One to four numbers, each decimal, octal or hexadecimal, of which the last fills what the
    others leave: what inet_aton takes (POSIX)."""
    parts = name.split(".")
    numbers = [_number(part) for part in parts]
    if len(parts) > 4 or any(number is None for number in numbers):
        return None
    *first, last = (number for number in numbers if number is not None)
    if any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
        return None
    value = last + sum(number << (24 - 8 * position) for position, number in enumerate(first))
    return IPv4Address(value)


def _number(part: str) -> int | None:
    try:
        if part.startswith("0x"):
            return int(part, 16)
        return int(part, 8 if part.startswith("0") else 10) if part.isdecimal() else None
    except ValueError:
        return None
