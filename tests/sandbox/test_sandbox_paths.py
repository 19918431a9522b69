"""Every documented call of the gateway has its imitation, under the documented path."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from sandbox_calls import Caller

from jetmsg_core.settings import DOCUMENTED_URLS, GatewayCall


@pytest.mark.parametrize("call", GatewayCall)
def test_the_sandbox_answers_the_path_of_each_gateway_call(
    shared: Caller, call: GatewayCall
) -> None:
    path = urlsplit(DOCUMENTED_URLS[call]).path
    answer = shared.post(path, {})
    assert answer.status_code not in (404, 405), (
        "jetmsg_core/sandbox/web/server.py has no route for "
        f"GatewayCall.{call.name}: add one there."
    )
    assert answer.json()


def test_the_sandbox_answers_no_other_path(shared: Caller) -> None:
    assert shared.post("/api/v1/nothing-of-the-kind.php", {}).status_code == 404
