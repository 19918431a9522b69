"""Settings: environment over secrets.toml over defaults, and keys that never show."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from pathlib import Path

import pytest

from jetmsg_core.errors import SettingsError
from jetmsg_core.primitives.masking import last_four, mask
from jetmsg_core.settings import GatewayCall, Mode, load


def test_without_any_setting_the_sandbox_is_the_gateway(tmp_path: Path) -> None:
    loaded = load({}, tmp_path / "none.toml")
    assert loaded.mode is Mode.SANDBOX
    assert loaded.sms_chunk == 100
    loaded.require_live_ready()


def test_the_environment_wins_over_secrets_toml(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text('JETMSG_SENDER_ID = "FROMTM"\nJETMSG_SENDERS = 3\n')
    loaded = load({"JETMSG_SENDER_ID": "FROMEN"}, secrets)
    assert (loaded.sender_id, loaded.senders) == ("FROMEN", 3)
    assert loaded.sources["JETMSG_SENDER_ID"] == "environment"
    assert loaded.sources["JETMSG_SENDERS"] == "secrets.toml"


def test_an_empty_value_is_no_value(tmp_path: Path) -> None:
    assert load({"JETMSG_SMS_CHUNK": " "}, tmp_path / "none.toml").sms_chunk == 100


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("JETMSG_MODE", "production", id="mode"),
        pytest.param("JETMSG_SMS_CHUNK", "0", id="chunk 0"),
        pytest.param("JETMSG_SMS_CHUNK", "1001", id="chunk over 1000"),
        pytest.param("JETMSG_SMS_CHUNK", "1.5", id="half a recipient"),
        pytest.param("JETMSG_SENDERS", "-1", id="negative"),
        pytest.param("JETMSG_SENDERS", "1025", id="more calls than there may be"),
        pytest.param("JETMSG_SENDERS", "automatic", id="neither a number nor auto"),
        pytest.param("JETMSG_SENDER_PROCESSES", "0", id="no process"),
        pytest.param("JETMSG_SENDER_PROCESSES", "65", id="too many processes"),
        pytest.param("JETMSG_TIMEOUT", "nan", id="not a number"),
        pytest.param("JETMSG_RATE", "0", id="rate 0"),
        pytest.param("JETMSG_SMS_URL", "app.example", id="no address"),
        pytest.param("JETMSG_HOSTS", "*", id="every name"),
        pytest.param("JETMSG_HOSTS", "http://sms.example/page", id="an address as a name"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=name):
        load({name: value}, tmp_path / "none.toml")


def test_the_number_of_calls_at_once_may_be_found_and_is_handed_on_so(tmp_path: Path) -> None:
    nowhere = tmp_path / "none.toml"
    loaded = load({"JETMSG_SENDERS": "Auto", "JETMSG_SENDER_PROCESSES": "3"}, nowhere)
    assert (loaded.finds_senders, loaded.senders, loaded.sender_processes) == (True, 256, 3)
    handed_on = load(loaded.as_environment(), nowhere)
    assert (handed_on.finds_senders, handed_on.senders) == (True, 256)
    usual = load({}, nowhere)
    assert (usual.finds_senders, usual.senders, usual.sender_processes) == (False, 8, None)


def test_a_secrets_file_that_is_not_toml_is_a_sentence(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets.toml"
    secrets.write_text("JETMSG_MODE = live\n")
    with pytest.raises(SettingsError, match="cannot be read as TOML"):
        load({}, secrets)


def test_live_mode_needs_a_key_and_no_sandbox(tmp_path: Path) -> None:
    none = tmp_path / "none.toml"
    live = {"JETMSG_MODE": "live"}
    key = {"JETMSG_AUTH_KEY": "not-a-real-key"}
    with pytest.raises(SettingsError, match="JETMSG_AUTH_KEY is not set"):
        load(live, none).require_live_ready()
    sandbox = {"JETMSG_SANDBOX_URL": "http://127.0.0.1:8000"}
    with pytest.raises(SettingsError, match="JETMSG_SANDBOX_URL is set"):
        load(live | key | sandbox, none).require_live_ready()
    with pytest.raises(SettingsError, match="points to this machine"):
        load(live | key | {"JETMSG_SMS_URL": "http://localhost/x"}, none).require_live_ready()
    load(live | key, none).require_live_ready()


def test_the_sandbox_gets_the_documented_paths_on_its_own_host(tmp_path: Path) -> None:
    loaded = load({"JETMSG_SANDBOX_URL": "http://127.0.0.1:8000/"}, tmp_path / "none.toml")
    assert loaded.url(GatewayCall.SMS) == "http://127.0.0.1:8000/api/v1/sendsms.php"


@pytest.mark.parametrize("host", ["0.0.0.0", "[::1]", "[::]", "127.0.0.2"])
def test_a_name_of_this_machine_that_the_sandbox_does_not_answer_to_is_refused(
    host: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match=r"Write 127\.0\.0\.1 or localhost"):
        load({"JETMSG_SANDBOX_URL": f"http://{host}:8000"}, tmp_path / "none.toml")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_sandbox_is_on_this_machine(host: str, tmp_path: Path) -> None:
    loaded = load({"JETMSG_SANDBOX_URL": f"http://{host}:8000"}, tmp_path / "none.toml")
    assert loaded.sandbox_url == f"http://{host}:8000"


@pytest.mark.parametrize("host", ["sandbox.test", "192.0.2.7", "127.0.0.1.sandbox.test"])
def test_a_sandbox_elsewhere_is_refused(host: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"Write 127\.0\.0\.1 or localhost"):
        load({"JETMSG_SANDBOX_URL": f"http://{host}:8000"}, tmp_path / "none.toml")


OWN_SPELLINGS = (
    *("localhost", "LOCALHOST.", "app.localhost", "127.0.0.1", "127.1", "127.0.1", "0x7f000001"),
    *("0x7f.1", "0177.0.0.1", "017700000001", "2130706433", "127.9.9.9", "127.0.0.1."),
    *("0.0.0.0", "0", "169.254.169.254", "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[fe80::1]"),
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
    *("[::127.0.0.1]", "１２７.0.0.1", "127。0。0。1"),
)


@pytest.mark.parametrize("host", OWN_SPELLINGS)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_live_mode_refuses_this_machine_in_every_spelling(
    host: str, scheme: str, tmp_path: Path
) -> None:
    live = {"JETMSG_MODE": "live", "JETMSG_AUTH_KEY": "not-a-real-key"}
    loaded = load(live | {"JETMSG_OTP_V3_VERIFY_URL": f"{scheme}://{host}:8443/x"}, tmp_path / "n")
    with pytest.raises(SettingsError, match="JETMSG_OTP_V3_VERIFY_URL points to this machine"):
        loaded.require_live_ready()


@pytest.mark.parametrize("host", ["example.com", "192.0.2.7", "[2001:db8::1]", "1270.0.0.1", "8.8"])
def test_live_mode_takes_other_machines_by_https_alone(host: str, tmp_path: Path) -> None:
    live = {"JETMSG_MODE": "live", "JETMSG_AUTH_KEY": "not-a-real-key"}
    load(live | {"JETMSG_SMS_URL": f"https://{host}/x"}, tmp_path / "n").require_live_ready()
    plain = load(live | {"JETMSG_SMS_URL": f"http://{host}/x"}, tmp_path / "n")
    with pytest.raises(SettingsError, match="JETMSG_SMS_URL does not begin with https://"):
        plain.require_live_ready()


def test_a_live_url_is_its_setting(tmp_path: Path) -> None:
    live = {"JETMSG_MODE": "live", "JETMSG_SMS_URL": "https://example.com/send"}
    loaded = load(live, tmp_path / "none.toml")
    assert loaded.url(GatewayCall.SMS) == "https://example.com/send"
    assert loaded.url(GatewayCall.BALANCE) == "https://app.jetmsg.in/api/v1/balance.php"


def test_settings_handed_to_a_child_process_are_the_same_there(tmp_path: Path) -> None:
    given = {
        "JETMSG_MODE": "live",
        "JETMSG_AUTH_KEY": "not-a-real-key",
        "JETMSG_RATE": "2.5",
        "JETMSG_SMS_CHUNK": "7",
        "JETMSG_DATA_DIR": str(tmp_path),
        "JETMSG_SMS_URL": "https://example.com/send",
    }
    loaded = load(given, tmp_path / "none.toml")
    secrets = tmp_path / "secrets.toml"
    secrets.write_text('JETMSG_MODE = "sandbox"\nJETMSG_SMS_CHUNK = 9\n')
    there = load(loaded.as_environment(), secrets)
    assert replace(there, sources={}) == replace(loaded, sources={})


def test_times_and_part_sizes_are_read_and_handed_to_children_as_they_are(tmp_path: Path) -> None:
    loaded = load(
        {
            "JETMSG_PROMO_STOPS": "19:30",
            "JETMSG_PART_SIZES": "152,64, 70,67",
            "JETMSG_LOW_PROMO": "500",
            "JETMSG_OTP_TO_OPTED_OUT": "no",
            "JETMSG_LOW_WEBHOOK_URL": "https://example.com/low",
        },
        tmp_path / "none.toml",
    )
    assert (loaded.promo_stops, loaded.part_sizes) == (time(19, 30), (152, 64, 70, 67))
    assert not loaded.otp_to_opted_out
    there = load(loaded.as_environment(), tmp_path / "none.toml")
    assert replace(there, sources={}) == replace(loaded, sources={})


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("JETMSG_PROMO_STOPS", "21:30", "a time from 10:00 to 21:00"),
        ("JETMSG_OTP_TO_OPTED_OUT", "perhaps", "write yes or no"),
        ("JETMSG_PROMO_STOPS", "evening", "a time from 10:00 to 21:00"),
        ("JETMSG_PART_SIZES", "160,153,70", "4 whole numbers"),
        ("JETMSG_PART_SIZES", "160,153,70,0", "4 whole numbers"),
        ("JETMSG_LOW_WEBHOOK_URL", "example", "not a web address"),
    ],
)
def test_a_wrong_time_size_or_address_is_refused_in_words(
    name: str, value: str, words: str, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match=words):
        load({name: value}, tmp_path / "none.toml")


def test_a_key_is_in_no_form_of_the_settings(tmp_path: Path) -> None:
    loaded = load({"JETMSG_AUTH_KEY": "not-a-real-key-1234"}, tmp_path / "none.toml")
    assert "not-a-real" not in repr(loaded) + str(loaded)
    assert last_four(loaded.auth_key).endswith("1234")
    assert "not-a-real" not in last_four(loaded.auth_key)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("AuthKey=s3cr&t key!", id="as it is"),
        pytest.param("?AuthKey=s3cr%26t+key%21&x=1", id="URL-encoded"),
        pytest.param("bad key a1b2c3-d4e5f6-a1b2c3-d4e5f6-a1b2c3.", id="anything of a key's shape"),
    ],
)
def test_masking_takes_keys_out_of_any_text(text: str) -> None:
    masked = mask(text, ("s3cr&t key!",))
    assert "s3cr" not in masked
    assert "d4e5f6" not in masked
    assert "•••" in masked


def test_masking_leaves_everything_else(tmp_path: Path) -> None:
    assert mask("call 98765-43210, a-b-c-d-e", ("",)) == "call 98765-43210, a-b-c-d-e"
