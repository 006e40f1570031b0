"""How often claims of a confidence are right: ``python tests/fitting/reliability.py PASSAGES GOLD [PASSAGES GOLD]``.

A claim is right where an annotated one of the same passage and sentence agrees in kind and action, and one of its
places in the same role shares its words. Even-numbered passages are those that weights were chosen by, odd-numbered
ones were kept aside.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from geo.claim import Claim
from geo.io.articles import read_articles
from geo.pipeline import Reader

Row = Mapping[str, Any]
_EDGES = (0.0, 0.45, 0.6, 0.7, 0.8, 1.01)


def judged(passages: Path, gold: Path, reader: Reader) -> Iterator[tuple[int, float, bool]]:
    """For each claim of control or movement: its passage's number, its confidence, and whether it is right."""
    told = [json.loads(line) for line in passages.read_text(encoding="utf-8").splitlines() if line]
    number = {str(row["id"]): i for i, row in enumerate(told)}
    wanted: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not row.get("none"):
            wanted[row["passage"], row["sentence"]].append(row)
    for situation in reader.situations(read_articles([passages])):
        for claim in situation.claims:
            if claim.kind == "incident":
                continue
            spans = told[number[claim.article]]["sentences"]
            here = next(i for i, (start, end) in enumerate(spans) if start <= claim.evidence.start <= end)
            open_rows = wanted[claim.article, here]
            match = next((row for row in open_rows if agrees(row, claim)), None)
            if match is not None:
                open_rows.remove(match)
            yield number[claim.article], claim.confidence, match is not None


def agrees(row: Row, claim: Claim) -> bool:
    """Whether a claim says what an annotated one says: kind, action, and a place in the same role."""
    if (row["kind"], row["action"]) != (claim.kind, claim.action):
        return False
    return any(_alike(row.get(role), ref.text) for role, ref in claim.places().items())


def _alike(one: str | None, other: str) -> bool:
    a, b = (set(re.findall(r"\w+", (text or "").lower())) - {"the", "of", "al"} for text in (one, other))
    return bool(a and b) and (a <= b or b <= a)


def main(paths: list[str]) -> None:
    """Print the table: for each band of confidence, claims and the share of right ones, in both halves."""
    reader = Reader()
    found = [row for p, g in zip(paths[::2], paths[1::2], strict=True) for row in judged(Path(p), Path(g), reader)]
    print("confidence   even: claims  right    odd: claims  right")
    for low, high in pairwise(_EDGES):
        halves = [[right for n, c, right in found if low <= c < high and n % 2 == half] for half in (0, 1)]
        cells = [f"{len(h):6}  {sum(h) / len(h):6.2f}" if h else f"{0:6}       -" for h in halves]
        print(f"{low:.2f}-{min(high, 1):.2f}    {'        '.join(cells)}")


if __name__ == "__main__":
    main(sys.argv[1:])
