"""Files of articles, format by format: each reader yields rows of loose fields, or the error of a row."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO

from geo.errors import ArticleError
from geo.io.decode import MAX_LINE, decode, text_lines
from geo.io.fields import FIELDS
from geo.io.header import date_line, split_header
from geo.io.pages import MAX_PAGE, charset_of, page_fields

__all__ = ["MAX_JSON", "MAX_PLAIN", "Note", "Row", "read_rows", "sniff"]

#: The largest text file and the largest JSON document, in bytes.
MAX_PLAIN = 16_000_000
MAX_JSON = 512_000_000

Note = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Row:
    """What a file says of one article. ``number`` is its row or line, None where the file holds one article."""

    number: int | None
    fields: dict[str, object] = field(default_factory=dict)
    error: ArticleError | None = None


def read_rows(stream: BinaryIO, ending: str, *, note: Note | None = None) -> Iterator[Row]:
    r"""Rows of a file by its ``ending``; a bad row carries its error. Raises ArticleError for a bad file.

    >>> import io
    >>> [row.number for row in read_rows(io.BytesIO(b'{"text": "a"}\n\n{"text": "b"}'), ".jsonl")]
    [1, 3]
    """
    if not stream.read(1):
        raise ArticleError("is empty")
    stream.seek(0)
    return _READERS[ending](stream, note)


def sniff(stream: BinaryIO) -> str:
    """The ending whose format the stream's first bytes look like; for standard input."""
    head = stream.read(65_536)
    stream.seek(0)
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    line = start.split(b"\n")[0]
    if start[:1] == b"{":
        return ".jsonl" if _is_json(line) else ".json"
    if start[:1] == b"<":
        return ".html"
    if start[:1] == b"[":
        return ".json" if start[1:].lstrip()[:1] in (b"{", b"]") else ".txt"
    columns = {name.strip().strip('"').lower() for name in line.decode("latin-1").split(",")}
    return ".csv" if "text" in columns and len(columns) > 1 else ".txt"


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _whole(stream: BinaryIO, limit: int) -> bytes:
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise ArticleError(f"is larger than {limit:,} bytes")
    return raw


def _plain(stream: BinaryIO, note: Note | None) -> Iterator[Row]:
    fields, text = split_header(decode(_whole(stream, MAX_PLAIN), note=note))
    if not any(fields.get(name) for name in FIELDS["published"]):
        fields = {**fields, "published": date_line(text)}
    yield Row(None, {**fields, "text": text})


def _page(stream: BinaryIO, note: Note | None) -> Iterator[Row]:
    raw = _whole(stream, MAX_PAGE)
    yield Row(None, page_fields(decode(raw, declared=charset_of(raw), note=note)))


def _json(stream: BinaryIO, note: Note | None) -> Iterator[Row]:
    text = decode(_whole(stream, MAX_JSON), note=note)
    if not text.strip():
        raise ArticleError("is empty")
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and "\n" in text[: error.pos]:
            stream.seek(0)
            yield from _json_lines(stream, note)
            return
        raise ArticleError(f"broken JSON at line {error.lineno}, column {error.colno}: {error.msg}") from None
    except (ValueError, RecursionError) as error:
        raise ArticleError(_json_problem(error)) from None
    if isinstance(document, dict):
        yield Row(None, document)
        return
    for number, item in enumerate(document if isinstance(document, list) else [document], 1):
        yield _object(number, item)


def _object(number: int, item: object) -> Row:
    if isinstance(item, dict):
        return Row(number, item)
    return Row(number, error=ArticleError(f"a JSON {_json_name(item)}; an article is an object with a field text"))


def _json_name(item: object) -> str:
    names = {list: "list", str: "string", bool: "true or false", int: "number", float: "number"}
    return names.get(type(item), "null")


def _json_lines(stream: BinaryIO, note: Note | None) -> Iterator[Row]:
    for number, line in text_lines(stream, note=note):
        if isinstance(line, ArticleError):
            yield Row(number, error=line)
        elif line.strip("\ufeff \t\r\n"):
            yield _json_line(number, line)


def _json_line(number: int, line: str) -> Row:
    try:
        return _object(number, json.loads(line.strip("\ufeff \t\r\n")))
    except json.JSONDecodeError as error:
        return Row(number, error=ArticleError(f"broken JSON at column {error.colno}: {error.msg}"))
    except (ValueError, RecursionError) as error:
        return Row(number, error=ArticleError(_json_problem(error)))


def _json_problem(error: Exception) -> str:
    return "broken JSON: " + ("nested too deeply" if isinstance(error, RecursionError) else str(error)[:120])


def _csv(stream: BinaryIO, note: Note | None) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE))
    lines = (line for _, line in text_lines(stream, note=note))
    header, delimiter = _header(next(lines, ""))
    reader = csv.reader(_strings(lines), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, ArticleError) as error:
            yield Row(number, error=ArticleError(_csv_problem(error)))
            if isinstance(error, ArticleError):
                return
            continue
        if any(cell.strip() for cell in cells):
            yield _cells(number, header, cells)


def _strings(lines: Iterator[str | ArticleError]) -> Iterator[str]:
    for line in lines:
        if isinstance(line, ArticleError):
            raise line
        yield line


def _header(line: str | ArticleError) -> tuple[list[str], str]:
    if isinstance(line, ArticleError):
        raise line
    columns: list[str] = []
    for delimiter in ",;\t|":
        cells = next(csv.reader([line.lstrip("\ufeff")], delimiter=delimiter), [])
        columns = [cell.strip().lower() for cell in cells]
        if "text" in columns:
            return columns, delimiter
    wanted = ", ".join(chain.from_iterable(FIELDS.values()))
    raise ArticleError(f"no column text in the header {line.strip()[:80]!r}; known columns are {wanted}")


def _cells(number: int, header: list[str], cells: list[str]) -> Row:
    if len(cells) > len(header):
        return Row(number, error=ArticleError(f"{len(cells)} cells, but the header names {len(header)}"))
    return Row(number, dict(zip(header, cells, strict=False)))


def _csv_problem(error: Exception) -> str:
    hint = "; is a quote never closed?" if "unexpected end" in str(error) else ""
    return f"broken CSV: {error}{hint}"


_READERS: dict[str, Callable[[BinaryIO, Note | None], Iterator[Row]]] = {
    ".txt": _plain,
    ".md": _plain,
    ".html": _page,
    ".htm": _page,
    ".json": _json,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".csv": _csv,
}
