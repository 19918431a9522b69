"""What is doubtful about the texts themselves: links, no way to opt out, words of promotions,
length, blank lines at the ends, and characters that cost more than they are worth. Pure."""

from __future__ import annotations

import numpy as np

from jetmsg_core.campaigns.checks import words
from jetmsg_core.campaigns.checks.codes import FindingCode
from jetmsg_core.campaigns.checks.concerns import Concern, ConcernedRecipients, about_texts
from jetmsg_core.campaigns.checks.findings import CampaignFinding, about_all
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.messages.arrow import Strings, array, matching, matching_rarely, pc
from jetmsg_core.messages.blank_lines import blank_lines_sentence
from jetmsg_core.messages.bytescan import among
from jetmsg_core.messages.dlt.promotions import promotional_words, speak_of_promotion
from jetmsg_core.messages.dlt.rules import offers_opt_out
from jetmsg_core.messages.links import first_unlisted, unlisted
from jetmsg_core.messages.segments import SegmentSizes, measure_prepared
from jetmsg_core.messages.smart_characters import REPLACEMENTS, shown
from jetmsg_core.messages.text import prepare_all
from jetmsg_core.primitives.arrays import Booleans, Integers

LONG_PARTS = 10
"""A text of more parts than this is nearly always a mistake; phones may not join it."""
TRIED = 20_000
"""Texts made plain to see what that saves."""


def check_links(planned: PlannedCampaign, whitelist: str) -> list[Concern]:
    """Finds texts that hold a link or a call-back number which is none of the `whitelist`, its
    entries between commas. Operators refuse what is not registered with DLT."""
    allowed = [entry.strip() for entry in whitelist.split(",") if entry.strip()]

    def say(group: ConcernedRecipients) -> str:
        return words.not_whitelisted(
            first_unlisted(group.text, allowed) or "", group.row, group.count
        )

    rendered = planned.plan.rendered
    texts = unlisted(rendered.distinct, allowed, rendered.pieces)
    return about_texts(planned, FindingCode.NOT_WHITELISTED, texts, say)


def check_opt_out(planned: PlannedCampaign) -> list[Concern]:
    """Finds promotional texts that tell nobody how to get no more of them."""

    def say(group: ConcernedRecipients) -> str:
        return words.no_opt_out(group.row, group.count)

    rendered = planned.plan.rendered
    texts = ~offers_opt_out(rendered.distinct, rendered.pieces)
    return about_texts(planned, FindingCode.NO_OPT_OUT, texts, say)


def check_promotional_words(planned: PlannedCampaign) -> list[Concern]:
    """Finds texts of the transactional route that speak as promotions do."""

    def say(group: ConcernedRecipients) -> str:
        return words.promotional_words(group.row, promotional_words(group.text))

    rendered = planned.plan.rendered
    texts = speak_of_promotion(rendered.distinct, rendered.pieces)
    return about_texts(planned, FindingCode.PROMOTIONAL_WORDS, texts, say)


def check_length(planned: PlannedCampaign) -> list[Concern]:
    """Finds texts that take more than `LONG_PARTS` parts."""

    def say(group: ConcernedRecipients) -> str:
        return words.long_text(int(group.planned.plan.text_parts.max()))

    return about_texts(planned, FindingCode.LONG_TEXT, planned.plan.text_parts > LONG_PARTS, say)


def check_blank_lines(planned: PlannedCampaign) -> list[CampaignFinding]:
    """Finds blank lines at the ends of the message."""
    sentence = blank_lines_sentence(planned.spec.message)
    if sentence is None:
        return []
    return [about_all(FindingCode.BLANK_LINES, sentence, planned.plan.recipients)]


def check_smart_characters(planned: PlannedCampaign, sizes: SegmentSizes) -> list[Concern]:
    """Finds texts that plain characters would make cheaper. Only those that travel as UCS-2 have
    something to gain. Of very many, some are tried and stand for the others: a million take 15
    seconds."""
    plan = planned.plan
    candidates = np.flatnonzero(plan.text_unicode)
    if not len(candidates):
        return []
    candidates = candidates[_hold_smart(planned, candidates)]
    tried = candidates[:: max(1, len(candidates) // TRIED)]
    plain = prepare_all(_made_plain(pc.take(plan.rendered.distinct, array(tried))))
    saved = plan.text_parts[tried] - measure_prepared(plain, sizes).parts
    weight = planned.recipients_of_texts
    gained = np.zeros(len(weight), np.bool_)
    gained[tried[saved > 0]] = True
    credits = int((np.maximum(saved, 0) * weight[tried]).sum())
    if len(tried) < len(candidates) and credits:
        credits = round(credits * weight[candidates].sum() / weight[tried].sum())
        gained[candidates] = True

    def say(group: ConcernedRecipients) -> str:
        """Names up to three of the first text's characters, and what plain ones would save."""
        text = group.text
        odd = [shown(character) for character in REPLACEMENTS if character in text]
        is_estimate = len(tried) < len(candidates)
        return words.smart_characters(
            odd[:3], group.row, group.count, credits, is_estimate=is_estimate
        )

    return about_texts(planned, FindingCode.SMART_CHARACTERS, gained, say)


def _hold_smart(planned: PlannedCampaign, texts: Integers) -> Booleans:
    """Which of these texts hold a character that has a plain one; a piece of theirs has to."""
    rendered = planned.plan.rendered
    pattern = f"[{''.join(REPLACEMENTS)}]"
    if rendered.pieces is None:
        return matching(pc.take(rendered.distinct, array(texts)), pattern)
    count = rendered.pieces.total(
        lambda pieces: (
            matching_rarely(pieces, pattern)
            if among(pieces, REPLACEMENTS)
            else np.zeros(len(pieces), np.bool_)
        )
    )
    return count[texts] > 0


def _made_plain(texts: Strings) -> Strings:
    """All at once, as `fix_smart_characters` does one."""
    by_plain: dict[str, str] = {}
    for smart, plain in REPLACEMENTS.items():
        by_plain[plain] = by_plain.get(plain, "") + smart
    for plain, smarts in by_plain.items():
        texts = pc.replace_substring_regex(texts, f"[{smarts}]", plain)
    return texts
