"""The page of delivery reports: a file is looked at, put right by hand, and only then taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fixtures import NewCampaign, Send, StartGateway
from pages_opened import OpenPage, errors, numbers, said, upload

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.reports import importing
from jetmsg_core.reports.matching import unmatched
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.states import RecipientState
from tests.reports.report_helpers import STRANGER, foreign_export
from tests.reports.report_helpers import report_of as panel_report

Ledger = Callable[[int], list[dict[str, Any]]]


@pytest.fixture
def sent(start_gateway: StartGateway, new_campaign: NewCampaign, send: Send) -> Callable[..., int]:
    """A campaign to `count` people whom the gateway took."""

    def make(count: int = 3, name: str = "Diwali") -> int:
        start_gateway()
        made: int = new_campaign(count, "Hello")
        send(made)
        return made

    return make


def report_of(
    rows: list[dict[str, Any]], header: str = "Sms Id,Mobile No,Status", word: str = "DELIVRD"
) -> bytes:
    lines = [f"{row['sms_id']},{row['number']},{word}" for row in rows]
    return "\n".join([header, *lines]).encode()


def delivered(settings: Settings, campaign_id: int) -> int:
    return control.status(settings, campaign_id).recipients[RecipientState.DELIVERED]


def test_an_empty_page_asks_for_a_file(open_page: OpenPage) -> None:
    at = open_page("reports")
    assert "Delivery reports" in at.title[0].value
    assert len(at.file_uploader) == 1
    assert not at.metric


def test_a_report_is_looked_at_and_then_taken(
    open_page: OpenPage, settings: Settings, sent: Callable[..., int], ledger: Ledger
) -> None:
    made = sent()
    at = upload(open_page("reports"), report_of(ledger(made)), "may.csv")
    assert numbers(at) == {"Rows": "3", "Matched": "3", "Unmatched": "0"}
    assert f"About **Test** (campaign {made}: 3 rows)." in said(at)
    assert delivered(settings, made) == 0, "nothing is taken by looking"
    at.button(key="reports.import").click().run()
    assert "may.csv imported: 3 recipients with something new, 0 rows unmatched." in said(at)
    assert delivered(settings, made) == 3
    at = upload(at, report_of(ledger(made)), "may.csv")
    assert "This file was already imported on" in said(at)


def test_columns_that_cannot_be_guessed_are_filled_by_hand_and_the_preview_follows(
    open_page: OpenPage, settings: Settings, sent: Callable[..., int], ledger: Ledger
) -> None:
    made = sent()
    data = report_of(ledger(made), "ref,whom,how it ended", "gone")
    at = upload(open_page("reports"), data)
    assert "No column says how each message ended" in errors(at)[0]
    assert not at.metric
    assert at.expander[0].proto.expanded, "the choosers are in sight"
    for role in ("id", "number", "status", "error", "time"):
        assert at.selectbox(key=f"reports.as.{role}").options == [
            *("No such column", "ref", "whom", "how it ended"),
        ]
    at.selectbox(key="reports.as.status").select("how it ended").run()
    assert numbers(at)["Unmatched"] == "3", "the numbers alone say nothing"
    at.selectbox(key="reports.as.id").select("ref").run()
    assert not errors(at)
    assert numbers(at)["Matched"] == "3"
    assert "Words that are not known: gone (3)" in said(at)
    at.button(key="reports.import").click().run()
    assert ledger(made)[0]["word"] == "gone"
    at = upload(at, data)
    assert at.selectbox(key="reports.as.status").value is None, "the next file is guessed anew"


def test_a_guess_can_be_put_right(
    open_page: OpenPage, settings: Settings, sent: Callable[..., int], ledger: Ledger
) -> None:
    made = sent()
    lines = [f"{row['sms_id']},DELIVRD,FAILED" for row in ledger(made)]
    data = "\n".join(["Sms Id,Status,Final", *lines]).encode()
    at = upload(open_page("reports"), data)
    assert "Delivered: 3" in said(at)
    assert "Status (guessed)" in at.selectbox(key="reports.as.status").placeholder
    at.selectbox(key="reports.as.status").select("Final").run()
    assert "Undelivered: 3" in said(at)
    at.button(key="reports.import").click().run()
    assert control.status(settings, made).recipients[RecipientState.UNDELIVERED] == 3


def test_every_campaign_that_is_matched_is_named_with_its_rows(
    open_page: OpenPage,
    sent: Callable[..., int],
    new_campaign: NewCampaign,
    send: Send,
    ledger: Ledger,
) -> None:
    first = sent(2)
    second = new_campaign(5, "Again")
    send(second)
    at = upload(open_page("reports"), report_of(ledger(first) + ledger(second)))
    sentence = f"**Test** (campaign {second}: 5 rows), **Test** (campaign {first}: 2 rows)"
    assert f"About {sentence}." in said(at)


def test_a_report_about_the_other_mode_is_told_and_not_taken(
    open_page: OpenPage, settings: Settings, sent: Callable[..., int], ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    made = sent()
    monkeypatch.setenv("JETMSG_MODE", "live")
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key")
    at = upload(open_page("reports"), report_of(ledger(made)))
    assert numbers(at) == {"Rows": "3", "Matched": "0", "Unmatched": "0", "Left out": "3"}
    assert "About messages sent in sandbox mode: 3 rows of this file" in said(at)
    assert f"**Test** (campaign {made}: 3 rows)" in said(at)
    assert "No row of this file can be imported" in said(at)
    assert not [button for button in at.button if button.key == "reports.import"]
    assert at.selectbox(key="reports.campaign").options == [], "nor is it offered by name"
    assert importing.files(replace(settings, mode=Mode.LIVE)) == []


def test_what_is_skipped_beside_the_rest_is_on_the_button(
    open_page: OpenPage, settings: Settings, sent: Callable[..., int], ledger: Ledger
) -> None:
    made = sent()
    at = upload(open_page("reports"), report_of(ledger(made)) + b"\n,,DELIVRD\n")
    assert numbers(at)["Left out"] == "1"
    assert "1 row left out: neither an smsId nor a number." in said(at)
    assert at.button(key="reports.import").label == "Import 3 of 4 rows"
    at.button(key="reports.import").click().run()
    assert "0 rows unmatched, 1 row left out." in said(at)
    assert delivered(settings, made) == 3


def test_the_sandbox_report_goes_round(
    open_page: OpenPage,
    settings: Settings,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
) -> None:
    url = start_gateway("--seed", "1").url
    made = new_campaign(400, "Hello")
    send(made)
    at = upload(open_page("reports"), panel_report(url), "report.csv")
    assert numbers(at) == {"Rows": "400", "Matched": "400", "Unmatched": "0"}
    at.button(key="reports.import").click().run()
    assert "report.csv imported: 400 recipients with something new" in said(at)
    counts = control.status(settings, made).recipients
    assert counts[RecipientState.SUBMITTED] == 0
    assert f"Delivered: {counts[RecipientState.DELIVERED]}" in said(
        upload(at, panel_report(url), "report.csv")
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_foreign_export_is_taken_and_who_is_unknown_is_parked_and_listed(
    open_page: OpenPage, settings: Settings, sent: Callable[..., int], ledger: Ledger, kind: str
) -> None:
    made = sent(4)
    at = upload(open_page("reports"), foreign_export(ledger(made), kind), f"panel.{kind}")
    assert numbers(at) == {"Rows": "5", "Matched": "4", "Unmatched": "1"}
    assert "Words that are not known: Teleported E7 (1)" in said(at)
    at.button(key="reports.import").click().run()
    counts = {s.value: n for s, n in control.status(settings, made).recipients.items() if n}
    assert counts == {"delivered": 1, "dnd": 1, "expired": 1, "submitted": 1}
    assert at.dataframe[-1].value["smsId"].tolist() == [STRANGER]
    assert at.dataframe[-1].value["File"].tolist() == [f"panel.{kind}"]


def test_without_ids_people_are_found_in_a_named_campaign(
    open_page: OpenPage, settings: Settings, sent: Callable[..., int], ledger: Ledger
) -> None:
    made = sent()
    data = "\n".join(["Mobile,Status", *(f"{row['number']},DELIVRD" for row in ledger(made))])
    at = upload(open_page("reports"), data.encode())
    assert "3 rows unmatched: no smsId, and no campaign was named." in said(at)
    at.selectbox(key="reports.campaign").select(made).run()
    assert numbers(at)["Matched"] == "3"
    at.button(key="reports.import").click().run()
    assert delivered(settings, made) == 3


def test_parked_rows_are_listed_and_downloaded(
    open_page: OpenPage, settings: Settings, sent: Callable[..., int]
) -> None:
    sent(1)
    at = upload(open_page("reports"), b"Sms Id,Status\n4711,DELIVRD\n4712,UNDELIV\n")
    at.button(key="reports.import").click().run()
    assert "Unmatched: 2 rows" in said(at)
    assert at.dataframe[-1].value["smsId"].tolist() == ["4711", "4712"]
    assert b"4712" in unmatched.unmatched_file(settings)


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        pytest.param(
            b"%PDF-1.4 not a table", "a.csv", "PDF document, not a delivery report", id="a document"
        ),
        pytest.param(b"", "a.csv", "The file is empty. Export it", id="an empty file"),
        pytest.param(b"PK\x03\x04 torn", "a.xlsx", "", id="a torn workbook"),
        pytest.param(b"name,mobile\nAsha,9876543210\n", "a.csv", "how each message", id="contacts"),
    ],
)
def test_a_wrong_file_is_a_sentence_and_another_can_be_chosen(
    open_page: OpenPage, settings: Settings, data: bytes, name: str, sentence: str
) -> None:
    at = upload(open_page("reports"), data, name)
    assert sentence in errors(at)[0]
    assert not at.metric
    at.button(key="reports.replace").click().run()
    assert len(at.file_uploader) == 1
    assert not errors(at)


def test_where_no_id_is_ours_people_are_found_by_number_on_a_click(
    open_page: OpenPage, settings: Settings, sent: Callable[..., int], ledger: Ledger
) -> None:
    made = sent()
    rows = [row | {"sms_id": f"ref-{row['seq']}"} for row in ledger(made)]
    at = upload(open_page("reports"), report_of(rows), "may.csv")
    assert f"numbers of **Test** (campaign {made}) are in 3 rows" in said(at)
    at.button(key="reports.by_number").click().run()
    assert numbers(at) == {"Rows": "3", "Matched": "3", "Unmatched": "0"}
    assert "Find people by number" not in said(at)
    at.button(key="reports.import").click().run()
    assert delivered(settings, made) == 3


def test_a_word_nobody_knows_is_explained_on_the_page_and_known_in_the_next_file(
    open_page: OpenPage, settings: Settings, sent: Callable[..., int], ledger: Ledger
) -> None:
    made = sent()
    at = upload(open_page("reports"), report_of(ledger(made)[:2], word="gone"), "may.csv")
    assert "Words that are not known: gone (2)" in said(at)
    at.selectbox(key="reports.means.gone").select(RecipientState.DELIVERED).run()
    assert "Delivered: 2" in said(at)
    assert "Words that are not known" not in said(at)
    assert delivered(settings, made) == 0, "nothing is kept by saying it"
    at.button(key="reports.import").click().run()
    assert delivered(settings, made) == 2
    at = upload(at, report_of(ledger(made)[2:], word="Gone"), "june.csv")
    assert "As you explained before: Gone: Delivered." in said(at)
    at.button(key="reports.import").click().run()
    assert delivered(settings, made) == 3
    at.button(key="reports.forget.0").click().run()
    at = upload(at, report_of(ledger(made), word="GONE"), "july.csv")
    assert "Words that are not known: GONE (3)" in said(at)
    assert delivered(settings, made) == 3
