"""Every page, with something on it, for those who hear it, who use the keyboard and who need
contrast: axe finds nothing of ours in either theme, and each link shows when it has the focus."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from fixtures import NewCampaign, ReadLedger, RunCommand, Send, StartGateway
from playwright.sync_api import Page, expect
from test_journey import choose_route

from jetmsg_core import lists
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.lists import contacts_of
from jetmsg_core.settings import Settings
from tests.ui.pages_opened import EVERY_PAGE, SAMPLE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STREAMLITS_OWN = {
    # The menu is a list, and in it boxes that hold a section each.
    "list": '[data-testid="stSidebarNavItems"]',
    "listitem": '[data-testid="stSidebarNavItems"] li',
    # What takes a dropped file has a name, and says that it is nothing.
    "presentation-role-conflict": '[data-testid="stFileUploaderDropzone"]',
    # The line in a tile: it takes no words, and the number stands above it.
    "svg-img-alt": '[data-testid="stMetricChart"] *',
    # WCAG asks no contrast of a box that is turned off, but its label does not say whose it is.
    "color-contrast": '[data-testid="stSelectbox"]:has(input:disabled) label *',
}
"""Rules that Streamlit 1.67 breaks, and where. Each has to be seen here: what is mended there is
taken out."""

ADDRESSES = {
    "campaign": ("campaign?id=1", "campaign?id=2", "campaign?id=4"),
    "list": ("list?id=1",),
    "numbers": ("numbers?number=919000000000",),
    "templates": ("templates", "templates?id=1", "templates?new=1"),
}
"""Of pages that show something else, or more, where the address asks for it."""

SCHEMES = (("light", None), ("dark", ["color-contrast"]))
"""All rules in the one theme; in the other those that know of colours. They change nothing else."""

TEMPLATE = "1107160000012345678"
IN_THEME = """(scheme) => getComputedStyle(document.querySelector('.stApp')).colorScheme === scheme
  && !document.getAnimations().some((animation) => animation instanceof CSSTransition)"""
# `Axe.run` names elements by selectors, and they may be gone when they are asked for: a chart is
# drawn again. One that goes while axe looks is looked at in the other theme.
VIOLATIONS = """([own, rules]) => axe.run({
  resultTypes: ['violations'], elementRef: true, ...(rules && {runOnly: rules}),
}).then(
  ({violations}) => violations.flatMap(({id, nodes}) => nodes
    .filter(({element}) => element.isConnected)
    .map(({element, html, failureSummary}) => (
      {rule: id, own: id in own && element.matches(own[id]), html, why: failureSummary}
    ))))"""
LINKS_WITHOUT_A_RING = """() => [...document.querySelectorAll('a[href]')]
  .filter((link) => {
    link.focus();
    const style = getComputedStyle(link);
    const ring = style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2;
    return link === document.activeElement && !ring && style.boxShadow === 'none';
  })
  .map((link) => link.outerHTML)"""


@pytest.fixture
def something_everywhere(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    ledger: ReadLedger,
    cli: RunCommand,
    settings: Settings,
    tmp_path: Path,
) -> Path:
    """A delivery report that was imported, and beside it a campaign with unknown ends, two that
    were sent, one that was not, a list, a template, an opt-out, a one-time code and a reading of
    the balance."""
    start_gateway("--fault", "drop=1")
    send(new_campaign(4, chunk_size=2))
    start_gateway()
    sent = new_campaign(6, "Hello")
    send(sent)
    send(new_campaign(6))
    new_campaign(6)
    contacts = contacts_of(check_contacts(SAMPLE.read_bytes()), SAMPLE.name)
    lists.save(settings, contacts, name="Friends", token="t")
    report = tmp_path / "report.csv"
    rows = [f"{row['sms_id']},DELIVRD" for row in ledger(sent)[:3]]
    rows += [f"{ledger(sent)[4]['sms_id']},UNDELIV", "4711000000000,DELIVRD"]
    report.write_text("\n".join(["Sms Id,Status", *rows]))
    approved = ("--body", "Dear {#var#}, your bill is due.", "--template-id", TEMPLATE)
    for command in (
        ("report", "import", report),
        ("template", "add", "--name", "Bill", *approved, "--route", "1", "--fill", "column=name"),
        ("optout", "add", "9876543299"),
        ("balance", "--sample"),
        ("otp", "send", "--api", "v3", "--to", "9876543210", "--template-id", TEMPLATE),
    ):
        done = cli(*command)
        assert done.returncode == 0, (command, done.stderr)
    return report


def test_axe_finds_nothing_of_ours_and_each_link_shows_the_focus(
    something_everywhere: Path, start_dashboard: Any, open_browser: Callable[..., Page]
) -> None:
    page, url, axe = open_browser(), start_dashboard().url, Axe()
    faults: list[str] = []
    accepted: set[str] = set()
    for view in views(page, url, something_everywhere):
        page.evaluate(axe.axe_script)
        for scheme, rules in SCHEMES:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.wait_for_function(IN_THEME, arg=scheme)
            for node in page.evaluate(VIOLATIONS, [STREAMLITS_OWN, rules]):
                if node["own"]:
                    accepted.add(node["rule"])
                else:
                    faults.append(
                        f"{view}, {scheme}: {node['rule']}: {node['why']}, {node['html']}"
                    )
        page.keyboard.press("Tab")  # what has the focus shows it once the keyboard is used
        faults += [f"{view}: no ring: {link}" for link in page.evaluate(LINKS_WITHOUT_A_RING)]
        page.emulate_media(color_scheme="light")
    assert not faults, "\n".join(faults)
    assert accepted == set(STREAMLITS_OWN)


def views(page: Page, url: str, report: Path) -> Iterator[str]:
    """Each page after the other, drawn to its end; then what comes of a file, and a message in each
    of its four steps."""
    for name in EVERY_PAGE:
        for address in ADDRESSES.get(name, (name,)):
            page.goto(f"{url}/{address}")
            settle(page)
            yield address
    page.goto(f"{url}/reports")
    page.set_input_files("input[type=file]", report)
    expect(page.locator(".st-key-reports-import")).to_be_visible()
    settle(page)
    yield "reports, with a file"
    page.goto(f"{url}/contacts")
    page.set_input_files("input[type=file]", SAMPLE)
    expect(page.get_by_role("button", name="Save 33 contacts")).to_be_visible()
    settle(page)
    yield "contacts, with a file"
    page.goto(f"{url}/contacts")
    page.get_by_role("link", name="Write a message").last.click()
    for step, words in (
        ("who", "Who gets it?"),
        ("what", "What is the message?"),
        ("check", "What the checks found"),
        ("send", "Ready to go?"),
    ):
        if step != "who":
            page.get_by_role("button", name=f"Next: {step}").click()
        expect(page.get_by_role("heading", name=words)).to_be_visible()
        if step == "what":
            page.get_by_label("Message", exact=True).fill("Dear {{name}}, “100% off” {{city}}")
            page.get_by_label("Message", exact=True).press("Control+Enter")
            expect(page.locator(".st-key-compose-phone")).to_contain_text("100% off")
            choose_route(page)
        settle(page)
        yield f"compose, {step}"


def settle(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.locator('[data-test-script-state="notRunning"]').wait_for()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
