"""The vocabulary of an understood question: the outlets and dates it names, and the searches it asks for.

Every `start` and `end` counts code points of the question, end exclusive, so that `question[start:end]` is `text`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

NOMINAL_YEAR = 2000
"""The year in which a date without a year is kept: a leap year, so that it has every day."""

_EDGES = " ,;"


@dataclass(frozen=True, slots=True)
class Mention:
    """An outlet that the question names.

    `outlets` are the names it may stand for: the library's own where it holds any, else the table's. `restricts` is
    true when the outlet is asked for as the reporter, false when it is only talked about.
    """

    text: str
    start: int
    end: int
    outlets: tuple[str, ...]
    restricts: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A date or period that the question names, both ends inclusive; an open end is None.

    Without a stated year, `first` and `last` stand in NOMINAL_YEAR (or run over its ends) and only their month and
    day mean anything. `restricts` is true for a date of publication, false for the date of an event.
    """

    text: str
    start: int
    end: int
    first: date | None
    last: date | None
    year_stated: bool = True
    restricts: bool = False

    @property
    def after(self) -> date | None:
        """The first day, if the year is known."""
        return self.first if self.year_stated else None

    @property
    def before(self) -> date | None:
        """The last day, if the year is known."""
        return self.last if self.year_stated else None

    def resolve(self, years: Iterable[int]) -> tuple[tuple[date | None, date | None], ...]:
        """The (first, last) days this can mean: one pair with a stated year, else one for each of `years`.

        A day that a year lacks (29 February) gives no pair for that year.
        """
        if self.year_stated:
            return ((self.first, self.last),)
        pairs = ((_moved(self.first, year, up=True), _moved(self.last, year, up=False)) for year in sorted(set(years)))
        return tuple((first, last) for first, last in pairs if not (first and last and first > last))

    @property
    def wording(self) -> str:
        """The period in words, as in `4 October 2023` or `from 4 October`."""
        first, last = _said(self.first, self.year_stated), _said(self.last, self.year_stated)
        if first and last:
            return first if first == last else f"{first} to {last}"
        return f"from {first}" if first else f"until {last}"


@dataclass(frozen=True, slots=True)
class Clause:
    """What one search should be: its words, and the outlets and days it is limited to (both ends inclusive).

    `text` is what the question says there, `search_text` the words worth searching for: without the words that
    became limits, or the whole question's where hardly any are left. `periods` are the dates of publication asked
    for; `after` and `before` are their hull where the year is certain.
    """

    text: str
    start: int
    end: int
    search_text: str
    outlets: tuple[str, ...] = ()
    periods: tuple[Period, ...] = ()
    after: date | None = None
    before: date | None = None

    @property
    def restricts(self) -> bool:
        """Whether the clause is limited to an outlet or to days."""
        return bool(self.outlets or self.after or self.before)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question, the searches it asks for in its order (at least one), and what it names."""

    question: str
    clauses: tuple[Clause, ...]
    mentions: tuple[Mention, ...] = ()
    periods: tuple[Period, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; a date without a year is written `--10-04`."""
        return {
            "clauses": [
                {
                    "text": clause.text,
                    "search_text": clause.search_text,
                    "outlets": list(clause.outlets),
                    "after": _iso(clause.after),
                    "before": _iso(clause.before),
                }
                for clause in self.clauses
            ],
            "outlets": [
                {
                    "text": mention.text,
                    "start": mention.start,
                    "end": mention.end,
                    "names": list(mention.outlets),
                    "restricts": mention.restricts,
                }
                for mention in self.mentions
            ],
            "dates": [
                {
                    "text": period.text,
                    "start": period.start,
                    "end": period.end,
                    "after": _iso(period.first, year_stated=period.year_stated),
                    "before": _iso(period.last, year_stated=period.year_stated),
                    "restricts": period.restricts,
                }
                for period in self.periods
            ],
        }

    def describe(self) -> str:
        """One line that says what the question was taken to mean; empty when it is searched as it stands."""
        if not any(clause.restricts for clause in self.clauses):
            return ""
        if len({clause.text for clause in self.clauses}) == 1:
            return "read as asking " + " and ".join(_limits(clause) for clause in self.clauses)
        parts = (
            ": ".join(filter(None, (_limits(clause), f"“{clause.text.strip(_EDGES)}”"))) for clause in self.clauses
        )
        return f"read as {_count(len(self.clauses))} searches — " + "; ".join(parts)


def _limits(clause: Clause) -> str:
    named = " or ".join(clause.outlets)
    hull = Period("", 0, 0, clause.after, clause.before).wording if clause.after or clause.before else ""
    return ", ".join(part for part in (named, hull) if part)


def _count(number: int) -> str:
    few = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
    return few[number - 2] if number - 2 < len(few) else str(number)


def _said(day: date | None, year_stated: bool) -> str:
    if day is None:
        return ""
    return f"{day.day} {day:%B} {day.year}" if year_stated else f"{day.day} {day:%B}"


def _iso(day: date | None, *, year_stated: bool = True) -> str | None:
    if day is None:
        return None
    return day.isoformat() if year_stated else f"--{day:%m-%d}"


def _moved(day: date | None, year: int, *, up: bool) -> date | None:
    """`day` of NOMINAL_YEAR in another year; 29 February becomes the day after (`up`) or before where there is none."""
    if day is None:
        return None
    year += day.year - NOMINAL_YEAR
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1) if up else date(year, 2, 28)
