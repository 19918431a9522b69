"""Who of a list gets no message, each with the reason."""

from __future__ import annotations

from collections.abc import Callable

from jetmsg_core import optouts
from jetmsg_core.campaigns.draft.audience_filter import AudienceFilter
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.preview.left_out import left_out, left_out_file
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.contacts.recipients import RejectedRows
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.lists import CellTest, Comparison, contacts_of, save
from jetmsg_core.settings import Settings

LINES = (
    "name,mobile,city",
    "Asha,9876543210,Pune",
    "Ravi,9876543211,",
    "Om,9876543212,{city}",
    "Uma,9876543213,Goa",
    "One,9000000000,Puri",
)


def reasons(rows: RejectedRows) -> dict[str, str]:
    *_, why = rows.cells.columns
    return dict(zip(rows.cells.column("name").to_pylist(), why.to_pylist(), strict=True))


def test_everybody_who_gets_nothing_is_told_once_with_the_first_reason(
    settings: Settings, new_campaign: Callable[..., int]
) -> None:
    contacts = contacts_of(check_contacts("\n".join(LINES).encode()), "friends.csv")
    listed = save(settings, contacts, name="Friends", token="t")
    optouts.add(settings, ["9876543210"], source="STOP")
    made = new_campaign(1, "Hello")
    named = CellTest("name", Comparison.CONTAINS, "m")
    everybody = AudienceFilter(listed, (), (made,))
    assert reasons(left_out(settings, everybody)) == {
        "Asha": "Opted out.",
        "One": "Was sent the campaign Test.",
    }
    assert reasons(left_out(settings, AudienceFilter(listed, (named,)))) == {
        "Asha": "Opted out.",
        "Ravi": "Does not fit the condition on name.",
        "One": "Does not fit the condition on name.",
    }
    spec = CampaignSpec(
        name="A", message="Hi {{city}}", sender_id="JETMSG", leave_out=("unfilled_cell",)
    )
    rows = left_out(settings, everybody, spec)
    assert reasons(rows) == {
        "Asha": "Opted out.",
        "Ravi": "Has no value for city.",
        "Om": "A placeholder nobody filled.",
        "One": "Was sent the campaign Test.",
    }
    assert rows.rows.tolist() == [2, 3, 4, 6]
    file = left_out_file(settings, everybody, spec, FileFormat.CSV).decode("utf-8-sig")
    assert "Has no value for city." in file
    assert "Uma" not in file
