"""Where claims from elsewhere come from: a file of JSON Lines, or an endpoint that speaks OpenAI's protocol."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

from geo.claim import Claim
from geo.document import Document
from geo.errors import ExtractorError, InputError
from geo.extraction.endpoint import Endpoint
from geo.extraction.grounding import Grounder
from geo.extraction.schema import parse_record

__all__ = ["ClaimFile", "ClaimSource", "ModelEndpoint"]

Warn = Callable[[str], None]
MAX_LINE = 100_000
MAX_FILE = 512_000_000
MAX_CLAIMS = 500
"""Claims of one article."""
_FAILURES = 3
"""Articles in a row without an answer after which an endpoint is given up."""


class ClaimSource(Protocol):
    """Gives the claims of one article after another."""

    def claims(self, document: Document) -> tuple[Claim, ...]:
        """The article's claims, in the order of the text."""

    def finish(self) -> None:
        """Say what was refused, when all articles are done."""


class _Grounded:
    """Grounds records, tells each refusal, and counts."""

    def __init__(self, grounder: Grounder, warn: Warn) -> None:
        self._grounder, self._warn = grounder, warn
        self.taken = self.refused = 0

    def _ground(self, document: Document, told: Iterable[tuple[str, object]]) -> tuple[Claim, ...]:
        """The claims of records told as (where, parsed JSON)."""
        kept: dict[str, Claim] = {}
        for number, (where, value) in enumerate(told):
            if number >= MAX_CLAIMS:
                self._refuse(where, f"more than {MAX_CLAIMS} claims of one article")
                break
            try:
                claim = self._grounder.claim(parse_record(value), document, origin=f"told by {where}")
            except ValueError as error:
                self._refuse(where, str(error))
                continue
            kept.setdefault(claim.id, claim)
        self.taken += len(kept)
        return tuple(sorted(kept.values(), key=lambda claim: claim.evidence.trigger))

    def _refuse(self, where: str, reason: str) -> None:
        self.refused += 1
        self._warn(f"{where}: refused: {reason}")

    def finish(self) -> None:
        """Say how many claims were taken and refused."""
        if self.refused:
            self._warn(f"{self.refused} of {self.taken + self.refused} claims from elsewhere were refused")


class ClaimFile(_Grounded):
    """Claims that somebody else has written down: JSON Lines with the fields of ``geo claims``.

    Raises InputError for a file that cannot be read. A bad line is refused alone; claims of articles that are not
    read are refused at the end.
    """

    def __init__(self, path: str | Path, grounder: Grounder, warn: Warn) -> None:
        super().__init__(grounder, warn)
        self._told: dict[str, list[tuple[str, object]]] = {}
        for where, value in self._rows(Path(path)):
            row: dict[str, object] = value if isinstance(value, dict) else {}
            article = row.get("article")
            if isinstance(article, (str, int)) and str(article):
                self._told.setdefault(str(article), []).append((where, {**row, "article": str(article)}))
            else:
                self._refuse(where, "article: the id of the article is missing")

    def claims(self, document: Document) -> tuple[Claim, ...]:
        """The claims told of the article."""
        return self._ground(document, self._told.pop(document.article.id, ()))

    def finish(self) -> None:
        """Refuse what is told of articles that nobody read, and count."""
        for article, told in self._told.items():
            self._refuse(told[0][0], f"article: {article[:60]!r} is not among the articles read")
            self.refused += len(told) - 1
        super().finish()

    def _rows(self, path: Path) -> Iterator[tuple[str, object]]:
        try:
            if path.stat().st_size > MAX_FILE:
                raise InputError(f"{path}: larger than {MAX_FILE // 1_000_000} MB")
            with path.open("rb") as stream:
                for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE + 1), b""), 1):
                    where = f"{path.name}:{number}"
                    if len(line) > MAX_LINE:
                        raise InputError(f"{where}: longer than {MAX_LINE:,} bytes")
                    if line.strip():
                        yield from self._row(where, line)
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None

    def _row(self, where: str, line: bytes) -> Iterator[tuple[str, object]]:
        try:
            yield where, json.loads(line)
        except (ValueError, RecursionError) as error:
            self._refuse(where, f"no JSON: {str(error)[:80]}")


class ModelEndpoint(_Grounded):
    """Claims that a language model tells, asked article by article."""

    def __init__(self, endpoint: Endpoint, grounder: Grounder, warn: Warn) -> None:
        super().__init__(grounder, warn)
        self._endpoint = endpoint
        self._failed = 0

    def claims(self, document: Document) -> tuple[Claim, ...]:
        """The article's claims; an article without a usable answer is told and has none.

        Raises ExtractorError where several articles in a row get no answer.
        """
        name = document.article.id
        try:
            answers = self._endpoint.ask(document)
        except ExtractorError as error:
            self._failed += 1
            if self._failed >= _FAILURES:
                raise ExtractorError(f"{error}; given up after {_FAILURES} articles") from None
            self._warn(f"{name}: no claims: {error}")
            return ()
        self._failed = 0
        told = ((f"{name} ({self._endpoint.model})", value) for value in answers)
        return self._ground(document, told)
