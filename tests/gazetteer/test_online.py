"""Geocoders on the network, against a server on this machine that misbehaves in every way we could think of."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.cli import main
from gazetteer.errors import GazetteerError, OnlineError
from gazetteer.online import LastResort, OnlineGazetteer, open_online
from gazetteer.online.answers import place_of
from gazetteer.online.memory import Memory
from gazetteer.place import Candidate, Place
from gazetteer.resolver import Resolution, Toponym

TOWN = {
    "osm_type": "node", "osm_id": 7, "class": "place", "type": "town", "name": "Qarqun",
    "lat": "32.79", "lon": "12.48", "boundingbox": ["32.75", "32.83", "12.44", "12.52"],
    "display_name": "Qarqun, Libya", "address": {"country_code": "ly"},
    "namedetails": {"name": "قرقون", "name:en": "Qarqun", "alt_name": "Gargoon;Karkun"},
}  # fmt: skip
PHOTON = {
    "type": "Feature",
    "geometry": {"type": "Point", "coordinates": [12.48, 32.79]},
    "properties": {
        "osm_type": "N", "osm_id": 7, "osm_key": "place", "osm_value": "town", "name": "Qarqun", "countrycode": "LY",
    },
}  # fmt: skip
GEONAMES = {
    "geonameId": 99, "name": "Qarqun", "toponymName": "Qarqūn", "lat": "32.79", "lng": "12.48",
    "countryCode": "LY", "adminCode1": "77", "fcl": "P", "fcode": "PPL", "population": 900,
}  # fmt: skip
Answer = tuple[int, dict[str, str], bytes] | Callable[[BaseHTTPRequestHandler], None]


def page(value: Any, status: int = 200, **headers: str) -> Answer:
    body = value if isinstance(value, bytes) else json.dumps(value).encode()
    return status, {"Content-Type": "application/json", **headers}, body


class Server:
    """Answers a question from ``answers`` by its name, the next of a list each time; keeps what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer] | Answer] = {}
        self.asked: list[dict[str, str]] = []
        self.agents: set[str] = set()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append({key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()})
                outer.agents.add(self.headers["User-Agent"])
                answer = outer.answers.get(outer.asked[-1].get("q", ""), page([]))
                if isinstance(answer, list):
                    answer = answer.pop(0) if len(answer) > 1 else answer[0]
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True).start()

    def names(self) -> list[str]:
        return [question.get("q", "") for question in self.asked]


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


@pytest.fixture
def naps() -> list[float]:
    return []


@pytest.fixture
def online(server: Server, tmp_path: Path, naps: list[float]) -> OnlineGazetteer:
    return open_online(url=server.url, path=tmp_path / "answers.sqlite", timeout=0.4, sleep=naps.append)


@pytest.mark.parametrize(
    ("service", "answer", "ident"),
    [
        ("nominatim", [TOWN], "osm:n7"),
        ("photon", {"features": [PHOTON]}, "osm:n7"),
        ("geonames", {"geonames": [GEONAMES]}, "geonames:99"),
    ],
)
def test_an_answer_becomes_a_candidate(server: Server, tmp_path: Path, service: str, answer: Any, ident: str) -> None:
    server.answers["Qarqun"] = page(answer)
    asked = open_online(service, url=server.url, username="me", user_agent="desk/1", path=tmp_path / "a.sqlite")
    (found,) = asked.lookup("Qarqun", country="LY")
    place = found.place
    assert (place.id, place.name, place.country, place.feature_code) == (ident, "Qarqun", "LY", "PPL")
    assert (place.lat, place.lon, found.method, found.score) == (32.79, 12.48, f"online:{service}", 1.0)
    assert place.radius_m == pytest.approx(5_000, rel=0.8)
    assert server.agents == {"desk/1"}
    assert asked.lookup("Qarqun", country="DZ") == []


def test_the_country_and_other_names_count(server: Server, online: OnlineGazetteer) -> None:
    server.answers |= {name: page([TOWN]) for name in ("Karkun", "Zzyzx")}
    assert online.lookup("Karkun", country="LY")[0].name == "Karkun"
    assert online.lookup("Zzyzx", country="LY") == []
    assert [question["countrycodes"] for question in server.asked] == ["ly", "ly"]


def test_no_question_goes_out_twice_even_after_a_restart(
    server: Server, online: OnlineGazetteer, tmp_path: Path
) -> None:
    server.answers["Qarqun"] = page([TOWN])
    for _ in range(2):
        assert online.lookup("Qarqun")
        assert online.lookup("Nowhere") == []
    again = open_online(url=server.url, path=tmp_path / "answers.sqlite")
    assert again.ask("Qarqun") == online.ask("Qarqun")
    assert again.ask("Qarqun")[1] == time.strftime("%Y-%m-%d", time.gmtime())
    assert server.names() == ["Qarqun", "Nowhere"]


