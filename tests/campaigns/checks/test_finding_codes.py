"""What a finding's code comes to agrees with itself; that no code lacks a row is seen
elsewhere, for every enum."""

from __future__ import annotations

import pytest

from jetmsg_core.campaigns.checks.codes import FINDINGS, LEAVABLE, FindingCode, Remedy


def test_the_table_is_in_the_order_in_which_findings_are_shown() -> None:
    assert list(FINDINGS) == list(FindingCode)


@pytest.mark.parametrize("code", FindingCode)
def test_whoever_can_be_left_out_is_spoken_of_and_what_is_about_all_is_about_nobody(
    code: FindingCode,
) -> None:
    kind = FINDINGS[code]
    assert kind.title
    assert bool(kind.left_out) is (Remedy.LEAVE_OUT in kind.remedies) is (code in LEAVABLE)
    assert not (kind.about_all and kind.left_out)
