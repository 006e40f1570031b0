"""Armed bodies that a text names and no catalogue lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from geo.actor import ActorKind
from geo.nlp.actors.context import Context
from geo.nlp.actors.lexicon import Lexicon
from geo.nlp.actors.naming import spelt
from geo.nlp.actors.words import Found, Word

__all__ = ["bodies"]

_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")


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
    name = spelt(span)
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
