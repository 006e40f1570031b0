"""What the parse says of a name: the word that governs it, and as what."""

from __future__ import annotations

from collections.abc import Iterator

from geo.nlp.places.reading import Reading, Word

__all__ = ["governed", "governor", "head_of"]

Span = tuple[int, int]

_GROUPS = ("speech", "personal", "undergoing", "motion", "titles", "organs", "townsfolk")
_LISTED = 4  # so far a list is followed to its first name


def head_of(reading: Reading, span: Span) -> Word:
    """The word of a name that the others hang on: the last one that is governed from outside."""
    words = reading.words[slice(*span)]
    inside = {word.token.index for word in words}
    return next((word for word in reversed(words) if word.token.head not in inside), words[-1])


def governor(reading: Reading, word: Word) -> Word | None:
    """The word that a word hangs on, None for the root of a sentence."""
    return reading.of_token(word.token.head) if word.token.head != word.token.index else None


def governed(reading: Reading, span: Span) -> Iterator[str]:
    """The part that a name plays in its sentence, and what kind of word gives it that part.

    A name in a list plays the part of the list's first one: "object of taking, war" of "shelled A, B and C" for all.
    """
    word = _first_of_list(reading, head_of(reading, span))
    dep, above = word.token.dep, governor(reading, word)
    yield dep or "none"
    if above is None:
        return
    forms = (above.lower, above.token.lemma.lower())
    lexicon = reading.lexicon
    for group in _GROUPS:
        words = getattr(lexicon, group)
        if any(form in words for form in forms):
            yield f"{dep} of {group}"
    if dep == "nsubj" and forms[1] in lexicon.falling and not lexicon.is_word(word.lower):
        yield "nsubj of falling"
    taking = next((lexicon.taking[form] for form in forms if form in lexicon.taking), None)
    if taking:
        yield f"{dep} of verb of {taking}"


def _first_of_list(reading: Reading, word: Word) -> Word:
    for _ in range(_LISTED):
        above = governor(reading, word) if word.token.dep == "conj" else None
        if above is None:
            break
        word = above
    return word
