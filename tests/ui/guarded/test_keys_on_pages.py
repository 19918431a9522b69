"""No page shows a key, also after a gateway has quoted it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fixtures import NewCampaign, Send
from pages_opened import EVERY_PAGE, OpenPage, said

from jetmsg_core import settings as configuration
from jetmsg_core.balances import sampling

KEY = "not-a-real-key-at-all-4711"


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_no_page_shows_more_of_a_key_than_its_last_four_signs(
    name: str,
    open_page: OpenPage,
    start_gateway: Callable[..., Any],
    new_list: Any,
    new_campaign: NewCampaign,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for setting in ("AUTH_KEY", "WHATSAPP_APPKEY", "WHATSAPP_AUTHKEY"):
        monkeypatch.setenv(f"JETMSG_{setting}", KEY)
    start_gateway("--auth-key", "another")
    new_list()
    made = new_campaign(3)
    send(made)
    sampling.sample(configuration.load())
    at = open_page(name, id=str(made)) if name == "campaign" else open_page(name)
    assert KEY[:-4] not in said(at)
    assert KEY[:-4] not in str([frame.value.to_dict() for frame in at.dataframe])
