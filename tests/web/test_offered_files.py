"""The route of files that pages offer, over real HTTP: made when they are fetched, whole or with a
sentence, and nothing for a token of nobody."""

from __future__ import annotations

import http.client
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from jetmsg_core.errors import NotFoundError
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.files.offers import Offer, offer_file
from jetmsg_core.settings import Settings
from jetmsg_core.web.offered_files import AT_ONCE, NOT_MADE, NOT_OFFERED

Get = Callable[..., tuple[int, dict[str, str], bytes]]

CSV = b"\xef\xbb\xbfname,mobile\nAsha,9876543210\n"
LARGE = os.urandom(9_000_000)


@pytest.fixture(autouse=True)
def _data_folder(settings: Settings) -> None:
    settings.data_dir.mkdir(exist_ok=True)


def offered(make: Callable[[], bytes], name: str = "friends.csv") -> Offer:
    return offer_file(make, name=name, form=FileFormat.XLSX if "xlsx" in name else FileFormat.CSV)


def path_of(held: Offer) -> str:
    return f"/files/{held.token}"


def test_the_file_comes_whole_under_its_name_and_stays_nowhere(
    get: Get, settings: Settings
) -> None:
    held = offered(lambda: LARGE)
    before = sorted(settings.data_dir.rglob("*"))
    status, headers, body = get(path_of(held), sec_fetch_site="same-origin")
    assert (status, body) == (200, LARGE)
    assert headers["content-type"].startswith("text/csv")
    assert headers["content-disposition"] == 'attachment; filename="friends.csv"'
    assert headers["content-length"] == str(len(LARGE))
    assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")
    assert sorted(settings.data_dir.rglob("*")) == before


def test_it_is_made_anew_each_time_and_not_before(get: Get) -> None:
    made = iter([b"first", b"second"])
    held = offered(lambda: next(made))
    assert [get(path_of(held))[2] for _ in range(2)] == [b"first", b"second"]


def test_a_workbook_and_a_name_in_hindi_are_told_as_they_are(get: Get) -> None:
    held = offered(lambda: b"PK", 'सूची "मित्र".xlsx')
    _, headers, _ = get(path_of(held))
    assert headers["content-type"] == FileFormat.XLSX.media_type
    assert headers["content-disposition"] == (
        "attachment; filename*=utf-8''%E0%A4%B8%E0%A5%82%E0%A4%9A%E0%A5%80%20"
        "%22%E0%A4%AE%E0%A4%BF%E0%A4%A4%E0%A5%8D%E0%A4%B0%22.xlsx"
    )


def test_a_token_of_nobody_and_an_old_one_get_a_sentence(get: Get) -> None:
    held = offered(lambda: CSV)
    path = path_of(held)
    assert get(path)[0] == 200
    del held
    for asked in (path, f"/files/{'A' * 32}", "/files/friends.csv", f"/files/{'A' * 4000}"):
        status, headers, body = get(asked)
        assert (status, body.decode()) == (404, NOT_OFFERED)
        assert headers["content-type"].startswith("text/plain")
        assert "content-disposition" not in headers


def test_what_is_refused_while_it_is_made_is_a_sentence_and_no_file(get: Get) -> None:
    def refuse() -> bytes:
        raise NotFoundError("upload_gone", "The uploaded file is no longer kept. Upload it again.")

    held = offered(refuse)
    status, headers, body = get(path_of(held))
    assert (status, body) == (409, b"The uploaded file is no longer kept. Upload it again.\n")
    assert "content-disposition" not in headers


def test_what_breaks_is_a_sentence_without_its_insides_and_stands_in_the_log(
    get: Get, caplog: pytest.LogCaptureFixture
) -> None:
    def break_off() -> bytes:
        raise ValueError("inside of the program")

    held = offered(break_off)
    status, _, body = get(path_of(held))
    assert (status, body.decode()) == (500, NOT_MADE)
    assert "inside of the program" in caplog.text


def test_a_data_folder_that_takes_nothing_is_said(get: Get, settings: Settings) -> None:
    held = offered(lambda: CSV)
    moved = settings.data_dir.rename(settings.data_dir.with_name("elsewhere"))
    try:
        status, _, body = get(path_of(held))
    finally:
        moved.rename(settings.data_dir)
    assert status == 409
    assert body.startswith(b"The file could not be written to the data folder (No such file")
    assert get(path_of(held))[2] == CSV


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"host": "evil.example"}, id="another name for this machine"),
        pytest.param({"sec_fetch_site": "cross-site"}, id="a page elsewhere"),
    ],
)
def test_nothing_is_made_for_strangers(get: Get, headers: dict[str, str]) -> None:
    made = []
    held = offered(lambda: made.append(1) or CSV)
    assert get(path_of(held), **headers)[0] == 403
    assert get(path_of(held), "POST")[0] == 405
    assert made == []


def test_few_are_made_at_once_and_all_arrive(get: Get) -> None:
    lock, making, most = threading.Lock(), 0, 0
    together = threading.Barrier(AT_ONCE)

    def make() -> bytes:
        nonlocal making, most
        with lock:
            making += 1
            most = max(most, making)
        together.wait(60)
        with lock:
            making -= 1
        return CSV

    held = offered(make)
    with ThreadPoolExecutor(3 * AT_ONCE) as browsers:
        replies = list(browsers.map(get, [path_of(held)] * 3 * AT_ONCE))
    assert [body for _, _, body in replies] == [CSV] * 3 * AT_ONCE
    assert most == AT_ONCE


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are seen on Linux alone")
def test_a_browser_that_goes_away_leaves_no_file_open(
    address: tuple[str, int], settings: Settings
) -> None:
    held = offered(lambda: LARGE * 8)
    with closing(http.client.HTTPConnection(*address, timeout=120)) as connection:
        connection.request("GET", path_of(held))
        reply = connection.getresponse()
        assert reply.read(1000) == LARGE[:1000]
        assert open_files(settings.data_dir)
        reply.close()
    deadline = time.monotonic() + 120
    while open_files(settings.data_dir):
        assert time.monotonic() < deadline, "the file is still open"
        time.sleep(0.05)


def open_files(folder: Path) -> list[str]:
    """Those without a name, of this process."""
    targets = []
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            targets.append(str(descriptor.readlink()))
        except FileNotFoundError:
            continue
    return [path for path in targets if path.startswith(str(folder)) and "(deleted)" in path]
