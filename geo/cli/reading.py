"""What every command that reads articles shares: its INPUT..., its options, and the reading itself."""

from __future__ import annotations

import functools
import inspect
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from geo.cli.options import (
    Actors,
    ClaimsFrom,
    Corrections,
    Date,
    Extractor,
    ExtractorCache,
    Geocode,
    GeocodeUrl,
    GeocodeUser,
    Inputs,
    ModelName,
    Places,
    Strict,
)
from geo.cli.progress import counted, warn
from geo.errors import InputError, UsageError
from geo.interval import as_day

if TYPE_CHECKING:
    from gazetteer.online import LastResort
    from geo.extraction import ClaimSource, Grounder
    from geo.pipeline import Reader
    from geo.situation import Situation

__all__ = ["Reading", "reads_articles"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was typed about the reading of articles; nothing is read before it is asked for."""

    inputs: list[str]
    date: str | None = None
    strict: bool = False
    actors: tuple[Path, ...] = ()
    places: tuple[Path, ...] = ()
    geocode: str | None = None
    geocode_url: str = ""
    geocode_user: str = ""
    claims_from: Path | None = None
    extractor: str | None = None
    model: str = ""
    extractor_cache: Path | None = None
    corrections: tuple[Path, ...] = ()

    def situation(self, *before: Path) -> Situation:
        """Everything as one situation; ``before`` are saved ones that come first."""
        from geo.pipeline import read

        as_day(self.date)  # a wrong date is said before anything is loaded
        inputs = (*map(str, before), *self.inputs)
        with counted("reading articles") as step:
            return read(*inputs, date=self.date, strict=self.strict, warn=warn, reader=self._reader(), on_article=step)

    def stream(self, *, toponyms_alone: bool = False, given: bool = False) -> Iterator[Situation]:
        """A situation per article, in flat memory; saved ones come whole.

        ``toponyms_alone`` looks for places only; ``given`` takes the articles' own spans for those.
        """
        from geo.io.store import load_corrections
        from geo.pipeline import corrected

        as_day(self.date)
        reader = self._reader()
        saved = [correction for path in self._saved() for correction in load_corrections(path)]
        parts = self._parts(reader, toponyms_alone, given)
        yield from corrected(parts, reader=reader, saved=saved, warn=warn, toponyms_alone=toponyms_alone)

    def _parts(self, reader: Reader, toponyms_alone: bool, given: bool) -> Iterator[Situation]:
        from geo.io.store import load

        count = 0
        for saved in self._saved():
            situation = load(saved)
            count += len(situation.articles)
            yield situation
        if len(self._saved()) < len(self.inputs):
            for part in self._fresh(reader, toponyms_alone, given):
                count += 1
                yield part
        if not count:
            raise InputError(f"no usable article in {', '.join(self.inputs)}")

    def _saved(self) -> list[str]:
        return [name for name in self.inputs if name.endswith(".gpkg")]

    def _fresh(self, reader: Reader, toponyms_alone: bool, given: bool) -> Iterator[Situation]:
        from geo.io.articles import read_articles

        fresh = [name for name in self.inputs if not name.endswith(".gpkg")]
        articles = read_articles(fresh, date=as_day(self.date), strict=self.strict, warn=warn, dated=not toponyms_alone)
        source = articles if given else (replace(a, toponyms=None) for a in articles)
        with counted("reading articles") as step:
            for part in reader.places(source) if toponyms_alone else reader.situations(source):
                step(part.articles[0])
                yield part

    def _reader(self) -> Reader:
        from geo.pipeline import Reader

        return Reader(
            actor_files=self.actors,
            place_files=self.places,
            last_resort=self._last_resort(),
            claims_from=self._elsewhere(),
            correction_files=self.corrections,
        )

    def _elsewhere(self) -> Callable[[Grounder], ClaimSource] | None:
        """Another source of claims than the built-in extractor, where one is asked for."""
        if self.extractor is None and (self.model or self.extractor_cache):
            raise UsageError("--model and --extractor-cache go with --extractor")
        if self.claims_from is not None and self.extractor is not None:
            raise UsageError("choose one of --claims-from and --extractor")
        if self.claims_from is not None:
            from geo.extraction import ClaimFile

            return functools.partial(ClaimFile, self.claims_from, warn=warn)
        return self._asked(self.extractor) if self.extractor is not None else None

    def _asked(self, url: str) -> Callable[[Grounder], ClaimSource]:
        if not self.model:
            raise UsageError("--extractor needs --model NAME")
        from geo.extraction import Endpoint, ModelEndpoint

        key = os.environ.get("SITMAP_EXTRACTOR_KEY", "")
        return functools.partial(
            ModelEndpoint, Endpoint(url, self.model, key=key, cache=self.extractor_cache), warn=warn
        )

    def _last_resort(self) -> LastResort | None:
        if self.geocode is None:
            return None
        from gazetteer.online import LastResort, open_online

        agent = os.environ.get("SITMAP_USER_AGENT", "")
        online = open_online(self.geocode, url=self.geocode_url, username=self.geocode_user, user_agent=agent)
        return LastResort(online, warn=warn)


def _typed(
    inputs: Inputs,
    date: Date = None,
    strict: Strict = False,
    actors: Actors = None,
    places: Places = None,
    geocode: Geocode = None,
    geocode_url: GeocodeUrl = "",
    geocode_user: GeocodeUser = "",
    claims_from: ClaimsFrom = None,
    extractor: Extractor = None,
    model: ModelName = "",
    extractor_cache: ExtractorCache = None,
    corrections: Corrections = None,
) -> Reading:
    """The arguments and options of reading, as the command line has them."""
    own = (tuple(actors or ()), tuple(places or ()))
    asked = Reading(inputs, date, strict, *own, geocode, geocode_url, geocode_user)
    asked = replace(asked, corrections=tuple(corrections or ()))
    return replace(asked, claims_from=claims_from, extractor=extractor, model=model, extractor_cache=extractor_cache)


def reads_articles(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command INPUT... in the place of its parameter ``reading``, and the options of reading after its own."""
    own = inspect.signature(command, eval_str=True).parameters
    inputs, *shared = inspect.signature(_typed, eval_str=True).parameters.values()
    listed = [inputs if name == "reading" else parameter for name, parameter in own.items()] + shared

    @functools.wraps(command)
    def run(**typed: object) -> None:
        about = {parameter.name: typed.pop(parameter.name) for parameter in (inputs, *shared)}
        command(reading=_typed(**about), **typed)  # type: ignore[arg-type]

    parameters = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in listed]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return run
