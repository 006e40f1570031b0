"""Sentences of our own with their place names marked, for kinds of text that annotated news has too few of."""

from __future__ import annotations

import re
from pathlib import Path

from tests.fitting.corpora import Document, Gold

__all__ = ["own", "unmarked"]

_FILE = Path(__file__).with_name("sentences.txt")
_MARK = re.compile(r"\[([^\]|]+)(?:\|(\w+))?\]")
_NOWHERE = float("nan")


def own() -> list[Document]:
    """The paragraphs of ``sentences.txt``, a document each."""
    paragraphs = _FILE.read_text(encoding="utf-8").split("\n\n")
    marked = [paragraph.strip() for paragraph in paragraphs if not paragraph.startswith("#")]
    return [Document("own", number, *_read(paragraph)) for number, paragraph in enumerate(marked)]


def unmarked(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A text without its marks, and the marked spans of characters with their roles.

    >>> unmarked("[Aleppo] fell, [Ankara|metonym] protested.")
    ('Aleppo fell, Ankara protested.', [(0, 6, 'literal'), (13, 19, 'metonym')])
    """
    text, spans, at = "", [], 0
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        spans.append((len(text), len(text) + len(mark[1]), mark[2] or "literal"))
        text, at = text + mark[1], mark.end()
    return text + marked[at:], spans


def _read(marked: str) -> tuple[str, tuple[Gold, ...]]:
    text, spans = unmarked(marked)
    return text, tuple(_gold(text, *span) for span in spans)


def _gold(text: str, start: int, end: int, role: str) -> Gold:
    return Gold(start, end, text[start:end], None, _NOWHERE, _NOWHERE, role == "literal")
