"""Pages with a part that draws itself again: found by reading every page, whatever is added."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from pages_opened import ROOT, OpenPage
from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx
from streamlit.testing.v1 import AppTest

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.probing import Probe
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState
from pages.parts.page import banner
from pages.parts.settings import connections

PAGES = sorted((ROOT / "pages").rglob("*.py"))
LIVE = ROOT / "pages" / "parts" / "page" / "live.py"


def fragments_in(source: str) -> list[int]:
    """The lines on which a fragment is made, or a timer for one is set, however it is spelled."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(attr="fragment") | ast.alias(name="fragment"):
                lines.append(node.lineno)
            case ast.keyword(arg="run_every"):
                lines.append(node.value.lineno)
    return lines


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_page_makes_a_fragment_but_by_drawing_it_alone(path: Path) -> None:
    if path == LIVE:
        assert fragments_in(path.read_text("utf-8"))
    else:
        assert not fragments_in(path.read_text("utf-8")), "use pages.parts.page.live.draw_alone"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("@st.fragment\ndef look(): ...", id="plain"),
        pytest.param("@st.fragment(run_every=2)\ndef look(): ...", id="timed"),
        pytest.param("from streamlit import fragment as f", id="imported by another name"),
        pytest.param("f(run_every=1)(look)", id="a timer under any name"),
    ],
)
def test_a_fragment_is_found_however_it_is_made(source: str) -> None:
    assert fragments_in(source)
    assert not fragments_in("draw_alone(look, key='a', every=2)")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_page_ends_before_its_end(path: Path) -> None:
    """What was drawn alone on the page before would be forgotten only at the end."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if is_stop(node)]
    assert not calls


def is_stop(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and ast.unparse(node) == "st.stop"


def test_every_run_of_the_page_begins_at_its_top() -> None:
    """Nothing is called before: what is drawn first would be drawn wherever the last run ended."""
    menu = ast.parse((ROOT / "pages" / "menu.py").read_text("utf-8"))
    calls = [
        node.value
        for node in menu.body
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    assert ast.unparse(calls[0]) == "live.begin_page()"


def keys(at: AppTest) -> list[str | None]:
    return [button.key for button in at.button]


def test_pause_and_stop_pressed_before_the_page_could_answer_both_count(
    open_page: OpenPage, new_campaign: Callable[..., int], settings: Settings
) -> None:
    made = new_campaign(3)
    control.start(settings, made)
    at = open_page("campaign", id=str(made))
    assert "typed.yes" not in keys(at)
    at.button(key="campaign.pause").click()
    at.button(key="campaign.stop").click()
    at.run()
    assert control.status(settings, made).campaign.state is CampaignState.PAUSED
    assert "typed.yes" in keys(at), "the question whether to stop is open"
    at.button(key="typed.yes").click().run()
    assert control.status(settings, made).campaign.state is CampaignState.STOPPED
    assert "typed.yes" not in keys(at)


@pytest.mark.parametrize("way_out", ["cancel", "another page", "another campaign"])
def test_a_question_is_closed_when_it_is_left(
    open_page: OpenPage, new_campaign: Callable[..., int], settings: Settings, way_out: str
) -> None:
    made, other = new_campaign(3), new_campaign(3)
    for opened in (made, other):
        control.start(settings, opened)
    at = open_page("campaign", id=str(made))
    at.button(key="campaign.stop").click().run()
    at.run()
    assert "typed.yes" in keys(at), "a redraw does not close it"
    if way_out == "cancel":
        at.button(key="typed.no").click().run()
    elif way_out == "another page":
        at.switch_page("balance.py").run()
        at.switch_page("campaign.py").run()
    else:
        at.query_params["id"] = str(other)
    at.run()
    assert not at.exception
    assert "campaign.stop" in keys(at)
    assert "typed.yes" not in keys(at)
    assert control.status(settings, other).campaign.state is CampaignState.RUNNING


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_no_page_opens_another_but_by_forgetting_what_it_drew_alone(path: Path) -> None:
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    switches = any(isinstance(node, ast.Attribute) and node.attr == "switch_page" for node in nodes)
    assert switches is (path == LIVE), "use pages.parts.page.live.open_page"


@pytest.mark.parametrize(
    ("following", "is_known"),
    [pytest.param("balance", False, id="another page"), pytest.param("campaign", True, id="same")],
)
def test_what_a_page_drew_alone_is_unknown_as_soon_as_another_begins(
    open_page: OpenPage,
    new_campaign: Callable[..., int],
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    following: str,
    is_known: bool,
) -> None:
    """A late tick for it would be served after the other page, as of this one: a white page."""
    made = new_campaign(3)
    control.start(settings, made)
    at = open_page("campaign", id=str(made))
    drawn = list(at._fragment_storage._fragments)
    seen: list[bool] = []
    monkeypatch.setattr(
        banner,
        "draw_banner",
        lambda _: seen.extend(at._fragment_storage.contains(drawing) for drawing in drawn),
    )
    if following != "campaign":
        at.switch_page(f"{following}.py")
    at.run()
    assert set(seen) == {is_known}


def test_what_is_drawn_on_two_pages_is_not_the_same(open_page: OpenPage) -> None:
    """The banner of a worker that does not run stands on every page, at the same place."""
    drawn = [set(open_page(name)._fragment_storage._fragments) for name in ("reports", "optouts")]
    assert all(drawn)
    assert drawn[0].isdisjoint(drawn[1])


def asked_late(page_asked: str) -> None:
    """A page whose live part is asked for while the page is drawn, as of this page or another."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    from pages.parts.page import live

    def draw() -> None:
        st.session_state["drawn"] = st.session_state.get("drawn", 0) + 1

    live.begin_page()
    live.remember_page()
    live.draw_alone(draw, key="part")
    script = get_script_run_ctx()
    assert script is not None
    assert script.script_requests is not None
    (part,) = script.fragment_storage._fragments  # type: ignore[attr-defined]
    page = page_asked or script.page_script_hash
    script.script_requests.request_rerun(RerunData(fragment_id=part, page_script_hash=page))


