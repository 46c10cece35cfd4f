"""Filters into the set of articles that they leave. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vectorstore.records import key
from vectorstore.types import NOT_STATED, ArticleRecord, Filters


@dataclass(frozen=True, slots=True)
class Scope:
    """The articles that a search may look in."""

    keys: frozenset[str]
    passages: int
    outlets: tuple[str | None, ...]
    left_out_for_no_date: int


def scope(records: Iterable[ArticleRecord], filters: Filters) -> Scope:
    """The articles that the filters leave, and how many of the outlets asked for had no date to go by."""
    of_outlet = [
        record for record in records if not filters.outlets or (record.outlet or NOT_STATED) in filters.outlets
    ]
    dated = [record for record in of_outlet if _undated_ok(record, filters)]
    kept = [record for record in dated if _in_period(record, filters)]
    return Scope(
        keys=frozenset(key(record.id, record.revision) for record in kept),
        passages=sum(record.passages for record in kept),
        outlets=outlets_of(kept),
        left_out_for_no_date=len(of_outlet) - len(dated),
    )


def outlets_of(records: Iterable[ArticleRecord]) -> tuple[str | None, ...]:
    """The outlets by name, once each; None, for those that state none, comes last."""
    return tuple(sorted({record.outlet for record in records}, key=lambda name: (name is None, name or "")))


def _undated_ok(record: ArticleRecord, filters: Filters) -> bool:
    return record.day is not None or not (filters.after or filters.before)


def _in_period(record: ArticleRecord, filters: Filters) -> bool:
    day = record.day
    if day is None:
        return True
    return (filters.after is None or filters.after <= day) and (filters.before is None or day <= filters.before)