def test_old_answers_are_asked_for_again_and_still_serve_when_nobody_answers(server: Server, tmp_path: Path) -> None:
    now = [0.0]
    path = tmp_path / "answers.sqlite"
    server.answers |= {"Qarqun": [page([TOWN]), page(b"", 500)], "Nowhere": page([])}
    asked = open_online(url=server.url, path=path, sleep=lambda _: None)
    asked._memory = Memory(path, now=lambda: now[0])
    assert asked.lookup("Qarqun")
    asked.lookup("Nowhere")
    now[0] += 31 * 86_400
    asked.lookup("Nowhere")
    asked.lookup("Qarqun")
    assert server.names() == ["Qarqun", "Nowhere", "Nowhere"]
    now[0] += 365 * 86_400
    assert asked.ask("Qarqun")[1] == "1970-01-01"
    assert server.names().count("Qarqun") == 4


def slow(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.0)


def trickle(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n")
    for _ in range(12):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


def huge(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n[")
    for _ in range(40):
        handler.wfile.write(b" " * 100_000)


def cut(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b'HTTP/1.0 200 OK\r\nContent-Length: 900\r\n\r\n[{"lat"')


def no_http(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"SSH-2.0-OpenSSH\r\n" * 10)


# How the server answers, what the error says, and how many times it is asked.
MISBEHAVIOUR: list[tuple[str, Answer, str, int]] = [
    ("slow", slow, "no answer within 0.4 s", 3),
    ("trickle", trickle, "no answer within 0.4 s", 3),
    ("429", page(b"slow down", 429, **{"Retry-After": "3"}), "HTTP status 429", 3),
    ("429 for a year", page(b"", 429, **{"Retry-After": "31536000"}), "HTTP status 429", 3),
    ("500", page(b"<h1>oops</h1>", 500), "HTTP status 500", 3),
    ("503", page(b"", 503), "HTTP status 503", 3),
    ("401", page(b"", 401), "HTTP status 401", 1),
    ("403", page(b"", 403), "HTTP status 403", 1),
    ("garbage", page(b'[{"lat": '), "no JSON", 1),
    ("html", page(b"<html><script>alert(1)</script></html>"), "no JSON: '<html><script>", 1),
    ("binary", page(bytes(range(256))), "no JSON", 1),
    ("deep", page(b"[" * 50_000), "no JSON", 1),
    ("huge", huge, "larger than 2,000,000 bytes", 1),
    ("cut off", cut, "no JSON", 1),
    ("no http", no_http, "broke off", 3),
    ("elsewhere", page(b"", 302, Location="http://192.0.2.7/search?q=x"), "redirects to 192.0.2.7", 3),
    ("to a file", page(b"", 302, Location="file:///etc/hostname"), "302", 3),
    ("absurd", page([{**TOWN, "lat": "1e9"}]), "no sensible answer", 1),
    ("infinite", page(b'[{"lat": Infinity, "lon": NaN, "name": "x"}]'), "no sensible answer", 1),
    ("no number", page([{**TOWN, "lon": "east"}]), "no sensible answer", 1),
    ("a number", page(7), "no sensible answer", 1),
    ("a text", page("x"), "no sensible answer", 1),
    ("an error", page({"error": "no\nway"}), "no", 1),
]


@pytest.mark.parametrize(("name", "answer", "said", "times"), MISBEHAVIOUR, ids=[case[0] for case in MISBEHAVIOUR])
def test_misbehaviour_is_an_error_that_is_not_kept(
    server: Server, online: OnlineGazetteer, naps: list[float], name: str, answer: Answer, said: str, times: int
) -> None:
    server.answers["Qarqun"] = answer
    with pytest.raises(OnlineError) as caught:
        online.lookup("Qarqun")
    message = str(caught.value)
    assert message.startswith("nominatim gave no ")
    assert said in message
    assert "'Qarqun'" in message
    assert len(message) < 260
    assert message.isprintable()
    assert len(server.asked) == times
    assert sum(naps) <= 25
    server.answers["Qarqun"] = page([TOWN])
    assert online.lookup("Qarqun")


def test_a_redirect_within_the_server_is_followed(server: Server, online: OnlineGazetteer) -> None:
    server.answers |= {"Qarqun": page(b"", 302, Location=f"{server.url}/search?q=moved"), "moved": page([TOWN])}
    assert online.lookup("Qarqun")


def test_a_second_try_may_do(server: Server, online: OnlineGazetteer, naps: list[float]) -> None:
    server.answers["Qarqun"] = [page(b"", 503), page(b"", 429, **{"Retry-After": "2"}), page([TOWN])]
    assert online.lookup("Qarqun")
    assert [nap for nap in naps if nap >= 1] == [1.0, 2.0]


def test_questions_keep_the_pace_of_the_service_even_between_processes(tmp_path: Path) -> None:
    first, second = (Memory(tmp_path / "answers.sqlite", now=lambda: 100.0) for _ in range(2))
    turns = [memory.turn("nominatim", 1.0) for memory in (first, second, first)]
    assert turns == [0.0, 1.0, 2.0]
    assert second.turn("photon", 1.0) == 0.0


def test_a_service_that_keeps_failing_is_left_alone(server: Server, online: OnlineGazetteer) -> None:
    for name in ("Qarqun", "Tawrgist", "Zelfanah"):
        server.answers[name] = page(b"", 403)
        with pytest.raises(OnlineError):
            online.lookup(name)
    assert server.names() == ["Qarqun", "Tawrgist"]


def test_one_run_asks_for_so_long_and_no_longer(server: Server, tmp_path: Path) -> None:
    ticks = iter(range(0, 10_000, 100))
    memory = Memory(tmp_path / "answers.sqlite")
    opened = open_online(url=server.url, path=tmp_path / "answers.sqlite")
    asked = OnlineGazetteer(
        "nominatim", opened._geocoder, memory, pause=0, budget=150, clock=lambda: next(ticks), sleep=lambda _: None
    )
    asked.lookup("Qarqun")
    asked.lookup("Tawrgist")
    with pytest.raises(OnlineError, match="enough for one run"):
        asked.lookup("Zelfanah")


HOSTILE = "<script>alert('x')</script>{{ 7*7 }}"


def test_names_stay_plain_text_of_one_line(server: Server, online: OnlineGazetteer) -> None:
    details = {"name:en": f"Qarqun\x1b[31m\u202e{HOSTILE}\nand more", "alt_name": "Qarqun", "name": "x" * 5000}
    server.answers["Qarqun"] = page(
        [{**TOWN, "name": None, "namedetails": details, "osm_id": "7'; DROP TABLE kept; --"}]
    )
    (found,) = online.lookup("Qarqun")
    assert all(name.isprintable() and len(name) <= 120 for name in (found.place.name, *found.place.names))
    assert HOSTILE in found.place.name
    assert found.place.id == "nominatim:32.79000,12.48000"


@pytest.mark.parametrize("name", ["", "x", "..........", "12", "q" * 10_000, "\n\t"])
def test_what_is_no_name_is_not_asked(server: Server, online: OnlineGazetteer, name: str) -> None:
    assert online.lookup(name) == []
    assert server.asked == []


@pytest.mark.parametrize(
    ("kind", "kept"), [(("shop", "bakery"), False), (("amenity", "prison"), True), (("x", "y"), False)]
)
def test_shops_are_no_places_of_war(server: Server, online: OnlineGazetteer, kind: tuple[str, str], kept: bool) -> None:
    server.answers["Qarqun"] = page([{**TOWN, "class": kind[0], "type": kind[1]}])
    assert bool(online.lookup("Qarqun")) is kept


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(sorted({*TOWN, *GEONAMES})), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(sorted({*TOWN, *GEONAMES, "properties", "extent"})), json_values))
def test_any_answer_is_a_place_on_earth_or_none(raw: dict[str, Any]) -> None:
    class Location:
        latitude, longitude, address = raw.get("lat"), raw.get("lon"), raw.get("display_name")

    Location.raw = raw  # type: ignore[attr-defined]
    place = place_of("nominatim", Location)
    if place is not None:
        assert abs(place.lat) <= 90
        assert abs(place.lon) <= 180
        assert 0 < place.radius_m <= 3_000_000
        assert place.name
        assert place.country is None or len(place.country) == 2


def test_a_damaged_or_locked_file_of_answers_is_done_without(server: Server, tmp_path: Path) -> None:
    server.answers["Qarqun"] = page([TOWN])
    damaged = tmp_path / "answers.sqlite"
    damaged.write_bytes(b"no database" * 100)
    assert open_online(url=server.url, path=damaged).lookup("Qarqun")
    assert damaged.with_name("answers.sqlite.damaged").exists()
    assert open_online(url=server.url, path=Path("/proc/answers.sqlite")).lookup("Qarqun")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"service": "bing"}, "allowed are nominatim, geonames, photon"),
        ({"service": "geonames"}, "wants a user name"),
        ({"url": "localhost:8080"}, "write http://HOST:PORT/PATH"),
        ({"url": "file:///etc/passwd"}, "is no server"),
        ({"url": "http://"}, "is no server"),
        ({"url": "http://me:secret@host/"}, "is no server"),
        ({"url": "http://host:99999/"}, "is no server"),
        ({"url": "http://host/?q="}, "is no server"),
    ],
)
def test_what_cannot_be_asked(tmp_path: Path, options: dict[str, str], said: str) -> None:
    with pytest.raises(GazetteerError, match=said.replace("?", r"\?")):
        open_online(**options, path=tmp_path / "x.sqlite")


