"""An endpoint that speaks OpenAI's chat protocol: one question per piece of an article, bounded in time and size."""

from __future__ import annotations

import hashlib
import http.client
import ipaddress
import json
import os
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from geo.atomic import replacing
from geo.document import Document
from geo.errors import ExportError, ExtractorError, UsageError
from geo.extraction.prompt import INSTRUCTIONS, question

__all__ = ["Endpoint"]

MAX_ANSWER = 4_000_000
MAX_PIECE = 8_000
MAX_PIECES = 100
_FENCE = re.compile(r"^\s*```[a-z]*\s*\n(.*?)\n?\s*```\s*$", re.DOTALL)
_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)


class Endpoint:
    """Asks one model. ``url`` is the protocol's base ("http://127.0.0.1:8080/v1").

    Plain http goes to this machine only; elsewhere it must be https. ``key`` is sent to that host alone and never
    told; redirections are not followed and no proxy is used. ``timeout`` bounds each whole answer, in seconds.
    With ``cache`` (a folder) an answer is kept and not asked for again.

    Raises UsageError for an address that is not allowed.

    >>> Endpoint("ftp://127.0.0.1/v1", "small")
    Traceback (most recent call last):
    geo.errors.UsageError: --extractor 'ftp://127.0.0.1/v1': write http://127.0.0.1:PORT/v1, or https://HOST/v1
    """

    def __init__(
        self, url: str, model: str, *, key: str = "", timeout: float = 120.0, cache: Path | None = None
    ) -> None:
        self._address = _checked(url)
        self.model = model
        self._key, self._timeout, self._cache = key, timeout, cache
        if cache is not None:
            _make_folder(cache)

    def ask(self, document: Document) -> list[object]:
        """What the model tells of an article, as parsed JSON, a claim each; raises ExtractorError without an answer."""
        return [claim for piece in _pieces(document) for claim in self._told(piece, document)]

    def _told(self, piece: str, document: Document) -> list[object]:
        asked = question(piece, document.article.title, document.article.published)
        kept = self._kept(asked)
        if kept is not None and kept.is_file():
            with suppress(ExtractorError, OSError, UnicodeDecodeError):
                return _claims_in(kept.read_text("utf-8"))
        answer = self._answer(asked)
        claims = _claims_in(answer)
        if kept is not None:
            _keep(kept, answer)
        return claims

    def _kept(self, asked: str) -> Path | None:
        if self._cache is None:
            return None
        whole = "\0".join((self._address.geturl(), self.model, INSTRUCTIONS, asked))
        return self._cache / f"{hashlib.sha256(whole.encode('utf-8', 'replace')).hexdigest()}.txt"

    def _answer(self, asked: str) -> str:
        """The text of the model's answer."""
        body = {
            "model": self.model,
            "temperature": 0,
            "stream": False,
            "response_format": {"type": "json_object"},
            "messages": [{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": asked}],
        }
        raw = self._post(json.dumps(body).encode())
        try:
            content = json.loads(raw)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError):
            raise ExtractorError(f"{self._host}: the answer is not of OpenAI's protocol") from None
        if not isinstance(content, str):
            raise ExtractorError(f"{self._host}: the answer holds no text")
        return content

    @property
    def _host(self) -> str:
        return self._address.netloc

    def _post(self, body: bytes) -> bytes:
        """One request, over when the time is; an error tells the host and the reason, never what was sent."""
        connection, late = self._connection(), threading.Event()
        watch: threading.Timer | None = None
        try:
            connection.connect()
            watch = _watched(connection.sock, self._timeout, late)
            connection.request("POST", f"{self._address.path.rstrip('/')}/chat/completions", body, self._headers())
            response = connection.getresponse()
            status, answer = response.status, response.read(MAX_ANSWER + 1)
        except (OSError, http.client.HTTPException) as error:
            timed_out = late.is_set() or isinstance(error, TimeoutError)
            reason = self._late() if timed_out else getattr(error, "strerror", None) or type(error).__name__
            raise ExtractorError(f"{self._host}: {reason}") from None
        finally:
            if watch is not None:
                watch.cancel()
            connection.close()
        if late.is_set():
            raise ExtractorError(f"{self._host}: {self._late()}")
        if status != http.HTTPStatus.OK:
            raise ExtractorError(f"{self._host}: status {status}")
        if len(answer) > MAX_ANSWER:
            raise ExtractorError(f"{self._host}: the answer is longer than {MAX_ANSWER:,} bytes")
        return answer

    def _late(self) -> str:
        return f"no answer within {self._timeout:g} s"

    def _connection(self) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if self._address.scheme == "https" else http.client.HTTPConnection
        return kind(str(self._address.hostname), self._address.port, timeout=self._timeout)

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "sitmap"}
        return {**headers, "Authorization": f"Bearer {self._key}"} if self._key else headers


def _watched(sock: socket.socket, timeout: float, late: threading.Event) -> threading.Timer:
    """A timer, running, that ends all traffic of a socket when an answer takes too long, however it trickles in."""

    def end() -> None:
        late.set()
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(timeout, end)
    watch.daemon = True
    watch.start()
    return watch


def _checked(url: str) -> SplitResult:
    wrong = UsageError(f"--extractor {url[:80]!r}: write http://127.0.0.1:PORT/v1, or https://HOST/v1")
    try:
        address = urlsplit(url)
        host, _ = address.hostname, address.port
    except ValueError:
        raise wrong from None
    if "@" in address.netloc:
        raise UsageError("--extractor: no name or key belongs in the address; set SITMAP_EXTRACTOR_KEY")
    if not host or address.query or address.fragment:
        raise wrong
    if address.scheme != "https" and (address.scheme != "http" or not _is_here(host)):
        raise wrong
    return address


def _is_here(host: str) -> bool:
    with suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"


def _pieces(document: Document) -> Iterator[str]:
    """The article in pieces of whole sentences, so that each is short enough to be asked about."""
    text, start, end = document.article.text, 0, 0
    count = 0
    for sentence in document.sentences:
        if sentence.end - start > MAX_PIECE and end > start:
            yield text[start:end][: 2 * MAX_PIECE]
            start, count = sentence.start, count + 1
            if count >= MAX_PIECES:
                return
        end = sentence.end
    if text[start:end].strip():
        yield text[start:end][: 2 * MAX_PIECE]


def _claims_in(content: str) -> list[object]:
    """The claims of an answer: a list, or an object with the list ``claims``; a code fence around it is taken off."""
    bare = _THOUGHT.sub("", content)
    fenced = _FENCE.match(bare)
    try:
        value: Any = json.loads(fenced[1] if fenced else bare)
    except (ValueError, RecursionError):
        raise ExtractorError("the model's answer is no JSON") from None
    claims = value.get("claims") if isinstance(value, dict) else value
    if not isinstance(claims, list):
        raise ExtractorError("the model's answer has no list of claims")
    return claims


def _make_folder(cache: Path) -> None:
    try:
        cache.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"--extractor-cache {cache}: {error.strerror or error}") from None
    if not os.access(cache, os.W_OK):
        raise UsageError(f"--extractor-cache {cache}: permission denied")


def _keep(path: Path, answer: str) -> None:
    with suppress(ExportError, OSError), replacing(path) as beside:
        beside.write_text(answer, "utf-8", "surrogatepass")
