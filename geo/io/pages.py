"""Web pages: main text, title and date taken out of saved HTML, without any network. trafilatura's only door."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from geo.errors import ArticleError

__all__ = ["MAX_PAGE", "charset_of", "page_fields"]

#: The largest page, in bytes.
MAX_PAGE = 5_000_000

Parsed = TypeVar("Parsed")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_LANGUAGE = re.compile(r"""<html[^>]{0,500}?\slang\s*=\s*["']?([A-Za-z]{2,3})""", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,500})</title", re.IGNORECASE)


def charset_of(raw: bytes) -> str | None:
    """The charset that a page declares in its first 4,096 bytes.

    >>> charset_of(b'<meta charset="iso-8859-6">')
    'iso-8859-6'
    """
    match = _CHARSET.search(raw[:4096])
    return match[1].decode("ascii") if match else None


def page_fields(html: str) -> dict[str, object]:
    """Text, title, published, source, url and language of a page, each where the page tells it.

    Raises ArticleError where no main text can be found.

    >>> page_fields("<html><title>Port</title><body><p>Rebels hold the port.</p></body></html>")["text"]
    'Rebels hold the port.'
    """
    page = _guarded(_extract, html)
    text = page.get("text") or _guarded(_all_text, html)
    if not str(text or "").strip():
        raise ArticleError("no main text found in the page")
    title, language = _TITLE.search(html), _LANGUAGE.search(html[:20_000])
    return {
        "text": text,
        "title": page.get("title") or (title[1].strip() if title else None),
        "published": page.get("date"),
        "source": page.get("sitename"),
        "url": page.get("url"),
        "language": language[1].lower() if language else None,
    }


def _extract(html: str) -> dict[str, object]:
    from trafilatura import bare_extraction

    days = {"original_date": True, "extensive_search": False}
    page = bare_extraction(html, with_metadata=True, include_comments=False, date_extraction_params=days)
    return {name: getattr(page, name, None) for name in ("text", "title", "date", "sitename", "url")} if page else {}


def _all_text(html: str) -> str:
    from trafilatura import html2txt

    return str(html2txt(html) or "")


def _guarded(step: Callable[[str], Parsed], html: str) -> Parsed:
    """Pages from anywhere break parsers in many ways; each is one bad article, never the end of the run."""
    try:
        return step(html)
    except Exception as error:
        raise ArticleError(f"the page cannot be parsed: {type(error).__name__}: {str(error)[:200]}") from error
