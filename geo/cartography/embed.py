"""How values and constant assets enter a page without a way for any text to become code."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Mapping

__all__ = ["PACK_ABOVE", "content_security_policy", "data_block", "fill", "json_script"]

_EFFORT = 5  # a tenth larger than the best and twice as fast
PACK_ABOVE = 2_000_000  # characters; a browser unpacks more in less time than a disk reads it

_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_SLOT = re.compile(r"<!--slot:([a-z-]+)-->")


def json_script(name: str, value: object) -> str:
    """A data block: JSON in a script element that no browser runs.

    ``<``, ``>``, ``&``, the two line separators and lone surrogates are escaped, so that the text can neither end
    the element nor spoil the file's encoding. Raises ValueError for NaN and infinities.

    >>> json_script("names", ["</script>"])
    '<script type="application/json" id="names">["\\\\u003c/script\\\\u003e"]</script>'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    safe = _UNSAFE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
    return f'<script type="application/json" id="{name}">{safe}</script>'


def data_block(name: str, value: object) -> str:
    """A data block for the viewer: plain JSON, or above ``PACK_ABOVE`` characters the same packed with gzip.

    >>> data_block("names", ["Alta"])
    '<script type="application/json" id="names">["Alta"]</script>'
    """
    block = json_script(name, value)
    if len(block) <= PACK_ABOVE:
        return block
    text = block[block.index(">") + 1 : block.rindex("<")]
    packed = base64.b64encode(gzip.compress(text.encode(), _EFFORT, mtime=0)).decode()
    return f'<script type="application/gzip" id="{name}">{packed}</script>'


def fill(page: str, slots: Mapping[str, str]) -> str:
    """Put texts in the places of the markers ``<!--slot:name-->``, in one pass: what was put in is not read again.

    >>> fill("<p><!--slot:a--></p>", {"a": "<!--slot:b-->"})
    '<p><!--slot:b--></p>'
    """
    return _SLOT.sub(lambda m: slots.get(m[1], m[0]), page)


def content_security_policy(page: str, *, image_hosts: Iterable[str] = ()) -> str:
    """A policy that lets exactly the scripts and styles of a constant page run, and nothing load from anywhere.

    >>> content_security_policy("<script>a()</script>").split("; ")[1]
    "script-src 'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='"
    """
    return "; ".join(
        (
            "default-src 'none'",
            "script-src " + _hashes(page, "script"),
            "style-src " + _hashes(page, "style"),
            " ".join(("img-src data:", *image_hosts)),
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hashes(page: str, tag: str) -> str:
    bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", page, flags=re.DOTALL)
    digests = (hashlib.sha256(body.encode()).digest() for body in bodies)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests) or "'none'"
