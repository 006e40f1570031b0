"""Tables of weights, written so that a reader finds what each piece of evidence is worth."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

__all__ = ["write_table"]

DATA = Path(__file__).resolve().parents[2] / "geo" / "nlp" / "data"
_GROUP = re.compile(r"((?:^  #[^\n]*\n)*)^  (\w+):", re.MULTILINE)


def write_table(name: str, weights: Mapping[str, float]) -> None:
    """Replace the fitted part of a table; what stands above "evidence:" and the comments of its groups are kept."""
    path = DATA / name
    head, _, body = path.read_text(encoding="utf-8").partition("\nevidence:\n")
    comments = {group: comment for comment, group in _GROUP.findall(body)}
    head = re.sub(r"^bias: .*$", f"bias: {weights['bias']:.2f}", head, flags=re.MULTILINE)
    fixed = {f"{group}: {piece}" for group, rows in yaml.safe_load(head)["by hand"].items() for piece in rows}
    grouped: dict[str, dict[str, float]] = defaultdict(dict)
    for piece, weight in weights.items():
        if piece != "bias" and piece not in fixed:
            group, _, rest = piece.partition(": ")
            grouped[group][rest] = weight
    lines = [line for group in sorted(grouped) for line in _group(group, comments.get(group, ""), grouped[group])]
    path.write_text("\n".join((f"{head}\nevidence:", *lines)) + "\n", encoding="utf-8")
    print(path)


def _group(name: str, comment: str, pieces: Mapping[str, float]) -> Iterator[str]:
    yield from comment.splitlines()
    yield f"  {name}:"
    yield from (f'    "{piece}": {weight:.2f}' for piece, weight in sorted(pieces.items()))
