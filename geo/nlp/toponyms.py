"""Place names: found by the model, the gazetteer and the words around them, then resolved document by document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gazetteer.distance import kilometres
from gazetteer.errors import PlaceNotFoundError
from gazetteer.footprint import Footprint, of_place
from gazetteer.place import LonLat, Place
from gazetteer.resolve import Resolution, Toponym, resolve
from geo.article import Article
from geo.document import Role, Sentence, ToponymMention
from geo.nlp.datelines import head_names
from geo.nlp.places.context import cue_of, parent_of
from geo.nlp.places.evidence import Witness, probability, weights
from geo.nlp.places.knowledge import Knowledge
from geo.nlp.places.lexicon import load_lexicon
from geo.nlp.places.names import choose, possible_names
from geo.nlp.places.reading import Reading
from geo.nlp.places.roles import demonym_spans, is_demonym, role_of
from geo.nlp.placing import Surroundings, locate
from geo.nlp.relative import LINES, Phrase, find_phrases

if TYPE_CHECKING:
    from gazetteer.boundaries import Boundaries
    from gazetteer.index import Gazetteer

__all__ = ["LEAST_CONFIDENCE", "asked", "find_toponyms"]

LEAST_CONFIDENCE = 0.45
"""The probability of being a place name from which a span is taken."""

_DEMONYM_CONFIDENCE = 0.9
_OF_THE_USER = 0.99
_OF_TOWNS = frozenset(
    {"offset", "around", "fringe", "country", "core", "site", "between", "halfway", "road", "roadside"}
)
_OF_RIVERS = frozenset({"along", "bank", "across", "direction"})
_LINEAR = LINES | {"direction"}
_OF_PEOPLES = frozenset({"border", "coast", "offshore"})
_NEIGHBOURS = 8
_ASTRAY_KM = 150.0
Span = tuple[int, int]
Settle = Callable[[Sequence[Toponym], Sequence[Resolution]], Sequence[Resolution]]


@dataclass(frozen=True, slots=True)
class _Name:
    """A span of characters taken for a place name, before anybody asked which place."""

    start: int
    end: int
    words: Span | None
    role: Role = "literal"
    confidence: float = 1.0


def find_toponyms(
    article: Article,
    sentences: Sequence[Sentence],
    index: Gazetteer,
    *,
    boundaries: Boundaries | None = None,
    settle: Settle | None = None,
) -> tuple[ToponymMention, ...]:
    """The place names of an article, in the order of the text, each with its role, resolution and footprint.

    Metonyms ("Moscow said"), demonyms ("Libyan") and names within other names ("Tripoli Post") come too, told
    apart by their ``role``. Where the article gives ``toponyms`` exactly those spans come back, in their order.
    ``boundaries`` give regions and waters their shapes, and help to put places that are told relative to others on
    the right side of a coast. ``settle`` has the last word on which place each name means: it is given what the
    resolver was asked and answered, demonyms left out.

    >>> from geo.nlp.model import load_model
    >>> from gazetteer.index import open_index
    >>> article = Article("a1", "Rebels withdrew from Sabratha, Libya.")
    >>> sentences, = load_model().sentences([article.text])
    >>> [(m.text, m.role, m.place.country) for m in find_toponyms(article, sentences, open_index())]
    [('Sabratha', 'literal', 'LY'), ('Libya', 'literal', 'LY')]
    """
    lexicon = load_lexicon()
    reading = Reading(article.text, sentences, lexicon)
    knowledge = Knowledge(index, lexicon.abbreviations, head_names(article.text))
    given = article.toponyms
    names = list(_recognised(reading, knowledge) if given is None else _given(reading, knowledge, given))
    phrases = _phrases(article.text, names, sentences)
    resolutions = _resolved(reading, knowledge, names, phrases, index, settle)
    found = zip(names, resolutions, strict=True)
    mentions = [_mention(article.text, name, resolution, boundaries) for name, resolution in found]
    places = [mention.place for mention in mentions]
    for number, phrase in phrases.items():
        if all(_may_anchor(mentions[anchor], phrase.kind) for anchor in phrase.anchors):
            beside = _surroundings(number, phrase, mentions, index) if phrase.kind in _LINEAR else Surroundings()
            anchors = [place for anchor in phrase.anchors if (place := places[anchor]) is not None]
            spot = locate(phrase, anchors, boundaries, beside=beside)
            mentions[number] = _told(article.text, mentions[number], number, phrase, spot, boundaries)
    return tuple(_with_parent(mention, mentions, article.text) for mention in mentions)


def _with_parent(mention: ToponymMention, mentions: Sequence[ToponymMention], text: str) -> ToponymMention:
    """A relative place's phrase drawn out over the country behind it: "9 km north of Brak, Libya"."""
    if not mention.offset or mention.phrase_end != mention.end or mention.place is None:
        return mention
    for other in mentions:
        country = other.place is not None and other.place.is_country and other.place.country == mention.place.country
        if country and other.start > mention.end and text[mention.end : other.start].strip() == ",":
            return replace(mention, phrase_end=other.end)
    return mention


