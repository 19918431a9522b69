"""`otp send|resend|verify`: the keys and exit codes that scripts rely on, and no code in sight."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nursery import ForkedSandbox

from jetmsg_core.cli.parser import build_parser

Cli = Callable[..., subprocess.CompletedProcess[str]]
CODE = "815162"
KEY = "a1b2c3-d4e5f6-a7b8c9-d0e1f2-a3b4c5"

SENDS = [
    pytest.param(["--api", "v1-get", "--to", "7070300613", "--template-id", "1107"], id="v1-get"),
    pytest.param(["--api", "v1-post", "--to", "7070300613", "--template-id", "1107"], id="v1-post"),
    pytest.param(["--api", "v3", "--method", "EMAIL", "--to", "a@example.com"], id="v3"),
]


@pytest.mark.parametrize("how", SENDS)
def test_a_code_is_sent_and_verified(
    start_gateway: Callable[..., ForkedSandbox],
    cli: Cli,
    cli_json: Callable[..., dict[str, Any]],
    how: list[str],
) -> None:
    start_gateway()
    sent = cli_json("otp", "send", *how, "--otp", CODE)
    assert sent["success"] is True
    assert isinstance(sent["message_id"], str)
    assert sent["message"].endswith(".")
    assert CODE not in str(sent)
    reference = ["--api", how[1], "--msgid", sent["message_id"]]
    early = cli("otp", "resend", *reference, "--json")
    assert (early.returncode, early.stdout) == (1, "")
    assert "before the code is sent again" in early.stderr
    verified = cli_json("otp", "verify", *reference, "--otp", CODE)
    assert verified["success"] is True
    assert verified["message_id"] == sent["message_id"]


def test_a_refusal_is_a_result_with_exit_1(
    start_gateway: Callable[..., ForkedSandbox], cli: Cli
) -> None:
    start_gateway()
    done = cli("otp", "verify", "--api", "v3", "--msgid", "1", "--otp", CODE, "--json")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert (answer["success"], answer["message_id"], answer["outcome"]) == (False, "1", "refused")
    assert answer["message"] == "The code is not confirmed: Message Id not found."
    assert done.stderr.strip() == answer["message"]
    assert CODE not in done.stdout + done.stderr


def test_without_a_gateway_one_is_started_for_the_command(
    cli_json: Callable[..., dict[str, Any]],
) -> None:
    sent = cli_json("otp", "send", "--api", "v3", "--method", "voice", "--to", "+917070300613")
    assert sent["success"] is True


def test_what_does_not_fit_is_said_and_nothing_printed(cli: Cli) -> None:
    done = cli(
        *("otp", "send", "--api", "v1-post", "--to", "7070300613", "--json"),
        JETMSG_SANDBOX_URL="http://127.0.0.1:9",
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("There is no DLT template ID.")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["send", "--to", "7070300613"], id="no api"),
        pytest.param(["send", "--api", "v2", "--to", "7070300613"], id="an unknown api"),
        pytest.param(["send", "--api", "v3"], id="no receiver"),
        pytest.param(["send", "--api", "v3", "--to", "1", "--len", "four"], id="no number"),
        pytest.param(["resend", "--api", "v3"], id="no message id"),
        pytest.param(["resend", "--api", "v3", "--msgid", "1", "--to", "2"], id="two of them"),
        pytest.param(["verify", "--api", "v3", "--msgid", "1"], id="no code"),
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        build_parser().parse_args(["otp", *arguments])
    assert ended.value.code == 2


def test_live_mode_without_a_key_refuses(cli: Cli) -> None:
    done = cli("otp", "verify", "--api", "v3", "--msgid", "1", "--otp", CODE, JETMSG_MODE="live")
    assert done.returncode == 1
    assert "JETMSG_AUTH_KEY is not set" in done.stderr


def test_an_unreachable_gateway_is_told_without_the_key(cli: Cli) -> None:
    done = cli(
        *("otp", "resend", "--api", "v1-get", "--to", "7070300613", "--json"),
        JETMSG_SANDBOX_URL="http://127.0.0.1:9",
        JETMSG_AUTH_KEY=KEY,
    )
    assert done.returncode == 1
    assert json.loads(done.stdout)["outcome"] == "not_sent"
    assert "a1b2c3" not in done.stdout + done.stderr


def test_help_says_that_a_sandbox_of_one_command_forgets_its_codes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        build_parser().parse_args(["otp", "verify", "--help"])
    assert "forgets its codes" in " ".join(capsys.readouterr().out.split())


SEND = ("otp", "send", "--api", "v3", "--template-id", "1107160123456789012")


def test_a_second_sending_to_the_same_receiver_waits(
    start_gateway: Callable[..., ForkedSandbox], cli: Cli
) -> None:
    start_gateway()
    assert cli(*SEND, "--to", "7070300613").returncode == 0
    again = cli(*SEND, "--to", "+91 70703 00613")
    assert again.returncode == 1
    assert "before another code is sent there: the gateway may block the service" in again.stderr
    assert cli(*SEND, "--to", "9876500613").returncode == 0, "another, with the same last digits"


def test_a_number_with_a_zero_in_front_is_read_as_everywhere_else(
    start_gateway: Callable[..., ForkedSandbox], cli: Cli, read_journal: Callable[[], Any]
) -> None:
    start_gateway()
    assert cli(*SEND, "--to", "07070300613").returncode == 0
    assert [entry["number"] for entry in read_journal()] == ["7070300613"]


@pytest.mark.parametrize("known_as", ["07070300613", "+91 70703 00613", "917070300613"])
def test_a_code_is_checked_by_its_number_whatever_way_it_is_typed(
    known_as: str, start_gateway: Callable[..., ForkedSandbox], cli: Cli
) -> None:
    start_gateway()
    assert cli(*SEND, "--to", "7070300613", "--otp", CODE).returncode == 0
    done = cli("otp", "verify", "--api", "v3", "--to", known_as, "--otp", CODE)
    assert (done.returncode, done.stderr) == (0, "")
    early = cli("otp", "resend", "--api", "v3", "--to", known_as)
    assert "before the code is sent again" in early.stderr


def test_a_code_of_another_length_than_asked_for_is_refused(cli: Cli) -> None:
    done = cli(*SEND, "--to", "7070300613", "--otp", CODE, "--len", "4")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("The code has 6 digits, and 4 are asked for.")
    assert CODE not in done.stderr


def test_a_message_is_compared_with_its_stored_template(
    start_gateway: Callable[..., ForkedSandbox], cli: Cli
) -> None:
    start_gateway()
    body = "Your code is {#numeric#}. Do not share it. JETMSG"
    cli("template", "add", "--name", "Code", "--body", body, "--template-id", SEND[-1])
    to = ("--to", "7070300613", "--otp", CODE, "--message")
    done = cli(*SEND, *to, "Your code is @OTP@. Do share it. JETMSG")
    assert done.returncode == 1
    assert "The message does not match the DLT template 'Code'" in done.stderr
    assert "Character 24: the template has 'not share it. JETMSG'" in done.stderr
    assert CODE not in done.stderr
    assert cli(*SEND, *to, "Your code is @OTP@. Do not share it. JETMSG").returncode == 0


def test_a_number_of_no_indian_mobile_gets_no_code(cli: Cli) -> None:
    done = cli(*SEND, "--to", "5876543214")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "The mobile number '5876543214' does not fit: one of India begins with 6, 7, 8 or 9.\n"
    )


def test_a_code_sent_with_a_lapsed_template_says_so(
    start_gateway: Callable[..., ForkedSandbox], cli: Cli, tmp_path: Path
) -> None:
    start_gateway()
    body = "Your code is {#numeric#}. Do not share it. JETMSG"
    cli("template", "add", "--name", "Code", "--body", body, "--template-id", SEND[-1])
    assert "no longer" not in cli(*SEND, "--to", "7070300613").stdout
    portal = tmp_path / "portal.csv"
    portal.write_text(f"Template Id,Type,Content,Status\n{SEND[-1]},SI,{body},Expired\n")
    assert cli("template", "import", portal).returncode == 1
    told = cli(*SEND, "--to", "7070300614").stdout
    assert "The template 'Code' is no longer approved: the newest list says 'Expired'" in told


def test_a_setting_says_whether_opted_out_numbers_get_codes(
    start_gateway: Callable[..., ForkedSandbox], cli: Cli
) -> None:
    start_gateway()
    assert cli("optout", "add", "7070300613").returncode == 0
    refused = cli(*SEND, "--to", "07070300613", JETMSG_OTP_TO_OPTED_OUT="no")
    assert refused.returncode == 1
    assert "This number has opted out" in refused.stderr
    assert cli(*SEND, "--to", "7070300613").returncode == 0
