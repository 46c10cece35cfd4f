"""Filters into the set of articles that they leave: looked up, so that no search goes through all the articles."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from vectorstore.records import key
from vectorstore.types import NOT_STATED, ArticleRecord, Filters

MOST_KEPT = 64
"""Scopes. Each names its articles, so those that were asked for long ago are let go."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The articles that a search may look in: those that `filters` leave."""

    filters: Filters
    keys: frozenset[str]
    passages: int
    outlets: tuple[str | None, ...]
    left_out_for_no_date: int
    without: frozenset[str] = frozenset()
    """The keys of the articles that the filters leave aside by their ids."""


@dataclass(frozen=True, slots=True)
class _Sized:
    """An article revision by its key, and how many passages it has."""

    id: str
    key: str
    passages: int


@dataclass(frozen=True, slots=True)
class _Held:
    """What is held of one outlet: the days in order, the article of each, and the articles of no day."""

    name: str | None
    days: list[date] = field(default_factory=list)
    dated: list[_Sized] = field(default_factory=list)
    undated: list[_Sized] = field(default_factory=list)

    def of(self, filters: Filters) -> list[_Sized]:
        """Its articles in the period."""
        if not (filters.after or filters.before):
            return self.dated + self.undated
        start = bisect_left(self.days, filters.after) if filters.after else 0
        end = bisect_right(self.days, filters.before) if filters.before else len(self.days)
        return self.dated[start:end]


class Scopes:
    """The scopes of one state of a library. Safe to use from several threads."""

    def __init__(self, records: Iterable[ArticleRecord]) -> None:
        self._held: dict[str, _Held] = {}
        for record in sorted(records, key=lambda record: record.day or date.min):
            held = self._held.setdefault(record.outlet or NOT_STATED, _Held(record.outlet))
            article = _Sized(record.id, key(record.id, record.revision), record.passages)
            if record.day is None:
                held.undated.append(article)
            else:
                held.days.append(record.day)
                held.dated.append(article)
        self.everything = self._found(Filters())
        self._kept = lru_cache(MOST_KEPT)(self._found)

    def of(self, filters: Filters) -> Scope:
        """The articles that the filters leave, and how many of the outlets asked for had no date to go by."""
        return self._kept(filters) if filters else self.everything

    def _found(self, filters: Filters) -> Scope:
        searched = [self._held[name] for name in dict.fromkeys(filters.outlets or self._held) if name in self._held]
        aside = frozenset(filters.without)
        found = {held.name: held.of(filters) for held in searched}
        kept = {name: left for name, held in found.items() if (left := [one for one in held if one.id not in aside])}
        articles = [article for held in kept.values() for article in held]
        return Scope(
            filters=filters,
            keys=frozenset(article.key for article in articles),
            without=frozenset(one.key for held in found.values() for one in held if one.id in aside),
            passages=sum(article.passages for article in articles),
            outlets=tuple(sorted(kept, key=lambda name: (name is None, name or ""))),
            left_out_for_no_date=sum(len(held.undated) for held in searched) if filters.after or filters.before else 0,
        )
