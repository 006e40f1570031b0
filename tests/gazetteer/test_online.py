"""Geocoders on the network, with a stand-in for the network."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from geopy.exc import GeocoderTimedOut

from gazetteer.errors import GazetteerError, OnlineError
from gazetteer.online import OnlineGazetteer, open_online

SABRATHA = SimpleNamespace(
    address="Sabratha, Libya",
    latitude=32.79,
    longitude=12.48,
    raw={"osm_type": "node", "osm_id": 7, "name": "Sabratha"},
)


class Fake:
    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def geocode(self, query, *, exactly_one=True):
        self.asked.append(query)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def gazetteer(tmp_path, fake, naps=None, clock=lambda: 0.0):
    naps = [] if naps is None else naps
    return OnlineGazetteer("nominatim", fake, tmp_path / "online.sqlite", clock=clock, sleep=naps.append)


def test_an_answer_becomes_a_candidate(tmp_path):
    found = gazetteer(tmp_path, Fake([SABRATHA])).lookup("Sabratha")
    assert [(c.place.id, c.place.name, c.place.lat, c.method) for c in found] == [
        ("osm:n7", "Sabratha", 32.79, "exact")
    ]


def test_no_question_goes_out_twice_even_after_a_restart(tmp_path):
    fake = Fake([SABRATHA], None)
    first = gazetteer(tmp_path, fake)
    assert first.lookup("Sabratha") == first.lookup("Sabratha")
    assert first.lookup("Nowhere") == first.lookup("Nowhere") == []
    assert gazetteer(tmp_path, Fake()).lookup("Sabratha")
    assert fake.asked == ["Sabratha", "Nowhere"]


def test_questions_go_out_one_a_second(tmp_path):
    naps = []
    asked = gazetteer(tmp_path, Fake(None, None, None), naps, clock=lambda: 100.0)
    for name in ("A", "B", "C"):
        asked.lookup(name)
    assert naps == [0.0, 1.0, 1.0]


def test_an_error_is_translated_and_not_kept(tmp_path):
    fake = Fake(GeocoderTimedOut("too slow"), [SABRATHA])
    asked = gazetteer(tmp_path, fake)
    with pytest.raises(OnlineError, match=r"nominatim gave no answer for 'Sabratha': too slow") as caught:
        asked.lookup("Sabratha")
    assert isinstance(caught.value, GazetteerError)
    assert asked.lookup("Sabratha")


@pytest.mark.parametrize(("service", "said"), [("bing", "allowed are nominatim"), ("geonames", "wants a username")])
def test_what_cannot_be_asked(tmp_path, service, said):
    with pytest.raises(OnlineError, match=said):
        open_online(service, path=tmp_path / "x.sqlite")


@pytest.mark.parametrize("service", ["nominatim", "photon"])
def test_opening_asks_nothing(tmp_path, service):
    assert open_online(service, path=tmp_path / "x.sqlite")
