"""Each request has a name, in its answer and in every line of the log that it leads to; and the log
holds no address that opens anything."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest

from jetmsg_core.web.requests import shown_path

Get = Callable[..., tuple[int, dict[str, str], bytes]]


def test_a_request_keeps_the_name_it_came_with(get: Get) -> None:
    assert get("/health", X_Request_ID="proxy-1234.abcd")[1]["x-request-id"] == "proxy-1234.abcd"


@pytest.mark.parametrize(
    "given",
    ["short", "x" * 65, "with blank here", "ends\\nhere-x", "<script>alert", "ünicode-name"],
)
def test_a_name_that_could_forge_a_line_is_replaced(get: Get, given: str) -> None:
    name = get("/health", X_Request_ID=given)[1]["x-request-id"]
    assert len(name) == 16
    assert name.isalnum()


@pytest.mark.parametrize(
    "given", ["919876543210", "list_9876543210", "abc123-abc123-abc123-abc123-abc123"]
)
def test_a_name_that_is_a_number_or_a_key_is_replaced(get: Get, given: str) -> None:
    assert get("/health", X_Request_ID=given)[1]["x-request-id"] != given


def test_two_requests_have_two_names(get: Get) -> None:
    names = {get("/health")[1]["x-request-id"] for _ in range(2)}
    assert len(names) == 2


def test_what_is_refused_is_a_line_without_what_was_asked_in_the_address(
    get: Get, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "jetmsg.requests")
    token = "a" * 32
    assert get(f"/files/{token}?number=919876543210", X_Request_ID="the-name-of-it")[0] == 404
    assert get("/health?key=verysecret")[0] == 503
    lines = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert next(line for line in lines if "/files/" in line[1])[0] == "INFO"
    assert next(line for line in lines if "/health" in line[1])[0] == "DEBUG"
    told = "\n".join(message for _, message in lines)
    for secret in (token, "919876543210", "verysecret", "?"):
        assert secret not in told
    assert "GET /files/•••: 404 in " in told


def test_a_path_is_short_in_the_log() -> None:
    assert shown_path("/contacts") == "/contacts"
    assert len(shown_path("/x" * 5_000)) == 200
