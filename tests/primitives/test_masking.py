"""Keys are found in whatever spelling they are echoed, and nothing else is."""

from __future__ import annotations

import base64
import json
import quopri
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.primitives.masking import MASK, mask

SECRET = 'Zq7/x+K=9 w&é-"<t'

SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "upper case": str.upper,
    "lower case": str.lower,
    "JSON": lambda key: json.dumps(key)[1:-1],
    "JSON with slashes": lambda key: json.dumps(key)[1:-1].replace("/", r"\/"),
    "JSON escapes": lambda key: "".join(f"\\u{ord(letter):04x}" for letter in key),
    "JSON escapes in capitals": lambda key: "".join(f"\\u{ord(letter):04X}" for letter in key),
    "JSON in JSON": lambda key: json.dumps(json.dumps(key))[3:-3],
    "a web address": quote,
    "a form": quote_plus,
    "a web address, all of it": lambda key: "".join(f"%{byte:02X}" for byte in key.encode()),
    "in small letters": lambda key: "".join(f"%{byte:02x}" for byte in key.encode()),
    "a web address twice": lambda key: quote(quote(key)),
    "HTML by number": lambda key: "".join(f"&#{ord(letter)};" for letter in key),
    "HTML with zeros": lambda key: "".join(f"&#{ord(letter):07};" for letter in key),
    "HTML in hex": lambda key: "".join(f"&#x{ord(letter):x};" for letter in key),
    "HTML in capitals": lambda key: "".join(f"&#X{ord(letter):X};" for letter in key),
    "HTML by name": lambda key: key.replace("&", "&amp;").replace('"', "&quot;"),
    "HTML by name, all signs": lambda key: (
        key.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("/", "&sol;")
        .replace("=", "&equals;")
    ),
    "HTML twice": lambda key: "".join(f"&amp;#{ord(letter)};" for letter in key),
    "bytes": lambda key: "".join(f"\\x{byte:02x}" for byte in key.encode()),
    "quoted-printable": lambda key: quopri.encodestring(key.encode(), quotetabs=True).decode(),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_key_is_masked_in_every_spelling(spelling: str) -> None:
    echoed = SPELLINGS[spelling](SECRET)
    assert mask(f"bad key [{echoed}] here", (SECRET,)) == f"bad key [{MASK}] here"


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("before", ["", "u", "us", "use", "user:"])
@pytest.mark.parametrize("after", ["", ":", ":x", ":xy"])
def test_a_key_is_masked_in_base64_within_more(
    before: str, after: str, encode: Callable[[bytes], bytes]
) -> None:
    packed = encode(f"{before}{SECRET}{after}".encode()).decode()
    masked = mask(f"Basic {packed} was refused", (SECRET,))
    assert MASK in masked
    rest = masked.removeprefix("Basic ").removesuffix(" was refused").replace(MASK, "")
    # What is left comes of the bytes before and after, and a border character of each.
    assert len(rest) <= len(encode(f"{before}{after}".encode())) + 3


@given(st.text(alphabet='abcdef0123456789 {}":,\\%&#;=+', max_size=200))
def test_a_text_without_the_key_stays(text: str) -> None:
    assert mask(text, ("zqxwvu-ghijkl-mnopqr",)) == text


def test_two_keys_of_which_one_begins_the_other_are_both_masked() -> None:
    assert mask("abcd%2Defgh abcd", ("abcd-efgh", "abcd")) == f"{MASK} {MASK}"
