"""The texts of a campaign against the DLT template they will be sent under. Pure."""

from __future__ import annotations

import re

from jetmsg_core.campaigns.checks import words
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
from jetmsg_core.settings import Mode
from jetmsg_core.store.saved.templates import Template

_DIGITS = re.compile("[0-9]+")


def check_template(planned: PlannedCampaign, template: Template) -> list[Concern]:
    """Compares every recipient's text with the approved one, and its values with what operators
    allow: 30 characters in a variable are safe, more than 40 are refused."""
    parsed = parse_template(template.body)
    rendered = planned.plan.rendered
    matched = match_all(parsed, rendered.distinct, rendered.pieces)
    say = _Sentences(parsed, template.name)
    return [
        *about_texts(planned, FindingCode.DLT_MISMATCH, matched.none, say.mismatch),
        *about_texts(planned, FindingCode.DLT_VALUE_TOO_LONG, matched.too_long, say.too_long),
        *about_texts(planned, FindingCode.DLT_RELAXED, matched.relaxed, say.relaxed),
        *about_texts(planned, FindingCode.DLT_VALUE_LONG, matched.long, say.long),
        *about_texts(planned, FindingCode.DLT_VALUE_TYPE, matched.wrong_type, say.wrong_type),
    ]


def check_ids(
    planned: PlannedCampaign, template: Template | None, mode: Mode
) -> list[CampaignFinding]:
    """Looks at the template id and the header, which are the same for everybody. Only live is
    there an operator who asks for an id."""
    spec = planned.spec
    live = mode is Mode.LIVE
    sentences = {
        FindingCode.NO_TEMPLATE_ID: words.NO_TEMPLATE_ID if live and not spec.template_id else None,
        FindingCode.TEMPLATE_NOT_KEPT: _not_kept(spec, template) if live else None,
        FindingCode.TEMPLATE_LAPSED: template and lapse_warning(template.name, template.lapsed),
        FindingCode.TEMPLATE_ID_DOUBTFUL: id_warning(spec.template_id),
        FindingCode.HEADER_ROUTE: header_warning(spec.sender_id, spec.route),
        FindingCode.HEADER_TEMPLATE: _other_header(spec, template),
    }
    everybody = planned.plan.recipients
    return [
        about_all(code, sentence, everybody) for code, sentence in sentences.items() if sentence
    ]


def _not_kept(spec: CampaignSpec, template: Template | None) -> str | None:
    if template is not None or not spec.template_id:
        return None
    return words.template_not_kept(spec.template_id)


def _other_header(spec: CampaignSpec, template: Template | None) -> str | None:
    if template is None or spec.sender_id in template.headers or not template.headers:
        return None
    return words.other_sender(spec.sender_id, template.name, template.header)


class _Sentences:
    """The sentences, each with the first text it is about."""

    def __init__(self, template: DltTemplate, name: str) -> None:
        self._template, self._name = template, name

    def mismatch(self, group: ConcernedRecipients) -> str:
        return words.mismatch(group.count, self._name, self._difference(group))

    def relaxed(self, group: ConcernedRecipients) -> str:
        return words.relaxed_match(group.count, self._name, self._difference(group))

    def too_long(self, group: ConcernedRecipients) -> str:
        return words.value_too_long(group.row, self._longest(group), group.count)

    def long(self, group: ConcernedRecipients) -> str:
        return words.value_long(group.row, self._longest(group), group.count)

    def wrong_type(self, group: ConcernedRecipients) -> str:
        kinds = ", ".join(dict.fromkeys(f"{{#{v.kind}#}}" for v in self._template.variables))
        no_digits = self._no_digits(group)
        return words.wrong_type(kinds, self._name, group.row, group.count, no_digits)

    def _no_digits(self, group: ConcernedRecipients) -> str | None:
        values = match(self._template, group.text).values
        for value, variable in zip(values, self._template.variables, strict=False):
            if variable.kind is VariableKind.NUMERIC and not _DIGITS.fullmatch(value):
                return value
        return None

    def _difference(self, group: ConcernedRecipients) -> str:
        difference = match(self._template, group.text).difference
        assert difference is not None
        return f"Row {group.row}, {difference.in_words()}"

    def _longest(self, group: ConcernedRecipients) -> str:
        """The value that is longest beyond what its variable takes."""
        values = match(self._template, group.text).values
        return max(zip(values, self._template.variables, strict=False), key=_excess)[0]


def _excess(pair: tuple[str, Variable]) -> int:
    return len(pair[0]) - pair[1].comfortable
