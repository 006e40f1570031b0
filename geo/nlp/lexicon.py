"""The lexicon of claims: frames and word classes, read from YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

from geo.claim import Action, Kind

__all__ = ["Frame", "Lexicon", "load_lexicon"]

Sort = Literal["verb", "noun", "modifier"]
_SMALL = frozenset(
    {"the", "a", "an", "of", "in", "on", "at", "to", "from", "by", "for", "with", "as", "after", "before", "over", "near", "amid",
     "and", "or", "but", "is", "are", "was", "were", "has", "have", "say", "says", "its", "their", "his", "key", "new", "least"}
)  # fmt: skip
_SORTS: tuple[Sort, ...] = ("verb", "noun", "modifier")


@dataclass(frozen=True, slots=True)
class Frame:
    """Words that share one reading, and where their arguments are found.

    ``roles`` maps a role to paths, best first: ``agent``, ``patient``, ``subject``, a preposition, ``poss`` ...
    (see :mod:`geo.nlp.frames`). ``objects`` are the nouns that a light verb needs ("take *control* of"), ``under``
    the prepositions that must govern a noun ("*in* the hands of"), ``after``/``before`` the verbs above it that are
    asked for or ruled out. ``with_words`` must modify the noun. ``actors``/``opponents`` name the word classes
    allowed, ``subjects`` those that the verb's subject must have, ``excluded`` those that are not. ``needs`` roles must be filled, ``unless`` must not, and none of the
    prepositions in ``never`` may follow. ``common`` asks for a common noun as actor, ``resolved`` for a pronoun that is
    understood. Where no argument names a place, a ``far`` frame takes the nearest one (``actorless``: also where nobody
    acts), a ``fronted`` one that which opens its clause. An ``understood`` one may
    leave unsaid what place is left. ``tense`` "present" asks for a verb that tells what is so now, "past" rules it out.
    What ``happens`` is a fact although its verb is negated. ``examples`` are (sentence, what must come out).
    """

    name: str
    kind: Kind
    action: Action
    roles: Mapping[str, tuple[str, ...]]
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    modifiers: tuple[str, ...] = ()
    objects: frozenset[str] = frozenset()
    under: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    before: frozenset[str] = frozenset()
    with_words: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    opponents: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    excluded: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()
    voice: str = ""
    tense: str = ""
    part: bool = False
    forced: bool = False
    siege: bool = False
    nearby: bool = False
    bare: bool = False
    not_countries: bool = False
    not_air: bool = False
    intransitive: bool = False
    strict: bool = False
    common: bool = False
    resolved: bool = False
    far: bool = False
    fronted: bool = False
    actorless: bool = False
    happens: bool = False
    understood: bool = False
    examples: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Lexicon:
    """All frames, found by (sort, first word), and the classes of nouns."""

    frames: tuple[Frame, ...]
    classes: Mapping[str, frozenset[str]]
    _by_word: dict[tuple[Sort, str], list[tuple[tuple[str, ...], Frame]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for frame in self.frames:
            sorts: tuple[tuple[Sort, tuple[str, ...]], ...] = (
                ("verb", frame.verbs),
                ("noun", frame.nouns),
                ("modifier", frame.modifiers),
            )
            for sort, words in sorts:
                for word in words:
                    first, *rest = word.split()
                    self._by_word.setdefault((sort, first), []).append((tuple(rest), frame))

    def lookup(self, sort: Sort, lemma: str) -> list[tuple[tuple[str, ...], Frame]]:
        """Frames whose trigger begins with a lemma, each with the particles that must follow it."""
        return self._by_word.get((sort, lemma), [])

    def is_trigger(self, word: str) -> bool:
        """Whether a word may begin the trigger of a frame."""
        return any((sort, word) in self._by_word for sort in _SORTS)

    def knows(self, word: str) -> bool:
        """Whether a word is a trigger, belongs to a class, or is one of the small words of the language."""
        return self.is_trigger(word) or word in _SMALL or any(word in words for words in self.classes.values())

    def is_a(self, lemma: str, *classes: str) -> bool:
        """Whether a lemma belongs to one of the classes."""
        return any(lemma in self.classes.get(c, ()) for c in classes)


@cache
def load_lexicon() -> Lexicon:
    """Read the shipped lexicon, once.

    >>> load_lexicon().is_a("militia", "armed")
    True
    """
    frames: list[Frame] = []
    kinds: tuple[tuple[Kind, str], ...] = (("control", "control"), ("movement", "movement"), ("incident", "incidents"))
    for kind, name in kinds:
        frames.extend(_frame(kind, row) for row in _read(f"lexicon-{name}.yaml"))
    classes = {name: frozenset(map(str, words)) for name, words in _read("lexicon-words.yaml").items()}
    return Lexicon(tuple(frames), classes)


def _read(name: str) -> Any:
    text = resources.files("geo.nlp").joinpath("data", name).read_text(encoding="utf-8")
    # every scalar stays a string: YAML would read the prepositions "on" and "off" as truth values
    return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 (it builds strings only)


def _frame(kind: Kind, row: dict[str, Any]) -> Frame:
    sets = {
        key: frozenset(row.get(key, ()))
        for key in ("objects", "under", "after", "before", "actors", "opponents", "subjects", "never")
    }
    flags = {
        key: row.get(key) == "true"
        for key in (
            "part",
            "forced",
            "siege",
            "nearby",
            "bare",
            "not_countries",
            "intransitive",
            "strict",
            "common",
            "resolved",
            "far",
            "fronted",
            "actorless",
            "happens",
            "understood",
        )
    }
    return Frame(
        name=row["frame"],
        kind=kind,
        action=row["action"],
        roles={role: tuple(paths) for role, paths in row["roles"].items()},
        verbs=tuple(row.get("verbs", ())),
        nouns=tuple(row.get("nouns", ())),
        modifiers=tuple(row.get("modifiers", ())),
        with_words=frozenset(row.get("with", ())),
        excluded=frozenset(row.get("not", ())),
        needs=tuple(row.get("needs", ())),
        unless=tuple(row.get("unless", ())),
        voice=row.get("voice", ""),
        tense=row.get("tense", ""),
        not_air="air" in row.get("skip", ()),
        examples=tuple((sentence, expected) for sentence, expected in row.get("examples", ())),
        **sets,  # type: ignore[arg-type]
        **flags,  # type: ignore[arg-type]
    )
