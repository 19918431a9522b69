"""The texts of a campaign against the DLT template they will be sent under. Pure."""

from __future__ import annotations

from jetmsg_core.campaigns.checks.codes import FindingCode
from jetmsg_core.campaigns.checks.findings import CampaignFinding, Planned, about_all
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.messages.dlt.approved_text import DltTemplate, Variable, parse_template
from jetmsg_core.messages.dlt.matching import THE_END, match
from jetmsg_core.messages.dlt.rules import header_warning, id_warning
from jetmsg_core.messages.dlt.vectorized import match_all
from jetmsg_core.store.library.templates import Template


def check_template(planned: Planned, template: Template) -> list[CampaignFinding]:
    """Whether every recipient's text is the approved one, with values that are allowed."""
    parsed = parse_template(template.body)
    found = match_all(parsed, planned.plan.rendered.distinct)
    words = _Words(planned, parsed, template.name)
    return [
        *planned.about_texts(FindingCode.DLT_MISMATCH, found.none, words.mismatch),
        *planned.about_texts(FindingCode.DLT_VALUE_TOO_LONG, found.too_long, words.too_long),
        *planned.about_texts(FindingCode.DLT_RELAXED, found.relaxed, words.relaxed),
        *planned.about_texts(FindingCode.DLT_VALUE_LONG, found.long, words.long),
        *planned.about_texts(FindingCode.DLT_VALUE_TYPE, found.wrong_type, words.wrong_type),
    ]


def check_ids(
    planned: Planned, spec: CampaignSpec, template: Template | None
) -> list[CampaignFinding]:
    """The template id and the header, which are the same for everybody."""
    said = {
        FindingCode.TEMPLATE_ID_DOUBTFUL: id_warning(spec.template_id),
        FindingCode.HEADER_ROUTE: header_warning(spec.sender_id, spec.route),
        FindingCode.HEADER_TEMPLATE: _other_header(spec, template),
    }
    everybody = planned.plan.recipients
    return [about_all(code, words, everybody) for code, words in said.items() if words]


def _other_header(spec: CampaignSpec, template: Template | None) -> str | None:
    if template is None or template.header in ("", spec.sender_id):
        return None
    return (
        f"The sender ID is {spec.sender_id}, but the template {template.name!r} is kept with "
        f"{template.header}. The operator refuses a header that is not linked to the template."
    )


class _Words:
    """The sentences, each with the first text it is about."""

    def __init__(self, planned: Planned, template: DltTemplate, name: str) -> None:
        self._planned, self._template, self._name = planned, template, name

    def mismatch(self, count: int, row: int, index: int) -> str:
        texts = "1 text does" if count == 1 else f"{count:,} texts do"
        return (
            f"{texts} not match the DLT template {self._name!r}, so the operator would refuse "
            f"{'it' if count == 1 else 'them'}. {self._difference(row, index)}"
        )

    def relaxed(self, count: int, row: int, index: int) -> str:
        texts = "1 text matches" if count == 1 else f"{count:,} texts match"
        return (
            f"{texts} the DLT template {self._name!r} only without spaces and punctuation, which "
            f"some operators refuse. {self._difference(row, index)}"
        )

    def too_long(self, count: int, row: int, index: int) -> str:
        return (
            f"{self._value(row, index)} An operator refuses more than 40 in a variable (error "
            f"635), which {_concerns(count)}."
        )

    def long(self, count: int, row: int, index: int) -> str:
        return (
            f"{self._value(row, index)} Some operators take no more than 30 in a variable, which "
            f"{_concerns(count)}."
        )

    def wrong_type(self, count: int, row: int, index: int) -> str:
        kinds = ", ".join(dict.fromkeys(f"{{#{v.kind}#}}" for v in self._template.variables))
        return (
            f"A value is not of its variable's type ({kinds}) in the DLT template {self._name!r}, "
            f"which {_concerns(count)}, first row {row}."
        )

    def _difference(self, row: int, index: int) -> str:
        found = match(self._template, self._planned.text(index)).difference
        assert found is not None
        expected = found.expected if found.expected == THE_END else repr(found.expected)
        said = repr(found.found) if found.found else "nothing more"
        return (
            f"Row {row}, character {found.position}: the template has {expected}, the text {said}."
        )

    def _value(self, row: int, index: int) -> str:
        values = match(self._template, self._planned.text(index)).values
        longest = max(zip(values, self._template.variables, strict=False), key=_excess)[0]
        return f"Row {row} puts {len(longest)} characters, {longest!r}, into a DLT variable."


def _excess(pair: tuple[str, Variable]) -> int:
    return len(pair[0]) - pair[1].comfortable


def _concerns(count: int) -> str:
    return "concerns 1 recipient" if count == 1 else f"concerns {count:,} recipients"
