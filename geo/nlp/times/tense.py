"""Whether the verb that a time belongs to looks ahead or back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence

from geo.document import Sentence, Token

__all__ = ["Tenses"]

_FUTURE = frozenset({"will", "shall", "’ll", "'ll", "would"})
_STEPS_UP, _BEFORE, _BEHIND = 6, 14, 8


class Tenses:
    """Called with a span it answers "ahead" ("will leave on Friday"), "back", or "" where nothing tells.

    ``forward`` are lemmas whose infinitive is still to come ("plans to leave").
    """

    def __init__(self, sentences: Sequence[Sentence], forward: Collection[str]) -> None:
        self._tokens = [token for sentence in sentences for token in sentence.tokens]
        self._starts = [token.start for token in self._tokens]
        self._at = {token.index: token for token in self._tokens}
        self._forward = forward

    def __call__(self, start: int, end: int) -> str:
        """The tense of the verb that governs the characters [start, end)."""
        i = bisect_right(self._starts, end - 1) - 1
        if i < 0 or self._tokens[i].end < start:
            return ""
        verb = self._verb_above(self._tokens[i])
        if verb.tag not in {"VBD", "VBN", "VB"}:
            return ""
        near = self._tokens[max(0, i - _BEFORE) : i + _BEHIND]
        helpers = {token.lemma for token in near if token.head == verb.index and token.dep == "aux"}
        if verb.tag != "VBD" and (helpers & _FUTURE or ("to" in helpers and self._planned(verb))):
            return "ahead"
        return "" if verb.tag == "VB" else "back"

    def _planned(self, verb: Token) -> bool:
        above = self._at.get(verb.head, verb)
        return above.lemma in self._forward and above.tag != "VBD"

    def _verb_above(self, token: Token) -> Token:
        for _ in range(_STEPS_UP):
            if token.pos in {"VERB", "AUX"} or token.head == token.index:
                break
            token = self._at.get(token.head, token)
        return token
