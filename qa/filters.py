"""Filters as people type them, made into filters that the library knows."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from qa.types import OUTLET_NOT_STATED
from vectorstore.errors import UsageError
from vectorstore.library import Library
from vectorstore.types import NOT_STATED, Filters


def parsed(outlets: Iterable[str] = (), *, after: str | None = None, before: str | None = None) -> Filters:
    """Filters from words; an empty one is none. Raises UsageError for a date that is none."""
    return Filters(
        outlets=tuple(name for name in outlets if name.strip()),
        after=day(after, name="after") if after else None,
        before=day(before, name="before") if before else None,
    )


def day(text: str, *, name: str) -> date:
    """The day that `text` names as YYYY-MM-DD. Raises UsageError, naming the filter, when it names none."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            f"“{text}” is no date for the filter “{name}”.", next="Write it as 2015-11-27.", code="bad_date"
        ) from None


def resolved(filters: Filters, library: Library) -> Filters:
    """The filters with each outlet under the name it has in the library.

    An outlet that the table knows but the library lacks stays: the search then says that nothing is left.
    Raises UsageError for an outlet that neither knows and for a period that ends before it begins.
    """
    if filters.after and filters.before and filters.before < filters.after:
        raise UsageError(
            f"The period ends ({filters.before}) before it begins ({filters.after}).",
            next="Swap the two dates.",
            code="bad_period",
        )
    names = dict.fromkeys(_outlet(name, library) for name in filters.outlets)
    return replace(filters, outlets=tuple(names))


def together(given: Filters, carried: Filters) -> Filters:
    """Both filters at once. Raises UsageError where they leave nothing between them, which no filter can say."""
    outlets = given.outlets or carried.outlets
    if given.outlets and carried.outlets:
        outlets = tuple(outlet for outlet in given.outlets if outlet in carried.outlets)
    after = max(filter(None, (given.after, carried.after)), default=None)
    before = min(filter(None, (given.before, carried.before)), default=None)
    if ((given.outlets or carried.outlets) and not outlets) or (after and before and before < after):
        raise UsageError(
            "The filters that are set and what this conversation asks for leave no article between them.",
            next="Clear the filters, or ask for all outlets.",
            code="filters_exclude_each_other",
        )
    return Filters(outlets=outlets, after=after, before=before, without=(*given.without, *carried.without))


def _outlet(name: str, library: Library) -> str:
    wanted = name.strip().casefold()
    if wanted in (NOT_STATED, OUTLET_NOT_STATED):
        return NOT_STATED
    held = sorted({record.outlet for record in library.articles() if record.outlet})
    for outlet in held:
        if outlet.casefold() == wanted:
            return outlet
    known = library.outlets.by_name(name)
    if known is not None:
        return known.name
    close = difflib.get_close_matches(name, held, n=1, cutoff=0.6)
    hint = f"Did you mean {close[0]}?" if close else f"The library holds: {', '.join(held) or 'no named outlet'}."
    raise UsageError(f"No outlet is known as “{name}”.", next=hint, code="unknown_outlet")
