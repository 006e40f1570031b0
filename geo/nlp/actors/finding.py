"""The order in which an article's actors are found, and what becomes of overlaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from geo.article import Article
from geo.catalogue import Catalogue
from geo.document import ActorMention, Sentence, ToponymMention
from geo.nlp.actors.bodies import bodies
from geo.nlp.actors.context import Context
from geo.nlp.actors.describing import Describer
from geo.nlp.actors.lexicon import load_lexicon
from geo.nlp.actors.naming import catalogue_names, typing_errors
from geo.nlp.actors.referring import resolved
from geo.nlp.actors.shortening import definitions, short_names
from geo.nlp.actors.words import Found, Word, words_of

__all__ = ["find_actors"]

_AGENTS = frozenset({"nsubj", "nsubjpass", "agent"})


def find_actors(
    article: Article, sentences: Sequence[Sentence], toponyms: Sequence[ToponymMention], catalogue: Catalogue
) -> tuple[ActorMention, ...]:
    """Every mention of an actor, in the order of the text; spans are offsets into the article's text.

    An actor is one of the catalogue where the words name it, or where the document's conflict, countries and day
    make clear whom a description means; else one of the document's own, its id beginning with ``found:``.

    >>> from geo.catalogue import load_catalogue
    >>> text = "The Misrata brigades left. Fighters of the Fajr Brigade (FB) stayed."
    >>> sentences = (Sentence(0, 0, 26), Sentence(1, 27, len(text)))
    >>> found = find_actors(Article("a", text), sentences, (), load_catalogue())
    >>> [(mention.text, mention.actor.id) for mention in found]
    [('Misrata brigades', 'misrata-brigades'), ('Fighters of the Fajr Brigade', 'found:fajr-brigade'),
    ('FB', 'found:fajr-brigade')]
    """
    context = Context(article, toponyms, catalogue, load_lexicon())
    words = words_of(article, sentences, catalogue.fold)
    named = _names(words, context)
    described = list(Describer(words, named, context))
    whole = _outermost([*(_party(f, context) for f in named if _acts(words, f, context)), *described])
    inside = _taken(whole) - {f.start for f in whole if f.what == "leader"}
    hidden = [replace(f, what="hidden") for f in named if f.what == "leader" and f.start in inside]
    return tuple(_mention(article, words, found, context) for found in resolved(words, [*whole, *hidden], context))


def _names(words: Sequence[Word], context: Context) -> list[Found]:
    named = list(catalogue_names(words, context))
    named += typing_errors(words, context)
    named += bodies(words, _outermost(named), context)
    named = [found for item in _outermost(named) for found in _prefixed(words, item, context)]
    table = definitions(words, named, context)
    return named + list(short_names(words, named, _taken(named), table, context))


def _prefixed(words: Sequence[Word], found: Found, context: Context) -> Iterator[Found]:
    """ "Anti-X troops" are not the X troops that the catalogue may list by that name; "pro-X troops" are."""
    before = words[found.start - 1] if found.start else None
    whole = words[found.end - 1].lower in context.lexicon.forces and found.end - found.start > 1
    if before is None or not before.touches or before.lower not in {"anti", "pro"} or not whole:
        yield found
        return
    actor = found.actor if before.lower == "pro" else context.against(found.actor)
    if actor:
        yield replace(found, start=found.start - 1, actor=actor)


def _taken(found: Iterable[Found]) -> set[int]:
    return {i for f in found for i in range(f.start, f.end)}


def _outermost(found: Iterable[Found]) -> list[Found]:
    """The longer of two that overlap, the surer of two alike; in the order of the text."""
    kept: list[Found] = []
    taken: set[int] = set()
    for item in sorted(found, key=lambda f: (f.start - f.end, -f.confidence, f.start)):
        span = range(item.start, item.end)
        if taken.isdisjoint(span):
            kept.append(item)
            taken.update(span)
    return sorted(kept, key=lambda f: f.start)


def _acts(words: Sequence[Word], found: Found, context: Context) -> bool:
    """Whether a name is an actor where it stands: a place's name only as a metonym or as one that acts."""
    start, end = words[found.start].start, words[found.end - 1].end
    over = context.toponyms_over(start, end)
    if found.what != "state":
        return not any(m.role == "literal" and (m.start, m.end) == (start, end) for m in over)
    if any(m.role == "metonym" for m in over):
        return True
    head = words[found.head]
    if _possesses(words, found, context):
        return True
    if head.token is None or any(m.role == "demonym" for m in over) or head.token.pos == "ADJ":
        return False
    abroad = context.war is None or context.actor(found.actor).country not in context.war.countries
    return (
        head.token.dep in _AGENTS or (head.owns and abroad) or head.lower in context.lexicon.seats or _by(words, found)
    )


def _possesses(words: Sequence[Word], found: Found, context: Context) -> bool:
    """Whether a nationality stands for its army: "under Ukrainian control", "Turkish-held"."""
    after = words[found.end] if found.end < len(words) else None
    if after is None or not words[found.end - 1].joins or words[found.end - 1].owns:
        return False
    if words[found.end - 1].touches:
        return after.lower in context.lexicon.held
    token = words[found.head].token
    adjective = token is None or token.pos in {"ADJ", "PROPN"}
    return adjective and after.lower in context.lexicon.possessions


def _by(words: Sequence[Word], found: Found) -> bool:
    """Whether the name is the agent of a passive verb ("occupied by Russia")."""
    before = words[found.start - 1] if found.start else None
    return before is not None and before.lower == "by" and before.token is not None and before.token.dep == "agent"


def _mention(article: Article, words: Sequence[Word], found: Found, context: Context) -> ActorMention:
    start, end = words[found.start].start, words[found.end - 1].end
    token = words[found.head].token
    head = token.index if token else -1
    return ActorMention(start, end, article.text[start:end], context.actor(found.actor), head, found.confidence)


def _party(found: Found, context: Context) -> Found:
    """A state's name means, in that state's own war, the party that governs it."""
    country = context.actor(found.actor).country
    if found.what != "state" or context.war is None or country not in context.war.countries:
        return found
    return replace(found, actor=context.role("government", country) or found.actor)
