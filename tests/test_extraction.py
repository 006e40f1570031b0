"""Claims from elsewhere: what the article bears out comes in, all else is refused with its reason."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.footprint import of_place
from gazetteer.place import Place
from gazetteer.resolver import Resolution
from geo.actor import Actor
from geo.article import Article
from geo.catalogue import load_catalogue
from geo.claim import ACTIONS, Action, Kind
from geo.document import ActorMention, Document, Sentence, TimeMention, ToponymMention
from geo.errors import ExtractorError, InputError, UsageError
from geo.extraction import ClaimFile, Endpoint, Grounder, ModelEndpoint
from geo.interval import Interval

FIRST = "Rebels captured Zarqun on Tuesday."
SECOND = "They moved on towards Old\nSabkha, said a spokesman of the Coast Shield."
TEXT = f"{FIRST} {SECOND}"
ZARQUN = Place("x:1", "Zarqun", lat=32.8, lon=12.5, country="LY")
SABKHA = Place("x:2", "Old Sabkha", lat=32.9, lon=12.7, country="LY")
DAY = Interval(dt.date(2017, 9, 26), dt.date(2017, 9, 26), "day", "on Tuesday")
SECRET = "sk-do-not-tell"


def resolve(toponyms):
    known = {"Old\nSabkha": SABKHA}
    return [Resolution("resolved", known[t.text]) if t.text in known else Resolution("unknown") for t in toponyms]


def document() -> Document:
    at = TEXT.index("Zarqun")
    named = ToponymMention(at, at + 6, "Zarqun", "literal", Resolution("resolved", ZARQUN), of_place(ZARQUN))
    rebels = ActorMention(0, 6, "Rebels", Actor("lna", "LNA", kind="armed_group"))
    when = TEXT.index("on Tuesday")
    return Document(
        Article("a1", TEXT, published=dt.date(2017, 9, 29), source="Desk"),
        (Sentence(0, 0, len(FIRST)), Sentence(1, len(FIRST) + 1, len(TEXT))),
        (named,),
        (rebels,),
        (TimeMention(when, when + 10, "on Tuesday", DAY),),
    )


def row(**fields):
    good = {
        "article": "a1", "kind": "control", "action": "captures", "actor": "Rebels", "place": "Zarqun",
        "evidence": {"text": FIRST, "trigger": "captured"}, "time": {"text": "on Tuesday"}, "factuality": "actual",
    }  # fmt: skip
    return {key: value for key, value in {**good, **fields}.items() if value != "left out"}


@pytest.fixture
def told():
    return []


@pytest.fixture
def read(tmp_path, told):
    grounder = Grounder(load_catalogue(), resolve)

    def _read(*rows):
        path = tmp_path / "claims.jsonl"
        path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), "utf-8")
        source = ClaimFile(path, grounder, told.append)
        claims = source.claims(document())
        source.finish()
        return claims

    return _read


# -- grounding -------------------------------------------------------------------------------------------------


def test_offsets_places_actors_and_days_are_found_here(read, told):
    [claim] = read(row(confidence=0.9, id="theirs", acled="Battles"))
    assert (claim.evidence.start, claim.evidence.end, claim.evidence.text) == (0, len(FIRST), FIRST)
    assert TEXT[slice(*claim.evidence.trigger)] == "captured"
    assert (claim.place.place, claim.place.start) == (ZARQUN, TEXT.index("Zarqun"))
    assert (claim.actor.actor.id, claim.actor.text) == ("lna", "Rebels")
    assert (claim.time, claim.reported, claim.source, claim.confidence) == (DAY, dt.date(2017, 9, 29), "Desk", 0.9)
    assert claim.explanation == "told by claims.jsonl:1"
    assert told == []


def test_white_space_may_differ_and_the_articles_words_are_kept(read):
    [claim] = read(row(kind="movement", action="advances", place=None, toward="Old Sabkha", actor="They", time=None,
                       evidence=SECOND.replace("\n", "  ")))  # fmt: skip
    assert (claim.evidence.text, claim.toward.text, claim.toward.place) == (SECOND, "Old\nSabkha", SABKHA)
    assert claim.actor.actor.id == "found:they"


def test_rows_of_our_own_are_read_as_they_are(read):
    at = TEXT.index("Zarqun")
    [claim] = read(row(
        actor={"id": "x", "name": "Someone", "text": "Rebels"}, opponent=None, place={"text": "Zarqun", "id": "x:9"},
        evidence={"start": 0, "end": 34, "text": FIRST, "trigger": [7, 15]}, dead=[3, 1],
        time={"start": "2017-09-26", "end": "2017-09-26", "text": "on Tuesday", "precision": "day"},
    ))  # fmt: skip
    assert (claim.place.start, claim.evidence.trigger, claim.dead, claim.time) == (at, (7, 15), (1, 3), DAY)


def test_an_actor_of_the_catalogue_is_known_by_name_and_another_is_discovered(read):
    claims = read(row(actor=None), row(speaker="Coast Shield", confidence=0.4))
    assert [claim.actor and claim.actor.actor.id for claim in claims] == [None, "lna"]
    assert claims[1].speaker.actor.id == "found:coast-shield"


def test_a_place_that_nobody_knows_stays_without_a_position(read, told):
    [claim] = read(row(place="Coast Shield"))
    assert (claim.place.text, claim.place.place, claim.place.footprint, told) == ("Coast Shield", None, None, [])


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"evidence": "Rebels lost Zarqun."}, "evidence: 'Rebels lost Zarqun.' is not in the article"),
        ({"evidence": ""}, "evidence"),
        ({"evidence": "left out"}, "evidence: Field required"),
        ({"evidence": {"text": FIRST, "trigger": "conquered"}}, "evidence.trigger: 'conquered' is not in the evidence"),
        ({"evidence": {"text": FIRST, "start": -1}}, "evidence.start"),
        ({"place": "Tripoli"}, "place: 'Tripoli' is not in the article"),
        ({"place": "Zarq"}, "place: 'Zarq' is not in the article"),
        ({"place": None}, "place: a control claim needs a place"),
        ({"place": "Z" * 500}, "place"),
        ({"place": 7}, "place"),
        ({"actor": "Loyalists"}, "actor: 'Loyalists' is not in the article"),
        ({"speaker": "The mayor"}, "speaker: 'The mayor' is not in the article"),
        ({"action": "conquers"}, "action: 'conquers' is not allowed: holds, captures"),
        ({"action": "flees"}, "action 'flees' is none of kind 'control'"),
        ({"kind": "war"}, "kind: 'war' is not allowed: control, movement, incident"),
        ({"factuality": "rumour"}, "factuality: 'rumour' is not allowed: actual, claimed"),
        ({"time": {"text": "on Friday"}}, "time: 'on Friday' is not in the article"),
        ({"time": {"start": "2017-09-27", "end": "2017-09-26"}}, "time: end lies before start"),
        ({"time": {"start": "soon"}}, "time.start"),
        ({"confidence": 2}, "confidence"),
        ({"confidence": float("nan")}, "confidence"),
        ({"dead": [-1, 2]}, "dead.0"),
        ({"article": "left out"}, "article: the id of the article is missing"),
        ({"article": "a2"}, "article: 'a2' is not among the articles read"),
    ],
)  # fmt: skip
def test_what_the_article_does_not_bear_out_is_refused_with_the_reason(read, told, fields, reason):
    assert [claim.confidence for claim in read(row(**fields), row())] == [0.5]
    assert len(told) == 2
    assert told[0].startswith("claims.jsonl:1: refused: ")
    assert reason in told[0]
    assert told[1] == "1 of 2 claims from elsewhere were refused"


@pytest.mark.parametrize("line", ["{", "[]", "null", "7", '"x"', "{}", "[" * 50_000, "\ud83d", '{"article": {}}'])
def test_a_bad_line_is_refused_alone(tmp_path, told, line):
    path = tmp_path / "claims.jsonl"
    path.write_text(f"{line}\n\n{json.dumps(row())}\n", "utf-8", "surrogatepass")
    source = ClaimFile(path, Grounder(load_catalogue(), resolve), told.append)
    assert len(source.claims(document())) == 1
    assert "refused" in told[0]


def test_a_file_that_cannot_be_read_is_named(tmp_path, told):
    long = tmp_path / "long.jsonl"
    long.write_bytes(b" " * 200_000)
    for path in (tmp_path / "none.jsonl", tmp_path, long):
        with pytest.raises(InputError, match=path.name):
            ClaimFile(path, Grounder(load_catalogue(), resolve), told.append)


def test_the_same_claim_told_twice_is_one_and_there_is_an_end(read, told):
    assert len(read(*[row()] * 600)) == 1
    assert told[0] == "claims.jsonl:501: refused: more than 500 claims of one article"


def test_every_action_has_its_kind():
    assert {action for actions in ACTIONS.values() for action in actions} == set(Action.__args__)
    assert set(ACTIONS) == set(Kind.__args__)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from([FIRST, "Zarqun", "Rebels", ""])
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "start", "end"]), inner),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from([*row(), "origin", "toward", "speaker", "dead", "siege"]), JSON))
def test_whatever_is_told_a_claim_says_what_the_article_says(fields):
    told: list[str] = []
    source = ModelEndpoint(Answers([row(**fields)]), Grounder(load_catalogue(), resolve), told.append)
    for claim in source.claims(document()):
        assert TEXT[claim.evidence.start : claim.evidence.end] == claim.evidence.text
        assert claim.evidence.start <= claim.evidence.trigger[0] <= claim.evidence.trigger[1] <= claim.evidence.end
        assert all(TEXT.startswith(ref.text, ref.start) for ref in claim.places().values())
        assert claim.kind == "incident" or claim.places()


class Answers:
    """An endpoint's answers without the endpoint."""

    model = "small"

    def __init__(self, answers):
        self._answers = answers

    def ask(self, document):
        return self._answers


