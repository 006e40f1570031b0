"""Pronouns and definite nouns: "they", "its forces", "the group" mean the last actor that fits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from geo.nlp.actors.context import Context
from geo.nlp.actors.words import Found, Word

__all__ = ["resolved"]

_PRONOUNS = {
    **dict.fromkeys(("they", "them", "their", "latter"), "their"),
    **dict.fromkeys(("it", "its"), "its"),
    **dict.fromkeys(("he", "him", "his", "she", "her"), "his"),
    **dict.fromkeys(("we", "us"), "we"),
}
_OWNERS = frozenset({"its", "their", "his", "her"})
_UNSURE, _UNRESOLVED = 0.5, 0.3
_SENTENCES_BACK, _DEFINITE_BACK = 2, 4
_MEN = frozenset(
    {"fighter", "soldier", "rebel", "militiaman", "insurgent", "policeman", "volunteer", "gunman", "militant"}
)
_OFFICES = frozenset(
    {"ministry", "government", "presidency", "command", "staff", "parliament", "administration", "office"}
)
_DEFINITE = {
    "alliance": {"coalition"},
    "coalition": {"coalition"},
    "bloc": {"coalition", "organisation"},
    "council": {"coalition", "government", "organisation"},
    "militia": {"militia", "armed_group", "police"},
    "group": {"armed_group", "militia", "operations_room", "organisation"},
    "movement": {"armed_group", "militia", "coalition"},
    "force": {"armed_group", "militia", "operations_room", "police", "armed_forces"},
}
_ARMED = {"armed_group", "militia", "armed_forces", "operations_room", "police"}


def resolved(words: Sequence[Word], found: Sequence[Found], context: Context) -> list[Found]:
    """All that was found, with the actors of "its forces" and "the group" filled in, and the pronouns added.

    What is "hidden" (the leader in "X's convoy") may be meant by a pronoun, but is no mention of its own.
    """
    taken = {i for f in found for i in range(f.start, f.end)}
    persons = {f.end - 1 for f in found if f.what == "person"}
    speakers = [f for f in found if f.actor and _speaks(words, f)]
    done: list[Found] = []
    for item in sorted(
        [*found, *_pronouns(words, taken), *_strangers(words, taken, persons)], key=lambda f: (f.start, -f.end)
    ):
        actor = item.actor or (
            _speaker(words, item, speakers) if item.what == "we" else _antecedent(words, item, done, context)
        )
        if not actor and item.what not in {"stranger", "we"} and not _pronoun(words, item):
            actor = context.discover(f"unidentified {words[item.head].lower}", "armed_group")
            item = replace(item, confidence=_UNRESOLVED)
        if actor or item.what == "stranger":
            done.append(item if item.actor else replace(item, actor=actor or ""))
    return [item for item in done if item.actor and item.what != "hidden"]


def _speaks(words: Sequence[Word], found: Found) -> bool:
    """Whether somebody is named or described who may speak for a party: a leader, an official, one of its men."""
    one = found.what in {"force", "role"} and _tag(words[found.head]) == "NN" and words[found.head].lower in _MEN
    return found.what in {"leader", "person"} or one


def _speaker(words: Sequence[Word], item: Found, speakers: Sequence[Found]) -> str | None:
    """Whom "we" means: who speaks in the same sentence, else in the one behind, else in those before."""
    here = words[item.start].sentence
    order = {0: 0, 1: 1, -1: 2, -2: 3}
    near = [(order[gap], f.actor) for f in speakers if (gap := words[f.start].sentence - here) in order]
    return min(near)[1] if near else None


def _strangers(words: Sequence[Word], taken: set[int], persons: set[int]) -> Iterator[Found]:
    """People who are no known leaders: "he" may mean them, and then means no actor.

    A name right behind "rebel commander" is that commander's, so it is no stranger's.
    """
    same = -1
    for i, word in enumerate(words):
        if i - 1 in persons or i - 1 == same:
            same = i if word.capital and i not in taken and words[i - 1].joins else -1
            if same == i:
                continue
        if i not in taken and word.capital and word.token is not None and word.token.entity == "PERSON":
            yield Found(i, i + 1, i, "", "stranger")


def _pronoun(words: Sequence[Word], item: Found) -> bool:
    return item.end - item.start == 1 and words[item.start].lower in _PRONOUNS


def _pronouns(words: Sequence[Word], taken: set[int]) -> Iterator[Found]:
    for i, word in enumerate(words):
        form = re.split("['’]", word.lower)[0]  # "we've" is one word here
        what = _PRONOUNS.get(form)
        if what is None or i in taken or form in _OWNERS:
            continue
        if form == "it" and (not _subject(word) or _idle(words, i)):
            continue
        yield Found(i, i + 1, i, "", what, 0.5)


def _idle(words: Sequence[Word], i: int) -> bool:
    """Whether "it" stands for nothing ("it was clear that"), unlike in "it was driving"."""
    verb, after = words[i + 1 : i + 2], words[i + 2 : i + 3]
    if not verb or verb[0].lower not in {"is", "was", "seems", "seemed", "appears", "appeared"}:
        return False
    told = after[0].token if after else None
    return not (
        told and (told.tag in {"VBG", "VBN"} or after[0].lower in {"in", "at", "on", "within", "under", "near"})
    )


def _antecedent(words: Sequence[Word], item: Found, before: Sequence[Found], context: Context) -> str | None:
    """The nearest actor that fits, subjects first; None where a stranger is nearer or nobody fits."""
    best, best_score = None, 0.0
    if item.what == "stranger":
        return None
    reach = _DEFINITE_BACK if item.what == "definite" else _SENTENCES_BACK
    for age, other in enumerate(reversed(before)):
        back = words[item.start].sentence - words[other.start].sentence
        if back > reach:
            break
        score = 10 - 2.5 * back - 0.4 * min(age, 8) + _standing(words, item, other, back)
        if other.end <= item.start and score > best_score and _fits(words, item, other, context):
            best, best_score = other.actor, score
    return best


def _standing(words: Sequence[Word], item: Found, other: Found, back: int) -> float:
    """Subjects are spoken of again, though not as the object of the same sentence; the unidentified seldom are."""
    score = -2.0 if other.confidence < _UNSURE else 0.0
    if item.what == "his" and item.end - item.start > 1 and other.what in {"leader", "hidden"}:
        score += 3.0  # armed men are a leader's rather than a spokesman's
    if other.what not in {"leader", "hidden"} and _modifier(words[other.head]):
        return score - 2.0
    if _subject(words[other.head]):
        inside = back == 0 and words[item.head].token is not None and not _subject(words[item.head])
        return score + (-3.0 if inside and item.end - item.start == 1 else 2.0)
    return score


def _modifier(word: Word) -> bool:
    return word.token is not None and word.token.dep in {"compound", "amod", "nmod", "npadvmod"}


def _subject(word: Word) -> bool:
    return word.token is not None and word.token.dep in {"nsubj", "nsubjpass"}


def _fits(words: Sequence[Word], item: Found, other: Found, context: Context) -> bool:
    """Whether the words may mean the other: in number, and a person, a body or a people."""
    if item.what == "his":
        return other.what in {"leader", "hidden", "person", "his", "stranger"}
    if other.what in {"stranger", "hidden"}:
        return False
    kind, tag = context.actor(other.actor).kind, _tag(words[other.head])
    if item.what == "definite":
        noun = words[item.head].lower
        named = any(w.lower.rstrip("s") == noun for w in words[other.start : other.end])
        if not named and other.confidence < _UNSURE:
            return False  # "the group" is nobody whom nothing identifies
        return other.what in {"name", "force", "definite"} and (named or kind in _DEFINITE.get(noun, _ARMED))
    if item.what == "its":
        body = other.what in {"name", "state", "its", "definite"} and kind != "civilians"
        office = words[other.head].lower in _OFFICES
        return body or office or (other.what in {"role", "force"} and tag in {"NN", "NNP"})
    several = tag in {"", "NNS", "NNPS"} or other.what in {"name", "their", "force"}
    return several and other.what not in {"leader", "his"}


def _tag(word: Word) -> str:
    return word.token.tag if word.token else ""
