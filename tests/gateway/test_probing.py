"""Testing a connection reaches the gateway, judges the key, and sends nothing."""

from __future__ import annotations

import pytest
from fixtures import ReadJournal, StartGateway

from jetmsg_core import settings as configuration
from jetmsg_core.errors import SettingsError
from jetmsg_core.probing import CallFamily, probe


@pytest.mark.parametrize("family", list(CallFamily))
def test_a_gateway_that_takes_the_key_works_and_nothing_is_sent(
    family: CallFamily, start_gateway: StartGateway, read_journal: ReadJournal
) -> None:
    start_gateway()
    result = probe(configuration.load(), family)
    assert result.works, result.sentence
    assert not read_journal()


@pytest.mark.parametrize("family", list(CallFamily))
def test_a_wrong_key_is_told_from_a_gateway_that_is_down(
    family: CallFamily, start_gateway: StartGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_gateway("--auth-key", "another")
    for name in ("AUTH_KEY", "WHATSAPP_APPKEY", "WHATSAPP_AUTHKEY"):
        monkeypatch.setenv(f"JETMSG_{name}", "not-the-right-one")
    refused = probe(configuration.load(), family)
    assert not refused.works
    assert "refused" in refused.sentence
    monkeypatch.setenv("JETMSG_SANDBOX_URL", "http://127.0.0.1:9")
    down = probe(configuration.load(), family)
    assert not down.works
    assert "could not be reached" in down.sentence


def test_live_mode_without_keys_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETMSG_MODE", "live")
    with pytest.raises(SettingsError, match="JETMSG_AUTH_KEY"):
        probe(configuration.load(), CallFamily.SMS)
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key")
    with pytest.raises(SettingsError, match="JETMSG_WHATSAPP_APPKEY"):
        probe(configuration.load(), CallFamily.WHATSAPP)