# -- a model behind an endpoint --------------------------------------------------------------------------------


class Stub(BaseHTTPRequestHandler):
    """An endpoint that answers as the test says, and now and then misbehaves."""

    def do_POST(self):
        server = self.server
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.asked.append((self.path, dict(self.headers), body))
        getattr(self, server.manner, self.answer)()

    def answer(self, content=None, status=200):
        content = self.server.content if content is None else content
        self.send(json.dumps({"choices": [{"message": {"role": "assistant", "content": content}}]}).encode(), status)

    def send(self, raw, status=200, **headers):
        self.send_response(status)
        self.send_header("Content-Length", str(len(raw)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)

    def fenced(self):
        self.answer(f"<think>hm</think>\n```json\n{self.server.content}\n```")

    def prose(self):
        self.answer("I am sorry, but " + self.headers.get("Authorization", ""))

    def other_protocol(self):
        self.send(b'{"result": []}')

    def no_json(self):
        self.send(b"<html>")

    def no_text(self):
        self.send(json.dumps({"choices": [{"message": {"content": None}}]}).encode())

    def no_list(self):
        self.answer('{"claims": 7}')

    def deep(self):
        self.send(b"[" * 100_000)

    def failing(self):
        self.send(self.headers.get("Authorization", "").encode(), 500)

    def moved(self):
        self.send(b"", 302, Location=f"http://127.0.0.1:{self.server.server_port}/elsewhere")

    def endless(self):
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(200):
                self.wfile.write(b" " * 100_000)

    def drip(self):
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            for _ in range(100):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)

    def silent(self):
        time.sleep(2)

    def hangs_up(self):
        self.close_connection = True

    def log_message(self, *_):
        pass


