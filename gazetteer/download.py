"""Fetches GeoNames' files when a user asks for it: goes on where a connection broke off, and never waits for ever."""

from __future__ import annotations

import http.client
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from gazetteer.errors import OnlineError

__all__ = ["BASE_URL", "WORLD", "download", "remote_names"]

BASE_URL = "https://download.geonames.org/export/dump"
_AREAS = ("admin1CodesASCII.txt", "admin2Codes.txt", "hierarchy.zip", "countryInfo.txt")
WORLD = ("allCountries.zip", "alternateNamesV2.zip", *_AREAS)
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_NAME = re.compile(r"[\w.-]+(/[\w.-]+)?")
_TIME_OUT_S = 30.0
_TRIES = 5
_CHUNK = 1 << 18
_RANGE_REFUSED = 416

Progress = Callable[[str, int, int], None]


def remote_names(asked: Sequence[str]) -> list[str]:
    """The files to fetch: of countries by their codes, files by their names; of the whole world, when none is named.

    >>> remote_names(["LY"])[:2], remote_names([])[0]
    (['LY.zip', 'alternatenames/LY.zip'], 'allCountries.zip')
    """
    countries = [name.upper() for name in asked if _COUNTRY.fullmatch(name)]
    others = [name for name in asked if not _COUNTRY.fullmatch(name)]
    for name in others:
        if not _NAME.fullmatch(name) or ".." in name:
            raise OnlineError(f"{name!r} is no file of GeoNames; name countries (LY) or files ({', '.join(WORLD)})")
    files = [file for code in countries for file in (f"{code}.zip", f"alternatenames/{code}.zip")]
    return list(dict.fromkeys([*files, *others, *(_AREAS if countries else ())])) or list(WORLD)


def download(
    names: Sequence[str],
    folder: Path,
    *,
    base_url: str = BASE_URL,
    progress: Progress | None = None,
    timeout_s: float = _TIME_OUT_S,
    tries: int = _TRIES,
    pause_s: float = 2.0,
) -> list[Path]:
    """Fetch files into a folder and return where they lie.

    A part that was fetched before is kept, and only the rest is asked for, as long as the server still has the very
    same file. ``progress`` is called as (name, bytes so far, bytes in all). Raises :class:`OnlineError` with the
    address and the reason: a file that is not there at once, other trouble after some ``tries``.
    """
    if not base_url.startswith(("http://", "https://")):
        raise OnlineError(f"{base_url!r} is no address; allowed are those that begin with http:// or https://")
    folder.mkdir(parents=True, exist_ok=True)
    return [_fetched(name, folder, base_url, progress, timeout_s, tries, pause_s) for name in names]


def _fetched(
    name: str, folder: Path, base_url: str, progress: Progress | None, timeout_s: float, tries: int, pause_s: float
) -> Path:
    target = folder / name.replace("/", "-")
    url = f"{base_url.rstrip('/')}/{name}"
    if target.exists():
        return target
    reason = ""
    for attempt in range(tries):
        if attempt:
            time.sleep(pause_s * attempt)
        try:
            if _fetch(url, target, progress, timeout_s):
                return target
            reason = "the connection broke off"
        except urllib.error.HTTPError as error:
            if error.code in (400, 401, 403, 404, 410):
                raise OnlineError(f"{url}: the server answers {error.code} {error.reason}") from None
            reason = f"the server answers {error.code} {error.reason}"
        except (OSError, http.client.HTTPException) as error:
            reason = str(getattr(error, "reason", error)) or type(error).__name__
    raise OnlineError(f"{url}: {reason}; tried {tries} times, what was fetched is kept for the next time")


def _fetch(url: str, target: Path, progress: Progress | None, timeout_s: float) -> bool:
    """One try; true when the file is whole."""
    part, about = target.with_name(target.name + ".part"), target.with_name(target.name + ".about")
    request = urllib.request.Request(url, headers={"User-Agent": "sitmap", "Accept-Encoding": "identity"})  # noqa: S310
    have = part.stat().st_size if part.exists() and about.exists() else 0
    if have:
        request.add_header("Range", f"bytes={have}-")
        request.add_header("If-Range", json.loads(about.read_text())["tag"])
    try:
        answer = urllib.request.urlopen(request, timeout=timeout_s)  # noqa: S310
    except urllib.error.HTTPError as error:
        if error.code == _RANGE_REFUSED:
            part.unlink(missing_ok=True)
            return False
        raise
    with answer:
        goes_on = answer.status == http.HTTPStatus.PARTIAL_CONTENT and _begins_at(answer, have)
        have = have if goes_on else 0
        length = answer.headers.get("Content-Length")
        total = have + int(length) if length and length.isdigit() else None
        _note(about, answer)
        with part.open("ab" if goes_on else "wb") as out:
            have = _copy(answer, out, have, total, lambda done, all_: progress and progress(target.name, done, all_))
    if total is not None and have < total:
        return False
    part.replace(target)
    about.unlink(missing_ok=True)
    return True


def _begins_at(answer: Any, have: int) -> bool:
    return str(answer.headers.get("Content-Range", "")).startswith(f"bytes {have}-")


def _note(about: Path, answer: Any) -> None:
    """Keeps what tells this version of the file from others; without it a broken fetch begins anew."""
    tag = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
    if tag and not tag.startswith("W/"):
        about.write_text(json.dumps({"tag": tag}))
    else:
        about.unlink(missing_ok=True)


def _copy(answer: Any, out: Any, have: int, total: int | None, told: Callable[[int, int], object]) -> int:
    while True:
        try:
            chunk = answer.read1(_CHUNK)
        except http.client.IncompleteRead as error:
            chunk = error.partial
            out.write(chunk)
            return have + len(chunk)
        if not chunk:
            return have
        out.write(chunk)
        have += len(chunk)
        told(have, max(total or 0, have + 1))
