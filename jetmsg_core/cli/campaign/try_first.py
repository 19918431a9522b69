"""`campaign test`: one recipient's text to one's own number, before all others get theirs."""

from __future__ import annotations

import argparse
import secrets

from jetmsg_core import configuration
from jetmsg_core.campaigns.lifecycle import control, launch
from jetmsg_core.campaigns.lifecycle.launch import SentTest
from jetmsg_core.cli.arguments.wrong_usage import whole_number
from jetmsg_core.cli.campaign.run import follow
from jetmsg_core.cli.commands import Command, an_id, as_json
from jetmsg_core.cli.output import working
from jetmsg_core.settings import Settings


def test(options: argparse.Namespace) -> int:
    """Send the text frozen for one recipient to one's own number, and wait until it is sent."""
    settings = configuration.load()
    with working("Making the test"):
        sent = launch.send_test_of(
            settings,
            options.id,
            options.number or settings.test_number,
            row=options.row,
            token=secrets.token_hex(16),
        )
    return follow_test(settings, sent, options, test_of=options.id)


def follow_test(
    settings: Settings, sent: SentTest, options: argparse.Namespace, **more: object
) -> int:
    """Wait until a test is sent, and print what became of it with its text and `more`. A test that
    is held is not waited for: somebody sits before it."""
    return follow(
        settings,
        control.status(settings, sent.campaign_id).campaign,
        options,
        waits_for=(),
        **more,
        row=sent.row,
        text=sent.text,
    )


def whose(parser: argparse.ArgumentParser) -> None:
    """Add `--number` and `--row`: where a test goes, and whose text it has."""
    parser.add_argument(
        "--number",
        default="",
        metavar="NUMBER",
        help="your own (default: the test number of the settings)",
    )
    parser.add_argument(
        "--row",
        type=whole_number,
        metavar="N",
        help="whose text, by the row of the sheet (default: first)",
    )


ABOUT_TEST = "send one recipient's text to your own number, and nothing to anybody else"

TEST = Command(
    "campaign test",
    test,
    ABOUT_TEST,
    (an_id, whose, as_json),
    epilog="The text is the one that is frozen for that recipient. It is a small campaign of its "
    "own, sent as `campaign run` sends, and ends with the same exit codes.",
)
