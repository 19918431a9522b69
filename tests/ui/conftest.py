"""The dashboard's script without a browser, over a real database and, where needed, sandbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import pytest
import streamlit as st
from pages_opened import MENU, OpenPage
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, local_script_runner

from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.lists import contacts_of, save
from jetmsg_core.settings import Settings

FRIENDS = ("name,mobile,city", "Asha,9876543210,Pune", "Ravi,9876543211,", "Om,9876543212,Goa")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """The settings are read once a server; here, once a test."""
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture(autouse=True)
def _compiled_once(_compiled: ScriptCache, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a server does; AppTest would compile every page anew each time it draws it."""
    monkeypatch.setattr(local_script_runner, "ScriptCache", lambda: _compiled)


@pytest.fixture(scope="session", autouse=True)
def _packages_scanned_once() -> Iterator[None]:
    """As a server does; AppTest would look through all installed packages for each page."""
    with pytest.MonkeyPatch.context() as patch:
        scan = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(scope="session")
def _compiled() -> ScriptCache:
    return ScriptCache()


@pytest.fixture
def open_page() -> OpenPage:
    """A page as somebody with its address opens it."""

    def open_one(name: str, **query: str) -> AppTest:
        at = AppTest.from_file(str(MENU), default_timeout=240).run()
        for key, value in query.items():
            at.query_params[key] = value
        at.switch_page(f"{name}.py").run()
        assert not at.exception
        return at

    return open_one


@pytest.fixture
def new_list(settings: Settings) -> Callable[..., int]:
    """Saves a list of these lines, the header first, and returns its id."""

    def make(*lines: str, name: str = "Friends") -> int:
        audience = check_contacts("\n".join(lines or FRIENDS).encode())
        return save(settings, contacts_of(audience, "friends.csv"), name=name, token=name)

    return make
