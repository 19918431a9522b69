"""The second guard: the first statement of each page lets in who may come in, also where the first
did not stand before it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

import pytest
from pages_opened import EVERY_PAGE, MENU, ROOT, said
from signed_in import add_user, cookies_of
from streamlit.testing.v1 import AppTest

from jetmsg_core import acting
from jetmsg_core.configuration import changing
from jetmsg_core.settings import Settings
from pages.parts.page import signed_in

SILENT = (ast.Import, ast.ImportFrom, ast.Expr)


@pytest.fixture
def _asked_in_the_browser() -> Iterator[None]:
    """As `app.py` does."""
    acting.set_source(signed_in.actor)
    yield
    acting.set_source(acting.own_user)


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_its_first_statement_is_the_guard(name: str) -> None:
    tree = ast.parse((ROOT / "pages" / f"{name}.py").read_text("utf-8"))
    first = next(node for node in tree.body if not isinstance(node, SILENT))
    assert ast.unparse(first) == "settings = signed_in.enter()"
    calls = [node for node in tree.body if isinstance(node, ast.Expr)]
    assert all(node.lineno > first.lineno or _is_docstring(node) for node in calls)


def _is_docstring(node: ast.Expr) -> bool:
    return isinstance(node.value, ast.Constant)


@pytest.mark.usefixtures("_asked_in_the_browser")
def test_a_page_shows_nothing_to_whoever_is_signed_out(
    settings: Settings, new_list: Callable[..., int]
) -> None:
    new_list(name="Secret friends")
    add_user(settings)
    at = AppTest.from_file(str(MENU), default_timeout=240).run()
    for name in EVERY_PAGE:
        at.switch_page(f"{name}.py").run()
        assert not at.exception
        assert [title.value for title in at.title] == ["Signed out"], name
        assert "Secret friends" not in said(at), name
        assert not at.button, name


@pytest.mark.usefixtures("_asked_in_the_browser")
def test_whoever_is_signed_in_is_not_asked_for_a_name(
    settings: Settings, new_list: Callable[..., int]
) -> None:
    made = new_list(name="Friends")
    add_user(settings, "Asha")
    at = AppTest.from_file(str(MENU), default_timeout=240)
    at.session_state[signed_in.COOKIES] = cookies_of(settings, "Asha")
    at.run().switch_page("settings.py").run()
    assert "Your name" not in [field.label for field in at.text_input]
    at.text_input(key="settings.field.JETMSG_PART_PRICE").set_value("0.18")
    at.button(key="settings.save").click().run()
    assert [change.changed_by for change in changing.history(settings, 9)] == ["Asha"]
    at.query_params["id"] = str(made)
    at.switch_page("list.py").run()
    at.toggle(key=f"list.change.{made}").set_value(True).run()
    assert "Changes are kept with the name Asha." in said(at)
    assert "Your name" not in [field.label for field in at.text_input]
