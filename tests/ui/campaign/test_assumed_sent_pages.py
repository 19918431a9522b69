"""What is assumed to be sent, on the pages."""

from __future__ import annotations

from fixtures import BeWorker, NewCampaign, ReadLedger, Send, StartGateway
from lost_calls import with_assumed_call
from pages_opened import OpenPage, numbers, said

from jetmsg_core.reports import importing
from jetmsg_core.settings import Settings


def test_pages_say_assumed_and_not_that_the_gateway_took_it(
    new_campaign: NewCampaign,
    settings: Settings,
    be_worker: BeWorker,
    open_page: OpenPage,
    ledger: ReadLedger,
) -> None:
    assumed = with_assumed_call(new_campaign, settings, be_worker)
    at = open_page("campaign", id=str(assumed))
    metrics = numbers(at)
    assert (metrics["Submitted"], metrics["Assumed sent"]) == ("4", "2")
    (sentence,) = [warning.value for warning in at.warning if "Done" in warning.value]
    assert "the gateway took 4 of 6 messages, and 2 are assumed sent" in sentence
    assert "6 credits used, 2 of them for messages assumed sent, in 4 seconds" in sentence
    (reason,) = next(table.value["Reason"] for table in at.table if "Reason" in table.value)
    assert "no clear answer came, and a person decided" in reason
    kept = at.pills(key=f"campaign.list.states.{assumed}")
    assert kept.options == [":gray[Submitted (6, 2 of them assumed)]"]
    state = at.selectbox(key=f"campaign.state.{assumed}")
    assert state.options == ["Submitted (4)", "Assumed sent (2)"]
    for option, seqs in (("submitted", [1, 2, 3, 4]), ("assumed_sent", [5, 6])):
        at.selectbox(key=f"campaign.state.{assumed}").set_value(option).run()
        assert at.dataframe[0].value["Number"].tolist() == [
            f"+{ledger(assumed)[seq - 1]['number']}" for seq in seqs
        ]
    assert set(at.dataframe[0].value["State"]) == {"Assumed sent"}
    assert "4 of 6 recipients submitted · 2 assumed sent" in said(open_page("campaigns"))
    person = open_page("numbers", number=str(ledger(assumed)[5]["number"]))
    assert "Assumed sent" in said(person)


def test_sums_rates_and_comparisons_say_assumed_beside_submitted(
    new_campaign: NewCampaign,
    settings: Settings,
    be_worker: BeWorker,
    open_page: OpenPage,
    ledger: ReadLedger,
    start_gateway: StartGateway,
    send: Send,
) -> None:
    assumed = with_assumed_call(new_campaign, settings, be_worker)
    (tile,) = [metric for metric in open_page("overview").metric if metric.label == "Submitted"]
    assert tile.value == "66.7%"
    assert "The gateway took 4 of 6 messages, and 2 are assumed sent." in tile.help
    start_gateway()
    send(new_campaign(2, "Hello"))
    table = open_page("compare").table[0].value
    assert table.loc["Submitted"].tolist() == ["2 (100%)", "4 (66.7%)"]
    assert table.loc["Assumed sent"].tolist() == ["0", "2"]
    number = ledger(assumed)[0]["number"]
    importing.import_report(
        settings, f"Mobile,Status\n{number},DELIVRD".encode(), campaign_id=assumed
    )
    rates = open_page("reports").dataframe[0].value.set_index("Reported")
    assert rates.loc[1, ["Submitted", "Assumed sent"]].tolist() == [4, 2]
