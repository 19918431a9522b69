"""The texts of a campaign against the DLT template they will be sent under. Pure."""

from __future__ import annotations

import re

from jetmsg_core.campaigns.checks.codes import FindingCode
from jetmsg_core.campaigns.checks.concerns import Concern, ConcernedRecipients, about_texts
from jetmsg_core.campaigns.checks.findings import CampaignFinding, about_all
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.messages.dlt.approved_text import (
    DltTemplate,
    Variable,
    VariableKind,
    parse_template,
)
from jetmsg_core.messages.dlt.matching import match
from jetmsg_core.messages.dlt.rules import header_warning, id_warning, lapse_warning
from jetmsg_core.messages.dlt.vectorized import match_all
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Mode
from jetmsg_core.store.saved.templates import Template

_DIGITS = re.compile("[0-9]+")

NO_TEMPLATE_ID = (
    "There is no DLT template ID, and operators drop SMS without one. Write the ID of the "
    "approved template that the text was made from."
)


def check_template(planned: PlannedCampaign, template: Template) -> list[Concern]:
    """Compares every recipient's text with the approved one, and its values with what operators
    allow: 30 characters in a variable are safe, more than 40 are refused."""
    parsed = parse_template(template.body)
    rendered = planned.plan.rendered
    matched = match_all(parsed, rendered.distinct, rendered.pieces)
    words = _Words(parsed, template.name)
    return [
        *about_texts(planned, FindingCode.DLT_MISMATCH, matched.none, words.mismatch),
        *about_texts(planned, FindingCode.DLT_VALUE_TOO_LONG, matched.too_long, words.too_long),
        *about_texts(planned, FindingCode.DLT_RELAXED, matched.relaxed, words.relaxed),
        *about_texts(planned, FindingCode.DLT_VALUE_LONG, matched.long, words.long),
        *about_texts(planned, FindingCode.DLT_VALUE_TYPE, matched.wrong_type, words.wrong_type),
    ]


def check_ids(
    planned: PlannedCampaign, template: Template | None, mode: Mode
) -> list[CampaignFinding]:
    """Looks at the template id and the header, which are the same for everybody. Only live is
    there an operator who asks for an id."""
    spec = planned.spec
    live = mode is Mode.LIVE
    sentences = {
        FindingCode.NO_TEMPLATE_ID: NO_TEMPLATE_ID if live and not spec.template_id else None,
        FindingCode.TEMPLATE_NOT_KEPT: _not_kept(spec, template) if live else None,
        FindingCode.TEMPLATE_LAPSED: template and lapse_warning(template.name, template.lapsed),
        FindingCode.TEMPLATE_ID_DOUBTFUL: id_warning(spec.template_id),
        FindingCode.HEADER_ROUTE: header_warning(spec.sender_id, spec.route),
        FindingCode.HEADER_TEMPLATE: _other_header(spec, template),
    }
    everybody = planned.plan.recipients
    return [about_all(code, words, everybody) for code, words in sentences.items() if words]


def _not_kept(spec: CampaignSpec, template: Template | None) -> str | None:
    if template is not None or not spec.template_id:
        return None
    return (
        f"No template here has the DLT template ID {spec.template_id}, so the texts could not be "
        "compared. Operators drop texts that do not match. Add the approved text as a template."
    )


def _other_header(spec: CampaignSpec, template: Template | None) -> str | None:
    if template is None or spec.sender_id in template.headers or not template.headers:
        return None
    return (
        f"The sender ID is {spec.sender_id}, but the template {quoted(template.name)} is linked "
        f"to {template.header}. Operators refuse a sender ID that is not linked to the template. "
        "Choose the one of the template."
    )


class _Words:
    """The sentences, each with the first text it is about."""

    def __init__(self, template: DltTemplate, name: str) -> None:
        self._template, self._name = template, name

    def mismatch(self, group: ConcernedRecipients) -> str:
        texts = "1 text does" if group.count == 1 else f"{with_commas(group.count)} texts do"
        return (
            f"{texts} not match the DLT template {quoted(self._name)}, so the operator would "
            f"refuse {'it' if group.count == 1 else 'them'}. {self._difference(group)}"
        )

    def relaxed(self, group: ConcernedRecipients) -> str:
        texts = "1 text matches" if group.count == 1 else f"{with_commas(group.count)} texts match"
        return (
            f"{texts} the DLT template {quoted(self._name)} except for spaces and punctuation, "
            f"which some operators refuse. {self._difference(group)}"
        )

    def too_long(self, group: ConcernedRecipients) -> str:
        return (
            f"{self._value(group)} Operators refuse more than 40 in a variable (error 635). "
            f"{_concerns(group.count)}"
        )

    def long(self, group: ConcernedRecipients) -> str:
        return (
            f"{self._value(group)} Some operators take no more than 30 in a variable. "
            f"{_concerns(group.count)}"
        )

    def wrong_type(self, group: ConcernedRecipients) -> str:
        kinds = ", ".join(dict.fromkeys(f"{{#{v.kind}#}}" for v in self._template.variables))
        return (
            f"A value does not fit the type of its variable ({kinds}) in the DLT template "
            f"{quoted(self._name)}, first in row {group.row}.{self._not_digits(group)} "
            f"{_concerns(group.count)}"
        )

    def _not_digits(self, group: ConcernedRecipients) -> str:
        values = match(self._template, group.text).values
        for value, variable in zip(values, self._template.variables, strict=False):
            if variable.kind is VariableKind.NUMERIC and not _DIGITS.fullmatch(value):
                return f" Row {group.row} puts {quoted(value)} where only digits may stand."
        return ""

    def _difference(self, group: ConcernedRecipients) -> str:
        difference = match(self._template, group.text).difference
        assert difference is not None
        return f"Row {group.row}, {difference.in_words()}."

    def _value(self, group: ConcernedRecipients) -> str:
        values = match(self._template, group.text).values
        longest = max(zip(values, self._template.variables, strict=False), key=_excess)[0]
        size = f"{len(longest)} characters, {quoted(longest)}"
        return f"Row {group.row} puts {size}, into a DLT variable."


def _excess(pair: tuple[str, Variable]) -> int:
    return len(pair[0]) - pair[1].comfortable


def _concerns(count: int) -> str:
    return f"Recipients concerned: {with_commas(count)}."