@pytest.mark.parametrize(
    ("page_asked", "times"),
    [pytest.param("the page before", 1, id="another page"), pytest.param("", 2, id="this page")],
)
def test_what_waits_for_a_page_that_was_left_is_not_drawn(page_asked: str, times: int) -> None:
    """The browser would take away all that the next page drew, and stay white."""
    at = AppTest.from_function(asked_late, args=(page_asked,)).run()
    assert not at.exception
    assert at.session_state["drawn"] == times


@pytest.mark.parametrize("newer", ["a click in the live part", "the part's own rerun"])
def test_a_link_that_waits_is_followed_whatever_the_page_before_asks_for(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, newer: str
) -> None:
    at = open_page("settings")
    part = next(iter(at._fragment_storage._fragments))

    def meanwhile(*_: object) -> Probe:
        """The marketer clicks on a link while a connection is tested, and then on the page."""
        script = get_script_run_ctx()
        assert script is not None
        assert script.script_requests is not None
        page = script.page_script_hash
        compose = next(
            script_hash
            for script_hash, linked in script.pages_manager.get_pages().items()
            if linked["url_pathname"] == "compose"
        )
        script.script_requests.request_rerun(RerunData(page_script_hash=compose))
        if newer.startswith("a click"):
            # What the browser asks for comes in another thread than the script's.
            asked = RerunData(fragment_id=part, page_script_hash=page)
            add = Thread(target=script.script_requests.request_rerun, args=(asked,))
            add.start()
            add.join()
        else:
            script.script_requests.request_rerun(RerunData(page_script_hash=page))
        return Probe(True, "")

    monkeypatch.setattr(connections, "probe", meanwhile)
    at.button(key="settings.test").click().run()
    assert not at.exception
    assert [title.value for title in at.title] == ["Compose"]


def interrupted() -> None:
    """A page with a button whose callback meets a newer click."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import RerunData, get_script_run_ctx

    from pages.parts.page import live

    def change() -> None:
        """A newer request waits as soon as this has begun."""
        script = get_script_run_ctx()
        assert script is not None
        assert script.script_requests is not None
        script.script_requests.request_rerun(RerunData())
        for word in ("begun", "ended"):
            st.session_state[word] = True

    live.begin_page()
    st.button("Go", key="go", on_click=change)
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1


def test_a_callback_is_made_to_its_end_though_a_newer_click_waits() -> None:
    at = AppTest.from_function(interrupted).run()
    at.button(key="go").click().run()
    assert not at.exception
    assert at.session_state["ended"]
    assert at.session_state["runs"] == 2, "the newer click was served, once"
