"""`otp send`, `otp resend` and `otp verify`. The code of a reply is never printed."""

from __future__ import annotations

import argparse

from jetmsg_core import configuration
from jetmsg_core.cli.arguments.wrong_usage import whole_number
from jetmsg_core.cli.commands import Command, Group, as_json
from jetmsg_core.cli.output import show, working
from jetmsg_core.errors import GatewayError
from jetmsg_core.otp import console
from jetmsg_core.otp.console import Api, OtpMethod, OtpOptions, OtpOrder, OtpResult
from jetmsg_core.processes import with_any_gateway

ABOUT = (
    "In sandbox mode a sandbox that is started for one command forgets its codes when the "
    "command ends. To resend or verify there, keep one running (the dashboard does, or `python "
    "-m jetmsg_core sandbox` with JETMSG_SANDBOX_URL set to its address)."
)


def send(options: argparse.Namespace) -> int:
    """Order a code, and print its message id."""
    order = OtpOrder(
        api=Api(options.api),
        to=options.to,
        method=OtpMethod(options.method),
        country_code=options.country_code,
        sender_id=options.sender,
        options=OtpOptions(
            length=options.len,
            code=options.otp,
            message=options.message,
            seconds=options.etime,
            template_id=options.template_id,
        ),
    )
    with working("Sending the code"), with_any_gateway(configuration.load()) as reachable:
        result = console.send(reachable, order)
    return _say(result, options)


def resend(options: argparse.Namespace) -> int:
    """Ask for the same code once more."""
    with working("Sending the code again"), with_any_gateway(configuration.load()) as reachable:
        result = console.resend(reachable, api=Api(options.api), message_id=options.msgid)
    return _say(result, options)


def verify(options: argparse.Namespace) -> int:
    """Ask whether a code is right. The exit code is 1 when it is not, or when nobody knows."""
    with working("Checking the code"), with_any_gateway(configuration.load()) as reachable:
        result = console.verify(
            reachable, api=Api(options.api), message_id=options.msgid, code=options.otp
        )
    return _say(result, options)


def _say(result: OtpResult, options: argparse.Namespace) -> int:
    """A refusal is printed as a result too, and ends with 1."""
    values = {
        "success": result.success,
        "message_id": result.message_id,
        "message": result.message,
        "outcome": result.outcome.value,
    }
    if result.success or options.json:
        show(values, as_json=options.json)
    if not result.success:
        raise GatewayError(f"otp_{result.outcome}", result.message)
    return 0


def _interface(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--api", required=True, choices=[str(api) for api in Api])
    parser.add_argument(
        "--method",
        choices=[str(method) for method in OtpMethod],
        type=str.upper,
        default=str(OtpMethod.SMS),
        help="how to send the code; v1 sends by SMS only",
    )


def _order(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--to", required=True, metavar="NUMBER|EMAIL")
    add("--country-code", default="91", metavar="CC", help="without + (default: 91)")
    add("--sender", default="", metavar="ID", help="v1: 6 characters; v3: 4 to 15")
    add("--len", type=whole_number, metavar="N", help="digits of the code, 4 to 10")
    add("--otp", default="", metavar="CODE", help="send this code (default: the gateway's own)")
    add("--message", default="", metavar="TEXT", help="24 to 100 characters, with @OTP@")
    add("--etime", type=whole_number, metavar="S", help="seconds the code lives (default: 900)")
    add("--template-id", default="", metavar="ID", help="v1 always; v3 for SMS only")


def _message_id(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--msgid", metavar="ID", help="the message ID that sending returned")
    which.add_argument(
        "--to", dest="msgid", metavar="NUMBER|EMAIL", help="or where the code went to"
    )


def _received(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--otp", required=True, metavar="CODE", help="the code received")


GROUP = Group("send and check one-time codes", ABOUT)
COMMANDS = (
    Command("otp send", send, "send a code", (_interface, as_json, _order), ABOUT),
    Command(
        "otp resend",
        resend,
        "send the same code again, after 30 seconds",
        (_interface, as_json, _message_id),
        ABOUT,
    ),
    Command(
        "otp verify",
        verify,
        "check a code",
        (_interface, as_json, _message_id, _received),
        ABOUT,
    ),
)
