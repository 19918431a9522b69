"""Overview, balance, settings, and what every page says about mode and health."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

import pytest
from nursery import ForkedSandbox
from pages_opened import EVERY_PAGE, MENU, ROOT, OpenPage, errors, numbers, said
from streamlit.testing.v1 import AppTest

from jetmsg_core import lists
from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database

Cli = Callable[..., object]


def test_the_menu_leads_to_every_page_and_to_nothing_else() -> None:
    calls = [node for node in ast.walk(ast.parse(MENU.read_text())) if isinstance(node, ast.Call)]
    named = {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in ("page", "hidden")
        if isinstance(call.args[0], ast.Constant)
    }
    assert sorted(named) == EVERY_PAGE


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_every_page_opens_empty_and_says_the_mode(open_page: OpenPage, page: str) -> None:
    at = open_page(page)
    assert not errors(at)
    assert "Sandbox" in said(at)
    assert at.title


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_every_page_says_that_the_worker_and_the_sandbox_are_down(
    open_page: OpenPage, page: str
) -> None:
    words = said(open_page(page))
    assert "The worker is not running" in words
    assert "The sandbox gateway is not running" in words


@pytest.mark.parametrize("mode", ["live", "sandbox"])
def test_a_worker_of_another_mode_is_said_with_the_way_out(
    open_page: OpenPage, settings: Settings, seems_alive: None, mode: str
) -> None:
    with open_database(settings.database_path) as db:
        processes.announce(db, "worker", holder="w", pid=1, url=None, now=utc_now(), mode=mode)
    words = said(open_page("overview"))
    assert ("A worker in live mode uses this data folder" in words) is (mode == "live")
    assert ("start one of the two with a data folder of its own" in words) is (mode == "live")
    assert "The worker is not running" not in words


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_live_mode_is_unmistakable_on_every_page(
    open_page: OpenPage, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_MODE", "live")
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key")
    at = open_page(page)
    assert "Live: messages go to real phones" in at.warning[0].value
    assert "Practice freely" not in said(at)
    assert not errors(at)


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_live_mode_without_a_key_is_said_on_every_page(
    open_page: OpenPage, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_MODE", "live")
    assert "JETMSG_AUTH_KEY is not set" in errors(open_page(page))[0]


@pytest.mark.parametrize("page", EVERY_PAGE)
def test_a_wrong_setting_is_said_on_every_page(
    open_page: OpenPage, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_SMS_CHUNK", "0")
    assert errors(open_page(page)) == [
        "JETMSG_SMS_CHUNK is '0': write a whole number from 1 to 1000."
    ]


def test_settings_are_those_the_server_started_with(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = open_page("settings")
    monkeypatch.setenv("JETMSG_MODE", "live")
    at.run()
    assert "Practice freely" in said(at)


def test_a_broken_database_is_a_sentence(open_page: OpenPage, settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True)
    settings.database_path.write_bytes(b"this is no database at all" * 100)
    assert "no database of this program" in errors(open_page("overview"))[0]


@pytest.mark.parametrize("page", ["overview", "campaigns"])
def test_a_newcomer_is_led_to_a_message_to_the_sample_file(
    open_page: OpenPage, settings: Settings, page: str
) -> None:
    at = open_page(page)
    at.button(key=f"{page}.sample").click().run()
    (made,) = lists.newest(settings)
    assert made.name == "Sample contacts"
    assert at.title[0].value == "Compose"
    assert "{{Name}}" in at.text_area(key="compose.message").value
    at.switch_page(f"{page}.py").run()
    at.button(key=f"{page}.sample").click().run()
    assert len(lists.newest(settings)) == len(drafts.newest(settings)) == 1, "the same ones"


def test_the_overview_shows_what_runs_and_what_was(
    open_page: OpenPage, new_campaign: Callable[..., int], cli: Cli
) -> None:
    made = new_campaign(5)
    assert "never started" in said(open_page("overview"))
    cli("campaign", "start", str(made))
    words = said(open_page("overview"))
    assert "Under way" in words
    assert "0 of 5 recipients submitted" in words
    assert "From a contact file" not in words


def test_the_balance_is_asked_for_and_shown(
    open_page: OpenPage, start_gateway: Callable[..., ForkedSandbox]
) -> None:
    start_gateway("--balance", "tranx=1234,promo=50,otp=7")
    at = open_page("balance")
    assert "No reading in this time yet" in said(at)
    at.button(key="balance.ask").click().run()
    assert numbers(at) == {"Transactional": "1,234", "Promotional": "50", "One-time codes": "7"}
    assert "balance.ask" not in [button.key for button in at.button], "it has to wait a little"


def test_a_failed_reading_is_told(
    open_page: OpenPage, start_gateway: Callable[..., ForkedSandbox]
) -> None:
    start_gateway().stop()
    at = open_page("balance")
    at.button(key="balance.ask").click().run()
    assert "1 of 1 reading failed" in said(at)
    assert "No reading in this time yet" in said(at)


def test_asking_without_a_gateway_is_a_sentence(open_page: OpenPage) -> None:
    at = open_page("balance")
    at.button(key="balance.ask").click().run()
    assert "The sandbox gateway is not running" in errors(at)[0]


def test_settings_show_no_more_than_a_keys_last_four(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_AUTH_KEY", "abcdefgh1234")
    at = open_page("settings")
    words = "\n".join(str(table.value) for table in at.table) + said(at)
    assert "•••1234" in words
    assert "from environment" in words
    assert "abcdefgh" not in words


def test_no_page_asks_for_anything_outside() -> None:
    for path in sorted((ROOT / "pages").rglob("*.py")):
        text = path.read_text("utf-8")
        assert "http://" not in text, path
        assert "https://" not in text, path


WIDGETS = (
    *(
        "button",
        "data_editor",
        "form_submit_button",
        "file_uploader",
        "file_field",
        "pagination",
        "draw_file_buttons",
    ),
    *("selectbox", "segmented_control", "text_area", "text_input"),
)


def test_every_widget_has_a_key_of_its_page_and_name() -> None:
    for path in sorted((ROOT / "pages").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            called = getattr(call.func, "attr", "") or getattr(call.func, "id", "")
            if called in WIDGETS:
                keys = [word.value for word in call.keywords if word.arg == "key"]
                assert keys, f"{path.name}:{call.lineno}"
                # Where the caller names it, the caller is looked at: `file_field`.
                written = ast.unparse(keys[0])
                assert written in ("key", "table.key") or re.match(
                    r"f?['\"](\w+|\{\w+\})\.", written
                )


def test_what_breaks_on_a_page_is_a_calm_sentence_without_its_insides() -> None:
    def script() -> None:
        from pages.parts.page.sentences import show_script_error

        assert show_script_error(ValueError("inside of the program"))

    at = AppTest.from_function(script).run()
    assert "This page could not be shown" in errors(at)[0]
    assert "inside of the program" not in said(at)