@pytest.mark.parametrize("service", ["nominatim", "photon"])
def test_opening_asks_nothing(tmp_path: Path, service: str) -> None:
    assert open_online(service, path=tmp_path / "x.sqlite")


class Fake:
    """A service that knows one town in Libya, and fails for one name."""

    service, method = "nominatim", "online:nominatim"

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []

    def ask(self, name: str, *, country: str | None = None) -> tuple[list[Candidate], str]:
        self.asked.append((name, country))
        if name == "Failing":
            raise OnlineError("nominatim gave no answer for 'Failing'")
        place = Place("osm:n7", "Qarqun", 32.79, 12.48, country="LY")
        return ([Candidate(place, "Qarqun", "online:nominatim", 1.0)] if name == "Qarqun" else []), "2031-05-04"


def known(country: str, *, code: str = "PPL") -> Resolution:
    kind = "A" if code == "PCLI" else "P"
    return Resolution("resolved", Place(f"x:{country}{code}", country, 30, 10, kind, code, country), 0.9)


def settle(*named: tuple[str, str | None, Resolution]) -> tuple[list[Resolution], Fake, list[str]]:
    fake, warnings = Fake(), []
    toponyms = [Toponym(text, 0, len(text), parent) for text, parent, _ in named]
    found = LastResort(fake, warn=warnings.append).settle(toponyms, [answer for *_, answer in named])
    return found, fake, warnings


