"""Text made fit for a language model, in paragraphs, every character remembering where it came from.

News arrives with hard-wrapped lines, control characters and, now and then, a megabyte without a space. A model
reads such text badly or not at all, while every offset that leaves this package must count the given text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["LIMIT", "Paragraph", "paragraphs"]

LIMIT = 5_000
"""Characters of the longest paragraph that is parsed in one piece."""

_UNREADABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_ENDLESS = re.compile(r"\S{400,}")
_LINE = re.compile(r"[^\n]+")
_SPACES = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s")
_SENTENCE_FINAL = re.compile(r"[.!?…:;][\"'”’)\]]*$")
_UNFINISHED = re.compile(r"(?:,|\b(?:an?|the|of|in|to|and|or|for|on|at|by|with|from|near|that|was|were|is|are))$")
_WRAP_COLUMNS = (40, 140)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of a text with its white space made single.

    ``pieces`` pairs offsets in ``text`` with the offsets in the given text from which each run was copied.
    """

    text: str
    pieces: tuple[tuple[int, int], ...]

    def given(self, offset: int) -> int:
        """The offset in the given text of a character of the paragraph.

        >>> [paragraph.given(6) for paragraph in paragraphs("Rebels\\n   hold the port.")]
        [6]
        """
        clean, source = self.pieces[bisect_right(self.pieces, (offset, 1 << 60)) - 1]
        return source + offset - clean


def paragraphs(text: str, *, limit: int = LIMIT) -> Iterator[Paragraph]:
    """Split a text of any kind and length into paragraphs of at most ``limit`` characters.

    A blank line, and a line break that is no mere wrapping, ends a paragraph. Unreadable characters and runs of
    hundreds of characters without a space count as white space.

    >>> [paragraph.text for paragraph in paragraphs("Town falls\\n\\nRebels took the\\x00 town.")]
    ['Town falls', 'Rebels took the town.']
    """
    readable = _ENDLESS.sub(lambda run: " " * len(run[0]), _UNREADABLE.sub(" ", text))
    for start, end in _joined(readable):
        for first, last in _cut(readable, start, end, limit):
            if paragraph := _collapsed(readable, first, last):
                yield paragraph


def _joined(text: str) -> Iterator[tuple[int, int]]:
    """Spans of lines that belong together."""
    lines = [line.span() for line in _LINE.finditer(text)]
    widest = max((end - start for start, end in lines), default=0)
    begin = 0
    for number, (start, end) in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        if following is None or not _wraps(text, (start, end), following, widest):
            yield lines[begin][0], end
            begin = number + 1


def _wraps(text: str, line: tuple[int, int], following: tuple[int, int], widest: int) -> bool:
    """Whether the break between two lines only wraps a paragraph."""
    if following[0] - line[1] > 1:
        return False
    above, below = text[slice(*line)].strip(), text[slice(*following)].strip()
    if not above or not below:
        return False
    if _UNFINISHED.search(above) or (below[0].islower() and not _SENTENCE_FINAL.search(above)):
        return True
    narrow, wide = _WRAP_COLUMNS
    room = widest - (line[1] - line[0])
    return narrow <= widest <= wide and room <= len(below.split(None, 1)[0]) and len(below) > narrow // 4


def _cut(text: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """Cut an overlong span after a sentence, else after a word."""
    while end - start > limit:
        window = text[start : start + limit]
        at = max((match.end() for match in _SENTENCE_END.finditer(window, limit // 2)), default=0)
        at = at or window.rfind(" ") + 1 or limit
        yield start, start + at
        start += at
    yield start, end


def _collapsed(text: str, start: int, end: int) -> Paragraph | None:
    """The span with each run of white space made one space; None where nothing is left."""
    words: list[str] = []
    pieces: list[tuple[int, int]] = []
    length, at = 0, start
    for gap in (*_SPACES.finditer(text, start, end), None):
        stop = gap.start() if gap else end
        if stop > at:
            pieces.append((length, at))
            words.append(text[at:stop])
            length += stop - at + 1
        at = gap.end() if gap else end
    return Paragraph(" ".join(words), tuple(pieces)) if words else None