def _phrases(text: str, names: Sequence[_Name], sentences: Sequence[Sentence]) -> dict[int, Phrase]:
    """The relative places by the number of the name that anchors each, whatever order the names come in."""
    order = sorted(range(len(names)), key=lambda i: names[i].start)
    spans = [(names[i].start, names[i].start + len(text[names[i].start : names[i].end].rstrip("-–"))) for i in order]
    found = find_phrases(text, spans, [(sentence.start, sentence.end) for sentence in sentences])
    return {order[i]: _renumbered(phrase, order) for i, phrase in found.items()}


def _renumbered(phrase: Phrase, order: Sequence[int]) -> Phrase:
    return replace(
        phrase,
        anchors=tuple(order[anchor] for anchor in phrase.anchors),
        bound=None if phrase.bound is None else order[phrase.bound],
        within=None if phrase.within is None else order[phrase.within],
    )


def _recognised(reading: Reading, knowledge: Knowledge) -> Iterator[_Name]:
    spans = [span for span in possible_names(reading, knowledge) if not is_demonym(reading, knowledge, span)]
    witness, table = Witness(reading, knowledge, spans), weights()
    scored = {span: probability(witness.evidence(span), table) for span in spans}
    scored |= {span: _OF_THE_USER for span in spans if knowledge.is_of_the_user(reading.written(span))}
    taken = {span: scored[span] for span in choose(scored, LEAST_CONFIDENCE)}
    covered = {i for span in taken for i in range(*span)}
    taken.update(
        (span, _DEMONYM_CONFIDENCE) for span in demonym_spans(reading, knowledge) if covered.isdisjoint(range(*span))
    )
    for span in sorted(taken):
        yield _Name(*reading.offsets(span), span, role_of(reading, knowledge, span), round(taken[span], 3))


def _given(reading: Reading, knowledge: Knowledge, spans: Sequence[Span]) -> Iterator[_Name]:
    for start, end in spans:
        words = reading.span(start, end)
        yield _Name(start, end, words, role_of(reading, knowledge, words) if words else "literal")


def asked(article: Article, sentences: Sequence[Sentence], index: Gazetteer) -> list[Toponym]:
    """What the resolver is asked: the article's names with what the sentences say of each.

    >>> from geo.nlp.model import load_model
    >>> from gazetteer.index import open_index
    >>> sentences, = load_model().sentences([text := "Rebels withdrew from Sabratha, Libya."])
    >>> [(t.text, t.parent) for t in asked(Article("a1", text), sentences, open_index())]
    [('Sabratha', 'Libya'), ('Libya', None)]
    """
    reading, knowledge = Reading(article.text, sentences, load_lexicon()), Knowledge(index)
    given = article.toponyms
    names = list(_recognised(reading, knowledge) if given is None else _given(reading, knowledge, given))
    return _questions(reading, knowledge, names, _phrases(article.text, names, sentences))


def _resolved(
    reading: Reading,
    knowledge: Knowledge,
    names: Sequence[_Name],
    phrases: Mapping[int, Phrase],
    index: Gazetteer,
    settle: Settle | None,
) -> list[Resolution]:
    toponyms = _questions(reading, knowledge, names, phrases)
    found = resolve(toponyms, index)
    for i, phrase in phrases.items():
        if _means_river(reading.text, names[i], phrase, found[i]):
            found[i] = _river(toponyms[i].text, found[i], index) or found[i]
    if settle is not None:
        settled = [i for i, name in enumerate(names) if name.role != "demonym"]
        answers = settle([toponyms[i] for i in settled], [found[i] for i in settled])
        for i, answer in zip(settled, answers, strict=True):
            found[i] = answer
    return [
        _people(knowledge.demonym(toponym.text), index) or answer if name.role == "demonym" else answer
        for name, toponym, answer in zip(names, toponyms, found, strict=True)
    ]


def _questions(
    reading: Reading, knowledge: Knowledge, names: Sequence[_Name], phrases: Mapping[int, Phrase]
) -> list[Toponym]:
    firsts = {span[0]: span for span in sorted(name.words for name in names if name.words)}
    return [_toponym(reading, knowledge, name, firsts, phrases.get(i)) for i, name in enumerate(names)]


