"""Which place each name of a document means: ranked, explained, and free to answer "unknown"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from gazetteer import candidates, evidence, namesakes, ranking, reasons
from gazetteer.candidates import Option
from gazetteer.context import Belief, Context, Point, unit
from gazetteer.names import fold
from gazetteer.place import Candidate, Place
from gazetteer.prominence import prominence

if TYPE_CHECKING:
    from gazetteer.index import Gazetteer

__all__ = ["Name", "Resolution", "Toponym", "answer", "key_of", "resolve", "weighed"]


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
_HOPELESS = 10.0  # in log odds behind the best, before the other names are asked: they cannot make up for it
_ALTERNATIVES = 5
_CITY = 100_000  # people, from which on institutions are called after a town far and wide
_IN_TOWN = 0.6  # how often a street or building lies in the town that a text is about
_FOCUS = 0.5
_SEAT = 0.25  # of a province's probability, from which the town that it is named after is meant by a bare name
_AMBIGUOUS = 0.5  # a second choice with so much of the first one's probability


@dataclass
class Name:
    """A name of the document with all its mentions, which share one meaning."""

    key: str
    text: str
    cue: str | None = None
    parents: list[str] = field(default_factory=list)
    mentions: int = 0
    options: list[Option] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    fixed: list[dict[str, float]] = field(default_factory=list)
    base: list[float] = field(default_factory=list)
    told: list[dict[str, float]] = field(default_factory=list)
    shares: list[float] = field(default_factory=list)

    @property
    def ranked(self) -> list[int]:
        """The options by their probability, the best first; a bare name is the town before the province around it."""
        ranked = sorted(range(len(self.shares)), key=lambda i: -self.shares[i])
        if ranked and candidates.FAMILIES.get(self.cue or "") != "area":
            area, least = self.options[ranked[0]], _SEAT * self.shares[ranked[0]]
            near = (i for i in ranked[1:] if self.shares[i] >= least)
            seat = next((i for i in near if namesakes.is_seat(self.options[i], area)), None)
            if seat is not None:
                ranked.remove(seat)
                ranked.insert(0, seat)
        return ranked

    @property
    def bare(self) -> str:
        """The key without a parent."""
        return self.key.split("|")[0]


def resolve(toponyms: Sequence[Toponym], index: Gazetteer, *, home: str | None = None) -> list[Resolution]:
    """Which place each toponym of one document means, in the given order.

    ``home`` is the ISO 3166-1 alpha-2 code of the country that the document is about, where that is known.
    One name has one meaning in a document, unless the text names different parents for it.
    """
    names = weighed(toponyms, index, home=home)
    answers = {key: answer(name) for key, name in names.items()}
    _explain(answers, names, index)
    _place_facilities(answers, names, index)
    return [answers[key_of(toponym)] for toponym in toponyms]


def weighed(
    toponyms: Sequence[Toponym],
    index: Gazetteer,
    *,
    home: str | None = None,
    weights: Mapping[str, float] | None = None,
) -> dict[str, Name]:
    """Every name of the document with its options, what speaks for each, and their probabilities.

    The keys are those of :func:`key_of`. ``weights`` default to those that ship.
    """
    weights = ranking.weights() if weights is None else weights
    names = _names(toponyms, index, weights)
    _weigh_all(names, home, index, weights)
    return names


def key_of(toponym: Toponym) -> str:
    """The key of a toponym's name: its folded text, and its parent where it has one."""
    return f"{fold(toponym.text)}|{fold(toponym.parent or '')}"


def _names(toponyms: Sequence[Toponym], index: Gazetteer, weights: Mapping[str, float]) -> dict[str, Name]:
    names: dict[str, Name] = {}
    for toponym in toponyms:
        name = names.setdefault(key_of(toponym), Name(key_of(toponym), toponym.text))
        name.mentions += 1
        name.cue = name.cue or candidates.cue_of(toponym.text, toponym.cue)
        if toponym.parent:
            name.parents.append(toponym.parent)
    _share_parents(names)
    for name in names.values():
        found = candidates.options(name.text, index, name.cue) or candidates.inside(name.text, index)
        _set_options(name, found, index, weights)
    return names


