"""Bytes to text: encodings, byte order marks, and what is no text at all."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from itertools import count
from typing import BinaryIO

from geo.errors import ArticleError

__all__ = ["MAX_LINE", "decode", "text_lines"]

#: The longest line of a JSON Lines or CSV file, in bytes; what is longer is skipped without being held in memory.
MAX_LINE = 16_000_000

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"SQLite format 3",
    b"\x7fELF",
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1b"))


def decode(raw: bytes, *, declared: str | None = None, note: Callable[[str], None] | None = None) -> str:
    r"""Text of a file's bytes: byte order mark, UTF-8, the ``declared`` charset, then Windows-1252.

    ``note`` is told when the encoding had to be guessed. Raises ArticleError for what is no text.

    >>> decode(b"\xef\xbb\xbfZuwarah")
    'Zuwarah'
    >>> decode("Şurmān".encode("utf-16"))
    'Şurmān'
    >>> decode(b"\x89PNG\r\n")
    Traceback (most recent call last):
    geo.errors.ArticleError: binary data, no text
    """
    marked = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    if marked:
        return _decode_as(raw, marked)
    _refuse_binary(raw)
    for encoding in ("utf-8", _usable(declared)):
        try:
            return raw.decode(encoding)
        except (LookupError, ValueError):
            continue
    return _windows(raw, note)


def text_lines(
    stream: BinaryIO, *, note: Callable[[str], None] | None = None
) -> Iterator[tuple[int, str | ArticleError]]:
    r"""Numbered lines of a file, one at a time; a line that is too long or no text comes as its error.

    >>> import io
    >>> list(text_lines(io.BytesIO(b"one\ntwo")))
    [(1, 'one\n'), (2, 'two')]
    """
    head = stream.read(4096)
    stream.seek(0)
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if not marked:
        _refuse_binary(head)
    once = _Once(note)
    reader = io.TextIOWrapper(stream, encoding=marked, errors="replace", newline="\n") if marked else stream
    for number in count(1):
        line = reader.readline(MAX_LINE)
        if not line:
            break
        yield number, _line(reader, line, once)
    if isinstance(reader, io.TextIOWrapper):
        reader.detach()


class _Once:
    """Passes the first note on and keeps silent afterwards."""

    def __init__(self, note: Callable[[str], None] | None) -> None:
        self._note = note

    def __call__(self, message: str) -> None:
        note, self._note = self._note, None
        if note:
            note(message)


def _line(reader: io.TextIOWrapper | BinaryIO, line: bytes | str, note: Callable[[str], None]) -> str | ArticleError:
    newline: bytes | str = b"\n" if isinstance(line, bytes) else "\n"
    if len(line) >= MAX_LINE and line[-1:] != newline:
        while (rest := reader.readline(MAX_LINE)) and rest[-1:] != newline:
            pass
        return ArticleError(f"line is longer than {MAX_LINE:,} bytes")
    if isinstance(line, str):
        return line
    try:
        return decode(line, note=note)
    except ArticleError as error:
        return error


def _usable(declared: str | None) -> str:
    """A declared charset as browsers take it: bytes without a mark are no UTF-16, Latin-1 means Windows-1252."""
    name = (declared or "utf-8").lower()
    if name.startswith(("utf-16", "utf-32", "utf16", "utf32")):
        return "utf-8"
    return "cp1252" if name in {"iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii"} else name


def _decode_as(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ArticleError(f"its byte order mark says {encoding}, but byte {error.start} does not fit") from None


def _windows(raw: bytes, note: Callable[[str], None] | None) -> str:
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ArticleError(f"unknown encoding at byte {error.start}; save it as UTF-8") from None
    if note:
        note("is not UTF-8; read as Windows-1252, so accented letters may be wrong")
    return text


def _refuse_binary(raw: bytes) -> None:
    head = raw[:65536]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if b"\0" in raw or raw.startswith(_SIGNATURES) or controls > len(head) / 50:
        hint = " (UTF-16 needs a byte order mark)" if head.count(b"\0") > len(head) / 3 else ""
        raise ArticleError(f"binary data, no text{hint}")
