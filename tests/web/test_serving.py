"""The route of large exports over real HTTP: the file to whoever has its token, nothing else to
anybody."""

from __future__ import annotations

import http.client
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from fixtures import NewCampaign

from jetmsg_core.campaigns.exports import jobs, make_files
from jetmsg_core.campaigns.exports.recipient_file import Only
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings

Get = Callable[..., tuple[int, dict[str, str], bytes]]


@pytest.fixture
def ready(settings: Settings, new_campaign: NewCampaign) -> str:
    """The token of an export that the worker has made."""
    token = jobs.ask(settings, new_campaign(5), only=Only.ALL, name="campaign 1.csv").token
    assert make_files.make_asked(settings, maker="m") == 1
    return token


def test_the_file_comes_whole_under_its_name_and_is_kept_nowhere(get: Get, ready: str) -> None:
    status, headers, body = get(f"/exports/{ready}")
    assert status == 200
    assert body.startswith(b"\xef\xbb\xbfname,mobile,city,")
    assert body.count(b"\n") == 6
    assert headers["content-type"].startswith("text/csv")
    assert "campaign%201.csv" in headers["content-disposition"]
    assert headers["content-disposition"].startswith("attachment")
    assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")


def test_a_workbook_says_that_it_is_one(
    get: Get, settings: Settings, new_campaign: NewCampaign
) -> None:
    form = FileFormat.XLSX
    asked = jobs.ask(settings, new_campaign(5), only=Only.ALL, form=form, name="c.xlsx")
    make_files.make_asked(settings, maker="m")
    status, headers, body = get(f"/exports/{asked.token}")
    assert (status, body[:4]) == (200, b"PK\x03\x04")
    assert headers["content-type"] == form.media_type
    assert headers["content-disposition"] == 'attachment; filename="c.xlsx"'


def test_a_part_of_it_can_be_asked_for_again(get: Get, ready: str) -> None:
    whole = get(f"/exports/{ready}")[2]
    status, _, body = get(f"/exports/{ready}", range="bytes=3-6")
    assert (status, body) == (206, whole[3:7])


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"host": "evil.example"}, id="another name for this machine"),
        pytest.param({"host": "192.168.1.7:8501"}, id="an address of the network"),
        pytest.param({"sec_fetch_site": "cross-site"}, id="a page elsewhere"),
        pytest.param({"sec_fetch_site": "same-site"}, id="a neighbour's page"),
    ],
)
def test_it_is_there_for_this_machines_own_page_alone(
    get: Get, ready: str, headers: dict[str, str]
) -> None:
    status, _, body = get(f"/exports/{ready}", **headers)
    assert (status, b"mobile" in body) == (403, False)


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "[::1]:8501", "desk.example"])
def test_the_names_of_this_machine_and_of_the_settings_are_good(
    get: Get, ready: str, host: str
) -> None:
    assert get(f"/exports/{ready}", host=host, sec_fetch_site="same-origin")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/exports/",
        "/exports/..",
        "/exports/../jetmsg.db",
        "/exports/..%2fjetmsg.db",
        "/exports/%2e%2e%2fjetmsg.db",
        "/exports/..%5cjetmsg.db",
        "/exports/%2fetc%2fpasswd",
        "/exports//etc/passwd",
        "/exports/{token}.csv",
        "/exports/{token}/",
        "/exports/{token}%00",
        "/exports/{token}%0a",
        "/exports/../exports/{token}x",
        "/exports/' or '1'='1",
        f"/exports/{'A' * 32}",
        f"/exports/{'A' * 4000}",
    ],
)
def test_no_other_path_leads_anywhere(get: Get, ready: str, path: str) -> None:
    asked = path.replace("{token}", ready).replace(" ", "%20")
    status, _, body = get(asked)
    assert status in (307, 404)
    assert b"SQLite" not in body
    assert b"root:" not in body
    assert b"mobile" not in body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nothing_can_be_written_through_it(get: Get, ready: str, method: str) -> None:
    assert get(f"/exports/{ready}", method)[0] == 405
    assert get(f"/exports/{ready}")[0] == 200


def test_a_file_put_beside_the_exports_is_not_served(
    get: Get, ready: str, settings: Settings
) -> None:
    stray = "B" * 32
    (settings.data_dir / "exports" / f"{stray}.csv").write_text("secret")
    assert get(f"/exports/{stray}")[0] == 404


def test_before_the_file_is_made_there_is_none(
    get: Get, settings: Settings, new_campaign: NewCampaign
) -> None:
    token = jobs.ask(settings, new_campaign(2), only=Only.ALL, name="n.csv").token
    assert get(f"/exports/{token}")[0] == 404


def test_after_a_day_the_file_is_gone(get: Get, ready: str, settings: Settings) -> None:
    past = utc_now() + jobs.KEPT + timedelta(minutes=1)
    make_files.make_asked(settings, maker="m", clock=lambda: past)
    assert get(f"/exports/{ready}")[0] == 404
    assert list((settings.data_dir / "exports").iterdir()), "somebody may have begun to fetch it"
    later = past + make_files.LINGER
    make_files.make_asked(settings, maker="m", clock=lambda: later)
    assert not list((settings.data_dir / "exports").iterdir())


def test_an_export_that_cannot_be_written_has_failed(
    settings: Settings, new_campaign: NewCampaign, get: Get
) -> None:
    token = jobs.ask(settings, new_campaign(2), only=Only.ALL, name="n.csv").token
    Path(settings.data_dir / "exports").write_text("in the way")
    make_files.make_asked(settings, maker="m")
    (job,) = jobs.jobs(settings, 1)
    assert job.state == "failed"
    assert get(f"/exports/{token}")[0] == 404


def test_a_file_that_goes_while_it_is_fetched_is_still_fetched_whole(
    settings: Settings, ready: str, get: Get, address: tuple[str, int]
) -> None:
    path = jobs.path_of(settings, ready)
    size = 64_000_000
    with path.open("r+b") as out:
        out.truncate(size)
    with closing(http.client.HTTPConnection(*address, timeout=60)) as connection:
        connection.request("GET", f"/exports/{ready}")
        reply = connection.getresponse()
        fetched = len(reply.read(1000))
        later = utc_now() + jobs.KEPT + make_files.LINGER + timedelta(minutes=1)
        make_files.make_asked(settings, maker="m", clock=lambda: later)
        assert not path.exists()
        while piece := reply.read(1 << 20):
            fetched += len(piece)
    assert fetched == size
    assert get(f"/exports/{ready}")[0] == 404