def _share_parents(names: dict[str, Name]) -> None:
    """A parent told once holds for the bare mentions of the name too."""
    for name in names.values():
        if name.parents:
            bare = names.get(name.key.split("|")[0] + "|")
            if bare:
                bare.parents.extend(name.parents[:1])


def _set_options(name: Name, found: list[Option], index: Gazetteer, weights: Mapping[str, float]) -> None:
    told = [p for parent in name.parents for p in _parent_places(parent, index)]
    parents = [p for p in told if any(namesakes.lies_in(option.place, p) for option in found)]
    astray = bool(told) and not parents
    scored = []
    for option, related in zip(found, namesakes.relations(found, name.cue), strict=True):
        features = {**evidence.name_features(option, name.text, name.cue, parents, astray=astray), **related}
        scored.append((ranking.weigh(features, weights), option, features))
    scored = sorted(scored, key=lambda row: -row[0])[:_KEPT]
    scored = [row for row in scored if row[0] > scored[0][0] - _HOPELESS]
    name.base = [weight for weight, _, _ in scored]
    name.options = [option for _, option, _ in scored]
    name.fixed = [features for _, _, features in scored]
    name.points = [unit(option.place) for option in name.options]


def _parent_places(parent: str, index: Gazetteer) -> list[Place]:
    found = candidates.options(parent, index)
    return [o.place for o in found if o.candidate.score > 0.9 and (o.place.is_area or o.place.population > 100_000)]


def _weigh_all(names: dict[str, Name], home: str | None, index: Gazetteer, weights: Mapping[str, float]) -> None:
    context = Context((), home)
    for step in range(_PASSES + 1):
        for name in names.values():
            _weigh(name, context, weights)
        if step < _PASSES:
            context = Context(_beliefs(names), home)
        if step == 0:
            _add_misspelt(names, context, index, weights)


def _weigh(name: Name, context: Context, weights: Mapping[str, float]) -> None:
    bare = name.bare
    name.told = [
        evidence.context_features(option, here, bare, context, fixed)
        for option, here, fixed in zip(name.options, name.points, name.fixed, strict=True)
    ]
    name.shares = ranking.probabilities(
        [base + ranking.weigh(told, weights) for base, told in zip(name.base, name.told, strict=True)]
    )


def _beliefs(names: dict[str, Name]) -> list[Belief]:
    return [
        Belief(name.bare, option.place, share, name.mentions)
        for name in names.values()
        for option, share in zip(name.options, name.shares, strict=True)
        if share > 0.05
    ]


def _add_misspelt(names: dict[str, Name], context: Context, index: Gazetteer, weights: Mapping[str, float]) -> None:
    """Looks for misspellings and odd transliterations, only in the countries that the document is about."""
    countries = context.countries()
    for name in names.values():
        if any(option.candidate.score > 0.95 and option.place.country in countries for option in name.options):
            continue
        near = [Option(c) for code in countries for c in index.lookup(name.text, country=code, limit=5)]
        known = {option.place.id for option in name.options}
        new = [o for o in near if o.place.id not in known]
        if new:
            _set_options(name, [*name.options, *new], index, weights)


