"""What a report says and of whom, before anything is taken from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.reports.matching.match import ReportMatch
from jetmsg_core.reports.matching.unmatched_reasons import UNMATCHED
from jetmsg_core.reports.reading.columns import ReportColumns
from jetmsg_core.reports.reading.rows import ReportRows
from jetmsg_core.reports.reading.words import Mapped, ReportedStatus, word_key

UNRECOGNISED = "unrecognised"
MOST_EXAMPLES = 20


@dataclass(frozen=True)
class ReportPreview:
    """The content of a file, and whom it would say it of. `rows` are `matched`, `unmatched` (of
    nobody, kept) or `skipped` (kept nowhere). `evidence` are matched rows about people of whom we
    do not know that the gateway took the message: their state stays."""

    columns: ReportColumns
    names: tuple[str, ...]
    rows: int
    matched: int
    evidence: int
    unmatched: int
    skipped: int
    by_campaign: dict[int, int]
    other_mode: dict[int, int]
    """Skipped rows about messages of the other mode, by campaign."""
    campaign_names: dict[int, str]
    """Of the campaigns in either."""
    by_state: dict[str, int]
    unrecognised: dict[str, int]
    unknown_words: dict[str, int]
    """Of these the words alone, for a person to say what each means."""
    explained: dict[str, str]
    """Words of the file that a person has said the meaning of, with the state."""
    why_unmatched: dict[str, int]
    why_skipped: dict[str, int]
    without_time: int
    before_sending: int
    """Rows that name a time before their message had left."""
    shortened_ids: int
    by_number: dict[int, int]
    """The campaign whose people the file names by number, with the rows, where none of its ids is
    known."""
    known_since: str | None
    """When the very same file was imported first."""
    examples: tuple[dict[str, Any], ...] = ()


def preview_of(
    report: ReportRows,
    whose: ReportMatch,
    names: Mapping[int, str],
    *,
    meanings: Mapped,
    before_sending: int,
    by_number: dict[int, int],
    known_since: str | None,
) -> ReportPreview:
    """Gives the preview of a report that was matched. `names` are those of all campaigns, by id."""
    by_state: Counter[str] = Counter()
    odd: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    times = np.bincount(report.status_of, minlength=len(report.statuses)).tolist()
    for status, count in zip(report.statuses, times, strict=True):
        by_state[status.state.value if status.state else UNRECOGNISED] += count
        if status.state is None:
            odd[" ".join(filter(None, (status.word, status.error))) or "(empty)"] += count
            unknown[status.word or status.error] += count
    is_matched, unmatched = whose.matched, whose.unmatched
    by_campaign, other_mode = _tallied(whose.campaigns), _tallied(whose.elsewhere)
    return ReportPreview(
        columns=report.columns,
        names=report.names,
        rows=len(report),
        matched=int(is_matched.sum()),
        evidence=int((is_matched & ~whose.counted).sum()),
        unmatched=int(unmatched.sum()),
        skipped=int((~is_matched & ~unmatched).sum()),
        by_campaign=by_campaign,
        other_mode=other_mode,
        campaign_names={
            campaign_id: names[campaign_id] for campaign_id in by_campaign | other_mode | by_number
        },
        by_state=dict(by_state.most_common()),
        unrecognised=dict(odd.most_common(MOST_EXAMPLES)),
        unknown_words={word: n for word, n in unknown.most_common(MOST_EXAMPLES) if word},
        explained=dict(_explained(report.statuses, meanings)),
        why_unmatched=_reasons(whose, are_kept=True),
        why_skipped=_reasons(whose, are_kept=False),
        without_time=int((report.at < 0).sum()),
        before_sending=before_sending,
        shortened_ids=report.shortened_ids,
        by_number=by_number,
        known_since=known_since,
        examples=tuple(
            _example(report, whose, position, is_unmatched=bool(unmatched[position]))
            for position in range(min(MOST_EXAMPLES, len(report)))
        ),
    )


def _explained(statuses: Iterable[ReportedStatus], meanings: Mapped) -> Iterator[tuple[str, str]]:
    for status in statuses:
        for written in (status.word, status.error, f"{status.word} {status.error}".strip()):
            if (state := meanings.get(word_key(written))) is not None:
                yield written, state.value


def _reasons(whose: ReportMatch, *, are_kept: bool) -> dict[str, int]:
    """How many rows belong to nobody, by the sentence of each reason."""
    rows = np.bincount(whose.why[~whose.matched], minlength=len(UNMATCHED)).tolist()
    return {
        rule.sentence: rows[reason]
        for reason, rule in UNMATCHED.items()
        if rows[reason] and rule.is_kept is are_kept
    }


def _tallied(campaigns: Integers) -> dict[int, int]:
    """Rows of each campaign, the most first."""
    ids, rows = np.unique(campaigns[campaigns > 0], return_counts=True)
    return dict(Counter(dict(zip(ids.tolist(), rows.tolist(), strict=True))).most_common())


def _example(
    report: ReportRows, whose: ReportMatch, position: int, *, is_unmatched: bool
) -> dict[str, Any]:
    status = report.statuses[report.status_of[position]]
    return {
        "row": int(report.rows[position]),
        "sms_id": report.ids[position].as_py(),
        "number": int(report.numbers[position]),
        "word": status.word,
        "error": status.error,
        "state": status.state.value if status.state else UNRECOGNISED,
        "at": int(report.at[position]),
        "campaign": int(whose.campaigns[position]),
        "is_unmatched": is_unmatched,
        "why": "" if whose.campaigns[position] else UNMATCHED[whose.why[position]].sentence,
    }
