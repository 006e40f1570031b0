"""One question over HTTP by a server that may do anything: bounded in time and size, never led to another host."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from http.client import HTTPException, HTTPMessage
from typing import IO, Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, ProxyHandler, Request, build_opener

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter
from geopy.exc import GeocoderParseError, GeocoderTimedOut, GeocoderUnavailable

__all__ = ["MAX_BODY", "BoundedAdapter"]

#: The longest answer, in bytes.
MAX_BODY = 2_000_000
Result = TypeVar("Result")


class BoundedAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """Fetches for geopy's geocoders. ``timeout`` bounds all of a question: the name look-up, headers and body."""

    def __init__(self, *, proxies: Any, ssl_context: Any) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        self._open = build_opener(HTTPSHandler(context=ssl_context), ProxyHandler(proxies), _SameHost()).open

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """The answer as a JSON value; GeocoderParseError where it is none."""
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise GeocoderParseError(f"the answer is no JSON: {' '.join(text[:60].split())!r}") from None

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """The answer as text; raises AdapterHTTPError for a status other than success, geopy's errors otherwise."""
        return _within(timeout, lambda: self._fetched(Request(url, headers=dict(headers)), timeout))  # noqa: S310

    def _fetched(self, request: Request, timeout: float) -> str:
        try:
            with self._open(request, timeout=timeout) as page:
                body = page.read(MAX_BODY + 1)
        except HTTPError as error:
            told = {name.lower(): value for name, value in error.headers.items()}
            raise AdapterHTTPError(_said(error), status_code=error.code, headers=told, text=None) from None
        except URLError as error:
            raise GeocoderUnavailable(f"cannot be reached: {error.reason}") from None
        except TimeoutError:
            raise _too_slow(timeout) from None
        except (OSError, HTTPException, ValueError) as error:
            raise GeocoderUnavailable(f"broke off: {str(error)[:120] or type(error).__name__}") from None
        if len(body) > MAX_BODY:
            raise GeocoderParseError(f"the answer is larger than {MAX_BODY:,} bytes")
        return str(body.decode("utf-8", errors="replace"))


class _SameHost(HTTPRedirectHandler):
    """Follows redirects within one host only: a name under inquiry is nobody else's business."""

    max_redirections = 3

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """The next request, or an HTTPError."""
        before, after = urlsplit(req.full_url), urlsplit(newurl)
        if after.hostname != before.hostname or (before.scheme == "https" and after.scheme != "https"):
            raise HTTPError(req.full_url, code, f"redirects to {after.hostname}", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _said(error: HTTPError) -> str:
    reason = "".join(c for c in str(error.reason) if c.isprintable())[:80]
    return f"HTTP status {error.code} {reason}".rstrip()


def _within(timeout: float, work: Callable[[], Result]) -> Result:
    """Do the work in so many seconds; a server that trickles, or a name server that is silent, is left behind."""
    done: list[Result] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:
            failed.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(timeout)
    if failed:
        raise failed[0]
    if not done:
        raise _too_slow(timeout)
    return done[0]


def _too_slow(timeout: float) -> Any:
    return GeocoderTimedOut(f"no answer within {timeout:g} s")
