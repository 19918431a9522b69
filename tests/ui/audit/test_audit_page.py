"""Who did what, on its page and on that of a campaign."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fixtures import NewCampaign
from pages_opened import MENU, errors, said
from streamlit.testing.v1 import AppTest

from jetmsg_core import acting, lists
from jetmsg_core.acting import Actor, ActorKind, Role, acting_as
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings

ASHA = Actor("Asha", Role.SENDER, ActorKind.PERSON, "10.0.0.7")


@contextmanager
def signed_in_as(name: str, role: Role) -> Iterator[None]:
    acting.set_source(lambda: Actor(name, role, ActorKind.PERSON))
    try:
        yield
    finally:
        acting.set_source(acting.own_user)


def opened(page: str, **address: str) -> AppTest:
    at = AppTest.from_file(str(MENU), default_timeout=240)
    at.run()
    at.switch_page(f"{page}.py")
    for name, value in address.items():
        at.query_params[name] = value
    return at.run()


def test_an_admin_reads_a_sentence_for_each_act_newest_first(
    settings: Settings, new_campaign: NewCampaign
) -> None:
    with acting_as(ASHA):
        control.start(settings, new_campaign(3))
    words = said(opened("audit"))
    assert "Asha started campaign 1 (Test)." in words
    assert "sender, from 10.0.0.7 · state: draft → running" in words
    assert words.index("started campaign 1") < words.index("made campaign 1")


def test_filters_stand_in_the_address_and_can_be_cleared(
    settings: Settings, new_list: Callable[..., int], new_campaign: NewCampaign
) -> None:
    with acting_as(ASHA):
        lists.rename(settings, new_list(name="Friends"), "Guests")
    new_campaign(1)
    at = opened("audit", kind="list", who="Asha")
    words = said(at)
    assert "renamed the list Friends" in words
    assert "made campaign" not in words
    assert at.selectbox(key="audit.field.who").value == "Asha"
    at.button(key="audit.clear").click().run()
    assert "made campaign 1" in said(at)
    at.number_input(key="audit.field.campaign").set_value(1).run()
    assert at.query_params["campaign"] == "1"
    assert "renamed the list" not in said(at)
    assert not at.exception


def test_pages_of_acts_follow_each_other(settings: Settings, new_list: Callable[..., int]) -> None:
    list_id = new_list(name="Name 0")
    for number in range(1, 31):
        lists.rename(settings, list_id, f"Name {number}")
    at = opened("audit", kind="list")
    assert "renamed the list Name 29." in said(at)
    at.button(key="audit.older").click().run()
    assert "renamed the list Name 0." in said(at)
    assert "renamed the list Name 29." not in said(at)
    at.button(key="audit.newer").click().run()
    assert "renamed the list Name 29." in said(at)


def test_the_button_says_whether_all_is_as_it_was_written_down(
    settings: Settings, new_campaign: NewCampaign
) -> None:
    new_campaign(1)
    at = opened("audit")
    at.button(key="audit.verify").click().run()
    assert at.success[0].value.startswith("1 act, up to ")
    (settings.data_dir / "audit.mark").unlink()
    at.button(key="audit.verify").click().run()
    assert "The audit is not whole" in at.error[0].value


def test_whoever_is_no_admin_is_told_who_may_and_sees_nothing(
    settings: Settings, new_campaign: NewCampaign
) -> None:
    with acting_as(ASHA):
        new_campaign(1)
    with signed_in_as("Ravi", Role.SENDER):
        at = opened("audit")
        assert at.title[0].value == "Who did what"
        assert errors(at) == ["Your role is sender, which may not see who did what. Ask an admin."]
        assert "Asha" not in said(at)
        assert "Asha made campaign 1 (Test)." in said(opened("campaign", id="1"))