def _toponym(
    reading: Reading, knowledge: Knowledge, name: _Name, others: Mapping[int, Span], phrase: Phrase | None
) -> Toponym:
    text = " ".join(reading.text[name.start : name.end].split())
    if name.words is None:
        return Toponym(text, name.start, name.end)
    parent = parent_of(reading, knowledge, name.words, others)
    cue = cue_of(reading, name.words) or _cue_of_phrase(reading.text, name, phrase)
    return Toponym(text, name.start, name.end, parent, cue)


def _means_river(text: str, name: _Name, phrase: Phrase, answer: Resolution) -> bool:
    """Whether a town's name has an article or a bank, and so is a river's: "the Tagus", "Tagus's east bank"."""
    town = answer.place is None or (answer.place.feature_class == "P" and not answer.place.own)
    return town and (phrase.kind == "bank" or _cue_of_phrase(text, name, phrase) == "river")


def _river(name: str, answer: Resolution, index: Gazetteer) -> Resolution | None:
    """The river of a name that is the nearest to the town of that name."""
    asked = (f"{name} River", name)
    found = [c for words in asked for c in index.lookup(words, limit=_NEIGHBOURS, fuzzy=False)]
    waters = [c for c in found if c.place.feature_class == "H"]
    if not waters:
        return None
    here = answer.place.position if answer.place is not None else waters[0].place.position
    best = min(waters, key=lambda c: kilometres(c.place.position, here))
    reason = f"a river, not the town: {name} has an article or a bank"
    return Resolution("resolved", best.place, answer.confidence or _DEMONYM_CONFIDENCE, (), reason, best.method)


def _cue_of_phrase(text: str, name: _Name, phrase: Phrase | None) -> str | None:
    """What kind of place the words around a name call for: "east of the X" is told of a river, "5 km east of X" not."""
    if phrase is None:
        return None
    if phrase.kind in _OF_RIVERS and text[: name.start].endswith(("the ", "The ")):
        return "river"
    return "city" if phrase.kind in _OF_TOWNS else None


def _people(code: str | None, index: Gazetteer) -> Resolution | None:
    """The country that a demonym speaks of."""
    try:
        place = index.country(code) if code else None
    except PlaceNotFoundError:
        return None
    if place is None:
        return None
    return Resolution("resolved", place, 0.95, reason=f"the people of {place.name}", method="demonym")


def _mention(text: str, name: _Name, resolution: Resolution, boundaries: Boundaries | None) -> ToponymMention:
    place = resolution.place
    return ToponymMention(
        start=name.start,
        end=name.end,
        text=text[name.start : name.end],
        role=name.role,
        resolution=resolution,
        footprint=of_place(place, boundaries) if place is not None else None,
        phrase_start=name.start,
        phrase_end=name.end,
        confidence=name.confidence,
    )


def _may_anchor(mention: ToponymMention, kind: str) -> bool:
    return mention.place is not None and (mention.role in {"literal", "metonym"} or kind in _OF_PEOPLES)


def _surroundings(number: int, phrase: Phrase, mentions: Sequence[ToponymMention], index: Gazetteer) -> Surroundings:
    """What bounds a line: the place that it is told to be near, the area that it lies in, the countries told of."""
    bound = mentions[phrase.bound].place if phrase.bound is not None else None
    within = mentions[phrase.within].place if phrase.within is not None else None
    if bound is not None and phrase.kind != "border":
        return Surroundings(bound, within)
    here = mentions[number].start
    told = [m.place for m in sorted(mentions, key=lambda m: abs(m.start - here)) if m.place is not None]
    near = [place for place in told if place.country][: 2 * _NEIGHBOURS]
    often = Counter(place.country for place in told if place.country).most_common(_NEIGHBOURS)
    codes = [p.country for p in (within, bound, *near) if p is not None and p.country] + [c for c, _ in often if c]
    known = index.countries()
    return Surroundings(bound, within, [known[c] for c in dict.fromkeys(codes) if c in known][:_NEIGHBOURS])


def _told(
    text: str,
    mention: ToponymMention,
    number: int,
    phrase: Phrase,
    found: Footprint | None,
    boundaries: Boundaries | None,
) -> ToponymMention:
    """The mention with the footprint of its phrase; one that only bounds a line far from it keeps its own."""
    if number == phrase.bound and mention.place is not None and not _is_near(mention.place, found):
        own = phrase.bounding
        found, phrase = (locate(own, [mention.place], boundaries), own) if own is not None else (None, phrase)
    if found is None:
        return mention
    return replace(
        mention,
        role="demonym" if mention.role == "demonym" else "literal",
        footprint=found,
        phrase_start=phrase.start,
        phrase_end=max(phrase.end, mention.end),
        offset=phrase.words_round(text, (mention.start, mention.end)),
    )


def _is_near(place: Place, found: Footprint | None) -> bool:
    return found is not None and kilometres(place.position, LonLat(found.lon, found.lat)) < _ASTRAY_KM
