"""One limit for what campaigns, lists and templates are called, kept by the core."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jetmsg_core import lists, templates
from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.campaigns.draft.choices import Choices, spec_of
from jetmsg_core.campaigns.draft.spec import CampaignSpec, check_spec
from jetmsg_core.campaigns.lifecycle import create
from jetmsg_core.contacts import check_contacts
from jetmsg_core.errors import InputError
from jetmsg_core.lists import contacts_of
from jetmsg_core.names import LONGEST_NAME, cut_name
from jetmsg_core.settings import Settings
from jetmsg_core.templates import TemplateDraft

FITS = "x" * LONGEST_NAME
Named = Callable[[Settings, str], str]


def of_campaign(settings: Settings, name: str) -> str:
    return check_spec(settings, CampaignSpec(name, "Hi", sender_id="JETMSG")).name


def of_list(settings: Settings, name: str) -> str:
    contacts = contacts_of(check_contacts(b"mobile\n9876543210\n"), "one")
    made = lists.save(settings, contacts, name=name, token=name)
    return lists.get(settings, made).name


def of_renamed_list(settings: Settings, name: str) -> str:
    of_list(settings, "one")
    lists.rename(settings, 1, name)
    return lists.get(settings, 1).name


def of_template(settings: Settings, name: str) -> str:
    return templates.add(settings, TemplateDraft(name, "Hi")).name


@pytest.mark.parametrize("named", [of_campaign, of_list, of_renamed_list, of_template])
def test_a_name_is_trimmed_and_one_that_is_too_long_is_refused_in_words(
    named: Named, settings: Settings
) -> None:
    assert named(settings, f" {FITS} ") == FITS
    with pytest.raises(
        InputError, match=r"has 121 characters, and at most 120 are allowed\. Shorten it"
    ):
        named(settings, f"{FITS}y")
    with pytest.raises(InputError, match=r"^Give the .* a name, so that you find it again\.$"):
        named(settings, " ")


def test_what_nobody_typed_is_cut(settings: Settings) -> None:
    assert cut_name("a" * 119 + " b") == "a" * 119
    assert spec_of(settings, Choices(), f"{FITS}, merged").name == FITS
    contacts = contacts_of(check_contacts(b"mobile\n9876543210\n"), "one")
    made, _ = create.create(settings, contacts, CampaignSpec(FITS, "Hi", sender_id="JETMSG"))
    assert drafts.copy_of(settings, made).name == FITS


def test_the_command_refuses_such_a_name(cli: Any, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("mobile\n9876543210\n")
    refused = cli("campaign", "create", path, "--name", f"{FITS}y", "--message", "Hi")
    assert (refused.returncode, "Shorten it" in refused.stderr) == (1, True)
