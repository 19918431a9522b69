"""The dashboard and its sandbox against web pages elsewhere: by raw requests, and in a browser."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from plain_requests import request
from signed_in import add_user, cookies_of

from jetmsg_core import settings as configuration
from jetmsg_core.processes import with_running_sandbox
from jetmsg_core.settings import Settings

pytestmark = pytest.mark.browser

Start = Callable[..., Any]
PATHS = (
    *("/", "/contacts", "/exports/x", "/static/x.js", "/media/x.csv", "/component/x/index.html"),
    *(
        "/_stcore/health",
        "/_stcore/host-config",
        "/_stcore/metrics",
        "/_stcore/script-health-check",
    ),
)


def status(url: str, path: str, method: str = "GET", **headers: str) -> int:
    """Of the answer to exactly these headers; underscores stand for hyphens."""
    return request(url, path, method, **headers).status


def test_no_path_no_socket_and_no_upload_is_open_to_another_name_or_page(
    start_dashboard: Start,
) -> None:
    url = start_dashboard().url
    host = urlsplit(url).netloc
    other_name = {"Host": "stranger.example", "Origin": "http://stranger.example"}
    other_port = {"Origin": "http://127.0.0.1:3000"}
    for stranger in (other_name, other_port):
        for path in PATHS:
            assert status(url, path, **stranger) == 403, (path, stranger)
        assert status(url, "/_stcore/stream", **stranger) == 403
        assert status(url, "/_stcore/upload_file/a/b", "PUT", **stranger) == 403
        assert status(url, "/_stcore/upload_file/a/b", "DELETE", **stranger) == 403
    assert status(url, "/_stcore/stream", Host=host) == 403
    assert status(url, "/_stcore/stream", Host=host, Origin=url) == 101
    assert status(url, "/", Host=host) == 200
    assert status(url, "/_stcore/health") == 200


def test_a_name_in_the_settings_is_answered(start_dashboard: Start, settings: Settings) -> None:
    add_user(settings)
    url = start_dashboard(JETMSG_HOSTS="https://desk.example").url
    ((name, value),) = cookies_of(settings).items()
    cookie = f"__Host-{name}={value}"
    page = {"Host": "desk.example", "Origin": "https://desk.example", "Cookie": cookie}
    assert status(url, "/_stcore/stream", **page) == 101
    assert status(url, "/", **page) == 200
    assert status(url, "/exports/x", **page) == 404
    assert status(url, "/_stcore/stream", Host="desk.example", Origin="http://desk.example") == 403


def test_the_sandbox_answers_programs_and_its_own_page_only(start_dashboard: Start) -> None:
    start_dashboard()
    url = with_running_sandbox(configuration.load()).sandbox_url
    assert status(url, "/", Host="stranger.example") == 403
    assert status(url, "/report.csv", Origin="http://127.0.0.1:3000") == 403
    assert status(url, "/api/v1/sendsms.php", "POST", Origin="http://stranger.example") == 403
    assert status(url, "/", Sec_Fetch_Site="same-site", Sec_Fetch_Dest="iframe") == 403
    assert status(url, "/", Sec_Fetch_Site="same-site", Sec_Fetch_Dest="document") == 200
    assert status(url, "/health") == 200


ATTACK = """<!doctype html><title>waiting</title><iframe id="frame" src="TARGET/"></iframe><script>
const target = "TARGET";
const socket = new Promise(done => {
  const opened = new WebSocket(target.replace("http", "ws") + "/_stcore/stream", ["streamlit"]);
  opened.onopen = () => done("open"); opened.onerror = () => done("refused"); });
const image = new Promise(done => {
  const loaded = new Image(); loaded.onload = () => done("loaded");
  loaded.onerror = () => done("refused"); loaded.src = target + "/favicon.png?not=cached"; });
const read = fetch(target + "/_stcore/host-config").then(() => "read", () => "refused");
const framed = new Promise(done => document.getElementById("frame").onload =
  () => { try { done(frame.contentDocument === null ? "hidden" : "empty"); }
          catch { done("hidden"); } });
Promise.all([socket, image, read, framed]).then(all => { document.title = JSON.stringify(all); });
</script>"""


@pytest.fixture
def serve_stranger(tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Serves a page from another port of this machine and gives its address."""
    servers = []

    def serve(page: str) -> str:
        folder = tmp_path / "stranger"
        folder.mkdir()
        (folder / "index.html").write_text(page)

        class Quiet(SimpleHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def test_a_page_on_another_local_port_opens_no_socket_reads_nothing_and_frames_nothing(
    start_dashboard: Start, open_browser: Start, serve_stranger: Callable[[str], str]
) -> None:
    url = start_dashboard().url
    assert status(url, "/favicon.png") == 200
    page = open_browser()
    page.goto(serve_stranger(ATTACK.replace("TARGET", url)))
    page.wait_for_function("document.title !== 'waiting'")
    socket, image, read, _ = json.loads(page.title())
    assert (socket, image, read) == ("refused", "refused", "refused")
    framed = page.frames[1]
    assert "JetMsg" not in framed.content()
    assert framed.query_selector("#root") is None


def test_a_link_from_a_page_elsewhere_opens_the_dashboard(
    start_dashboard: Start, open_browser: Start, serve_stranger: Callable[[str], str]
) -> None:
    url = start_dashboard().url
    page = open_browser()
    page.goto(serve_stranger(f'<a href="{url}/contacts">Contacts</a>'))
    page.get_by_role("link", name="Contacts").click()
    page.get_by_role("heading", name="Contacts", level=1).wait_for()