@pytest.fixture
def stub() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    server.daemon_threads, server.block_on_close = True, False
    server.asked, server.manner, server.content = [], "answer", json.dumps({"claims": [row()]})
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def asking(server, told, **options) -> ModelEndpoint:
    address = f"http://127.0.0.1:{server.server_port}/v1"
    endpoint = Endpoint(address, "small", **{"timeout": 0.5, "key": SECRET, **options})
    return ModelEndpoint(endpoint, Grounder(load_catalogue(), resolve), told.append)


@pytest.mark.parametrize("manner", ["answer", "fenced"])
def test_a_model_is_asked_and_its_claims_are_grounded(stub, told, manner):
    stub.manner, stub.content = manner, json.dumps({"claims": [row(), row(place="Tripoli")]})
    [claim] = asking(stub, told).claims(document())
    [(path, headers, body)] = stub.asked
    assert (path, headers["Authorization"], body["model"]) == ("/v1/chat/completions", f"Bearer {SECRET}", "small")
    assert TEXT in body["messages"][1]["content"]
    assert (claim.place.place, claim.explanation) == (ZARQUN, "told by a1 (small)")
    assert told == ["a1 (small): refused: place: 'Tripoli' is not in the article"]


@pytest.mark.parametrize(
    ("manner", "reason"),
    [
        ("prose", "the model's answer is no JSON"),
        ("other_protocol", "the answer is not of OpenAI's protocol"),
        ("no_json", "the answer is not of OpenAI's protocol"),
        ("deep", "the answer is not of OpenAI's protocol"),
        ("no_text", "the answer holds no text"),
        ("no_list", "the model's answer has no list of claims"),
        ("failing", "status 500"),
        ("moved", "status 302"),
        ("endless", "the answer is longer than 4,000,000 bytes"),
        ("drip", "no answer within 0.5 s"),
        ("silent", "no answer within 0.5 s"),
        ("hangs_up", "RemoteDisconnected"),
    ],
)
def test_an_endpoint_that_misbehaves_costs_one_article_little_time_and_no_secret(stub, told, manner, reason):
    stub.manner = manner
    start = time.perf_counter()
    assert asking(stub, told, timeout=5.0 if manner == "endless" else 0.5).claims(document()) == ()
    assert time.perf_counter() - start < 5
    assert len(told) == len(stub.asked) == 1
    assert told[0].startswith("a1: no claims: ")
    assert reason in told[0]
    assert SECRET not in told[0]


