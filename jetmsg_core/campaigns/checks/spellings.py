"""Whether a message still holds placeholders as other tools spell them. Pure.

They make nobody's text right: everybody is concerned, and only a person can say that it is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from jetmsg_core.campaigns.checks.codes import FindingCode
from jetmsg_core.campaigns.checks.findings import CampaignFinding, about_all
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.messages.spellings.find import Spelling, spellings
from jetmsg_core.messages.text import prepare_text


def check_spellings(planned: PlannedCampaign) -> list[CampaignFinding]:
    """Looks for placeholders as other tools spell them in the message and in its defaults, but for
    those that are kept on purpose."""
    spec, columns = planned.spec, list(planned.contacts.cells.columns)
    kept = {prepare_text(text) for text in spec.keep_text}
    message, default = (
        [
            spelling
            for spelling in spellings(prepare_text(text), columns)
            if spelling.text not in kept
        ]
        for text in (spec.message, "\n".join(defaults_of(spec)))
    )
    sure = [spelling for spelling in message if spelling.sure]
    doubtful = [spelling for spelling in message if not spelling.sure]
    in_default = [
        spelling for spelling in default if spelling.sure and planned.plan.rendered.defaulted
    ]
    kinds = [
        (FindingCode.SPELLED_PLACEHOLDER, _surely, sure),
        (FindingCode.SPELLED_DEFAULT, _in_default, in_default),
        (FindingCode.DOUBTFUL_PLACEHOLDER, _perhaps, doubtful),
    ]
    return [
        replace(about_all(code, say(about), planned.plan.recipients), spellings=tuple(about))
        for code, say, about in kinds
        if about
    ]


def defaults_of(spec: CampaignSpec) -> list[str]:
    """Gives the words that stand in for missing values: the default, and one for every placeholder
    that has its own."""
    return [text for text in (spec.missing.default, *spec.missing.defaults.values()) if text]


def _surely(marks: Sequence[Spelling]) -> str:
    columns = [mark for mark in marks if mark.column is not None]
    variables = [mark for mark in marks if mark.column is None]
    sentences = []
    if columns:
        sentences.append(
            f"Everybody would read {_listed(columns)} exactly as written. {_meant(columns)}"
        )
    if variables:
        sentences.append(
            f"Nothing fills {_listed(variables)}, which is left over from a DLT template. Write a "
            "column such as {{name}}, or plain words, in its place."
        )
    return " ".join(sentences)


def _perhaps(marks: Sequence[Spelling]) -> str:
    exact = [mark for mark in marks if mark.exact]
    near = [mark for mark in marks if not mark.exact and mark.column is not None]
    strange = [mark for mark in marks if mark.column is None]
    sentences = []
    if exact:
        sentences.append(f"{_listed(exact)} may be meant as a column. {_meant(exact)}")
    if near:
        sentences.append(f"No column has the name in {_listed(near)}. {_meant(near)}")
    if strange:
        sentences.append(
            f"{_listed(strange)} looks like a placeholder, but no column has that name."
        )
    return " ".join([*sentences, "Everybody would read it exactly as written."])


def _in_default(marks: Sequence[Spelling]) -> str:
    return (
        f"People without a value would read {_listed(marks)} exactly as written in the default. "
        "Write plain words there."
    )


def _meant(marks: Sequence[Spelling]) -> str:
    return f"Did you mean {_joined(mark.meant for mark in marks)}?"


def _listed(marks: Sequence[Spelling]) -> str:
    return _joined(mark.text for mark in marks)


def _joined(texts: Iterable[str]) -> str:
    """As in a sentence, each once: a, b and c."""
    *others, last = dict.fromkeys(texts)
    return f"{', '.join(others)} and {last}" if others else last
