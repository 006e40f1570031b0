"""What part a place name plays: the place itself, its government, its people, or a piece of another name."""

from __future__ import annotations

from collections.abc import Iterator

from geo.document import Role
from geo.nlp.places.evidence import probability, weights
from geo.nlp.places.knowledge import Knowledge
from geo.nlp.places.neighbours import Neighbours, body_behind
from geo.nlp.places.reading import Reading, Word

__all__ = ["demonym_spans", "is_demonym", "role_of", "signs"]

Span = tuple[int, int]

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_GROUPS = (
    "speech",
    "organs",
    "undergoing",
    "motion",
    "taking",
    "titles",
    "organisations",
    "facilities",
    "places",
    "of_places",
)
_LEAST_METONYM = 0.65
_SEATS = frozenset({"country", "metropolis", "city", "area"})


def demonym_spans(reading: Reading, knowledge: Knowledge) -> Iterator[Span]:
    """Words for a country's people or things; its language alone ("in Turkish") is left out."""
    for i, word in enumerate(reading.words):
        if not word.is_capitalised or word.lower == "the":
            continue
        goes_on = i + 1 < len(reading.words) and reading.words[i + 1].text[0].isalpha()
        longest = ((i, i + 2), (i, i + 1)) if goes_on else ((i, i + 1),)
        span = next((span for span in longest if is_demonym(reading, knowledge, span)), None)
        if span and not _is_language(reading, span):
            yield span


def _is_language(reading: Reading, span: Span) -> bool:
    before, after = reading.at(span[0] - 1, beside=span[0]), reading.at(span[1], beside=span[0])
    spoken = before is not None and before.lower in {"in", "speak", "speaks", "spoke", "speaking", "into"}
    return spoken and (after is None or after.token.pos not in {"NOUN", "PROPN", "ADJ"})


def is_demonym(reading: Reading, knowledge: Knowledge, span: Span) -> bool:
    """Whether a span is an adjective or noun of the people of a country or continent ("Libyan troops")."""
    name = reading.written(span)
    people = knowledge.demonym(name) is not None or name.lower() in reading.lexicon.continental
    if not people or not reading.words[span[0]].is_capitalised:
        return False
    return not knowledge.is_prominent(name)


def role_of(reading: Reading, knowledge: Knowledge, span: Span) -> Role:
    """The role of a name that was taken for a place."""
    if is_demonym(reading, knowledge, span):
        return "demonym"
    if _is_embedded(reading, span):
        return "embedded"
    if _is_metonym(reading, knowledge, span):
        return "metonym"
    return "literal"


def _is_embedded(reading: Reading, span: Span) -> bool:
    """Whether the name is a piece of a longer one of something that is no place."""
    after = reading.at(span[1], beside=span[0])
    lexicon = reading.lexicon
    if after is not None and (after.lower in lexicon.treaties or _is_of_body(reading, span, after)):
        return True
    longer = reading.entity(span[0])
    if longer is None or longer[1] not in {"ORG", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW"}:
        return False
    (first, stop), _ = longer
    inside = first <= span[0] and span[1] <= stop and stop - first > span[1] - span[0]
    return inside and all(reading.words[i].text not in {",", "/", "-", "and"} for i in range(first, stop))


def _is_of_body(reading: Reading, span: Span, after: Word) -> bool:
    """Whether the name of an organisation goes on behind the span: "NAME Military Council"."""
    if not after.is_capitalised or after.lower in reading.lexicon.places:
        return False
    return body_behind(reading, span[1]) is not None


def _is_metonym(reading: Reading, knowledge: Knowledge, span: Span) -> bool:
    """Whether the name stands for who governs, lives or plays there: it speaks, wants, acts, or owns an army."""
    if knowledge.standing(reading.written(span)) not in _SEATS or _is_dateline(reading, span):
        return False
    if _owns_place(reading, span):
        return False
    if _acts(reading, knowledge, span):
        return True
    return probability(signs(reading, knowledge, span), weights("roles.yaml")) > _LEAST_METONYM


def signs(reading: Reading, knowledge: Knowledge, span: Span) -> frozenset[str]:
    """What speaks for or against a place name meaning its people or government, as "group: piece"."""
    neighbours = Neighbours(reading, knowledge, ())
    found = reading.entity(span[0])
    label = found[1] if found else "none"
    longer = found is not None and found[0][1] - found[0][0] > span[1] - span[0]
    return frozenset(
        (
            f"model: {'within ' if longer else ''}{label}",
            f"gazetteer: {knowledge.standing(reading.written(span))}",
            *(f"before: {piece}" for piece in neighbours.before(span)),
            *(f"after: {piece}" for piece in neighbours.after(span)),
            *_syntax(reading, span),
        )
    )


def _syntax(reading: Reading, span: Span) -> Iterator[str]:
    word = reading.words[span[1] - 1]
    dep, governor = word.token.dep, _governor(reading, word)
    yield f"dependency: {dep}"
    if governor is None:
        return
    yield f"dependency: {dep} of {governor.token.pos}"
    if dep == "pobj":
        yield f"preposition: {governor.lower}"
    forms = {governor.lower, governor.token.lemma.lower()}
    for group in _GROUPS:
        if not forms.isdisjoint(getattr(reading.lexicon, group)):
            yield f"governor: {group}"
            yield f"governor: {dep} of {group}"


def _owns_place(reading: Reading, span: Span) -> bool:
    """Whether the name only tells where another place is: "Libya's coast"."""
    word = reading.words[span[1] - 1]
    governor = _governor(reading, word)
    return governor is not None and word.token.dep == "poss" and reading.lexicon.cue(governor.lower) is not None


def _acts(reading: Reading, knowledge: Knowledge, span: Span) -> bool:
    """Whether the sentence makes the place do or own what only a government does."""
    word = reading.words[span[1] - 1]
    governor = _governor(reading, word)
    if governor is None:
        return False
    places = knowledge.places(reading.written(span))
    lemma, rules = governor.token.lemma.lower(), any(p.is_country or p.feature_code == "PPLC" for p in places[:1])
    if word.token.dep in _SUBJECTS and governor.token.pos in {"VERB", "AUX"}:
        acts = rules and word.token.dep == "nsubj" and governor.token.pos == "VERB"
        return lemma in reading.lexicon.speech or (acts and lemma not in reading.lexicon.undergoing)
    if word.token.dep == "poss":
        return rules and (lemma in reading.lexicon.organs or lemma in reading.lexicon.titles)
    return rules and governor.token.dep == "agent" and word.token.dep == "pobj"


def _is_dateline(reading: Reading, span: Span) -> bool:
    """Whether the name opens a report: "ROME (AFP) -"."""
    after = reading.at(span[1], beside=span[0])
    opens = reading.at(span[0] - 1, beside=span[0]) is None
    return opens and (reading.written(span).isupper() or (after is not None and after.text == "("))


def _governor(reading: Reading, word: Word) -> Word | None:
    return reading.of_token(word.token.head) if word.token.head != word.token.index else None
