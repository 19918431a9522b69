"""What each role is offered on pages, and that a second person approves on the campaign's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from fixtures import NewCampaign
from pages_opened import EVERY_PAGE, MENU, errors, said
from signed_in import add_user
from streamlit.testing.v1 import AppTest

from jetmsg_core import acting, optouts
from jetmsg_core.acting import Actor, ActorKind, Role
from jetmsg_core.audit import Act, reading
from jetmsg_core.campaigns import approvals
from jetmsg_core.campaigns.approvals import ApprovalState
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.configuration import changing
from jetmsg_core.errors import NotAllowed
from jetmsg_core.files.offers import offer_of
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState
from jetmsg_core.store.database import open_database
from jetmsg_core.store.saved import otp

WHOLE_NUMBER = re.compile(r"\+?91[6-9]\d{9}")
LOOKING = {"Refresh", "Newer", "Older", "Sign out", "Save"}


@contextmanager
def signed_in(name: str, role: Role) -> Iterator[None]:
    acting.set_source(lambda: Actor(name, role, ActorKind.PERSON))
    try:
        yield
    finally:
        acting.set_source(acting.own_user)


def opened(page: str, **address: str) -> AppTest:
    at = AppTest.from_file(str(MENU), default_timeout=240)
    at.query_params.update(address)
    at.run()
    at.switch_page(f"{page}.py")
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


def cells(at: AppTest) -> str:
    return "\n".join(frame.value.to_csv() for frame in at.dataframe)


def files_offered(at: AppTest) -> list[str]:
    urls = [link.proto.url for link in at.get("link_button")]
    return [url for url in urls if url.startswith("/files/")]


@pytest.fixture
def filled(settings: Settings, new_list: Callable[..., int], new_campaign: NewCampaign) -> int:
    new_list(name="Friends")
    optouts.add(settings, ["9812345678"], source="a call")
    with open_database(settings.database_path) as db:
        asked = {"action": "send", "api": "v3", "method": "SMS", "receiver": "•••5678"}
        otp.begin(db, at=utc_now(), **asked, message_id="m-1")
    return new_campaign(3, "Hello {{name}}")


@pytest.mark.usefixtures("filled")
def test_a_viewer_is_shown_no_whole_number_and_offered_no_change() -> None:
    with signed_in("Asha", Role.VIEWER):
        for page in EVERY_PAGE:
            address = {"id": "1"} if page in ("campaign", "list") else {}
            at = opened(page, **address)
            assert not at.exception, page
            assert not WHOLE_NUMBER.search(said(at) + cells(at)), page
            offered = {button.label for button in at.button if not button.disabled}
            assert offered <= LOOKING, page
            assert not at.get("file_uploader"), page
            assert not files_offered(at), page


@pytest.mark.parametrize(("page", "title"), [("compose", "Compose"), ("numbers", "Find a number")])
def test_a_page_that_a_role_may_not_use_says_which_page_it_is(page: str, title: str) -> None:
    with signed_in("Asha", Role.VIEWER):
        at = opened(page)
    assert [heading.value for heading in at.title] == [title]
    assert "Ask a composer, a sender or an admin." in errors(at)[0]


@pytest.mark.usefixtures("filled")
def test_a_composer_is_shown_whole_numbers_and_offered_changes() -> None:
    with signed_in("Asha", Role.COMPOSER):
        for page in ("campaign", "list", "optouts"):
            at = opened(page, **({} if page == "optouts" else {"id": "1"}))
            assert WHOLE_NUMBER.search(said(at) + cells(at)), page
            assert {button.label for button in at.button if not button.disabled} - LOOKING, page
    with signed_in("Ravi", Role.SENDER):
        assert files_offered(opened("optouts"))


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("page", "role", "lesser"),
    [("list", Role.SENDER, Role.COMPOSER), ("otp", Role.COMPOSER, Role.VIEWER)],
)
def test_rows_of_a_table_go_to_whoever_may_have_them_when_they_are_fetched(
    settings: Settings, page: str, role: Role, lesser: Role
) -> None:
    address = {"id": "1"} if page == "list" else {}
    with signed_in("Asha", lesser):
        assert not files_offered(opened(page, **address))
    with signed_in("Ravi", role):
        at = opened(page, **address)
        offered = offer_of(files_offered(at)[0].removeprefix("/files/"))
        assert offered is not None
        assert offered.make()
    with signed_in("Asha", lesser), pytest.raises(NotAllowed):
        offered.make()
    told = [entry for entry in reading.newest(settings, 99) if entry.action == Act.FILE_TAKEN]
    people = [(entry.actor, entry.subject) for entry in told]
    assert people == ([("Ravi", "people of the list Friends, as shown")] if page == "list" else [])


def test_a_click_after_a_role_was_taken_away_is_a_sentence_and_does_nothing(
    settings: Settings, filled: int
) -> None:
    with signed_in("Ravi", Role.COMPOSER):
        at = opened("campaign", id=str(filled))
        stop = at.button(key=f"campaign.archive.{filled}")
        with signed_in("Ravi", Role.VIEWER):
            stop.click().run()
    assert not at.exception
    assert control.status(settings, filled).campaign.archived_at is None
    assert "Your role is viewer" in said(at)


def test_a_second_person_approves_on_the_campaigns_page_and_it_can_be_sent(
    settings: Settings, new_campaign: NewCampaign
) -> None:
    add_user(settings, "Boss")
    changing.change(settings, {"JETMSG_APPROVE_RECIPIENTS": "2"}, by="Boss")
    with signed_in("Asha", Role.SENDER):
        made = new_campaign(3)
        at = opened("campaign", id=str(made))
        assert "Waiting for approval" in said(at)
        assert "You made it, so somebody else has to decide." in said(at)
        assert at.button(key="campaign.start").disabled
        assert "It waits for somebody else to approve it." in said(opened("overview"))
    with signed_in("Ravi", Role.SENDER):
        assert "It waits for your approval." in said(opened("overview"))
        at = opened("campaign", id=str(made))
        at.text_input(key=f"campaign.refuse.reason.{made}").set_value("Wrong day").run()
        at.button(key="campaign.refuse").click().run()
        assert "Wrong day" in said(at)
        at.button(key="campaign.approve").click().run()
        assert "Approved by Ravi" in said(at)
    with signed_in("Asha", Role.SENDER):
        assert not opened("campaign", id=str(made)).button(key="campaign.start").disabled
    approval = approvals.approval_of(replace(settings, approve_recipients=2), made)
    assert approval is not None
    assert approval.state is ApprovalState.APPROVED
    assert control.status(settings, made).campaign.state is CampaignState.DRAFT
