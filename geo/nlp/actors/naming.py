"""Actors of the catalogue by name: names, aliases, acronyms, leaders, and long names with a typing error."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from geo.catalogue import Catalogue
from geo.nlp.actors.context import Context
from geo.nlp.actors.words import Found, Word

__all__ = ["catalogue_names", "spelt", "typing_errors"]

_BEFORE_ITS_TIME = dt.timedelta(days=45)
_ARTICLES = frozenset({"al", "el"})
_TYPO_WORDS, _TYPO_SCORE = 3, 91


@dataclass(frozen=True, slots=True)
class _Entry:
    keys: tuple[str, ...]
    actor: str
    what: str
    shape: str  # "acronym" needs capitals throughout, "name" a capital at its head, "plain" nothing


@lru_cache(maxsize=4)
def _table(catalogue: Catalogue) -> dict[str, list[_Entry]]:
    """Entries by their first key, the longest first."""
    table: dict[str, list[_Entry]] = {}
    for actor in catalogue:
        bare = re.sub(r"\s*\([^)]*\)", "", actor.name)
        for what, names in (("name", (bare, *actor.aliases)), ("leader", actor.leaders)):
            for name in names:
                keys = tuple(catalogue.fold(name).split())
                if keys:
                    table.setdefault(keys[0], []).append(_Entry(keys, actor.id, what, _shape(name)))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry.keys))
    return table


def _shape(name: str) -> str:
    letters = name.replace(".", "")
    if letters.isupper() and len(letters) <= 6:
        return "acronym"
    return "name" if any(c.isupper() for c in name) else "plain"


def catalogue_names(words: Sequence[Word], context: Context) -> Iterator[Found]:
    """Names, aliases, acronyms and leaders of the catalogue, the longest at each word."""
    table, i = _table(context.catalogue), 0
    while i < len(words):
        found = _longest(words, i, table.get(words[i].key, ()), context) if words[i].key else None
        if found:
            yield found
        i = found.end if found else i + 1


def _longest(words: Sequence[Word], i: int, entries: Sequence[_Entry], context: Context) -> Found | None:
    best: list[tuple[int, _Entry]] = []
    for entry in entries:
        end = _matched(words, i, entry)
        if end and (not best or end == best[0][0]) and _admissible(words[i:end], entry, context):
            best.append((end, entry))
        elif best:
            break
    if not best:
        return None
    choice = context.catalogue.choose([context.actor(e.actor) for _, e in best], context.on, conflict=context.conflict)
    end, entry = next((end, e) for end, e in best if choice and e.actor == choice.id)
    nation = entry.what == "name" and " ".join(entry.keys) in context.catalogue.nations
    what = "state" if nation and entry.actor.startswith("state:") else entry.what
    start = i - 1 if i and words[i - 1].lower in _ARTICLES and words[i - 1].joins else i
    return Found(start, end, end - 1, entry.actor, what, 1.0 if len(entry.keys) > 1 else 0.9)


def _matched(words: Sequence[Word], i: int, entry: _Entry) -> int:
    """The end of the match, 0 for none. Particles that carry no key are passed over."""
    j, left = i + 1, entry.keys[1:]
    for key in left:
        while j < len(words) and words[j - 1].joins and not words[j].key and not _begins_anew(words, j):
            j += 1
        if j >= len(words) or not words[j - 1].joins or words[j].key != key or words[j].sentence != words[i].sentence:
            return 0
        j += 1
    return j


def _begins_anew(words: Sequence[Word], j: int) -> bool:
    """Whether "the" begins another phrase ("In Mali the army"), unlike in "Army of the Free"."""
    return words[j].lower == "the" and bool(words[j - 1].key)


def _admissible(span: Sequence[Word], entry: _Entry, context: Context) -> bool:
    """Whether the capitals fit, and the document is of the actor's conflict where the name is ambiguous."""
    actor = context.actor(entry.actor)
    at_home = not actor.conflict or actor.conflict == context.conflict
    if context.on and actor.start and context.on < actor.start - _BEFORE_ITS_TIME:
        return False
    if entry.shape == "acronym":
        return at_home and span[0].text.replace(".", "").isupper()
    if entry.shape == "plain" or (entry.what == "leader" and len(entry.keys) == 1):
        return at_home and (entry.shape == "plain" or span[0].capital)
    if not any(word.capital for word in span) or (not at_home and span[-1].lower in context.lexicon.forces):
        return False
    return at_home or len(entry.keys) > 1 or len(entry.keys[0]) > 5


def typing_errors(words: Sequence[Word], context: Context) -> Iterator[Found]:
    """Long names of the catalogue with a typing error: runs of capitalised words that nearly spell one."""
    i = 0
    while i < len(words):
        j = i
        while j < len(words) and words[j].capital and (j == i or words[j - 1].joins):
            j += 1
        if j - i >= _TYPO_WORDS:
            yield from _near(words, i, j, context)
        i = max(j, i + 1)


def _near(words: Sequence[Word], i: int, j: int, context: Context) -> Iterator[Found]:
    for start in range(i, j - _TYPO_WORDS + 1):
        if not words[start].key:
            continue
        name = spelt(words[start:j])
        actor = context.catalogue.find(name, context.on, conflict=context.conflict)
        at_home = actor is not None and actor.conflict in {"", context.conflict}
        if actor and at_home and _resembles(context.catalogue.fold(name), actor.id, context):
            yield Found(start, j, j - 1, actor.id, "name", 0.85)
            return


def _resembles(key: str, id: str, context: Context) -> bool:
    actor = context.actor(id)
    return any(fuzz.ratio(key, context.catalogue.fold(n)) >= _TYPO_SCORE for n in (actor.name, *actor.aliases))


def spelt(span: Sequence[Word]) -> str:
    """The words as the text has them, possessives and hyphens included."""
    told = "".join(w.text + (("'s" if w.owns else "") + w.gap if k + 1 < len(span) else "") for k, w in enumerate(span))
    return " ".join(told.split())
