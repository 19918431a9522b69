"""What the charts of the balance page are drawn from, and the tiles and lists of the overview."""

from __future__ import annotations

from datetime import datetime, timedelta

import pandas as pd
import pyarrow as pa
import pytest
from fixtures import NewCampaign, Send, StartGateway
from pages_opened import OpenPage, said
from streamlit.testing.v1 import AppTest

from jetmsg_core import settings as configuration
from jetmsg_core.balances import sampling
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.primitives.times import IST, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.balances import samples
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import open_database


def drawn(at: AppTest, pool: int = 0) -> dict[str, pd.DataFrame]:
    """The data of a pool's chart by layer."""
    chart = (at.get("vega_lite_chart") or at.get("arrow_vega_lite_chart"))[pool].proto
    return {
        dataset.name: pa.ipc.open_stream(dataset.data.data).read_pandas().reset_index(drop=True)
        for dataset in chart.datasets
    }


def keep(settings: Settings, *readings: tuple[float, int | None]) -> None:
    """Hours ago and the transactional credits, None for one that failed."""
    now = utc_now()
    with open_database(settings.database_path) as db:
        for hours, tranx in readings:
            at = stamp(now - timedelta(hours=hours))
            failed = Sample(at, None, None, None, "No answer.")
            samples.insert(db, "sandbox", failed if tranx is None else Sample(at, tranx, 9, 9))


def test_a_gap_breaks_the_line_and_is_shaded(open_page: OpenPage, settings: Settings) -> None:
    keep(settings, (50, 100), (49.5, 90), (2, 80), (1.5, 70))
    layers = drawn(open_page("balance"))
    assert layers["series"]["credits"].fillna(-1).tolist() == [100, 90, -1, 80, 70]
    ((_, gap),) = layers["gaps"].iterrows()
    assert gap["end"] - gap["at"] == timedelta(hours=47.5)
    assert gap["failures"] == 0


def test_a_failed_reading_is_marked_and_breaks_no_line_between_its_neighbours(
    open_page: OpenPage, settings: Settings
) -> None:
    keep(settings, (1.5, 100), (1, None), (0.5, 90))
    layers = drawn(open_page("balance"))
    assert layers["series"]["credits"].tolist() == [100, 90]
    assert len(layers["failures"]) == 1
    assert layers["gaps"].empty


def test_failures_in_a_gap_are_counted_and_a_lone_reading_stays_visible(
    open_page: OpenPage, settings: Settings
) -> None:
    keep(settings, (50, 100), (49.5, 90), (40, None), (39, None), (20, 80), (2, 70), (1.5, 70))
    layers = drawn(open_page("balance"))
    assert layers["gaps"]["failures"].tolist() == [2, 0]
    assert layers["series"]["alone"].tolist() == [False, False, False, True, False, False, False]


def test_readings_that_fail_up_to_now_are_a_gap_too(
    open_page: OpenPage, settings: Settings
) -> None:
    keep(settings, (5, 100), (4.5, 90), (4, None), (1, None))
    gaps = drawn(open_page("balance"))["gaps"]
    assert gaps["failures"].tolist() == [2]
    assert gaps["end"][0] - gaps["at"][0] == timedelta(hours=3.5)


def test_top_ups_are_marked_with_what_came_in(open_page: OpenPage, settings: Settings) -> None:
    keep(settings, (3, 100), (2.5, 90), (2, 590), (1.5, 580))
    top_ups = drawn(open_page("balance"))["top_ups"]
    assert top_ups[["credits", "added"]].values.tolist() == [[590, 500]]
    assert drawn(open_page("balance"), pool=1)["top_ups"].empty


def test_the_start_of_a_campaign_is_marked_in_its_pool_in_indian_time(
    open_page: OpenPage, start_gateway: StartGateway, new_campaign: NewCampaign, send: Send
) -> None:
    start_gateway()
    settings = configuration.load()
    sampling.sample(settings)
    made = new_campaign(3)
    send(made)
    sampling.sample(settings)
    at = open_page("balance")
    marks = drawn(at)["campaigns"]
    assert marks["campaign"].tolist() == ["Test"]
    started = datetime.fromisoformat(control.status(settings, made).campaign.started_at or "")
    local = started.astimezone(IST).replace(tzinfo=None)
    assert abs(marks["at"][0].to_pydatetime() - local) < timedelta(seconds=1)
    assert drawn(at, pool=1)["campaigns"].empty


@pytest.mark.parametrize(
    ("chosen", "first"), [("Day", 20), ("Week", 100), ("Month", 500), ("All", 1000)]
)
def test_a_range_begins_with_the_reading_before_it(
    open_page: OpenPage, settings: Settings, chosen: str, first: int
) -> None:
    keep(settings, (1000, 90), (500, 80), (100, 70), (20, 60), (1, 50))
    at = open_page("balance")
    at.segmented_control(key="balance.range").set_value(chosen).run()
    hours = {1000: 90, 500: 80, 100: 70, 20: 60}
    series = drawn(at)["series"]["credits"].dropna().tolist()
    inside = [credits for ago, credits in hours.items() if ago <= first]
    before = [credits for ago, credits in hours.items() if ago > first][-1:]
    assert series == [*before, *inside, 50]
    assert f"{len(inside) + 1} readings" in said(at)


def test_the_overview_shows_the_course_of_a_week_in_each_tile(
    open_page: OpenPage, settings: Settings, new_campaign: NewCampaign
) -> None:
    new_campaign(1)
    keep(settings, (300, 120), (100, 110), (50, 100), (1, 90))
    at = open_page("overview")
    tile = next(metric for metric in at.metric if metric.label == "Transactional")
    assert list(tile.proto.chart_data) == [120, 110, 100, 90]


def test_the_overview_lists_the_last_five_that_are_not_under_way(
    open_page: OpenPage,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
) -> None:
    start_gateway()
    for count in range(2, 9):
        send(new_campaign(count))
    control.schedule(settings, new_campaign(9), utc_now() + timedelta(hours=1))
    words = said(open_page("overview"))
    listed = [count for count in range(2, 9) if f"\n{count} of {count} recipients" in words]
    assert listed == [4, 5, 6, 7, 8]
    assert "Last campaigns" in words
