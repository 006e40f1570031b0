"""Actors by name: those of the catalogue, those that the text introduces, and the short names of both."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from geo.actor import ActorKind
from geo.catalogue import Catalogue
from geo.nlp.actors.context import Context
from geo.nlp.actors.lexicon import Lexicon
from geo.nlp.actors.words import Found, Word

__all__ = ["bodies", "catalogue_names", "definitions", "short_names", "typing_errors"]

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")
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


def bodies(words: Sequence[Word], named: Sequence[Found], context: Context) -> Iterator[Found]:
    """Armed bodies that the text names and nobody lists: "Fajr Brigade", "17th division", "Army of the Free"."""
    taken = {i for found in named if found.what != "state" for i in range(found.start, found.end)}
    ends = {found.end - 1: found.actor for found in named}
    for i, word in enumerate(words):
        if i in taken or word.lower not in context.lexicon.bodies or word.verb:
            continue
        start = _name_before(words, i, taken, context.lexicon)
        end = _name_behind(words, i, context.lexicon, alone=start == i)
        if start < i or end > i + 1:
            yield from _body(words, start, i, end, _owner(words, start, ends, context), context)


def _owner(words: Sequence[Word], start: int, ends: Mapping[int, str], context: Context) -> str:
    """Whose a body is, where the words before it say so: "the army's 17th Division", "rebel Fajr Brigade"."""
    before = words[start - 1] if start else None
    if before is None or not before.joins or before.sentence != words[start].sentence:
        return ""
    if start - 1 in ends:
        return ends[start - 1]
    role = context.lexicon.role_modifiers.get(before.lower) or context.lexicon.role_nouns.get(before.lower)
    return (context.role(role) or "") if role else ""


def _name_before(words: Sequence[Word], i: int, taken: set[int], lexicon: Lexicon) -> int:
    start = j = i
    while j and words[j - 1].joins and words[j - 1].sentence == words[i].sentence and (j - 1) not in taken:
        before = words[j - 1]
        proper = before.capital or _ORDINAL.match(before.lower)
        if before.owns and not words[i].capital:
            break
        if proper and not _opens(words, j - 1, lexicon):
            start = j - 1
        elif before.lower not in lexicon.links or before.owns or (before.lower == "the" and not _of_the(words, j - 1)):
            break
        j -= 1
    return start


def _of_the(words: Sequence[Word], i: int) -> bool:
    return i > 0 and words[i - 1].lower in {"of", "for"}


def _opens(words: Sequence[Word], i: int, lexicon: Lexicon) -> bool:
    """Whether a capital is only that of a sentence's first word, or the word a plain noun."""
    word = words[i]
    if word.lower in lexicon.no_names:
        return True
    if i and words[i - 1].sentence == word.sentence:
        return False
    plain = word.lower in lexicon.forces or word.lower in lexicon.role_nouns or word.lower in lexicon.civilians
    tagged = word.token is not None and word.token.pos not in {"PROPN", "X"} and not _ORDINAL.match(word.lower)
    return plain or tagged


def _name_behind(words: Sequence[Word], i: int, lexicon: Lexicon, *, alone: bool) -> int:
    """The end of a name that goes on behind its noun ("Army of Conquest", "Front for the Liberation of X")."""
    end = j = i + 1
    if not words[i].capital or j >= len(words) or words[j].lower not in ({"of", "for"} if alone else {"for"}):
        return end
    while j < len(words) and words[j - 1].joins and words[j].sentence == words[i].sentence:
        if words[j].capital:
            end = j + 1
        elif words[j].lower not in lexicon.links:
            break
        j += 1
    return end


def _body(words: Sequence[Word], start: int, head: int, end: int, owner: str, context: Context) -> Iterator[Found]:
    lexicon = context.lexicon
    span = words[start:end]
    before = {word.lower for word in words[start:head]}
    name = _spelt(span)
    needs = lexicon.body_needs.get(words[head].lower)
    if (needs and not needs & before) or name.lower() in lexicon.not_bodies:
        return
    nations = [context.nation(w.text) for w in words[start:head]]
    bare = all(n or w.lower in lexicon.plain_modifiers for n, w in zip(nations, words[start:head], strict=True))
    if (bare and end == head + 1) or (not words[head].capital and not _distinct(words, start, head)):
        return
    kind: ActorKind = lexicon.bodies[words[head].lower]  # type: ignore[assignment]
    known = context.catalogue.find(name, context.on, conflict=context.conflict) if len(span) > 1 else None
    actor = (
        known.id if known and known.conflict in {"", context.conflict} else context.discover(name, kind, owner=owner)
    )
    yield Found(start, end, head if end == head + 1 else end - 1, actor, "name", 0.9)


def _distinct(words: Sequence[Word], start: int, head: int) -> bool:
    """Before a noun in small letters: an ordinal, or a capitalised word that is not a person's or an adjective."""
    return any(
        _ORDINAL.match(w.lower) or (w.capital and (w.token is None or w.token.pos != "ADJ")) for w in words[start:head]
    )


def _spelt(span: Sequence[Word]) -> str:
    return "".join(w.text + (("'s" if w.owns else "") + w.gap if k + 1 < len(span) else "") for k, w in enumerate(span))


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
            name = _spelt(words[start:i]).strip(" (")
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
        organisation = context.actor(actor).kind == "organisation"
        ordinary = organisation or any(w.lower in lexicon.plain_modifiers or context.nation(w.text) for w in before)
        placed = any(m.start <= first.start < m.end for m in context.toponyms)
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
        name = _spelt(words[start:j])
        actor = context.catalogue.find(name, context.on, conflict=context.conflict)
        at_home = actor is not None and actor.conflict in {"", context.conflict}
        if actor and at_home and _resembles(context.catalogue.fold(name), actor.id, context):
            yield Found(start, j, j - 1, actor.id, "name", 0.85)
            return


def _resembles(key: str, id: str, context: Context) -> bool:
    actor = context.actor(id)
    return any(fuzz.ratio(key, context.catalogue.fold(n)) >= _TYPO_SCORE for n in (actor.name, *actor.aliases))
