"""Short names: acronyms that a text introduces, and the parts of a name by which it goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from geo.nlp.actors.context import Context
from geo.nlp.actors.lexicon import Lexicon
from geo.nlp.actors.naming import spelt
from geo.nlp.actors.words import Found, Word

__all__ = ["definitions", "short_names"]

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")


def definitions(words: Sequence[Word], named: Sequence[Found], context: Context) -> dict[str, str]:
    """Acronyms that the text introduces behind a name in brackets, by key: "Long Name (ACR)"."""
    ends = {found.end: found for found in named if found.what == "name"}
    table: dict[str, str] = {}
    for i, word in enumerate(words[1:], 1):
        if not (words[i - 1].gap.strip() == "(" and word.gap.lstrip().startswith(")") and _acronym(word.text)):
            continue
        if i in ends:
            table[word.key] = ends[i].actor
        elif start := _initials(words, i, word.text, context.lexicon):
            name = spelt(words[start:i]).strip(" (")
            known = context.catalogue.find(name, context.on, conflict=context.conflict)
            table[word.key] = known.id if known else context.discover(name, "organisation")
    return table


def _acronym(text: str) -> bool:
    letters = text.replace(".", "")
    return letters.isupper() and letters.isalpha() and 2 <= len(letters) <= 6


def _initials(words: Sequence[Word], i: int, acronym: str, lexicon: Lexicon) -> int | None:
    """Where the capitalised words begin whose initials are the acronym's letters."""
    letters, j = list(acronym.replace(".", "").lower()), i
    while letters and j and words[j - 1].sentence == words[i].sentence and (j == i or words[j - 1].joins):
        j -= 1
        if words[j].lower[0] == letters[-1] and words[j].capital:
            letters.pop()
        elif words[j].lower not in lexicon.links:
            return None
    return None if letters else j


def short_names(
    words: Sequence[Word], named: Sequence[Found], taken: set[int], table: dict[str, str], context: Context
) -> Iterator[Found]:
    """Later mentions by a part of the name: the acronym, "the 48th", "Amu", "the Operations Room"."""
    at = {found.start: found for found in named if found.what == "name"}
    parts: dict[tuple[str, ...], str] = {}
    for i, word in enumerate(words):
        if i in at:
            parts.update(_parts(words[at[i].start : at[i].end], at[i].actor, context))
        if i in taken:
            continue
        if word.key in table and _acronym(word.text):
            yield Found(i, i + 1, i, table[word.key], "name")
        elif word.capital or _ORDINAL.match(word.lower):
            yield from _part(words, i, taken, parts)


def _parts(span: Sequence[Word], actor: str, context: Context) -> Iterator[tuple[tuple[str, ...], str]]:
    lexicon = context.lexicon
    heads = [k for k, w in enumerate(span) if w.lower in lexicon.bodies]
    if len(span) < 2 or not heads or heads[-1] == 0:
        return
    head = heads[-1]
    before = [w for w in span[:head] if w.key]
    if span[head].capital and len(span) > 2:
        yield (span[head - 1].key, span[head].key), actor
    if len(before) == 1 or (before and all(w.touches for w in before[:-1])):
        first = before[0]
        organisation = context.actor(actor).kind in {"organisation", "police"}
        ordinary = organisation or any(w.lower in lexicon.plain_modifiers or context.nation(w.text) for w in before)
        placed = bool(context.toponyms_over(first.start, first.start + 1))
        if not ordinary and not placed:
            yield tuple(w.key for w in before), actor


def _part(words: Sequence[Word], i: int, taken: set[int], parts: dict[tuple[str, ...], str]) -> Iterator[Found]:
    for size in (2, 1):
        keys = tuple(w.key for w in words[i : i + size])
        if len(keys) < size or keys not in parts or any(k in taken for k in range(i, i + size)):
            continue
        if size == 2 and not (words[i].joins and words[i + 1].capital and words[i].capital):
            continue
        if _ORDINAL.match(words[i].lower) and size == 1 and not _stands_alone(words, i):
            continue
        yield Found(i, i + size, i + size - 1, parts[keys], "name", 0.8)
        return


def _stands_alone(words: Sequence[Word], i: int) -> bool:
    """Whether an ordinal behind "the" has no noun of its own: "the 48th stays", not "the 48th day"."""
    if i == 0 or words[i - 1].lower != "the":
        return False
    if i + 1 >= len(words) or words[i + 1].sentence != words[i].sentence or not words[i].joins or words[i].owns:
        return True
    after = words[i + 1]
    return after.token is None or after.token.pos not in {"NOUN", "PROPN", "ADJ", "NUM"}