def test_an_endpoint_that_never_answers_is_given_up(stub, told):
    stub.manner = "failing"
    source = asking(stub, told)
    source.claims(document())
    source.claims(document())
    with pytest.raises(ExtractorError, match="given up after 3 articles") as error:
        source.claims(document())
    assert SECRET not in str(error.value)


def test_answers_are_kept_where_a_folder_is_given(stub, told, tmp_path):
    for _ in range(2):
        assert len(asking(stub, told, cache=tmp_path / "answers").claims(document())) == 1
    [kept] = (tmp_path / "answers").iterdir()
    assert len(stub.asked) == 1
    assert SECRET not in kept.read_text() + kept.name
    kept.write_text("damaged")
    assert len(asking(stub, told, cache=tmp_path / "answers").claims(document())) == 1
    assert len(stub.asked) == 2


def test_a_long_article_is_asked_about_in_pieces_of_whole_sentences(stub, told):
    text = f"{FIRST} " * 600
    sentences = tuple(Sentence(i, i * (len(FIRST) + 1), i * (len(FIRST) + 1) + len(FIRST)) for i in range(600))
    stub.content = '{"claims": []}'
    asking(stub, told).claims(Document(Article("long", text), sentences))
    pieces = [body["messages"][1]["content"].split("\n\n", 1)[1] for _, _, body in stub.asked]
    assert len(pieces) == 3
    assert all(piece.startswith("Rebels") and piece.endswith("Tuesday.") and len(piece) <= 8_000 for piece in pieces)
    assert sum(piece.count("captured") for piece in pieces) == 600


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/v1", "ftp://127.0.0.1/v1", "127.0.0.1:80/v1", "http://127.0.0.1:99999/v1", "http:///v1",
        "https://127.0.0.1/v1?key=x", "http://[::1/v1", "", f"https://me:{SECRET}@example.org/v1",
    ],
)  # fmt: skip
def test_an_address_that_is_not_allowed_is_said_so_without_its_key(url):
    with pytest.raises(UsageError) as error:
        Endpoint(url, "small")
    assert SECRET not in str(error.value)