def answer(name: Name, *, least: float | None = None, raw: bool = False) -> Resolution:
    """The most probable option of a name that was weighed, unknown where even that is less probable than ``least``.

    By default that is the shipped bound, a higher one for odd spellings. What it tells as its confidence is calibrated
    on answers that the weights had not seen; ``raw`` keeps the probability that the weights give.
    """
    listed = [(name.options[i].candidate, round(name.shares[i], 3)) for i in name.ranked]
    if not listed:
        return Resolution("unknown", reason="no entry of that name")
    best, *rest = name.ranked
    if least is None:
        least = ranking.least(odd=namesakes.is_odd(name.options[best]))
    twins = [i for i in rest if namesakes.are_one(name.options[best].place, name.options[i].place)]
    sure = min(1.0, name.shares[best] + sum(name.shares[i] for i in twins))
    kin = (i for i in rest if i not in twins and namesakes.are_kin(name.options[best].place, name.options[i].place))
    if sure + sum(name.shares[i] for i in kin) < least:
        reason = f"too little speaks for {listed[0][0].place.name}"
        return Resolution("unknown", alternatives=tuple(listed[:_ALTERNATIVES]), reason=reason)
    rival = next((name.shares[i] for i in rest if i not in twins), 0.0)
    status: Literal["ambiguous", "resolved"] = "ambiguous" if rival >= _AMBIGUOUS * sure else "resolved"
    place, method = name.options[best].place, name.options[best].candidate.method
    told = sure if raw else ranking.calibrated(sure)
    left = 1.0 if raw or sure >= 1 else (1 - told) / (1 - sure)
    others = tuple((candidate, round(share * left, 3)) for candidate, share in listed[1 : 1 + _ALTERNATIVES])
    return Resolution(status, place, round(told, 3), others, method=method)


def _explain(answers: dict[str, Resolution], names: dict[str, Name], index: Gazetteer) -> None:
    """Gives each answer its reason, which speaks of the other answers."""
    table, countries = ranking.weights(), index.countries()
    for key, found in answers.items():
        if found.place is not None:
            others = {a.place.id: a.place for k, a in answers.items() if a.place and names[k].bare != names[key].bare}
            reason = reasons.explain(_case(names[key], index, countries), others.values(), table)
            answers[key] = replace(found, reason=reason)


def _case(name: Name, index: Gazetteer, countries: Mapping[str, Place]) -> reasons.Case:
    features = [{**fixed, **told} for fixed, told in zip(name.fixed, name.told, strict=True)]
    best, *rest = name.ranked
    option = name.options[best]
    rival = next((i for i in rest if not namesakes.are_one(option.place, name.options[i].place)), None)
    parents = [p for parent in name.parents for p in _parent_places(parent, index)]
    return reasons.Case(
        option,
        features[best],
        None if rival is None else name.options[rival],
        {} if rival is None else features[rival],
        0.0 if rival is None else name.shares[rival],
        name.cue,
        [parent for parent in parents if namesakes.lies_in(option.place, parent)],
        countries,
    )


def _place_facilities(answers: dict[str, Resolution], names: dict[str, Name], index: Gazetteer) -> None:
    """Puts a street, hospital or bridge that no entry knows into the town that the text names for it or is about."""
    focus = _focus(names)
    for key, name in names.items():
        if answers[key].place is None and candidates.is_facility(name.text):
            known = [answers.get(f"{fold(parent)}|") for parent in name.parents]
            towns = [found.place for found in known if found and found.place]
            towns = towns or [p for parent in name.parents for p in _parent_places(parent, index)]
            about = focus.place if focus and not _is_of_elsewhere(name, focus.place) else None
            town = max(towns, key=prominence, default=None) or about
            if town is not None:
                sure = _IN_TOWN * (1.0 if towns or focus is None else focus.probability)
                why = "names for it" if towns else "is about"
                reason = f"no entry of its own; put into {town.name}, which the text {why}"
                answers[key] = Resolution("ambiguous", town, round(sure, 3), reason=reason, method="within")


def _is_of_elsewhere(name: Name, town: Place) -> bool:
    """Whether its name opens with a city of other countries: "Aleppo University" is not in Tripoli; a street may be."""
    cities = {o.place.country for o in name.options if o.reading == "leads" and o.place.population >= _CITY}
    return bool(cities) and town.country not in cities and not candidates.is_way(name.text)


def _focus(names: dict[str, Name]) -> Belief | None:
    """The town that the document is about: the one most spoken of and nearest to the others."""
    beliefs = _beliefs(names)
    context = Context(beliefs)
    towns = [b for b in beliefs if b.place.feature_class == "P" and b.probability > _FOCUS]
    return max(
        towns, key=lambda b: b.mentions * (0.3 + context.nearness(b.place, unit(b.place), b.name)[0]), default=None
    )
