"""The situation as one value: what was read, what it claims, and the periods that follow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from geo.actor import Actor
from geo.article import Article
from geo.claim import Claim
from geo.correction import Correction
from geo.document import ToponymMention
from geo.state import Period

__all__ = ["PlaceMention", "Situation"]


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A toponym of one article, kept for the map's "other places" and for the list of the unresolved."""

    article: str
    mention: ToponymMention


@dataclass(frozen=True)
class Situation:
    """Articles, claims and periods together; it is asked (query), exported (io) and drawn (cartography).

    ``actors`` maps ids to every actor that any claim or roll-up names. Where ``corrections`` stand, ``read_claims``,
    ``read_mentions`` and ``read_actors`` (ids) keep what the texts alone gave, so that a correction can be withdrawn.
    """

    articles: tuple[Article, ...] = ()
    claims: tuple[Claim, ...] = ()
    periods: tuple[Period, ...] = ()
    mentions: tuple[PlaceMention, ...] = ()
    actors: Mapping[str, Actor] = field(default_factory=dict)
    title: str = ""
    corrections: tuple[Correction, ...] = ()
    read_claims: tuple[Claim, ...] = ()
    read_mentions: tuple[PlaceMention, ...] = ()
    read_actors: tuple[str, ...] = ()

    @property
    def latest_day(self) -> dt.date | None:
        """The last publication day, the natural answer to "as of when"."""
        return max((a.published for a in self.articles if a.published), default=None)

    @property
    def unresolved(self) -> tuple[PlaceMention, ...]:
        """Names that could not be placed."""
        return tuple(m for m in self.mentions if m.mention.footprint is None and m.mention.role == "literal")

    def explore(self, **options: Any) -> Any:
        """The interactive map for a notebook's cell; the options are those of :func:`geo.cartography.notebook.explore`.

        >>> Situation().explore(height="400px").height
        '400px'
        """
        return _notebook().explore(self, **options)

    def _repr_html_(self) -> str:
        return str(_notebook().explore(self)._repr_html_())


def _notebook() -> Any:
    # The one look upwards, when asked for: what draws a situation is no part of it.
    return import_module("geo.cartography.notebook")
