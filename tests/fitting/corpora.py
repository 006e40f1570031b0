"""Geoparsing corpora as plain documents, with their sentences parsed once and kept in the cache folder.

The folder of corpora is named by ``SITMAP_CORPORA``. Even-numbered documents are for looking at, odd-numbered ones
are only counted.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import pickle
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gazetteer.index import cache_folder
from geo.document import Sentence
from geo.nlp.model import Model, load_model

__all__ = ["Document", "Gold", "corpora", "parsed", "read_corpus"]

_LITERAL = {"Literal", "Mixed", "Coercion", "Literal_Modifier", "Embedded_Literal"}
_FILES = {
    "TR-News": ("corpora/TR-News.xml", None),
    "GeoWebNews": ("corpora/GWN.xml", None),
    "wars": ("gold/wars-passages.jsonl", "gold/wars-toponyms.jsonl"),
}
_DEVELOPMENT = Path(__file__).resolve().parents[1] / "development"


@dataclass(frozen=True, slots=True)
class Gold:
    """A span of characters that annotators took for a place name, and the place they meant.

    ``lat`` and ``lon`` are NaN for a place that is in no gazetteer and should stay unknown.
    """

    start: int
    end: int
    text: str
    id: str | None
    lat: float
    lon: float
    literal: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its gold, in the order of the text; ``number`` counts within the corpus."""

    corpus: str
    number: int
    text: str
    gold: tuple[Gold, ...]

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The gold's spans of characters."""
        return tuple((gold.start, gold.end) for gold in self.gold)


def corpora() -> dict[str, list[Document]]:
    """Every corpus by its name, with the passages that ship for development."""
    folder = Path(os.environ["SITMAP_CORPORA"])
    found = {}
    for name, (file, toponyms) in _FILES.items():
        found[name] = list(read_corpus(name, folder / file, folder / toponyms if toponyms else None))
    places, toponyms = _DEVELOPMENT / "places.jsonl", _DEVELOPMENT / "toponyms.jsonl"
    found["development"] = list(read_corpus("development", places, toponyms))
    return found


def read_corpus(name: str, file: Path, toponyms: Path | None = None) -> Iterator[Document]:
    """The documents of a corpus: XML, or JSON Lines of passages with another file of their toponyms."""
    texts = _passages(file, toponyms) if toponyms else _articles(file)
    for number, (text, gold) in enumerate(texts):
        yield Document(name, number, text, tuple(sorted(gold, key=lambda g: (g.start, g.end))))


def _passages(file: Path, toponyms: Path) -> Iterator[tuple[str, list[Gold]]]:
    rows: dict[str, list[Gold]] = {}
    for row in map(json.loads, toponyms.read_text(encoding="utf-8").splitlines()):
        ident = str(row.get("id") or "").split(":")[-1] or None
        lat, lon = (math.nan if row.get(field) is None else float(row[field]) for field in ("lat", "lon"))
        gold = Gold(row["start"], row["end"], row["text"], ident, lat, lon, row["literal"])
        rows.setdefault(row["article"], []).append(gold)
    for passage in map(json.loads, file.read_text(encoding="utf-8").splitlines()):
        yield passage["text"], rows.get(passage["id"], [])


def _articles(file: Path) -> Iterator[tuple[str, list[Gold]]]:
    for article in ET.parse(file).getroot():
        text = article.findtext("text") or ""
        nodes = [*article.iter("toponym"), *article.iter("location")]
        yield text, [gold for node in nodes if (gold := _gold(node, text)) is not None]


def _gold(node: ET.Element, text: str) -> Gold | None:
    tag, kind = node.find("gaztag"), node.findtext("type")
    where = node if tag is None else tag
    ident = node.findtext("geonamesID") if tag is None else tag.get("geonameid")
    lat = _number(where.findtext("lat") or where.findtext("latitude"))
    lon = _number(where.findtext("lon") or where.findtext("longitude"))
    name = node.findtext("phrase") or node.findtext("name") or node.findtext("extractedName") or ""
    start = _start(int(node.findtext("start") or 0), name, text)
    if lat is None or lon is None or start is None:
        return None
    return Gold(start, start + len(name), name, ident, lat, lon, kind is None or kind in _LITERAL)


def _number(text: str | None) -> float | None:
    try:
        return float(text or "")
    except ValueError:
        return None


def _start(start: int, name: str, text: str) -> int | None:
    """Where the name begins, for some corpora count from one."""
    shifts = (0, -1, 1, -2, 2)
    return next((start + s for s in shifts if text[max(0, start + s) : start + s + len(name)] == name), None)


def parsed(documents: list[Document], model: Model | None = None) -> list[tuple[Sentence, ...]]:
    """The sentences of each document, from the cache or by the model."""
    model = model or load_model()
    digest = hashlib.sha256("\n\n".join([model.name, *(d.text for d in documents)]).encode()).hexdigest()[:16]
    path = cache_folder() / "fitting" / f"{documents[0].corpus}-{digest}.pickle"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pickle.dumps(list(model.sentences(d.text for d in documents))))
    sentences: Any = pickle.loads(path.read_bytes())
    return list(sentences)