UNKNOWN = Resolution("unknown", reason="no entry of that name")


def test_only_what_is_unknown_is_asked_in_the_countries_of_the_text() -> None:
    found, fake, _ = settle(("Sabratha", None, known("LY")), ("Qarqun", None, UNKNOWN), ("Tawr", None, UNKNOWN))
    assert fake.asked == [("Qarqun", "LY"), ("Tawr", "LY")]
    assert [answer.status for answer in found] == ["resolved", "resolved", "unknown"]
    assert found[1].method == "online:nominatim"
    assert found[1].reason == "not in the gazetteer; nominatim answered Qarqun in LY on 2031-05-04"
    assert 0 < found[1].confidence < 0.9


def test_the_country_that_the_text_names_for_it_comes_first() -> None:
    tunisia = ("Tunisia", None, known("TN", code="PCLI"))
    _, fake, _ = settle(tunisia, ("Sabratha", None, known("LY")), ("Qarqun", "Tunisia", UNKNOWN))
    assert fake.asked == [("Qarqun", "TN")]


def test_without_a_country_only_the_very_name_counts() -> None:
    found, fake, _ = settle(("Qarqun", None, UNKNOWN))
    assert fake.asked == [("Qarqun", None)]
    assert found[0].confidence < 0.5


def test_a_failure_is_told_once_and_the_place_stays_unknown() -> None:
    found, fake, warnings = settle(*[("Failing", None, UNKNOWN)] * 3, ("Qarqun", None, UNKNOWN))
    assert found[:3] == [UNKNOWN] * 3
    assert found[3].place is not None
    assert fake.asked == [("Failing", None), ("Qarqun", None)]
    assert warnings == ["nominatim gave no answer for 'Failing'; what the gazetteer does not know stays unresolved"]


def test_the_command_asks_for_a_name_that_is_unknown(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], index: Any, tmp_path: Path
) -> None:
    server.answers |= {"Qarqunzzi": page([{**TOWN, "name": "Qarqunzzi", "namedetails": {}}]), "Zzyzxqa": page(b"", 403)}
    monkeypatch.setattr("gazetteer.index.open_index", lambda **_: index)
    monkeypatch.setenv("SITMAP_GEOCODE_URL", server.url)
    monkeypatch.setenv("SITMAP_CACHE", str(tmp_path))

    def lookup(name: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["gazetteer", "lookup", name, "--geocode", "nominatim", "--format", "json"])
        try:
            main()
            status = 0
        except SystemExit as stop:
            status = int(stop.code or 0)
        return status, *capsys.readouterr()

    status, out, _ = lookup("Qarqunzzi")
    assert (status, json.loads(out)[0]["method"]) == (0, "online:nominatim")
    status, out, err = lookup("Zzyzxqa")
    assert (status, out) == (1, "")
    assert err.startswith("warning: nominatim gave no answer for 'Zzyzxqa': HTTP status 403")
    lookup("Sabratha")
    assert server.names() == ["Qarqunzzi", "Zzyzxqa"]
