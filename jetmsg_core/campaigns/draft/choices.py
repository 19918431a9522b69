"""Everything that is chosen on the way to a campaign, step by step. Kept as JSON in a draft, and in
the campaign that is made from it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from jetmsg_core.campaigns.draft.audience_filter import AudienceFilter
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.lists import CellTest, Comparison
from jetmsg_core.messages.dlt.filling import Fill, fill_from
from jetmsg_core.messages.template import SKIP, Missing
from jetmsg_core.names import cut_name
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.states import NEVER_SENT, Channel, RecipientState

SANDBOX_SENDER = "JETMSG"


class Step(StrEnum):
    """The steps of the way to a campaign, in order."""

    WHO = "who"
    WHAT = "what"
    CHECK = "check"
    SEND = "send"


class When(StrEnum):
    """The moment at which a campaign leaves; TEST sends one text to a number of one's own."""

    NOW = "now"
    LATER = "later"
    TEST = "test"


@dataclass(frozen=True)
class Choices:
    """What was chosen on the way to a campaign. `sender_id` None is the usual one, `route` None is
    to be asked. `default` stands in for missing values where `fill_in`. `template` is a stored
    one's id and `version` its version. `at` is a time in India, such as 2026-11-24T10:30.
    `leave_out` are codes of findings whose people get nothing, `keep_text` what looks like a
    placeholder and is sent as it stands, `keep_cells` the columns whose cells are sent as they
    stand, also one such as NULL. Who is in a campaign of `without` is written to all the same in
    one of the states `taken_in`. `fills` are of the variables of the template, None before anybody
    or anything said what fills them."""

    step: Step = Step.WHO
    list_id: int | None = None
    conditions: tuple[CellTest, ...] = ()
    without: tuple[int, ...] = ()
    template: int | None = None
    version: int | None = None
    channel: Channel = Channel.SMS
    message: str = ""
    fill_in: bool = False
    default: str = "customer"
    sender_id: str | None = None
    route: int | None = None
    dlt_id: str = ""
    name: str = ""
    when: When = When.NOW
    at: str = ""
    test_number: str = ""
    leave_out: tuple[str, ...] = ()
    keep_text: tuple[str, ...] = ()
    keep_cells: tuple[str, ...] = ()
    taken_in: tuple[RecipientState, ...] = NEVER_SENT
    fills: tuple[Fill, ...] | None = ()

    @property
    def who(self) -> AudienceFilter:
        """Gives the people who are chosen. Conditions that lack their words are left out, and
        nothing is raised for them. There must be a list."""
        assert self.list_id is not None
        ready = tuple(test for test in self.conditions if not is_unfinished(test))
        return AudienceFilter(self.list_id, ready, self.without, self.channel, self.taken_in)


def is_unfinished(test: CellTest) -> bool:
    """Tells whether a condition asks for words and has none yet."""
    return test.test in (Comparison.EQUALS, Comparison.CONTAINS) and not test.value.strip()


def as_json(choices: Choices) -> str:
    """Gives the choices as they are kept in a draft and in a campaign."""
    return json.dumps(asdict(choices), ensure_ascii=False)


def from_json(text: str) -> Choices:
    """Gives the choices that were kept. What a newer version wrote beside these is left out, what
    it did not write is usual. Raises ValueError for what is no JSON of ours."""
    given: dict[str, Any] = json.loads(text)
    fields = {name: given[name] for name in Choices.__dataclass_fields__ if name in given}
    # Without this choice everybody in those campaigns was left out.
    fields.setdefault("taken_in", () if fields.get("without") else NEVER_SENT)
    made = Choices(**fields)
    return replace(
        made,
        step=Step(made.step),
        channel=Channel(made.channel),
        when=When(made.when),
        without=tuple(made.without),
        leave_out=tuple(made.leave_out),
        keep_text=tuple(made.keep_text),
        keep_cells=tuple(made.keep_cells),
        taken_in=tuple(map(RecipientState, made.taken_in)),
        fills=_fills(fields.get("fills", ())),
        conditions=tuple(
            CellTest(test["column"], Comparison(test["test"]), test["value"])
            for test in fields.get("conditions", ())
        ),
    )


def _fills(kept: Sequence[Mapping[str, str] | None] | None) -> tuple[Fill, ...] | None:
    return None if kept is None else tuple(map(fill_from, kept))


def essence(choices: Choices) -> str:
    """Gives the choices that decide who gets which text, as JSON: two drafts that differ here make
    different campaigns."""
    same = replace(choices, step=Step.WHO, when=When.NOW, at="", test_number="")
    given = asdict(same)
    del given["fills"]  # The message says it.
    # A draft from before there were these choices keeps its token.
    for name in ("keep_text", "keep_cells"):
        if not given[name]:
            del given[name]
    if not (choices.without and choices.taken_in):
        del given["taken_in"]
    return json.dumps(given, ensure_ascii=False)


def usual_sender(settings: Settings) -> str:
    """Gives the sender ID where none is chosen: the setting's, else in the sandbox one that it
    takes, else an empty one."""
    return settings.sender_id or (SANDBOX_SENDER if settings.mode is Mode.SANDBOX else "")


def spec_of(settings: Settings, choices: Choices, list_name: str) -> CampaignSpec:
    """Gives what a person asks for with these choices. A campaign without a name is called as its
    list."""
    sender = usual_sender(settings) if choices.sender_id is None else choices.sender_id
    return CampaignSpec(
        name=choices.name.strip() or cut_name(list_name),
        message=choices.message,
        channel=choices.channel,
        sender_id=sender.strip(),
        route=choices.route or 1,
        template_id=choices.dlt_id.strip() if choices.channel is Channel.SMS else "",
        missing=replace(
            Missing(default=choices.default) if choices.fill_in else SKIP, keep=choices.keep_cells
        ),
        stored_template=choices.template,
        stored_version=choices.version,
        leave_out=choices.leave_out,
        keep_text=choices.keep_text,
    )
