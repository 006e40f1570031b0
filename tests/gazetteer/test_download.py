"""Downloads from a server on this machine that misbehaves: breaks off, is slow, answers errors, changes its files."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from typer.testing import CliRunner

from gazetteer.cli import app
from gazetteer.download import download, remote_names
from gazetteer.errors import OnlineError

CONTENT = bytes(range(256)) * 4000


class Server:
    """Answers with ``files``; ``accidents`` are what befalls the next requests: a status, "break" or "slow"."""

    def __init__(self):
        self.files = {"/dump/LY.zip": CONTENT}
        self.tag = '"one"'
        self.accidents, self.asked = [], []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                server.answer(self)

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/dump"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def answer(self, handler):
        accident = self.accidents.pop(0) if self.accidents else None
        wanted, begins = self.files.get(handler.path), 0
        self.asked.append(handler.headers.get("Range"))
        status = accident if isinstance(accident, int) else 404 if wanted is None else 200
        if status == 200 and handler.headers.get("Range") and handler.headers.get("If-Range") == self.tag:
            status, begins = 206, int(handler.headers["Range"].removeprefix("bytes=").rstrip("-"))
        handler.send_response(status)
        if status in (200, 206):
            handler.send_header("Content-Length", str(len(wanted) - begins))
            handler.send_header("ETag", self.tag)
            if status == 206:
                handler.send_header("Content-Range", f"bytes {begins}-{len(wanted) - 1}/{len(wanted)}")
        handler.end_headers()
        if accident == "slow":
            time.sleep(0.6)
        if status in (200, 206):
            handler.wfile.write(wanted[begins : begins + 300_000] if accident == "break" else wanted[begins:])


@pytest.fixture
def server():
    server = Server()
    yield server
    server.http.shutdown()
    server.http.server_close()


def fetch(server, folder, **options):
    (file,) = download(["LY.zip"], folder, base_url=server.url, **{"pause_s": 0.0, "timeout_s": 5.0, **options})
    return file


@pytest.mark.parametrize(
    ("accidents", "ranges"),
    [
        ([], [None]),
        (["break"], [None, "bytes=300000-"]),
        (["break", "break", "break"], [None, "bytes=300000-", "bytes=600000-", "bytes=900000-"]),
        ([503, "break", 500], [None, None, "bytes=300000-", "bytes=300000-"]),
        (["break", 416], [None, "bytes=300000-", None]),
    ],
)
def test_the_whole_file_comes_through(server, tmp_path, accidents, ranges):
    server.accidents = accidents
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert server.asked == ranges
    assert [file.name for file in tmp_path.iterdir()] == ["LY.zip"]


def test_what_was_fetched_is_kept_for_the_next_call(server, tmp_path):
    server.accidents = ["break"]
    with pytest.raises(OnlineError, match=r"LY\.zip: the connection broke off; tried 1 times"):
        fetch(server, tmp_path, tries=1)
    assert fetch(server, tmp_path).read_bytes() == CONTENT
    assert server.asked == [None, "bytes=300000-"]


def test_a_file_that_changed_meanwhile_begins_anew(server, tmp_path):
    server.accidents = ["break"]
    with pytest.raises(OnlineError):
        fetch(server, tmp_path, tries=1)
    server.tag, server.files["/dump/LY.zip"] = '"two"', b"new" * 200_000
    assert fetch(server, tmp_path).read_bytes() == b"new" * 200_000


def test_a_slow_server_is_not_waited_for(server, tmp_path):
    server.accidents = ["slow", "slow"]
    server.files["/dump/LY.zip"] = b""
    server.files["/dump/LY.zip"] = CONTENT
    with pytest.raises(OnlineError, match=r"LY\.zip: .*timed out"):
        fetch(server, tmp_path, tries=2, timeout_s=0.15)


@pytest.mark.parametrize("status", [404, 403])
def test_a_file_that_is_not_there_is_told_at_once(server, tmp_path, status):
    server.accidents = [status]
    with pytest.raises(OnlineError, match=rf"LY\.zip: the server answers {status}"):
        fetch(server, tmp_path)
    assert len(server.asked) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_not_there_is_told(tmp_path):
    with pytest.raises(OnlineError, match="refused"):
        download(["LY.zip"], tmp_path, base_url="http://127.0.0.1:9", tries=2, pause_s=0)
    with pytest.raises(OnlineError, match="allowed are those that begin with http"):
        download(["LY.zip"], tmp_path, base_url="file:///etc")


@pytest.mark.parametrize("name", ["../passwd", "/etc/passwd", "a b", "x/../y", ""])
def test_names_that_are_none_are_told(name):
    with pytest.raises(OnlineError, match="no file of GeoNames"):
        remote_names([name])


def test_the_command_fetches_and_imports(server, tmp_path, monkeypatch):
    monkeypatch.setenv("SITMAP_CACHE", str(tmp_path / "cache"))
    row = "7\tQasr Tamim\tQasr Tamim\t\t32.7\t12.6\tP\tPPL\tLY\t\t77\t\t\t\t9000\t\t20\tAfrica/Tripoli\t2026-01-01\n"
    server.files["/dump/LY.txt"] = row.encode()
    done = CliRunner().invoke(app, ["import", "--download", "LY.txt", "--base-url", server.url])
    assert done.exit_code == 0, done.output
    assert "1 places; 1 rows in" in done.stderr
    assert "a minute); index" in done.stderr
    assert list((tmp_path / "cache" / "downloads").iterdir()) == []
