"""Place names: found by the model, the gazetteer and the words around them, then resolved document by document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gazetteer.errors import PlaceNotFoundError
from gazetteer.footprint import of_place
from gazetteer.resolver import Resolution, Toponym, resolve
from geo.article import Article
from geo.document import Role, Sentence, ToponymMention
from geo.nlp.datelines import head_names, opening_names
from geo.nlp.places.context import cue_of, parent_of
from geo.nlp.places.evidence import Witness, probability, weights
from geo.nlp.places.knowledge import Knowledge
from geo.nlp.places.lexicon import load_lexicon
from geo.nlp.places.names import choose, possible_names, with_their_nouns
from geo.nlp.places.reading import Reading
from geo.nlp.places.roles import demonym_spans, is_demonym, role_of
from geo.nlp.relations import Relations

if TYPE_CHECKING:
    from gazetteer.boundaries import Boundaries
    from gazetteer.index import Gazetteer

__all__ = ["LEAST_CONFIDENCE", "asked", "find_toponyms"]

LEAST_CONFIDENCE = 0.5
"""The probability of being a place name from which a span is taken."""

_DEMONYM_CONFIDENCE = 0.9
_OF_THE_USER = 0.99
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
    knowledge = _knowledge(article.text, index)
    given = article.toponyms
    names = list(_recognised(reading, knowledge) if given is None else _given(reading, knowledge, given))
    relations = Relations(article.text, [(name.start, name.end) for name in names], sentences)
    resolutions = _resolved(reading, knowledge, names, relations, index, settle)
    found = zip(names, resolutions, strict=True)
    mentions = [_mention(article.text, name, resolution, boundaries) for name, resolution in found]
    told = relations.placed(mentions, index, boundaries)
    return tuple(_with_parent(mention, told, article.text) for mention in told)


def _knowledge(text: str, index: Gazetteer) -> Knowledge:
    return Knowledge(index, load_lexicon().abbreviations, head_names(text), opening_names(text))


def _with_parent(mention: ToponymMention, mentions: Sequence[ToponymMention], text: str) -> ToponymMention:
    """A relative place's phrase drawn out over the country behind it: "9 km north of Brak, Libya"."""
    if not mention.offset or mention.phrase_end != mention.end or mention.place is None:
        return mention
    for other in mentions:
        country = other.place is not None and other.place.is_country and other.place.country == mention.place.country
        if country and other.start > mention.end and text[mention.end : other.start].strip() == ",":
            return replace(mention, phrase_end=other.end)
    return mention


def _recognised(reading: Reading, knowledge: Knowledge) -> Iterator[_Name]:
    spans = [span for span in possible_names(reading, knowledge) if not is_demonym(reading, knowledge, span)]
    witness, table = Witness(reading, knowledge, spans), weights()
    scored = {span: probability(witness.evidence(span), table) for span in spans}
    scored |= {span: _OF_THE_USER for span in spans if knowledge.is_of_the_user(reading.written(span))}
    scored = with_their_nouns(reading, scored)
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
    reading, knowledge = Reading(article.text, sentences, load_lexicon()), _knowledge(article.text, index)
    given = article.toponyms
    names = list(_recognised(reading, knowledge) if given is None else _given(reading, knowledge, given))
    relations = Relations(article.text, [(name.start, name.end) for name in names], sentences)
    return _questions(reading, knowledge, names, relations)


def _resolved(
    reading: Reading,
    knowledge: Knowledge,
    names: Sequence[_Name],
    relations: Relations,
    index: Gazetteer,
    settle: Settle | None,
) -> list[Resolution]:
    toponyms = _questions(reading, knowledge, names, relations)
    found = [relations.reread(i, answer, index) for i, answer in enumerate(resolve(toponyms, index))]
    if settle is not None:
        settled = [i for i, name in enumerate(names) if name.role != "demonym"]
        answers = settle([toponyms[i] for i in settled], [found[i] for i in settled])
        for i, answer in zip(settled, answers, strict=True):
            found[i] = answer
    return [
        _people(knowledge.demonym(toponym.text), index) or answer if name.role == "demonym" else answer
        for name, toponym, answer in zip(names, toponyms, found, strict=True)
    ]


def _questions(reading: Reading, knowledge: Knowledge, names: Sequence[_Name], relations: Relations) -> list[Toponym]:
    firsts = {span[0]: span for span in sorted(name.words for name in names if name.words)}
    return [_toponym(reading, knowledge, name, firsts, relations.kind_called_for(i)) for i, name in enumerate(names)]


def _toponym(
    reading: Reading, knowledge: Knowledge, name: _Name, others: Mapping[int, Span], kind: str | None
) -> Toponym:
    text = " ".join(reading.text[name.start : name.end].split())
    if name.words is None:
        return Toponym(text, name.start, name.end)
    parent = parent_of(reading, knowledge, name.words, others)
    return Toponym(text, name.start, name.end, parent, cue_of(reading, name.words) or kind)


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
