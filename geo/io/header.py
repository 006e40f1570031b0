"""The header of a text file: YAML front matter, or lines of ``Key: value`` before the first blank line."""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from geo.errors import ArticleError, UsageError
from geo.io.fields import FIELDS, article_day

__all__ = ["MAX_HEADER", "date_line", "split_header"]

#: The longest front matter, in characters.
MAX_HEADER = 16_384

_HEAD_LINES = 4  # a title, perhaps a second line of it, an author, a day
_LONGEST_DATE = 60
_DATE_LINE = re.compile(
    r"(?:(?:last )?(?:published|updated|posted|issued|dated?)(?: (?:on|at))?:?\s+|on\s+)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+|(?:mon|tue|wed|thu|fri|sat|sun)\.?,?\s+)?"
    r"(?P<day>\d{4}([-/.])\d{1,2}\2\d{1,2}|\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9}\.?,? \d{4}"
    r"|[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})"
    r"(?:[T ,|-]+(?:at )?\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?"
    r"(?: ?[ap]\.?m\.?)?(?: ?(?:[a-z]{1,5}|[+-]\d{2}:?\d{2}))?)?",
    re.IGNORECASE,
)
_KNOWN = {name for names in FIELDS.values() for name in names} - {"text", "toponyms"}
_OPENING = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(---|\.\.\.)[ \t]*(\r?\n|\Z)", re.MULTILINE)
_LINE = re.compile(r"([A-Za-z][A-Za-z0-9 _-]{0,30}?)[ \t]*:(?:[ \t]+(.*?))?[ \t]*\r?\n?")


def split_header(text: str) -> tuple[dict[str, object], str]:
    r"""The header's fields (lower-case keys) and the text behind it; without a header, the text as it is.

    Raises ArticleError for front matter that is no plain mapping of YAML, or too long.

    >>> split_header("---\ntitle: Fighting\n---\nRebels hold the port.")
    ({'title': 'Fighting'}, 'Rebels hold the port.')
    >>> split_header("Title: Fighting\nDate: 2011-03-01\n\nRebels hold the port.")
    ({'title': 'Fighting', 'date': '2011-03-01'}, 'Rebels hold the port.')
    >>> split_header("Tripoli: Rebels hold the port.")
    ({}, 'Tripoli: Rebels hold the port.')
    """
    opening = _OPENING.match(text)
    if opening is None:
        return _plain_header(text)
    first = _LINE.match(text, opening.end())
    closing = _CLOSING.search(text, opening.end(), opening.end() + MAX_HEADER)
    if closing is None and first is None:
        return {}, text
    if closing is None:
        raise ArticleError(f"header: no closing --- within {MAX_HEADER:,} characters")
    fields = _front_matter(text[opening.end() : closing.start()])
    return ({}, text) if fields is None else (_checked(fields), text[closing.end() :])


def date_line(text: str) -> str | None:
    r"""The day of a plain text that tells it in a line of its own, at the top or below the title; else None.

    >>> date_line("Fighting at the port\nPublished: Thursday, 5 December 2024, 14:30 GMT\n\nRebels hold the port.")
    '5 December 2024'
    >>> date_line("Rebels took the port on 5 December 2024.\n") is None
    True
    """
    lines = [line.strip() for line in text[:MAX_HEADER].splitlines() if line.strip()]
    matches = (_DATE_LINE.fullmatch(line) for line in lines[:_HEAD_LINES] if len(line) <= _LONGEST_DATE)
    return next((match["day"] for match in matches if match and _is_day(match["day"])), None)


def _is_day(text: str) -> bool:
    try:
        article_day(text)
    except UsageError:
        return False
    return True


def _front_matter(block: str) -> Mapping[object, object] | None:
    """The block as a mapping; None where it is prose between two rules rather than a header."""
    try:
        # The base loader builds strings, lists and dicts only, whatever the tags say.
        loaded = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        loose = _key_values(block.splitlines(keepends=True))
        if loose is None:
            raise ArticleError(f"header: no valid YAML: {_first_line(error)}") from None
        return dict(loose.items())
    if loaded == "" or loaded is None:
        return {}
    return loaded if isinstance(loaded, dict) else None


def _first_line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    line = f" (line {mark.line + 2})" if mark else ""
    return f"{getattr(error, 'problem', None) or type(error).__name__}{line}"


def _checked(fields: Mapping[object, object]) -> dict[str, object]:
    """Only the known fields go on, so that nested values of others are never walked or printed."""
    named = ((key.strip().lower(), value) for key, value in fields.items() if isinstance(key, str))
    known = {key: value for key, value in named if key in _KNOWN}
    for key, value in known.items():
        if not isinstance(value, str):
            raise ArticleError(f"header: {key}: a {type(value).__name__}; allowed is one line of text")
    return known


def _plain_header(text: str) -> tuple[dict[str, object], str]:
    head = text[:MAX_HEADER]
    blank = re.search(r"^[ \t]*\r?\n", head, re.MULTILINE)
    if blank is None or blank.start() == 0:
        return {}, text
    fields = _key_values(head[: blank.start()].splitlines(keepends=True))
    if not fields or next(iter(fields)) not in _KNOWN:
        return {}, text
    return {key: value for key, value in fields.items() if key in _KNOWN}, text[blank.end() :]


def _key_values(lines: list[str]) -> dict[str, str] | None:
    matches = [_LINE.fullmatch(line) for line in lines if line.strip() and not line.startswith("#")]
    if not all(matches):
        return None
    pairs = ((match[1].lower(), match[2] or "") for match in matches if match)
    return {key: _unquoted(value) for key, value in pairs}


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
