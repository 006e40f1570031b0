"""Which place each name of a document means: ranked, explained, and free to answer "unknown"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from gazetteer import candidates, evidence, ranking
from gazetteer.candidates import Option
from gazetteer.context import Belief, Context
from gazetteer.names import fold
from gazetteer.place import Candidate, Place
from gazetteer.prominence import prominence

if TYPE_CHECKING:
    from gazetteer.index import Gazetteer

__all__ = ["Resolution", "Toponym", "resolve"]


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in a text with what the sentence says of it; the engine sees no more of the document.

    ``parent`` is a containing place that the text names ("Zumarah, Libya" -> "Libya"); ``cue`` the kind of
    thing the syntax tells ("city", "province", "river", "airport", ...), lower case.
    """

    text: str
    start: int
    end: int
    parent: str | None = None
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer for one toponym: resolved, ambiguous (a choice was made, others are near) or unknown.

    ``confidence`` estimates the probability, 0 to 1, that ``place`` is right. ``alternatives`` holds
    (candidate, confidence) pairs, best first, without the chosen one. ``reason`` is one line for a reader.
    """

    status: Literal["resolved", "ambiguous", "unknown"]
    place: Place | None = None
    confidence: float = 0.0
    alternatives: tuple[tuple[Candidate, float], ...] = ()
    reason: str = ""
    method: str = ""


_PASSES = 3
_KEPT = 30
_SPELLED = 0.94  # a likeness of names that are the same but for case, diacritics and article
_ALTERNATIVES = 5
_IN_TOWN = 0.6  # how often a street or building lies in the town that a text is about
_FOCUS = 0.5
_LEAST_SURE = 0.15  # below it an answer would mislead more often than help
_AMBIGUOUS = 0.5  # a second choice with so much of the first one's probability


@dataclass
class _Name:
    """A name of the document with all its mentions, which share one meaning."""

    key: str
    text: str
    cue: str | None = None
    parents: list[str] = field(default_factory=list)
    mentions: int = 0
    options: list[Option] = field(default_factory=list)
    fixed: list[dict[str, float]] = field(default_factory=list)
    features: list[dict[str, float]] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)


def resolve(toponyms: Sequence[Toponym], index: Gazetteer, *, home: str | None = None) -> list[Resolution]:
    """Which place each toponym of one document means, in the given order.

    ``home`` is the ISO 3166-1 alpha-2 code of the country that the document is about, where that is known.
    One name has one meaning in a document, unless the text names different parents for it.
    """
    names = _names(toponyms, index)
    _weigh_all(names, home, index)
    answers = {key: _answer(name) for key, name in names.items()}
    _place_facilities(answers, names, index)
    return [answers[_key(toponym)] for toponym in toponyms]


def _key(toponym: Toponym) -> str:
    return f"{fold(toponym.text)}|{fold(toponym.parent or '')}"


def _names(toponyms: Sequence[Toponym], index: Gazetteer) -> dict[str, _Name]:
    names: dict[str, _Name] = {}
    for toponym in toponyms:
        name = names.setdefault(_key(toponym), _Name(_key(toponym), toponym.text))
        name.mentions += 1
        name.cue = name.cue or candidates.cue_of(toponym.text, toponym.cue)
        if toponym.parent:
            name.parents.append(toponym.parent)
    _share_parents(names)
    for name in names.values():
        found = candidates.options(name.text, index) or candidates.inside(name.text, index)
        _set_options(name, found, index)
    return names


def _share_parents(names: dict[str, _Name]) -> None:
    """A parent told once holds for the bare mentions of the name too."""
    for name in names.values():
        if name.parents:
            bare = names.get(name.key.split("|")[0] + "|")
            if bare:
                bare.parents.extend(name.parents[:1])


def _set_options(name: _Name, found: list[Option], index: Gazetteer) -> None:
    parents = [p for parent in name.parents for p in _parent_places(parent, index)]
    parents = [p for p in parents if any(evidence.lies_in(option.place, p) for option in found)]
    towns = [o.place for o in found if o.place.feature_class == "P" and o.candidate.score > _SPELLED]
    scored = []
    for option in found:
        features = evidence.name_features(option, name.text, name.cue, parents)
        features["area of a town"] = float(evidence.is_area_of(option.place, towns))
        features["outspelt"] = evidence.outspelt(option, found)
        scored.append((option, features))
    scored.sort(key=lambda pair: -ranking.weigh(pair[1]))
    name.options = [option for option, _ in scored[:_KEPT]]
    name.fixed = [features for _, features in scored[:_KEPT]]


def _parent_places(parent: str, index: Gazetteer) -> list[Place]:
    found = candidates.options(parent, index)
    return [o.place for o in found if o.candidate.score > 0.9 and (o.place.is_area or o.place.population > 100_000)]


def _weigh_all(names: dict[str, _Name], home: str | None, index: Gazetteer) -> None:
    context = Context((), home)
    for step in range(_PASSES):
        for name in names.values():
            _weigh(name, context)
        context = Context(_beliefs(names), home)
        if step == 0:
            _add_misspelt(names, context, index)
    for name in names.values():
        _weigh(name, context)


def _weigh(name: _Name, context: Context) -> None:
    base = name.key.split("|")[0]
    name.features = [
        {**fixed, **evidence.context_features(option, base, context)}
        for option, fixed in zip(name.options, name.fixed, strict=True)
    ]
    name.shares = ranking.probabilities([ranking.weigh(f) for f in name.features])


def _beliefs(names: dict[str, _Name]) -> list[Belief]:
    return [
        Belief(name.key.split("|")[0], option.place, share, name.mentions)
        for name in names.values()
        for option, share in zip(name.options, name.shares, strict=True)
        if share > 0.05
    ]


def _add_misspelt(names: dict[str, _Name], context: Context, index: Gazetteer) -> None:
    """Looks for misspellings and odd transliterations, only in the countries that the document is about."""
    countries = context.countries()
    for name in names.values():
        if any(option.candidate.score > 0.95 and option.place.country in countries for option in name.options):
            continue
        near = [Option(c) for code in countries for c in index.lookup(name.text, country=code, limit=5)]
        known = {option.place.id for option in name.options}
        new = [o for o in near if o.place.id not in known]
        if new:
            _set_options(name, [*name.options, *new], index)


def _answer(name: _Name) -> Resolution:
    ranked = sorted(zip(name.shares, range(len(name.options)), strict=True), reverse=True)
    listed = tuple((name.options[i].candidate, round(share, 3)) for share, i in ranked)
    if not ranked or ranked[0][0] < _LEAST_SURE:
        best_guess = listed[0][0].place.name if listed else ""
        reason = f"nothing speaks for {best_guess}" if listed else "no entry of that name"
        return Resolution("unknown", alternatives=listed[:_ALTERNATIVES], reason=reason)
    share, best = ranked[0]
    option = name.options[best]
    twins = [(s, i) for s, i in ranked[1:] if evidence.are_one(option.place, name.options[i].place)]
    sure = share + sum(s for s, _ in twins)
    others = [s for s, i in ranked[1:] if (s, i) not in twins]
    return Resolution(
        "ambiguous" if others and others[0] >= _AMBIGUOUS * sure else "resolved",
        option.place,
        round(min(sure, 1.0), 3),
        listed[1 : 1 + _ALTERNATIVES],
        _reason(option, name.features[best]),
        option.candidate.method,
    )


def _place_facilities(answers: dict[str, Resolution], names: dict[str, _Name], index: Gazetteer) -> None:
    """Puts a street, hospital or bridge that no entry knows into the town that the text names for it or is about."""
    focus = _focus(names)
    for key, name in names.items():
        if answers[key].place is None and candidates.is_facility(name.text):
            towns = [p for parent in name.parents for p in _parent_places(parent, index)]
            town = max(towns, key=prominence, default=None) or (focus.place if focus else None)
            if town is not None:
                sure = _IN_TOWN * (1.0 if towns or focus is None else focus.probability)
                why = "names for it" if towns else "is about"
                reason = f"no entry of its own; put into {town.name}, which the text {why}"
                answers[key] = Resolution("ambiguous", town, round(sure, 3), reason=reason, method="within")


def _focus(names: dict[str, _Name]) -> Belief | None:
    """The town that the document is about: the one most spoken of and nearest to the others."""
    beliefs = _beliefs(names)
    context = Context(beliefs)
    towns = [b for b in beliefs if b.place.feature_class == "P" and b.probability > _FOCUS]
    return max(towns, key=lambda b: b.mentions * (0.3 + context.nearness(b.place, b.name)), default=None)


def _reason(option: Option, features: dict[str, float]) -> str:
    decisive = sorted(((value * ranking.WEIGHTS[f], f) for f, value in features.items() if f != "bias"), reverse=True)
    words = ", ".join(feature for weight, feature in decisive[:3] if weight > 0.2)
    match = option.candidate
    return f"{match.method} match of {match.name}" + (f"; {words}" if words else "")
