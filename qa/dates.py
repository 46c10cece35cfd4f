"""The dates and periods that a question names. Pure.

What a date is, not what it does there: whether it is a date of publication is `qa.publication`'s to say. Where both
ends are meant is as in a filter: `after November 20` and `since November 20` begin on that day, while `after 2015`
begins with 2016, since nobody means the year by it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from qa.relative_dates import one_day, relative
from qa.understood import NOMINAL_YEAR, Period

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4}

_LONG = "january february march april may june july august september october november december"
_MONTH = rf"(?:{'|'.join(_LONG.split())}|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
_YEAR = r"(?:19|20)\d\d(?![\d,.]\d|\w)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\w%]|[.,:]\d)"
_TO = r",?\s*(?:-|–|—|and|to|until|till|through)\s*"
_POINT = re.compile(
    rf"""
    (?<![\w.,/$£€-])
    (?=\d|the\ |jan|feb|ma[ry]|apr|ju[nl]|aug|sep|oct|nov|dec|early|mid|late|beginning|start|end|week|q\d|first
      |second|third|fourth|yesterday|today|this|last|past)
    (?:the\ )?(?:
      (?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?:[T ]\d\d:\d\d[\d:.]*(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])
    | (?P<slashed>\d{{1,2}}(?:/\d{{1,2}}/|\.\d{{1,2}}\.)(?:19|20)\d\d)(?![\w/])
    | (?:(?P<part>early|mid|late|beginning|start|middle|end)(?:\ of|-)?\ ?(?:the\ )?)?
      (?:
        (?:(?P<from_day>{_DAY})(?:{_TO})(?=\d))?(?P<day_first>{_DAY})(?:\ of)?\ (?P<month_a>{_MONTH})
        (?:,?\ (?P<year_a>{_YEAR}))?
      | (?P<week>week\ of\ )?(?P<month_b>{_MONTH})\ (?:the\ )?(?P<day>{_DAY})
        (?:{_TO}(?P<to_day>{_DAY})(?!\ of|\ [a-z]))?
        (?:,?\ (?P<year_b>{_YEAR}))?
      | (?P<month_c>{_MONTH}),?\ (?:of\ )?(?P<year_c>{_YEAR})
      | (?:q(?P<q>[1-4])|(?P<quarter>first|second|third|fourth)\ quarter(?:\ of)?)\ (?P<year_q>{_YEAR})
      | (?P<month>{_MONTH})(?![\w'’])
      | (?P<year>{_YEAR})
      )
    | (?P<relative>yesterday|today(?=['’]s)|(?:this|last|past)\ (?:week|month|year)|(?P<ago>\d{{1,3}})\ days\ ago
      |(?:last|past)\ (?P<past>\d{{1,3}})\ (?P<unit>day|week|month)s)\b
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BEFORE_A_MONTH = re.compile(
    r"\b(?:in|since|during|of|until|till|through|from|last|this|before|after|and|to|by)\ $", re.I
)
_BEFORE_A_YEAR = re.compile(r"\b(?:[a-z]+)\ $", re.I)
_NOT_A_YEAR = re.compile(r"[ -]?(?:people|men|women|troops|soldiers|words|dollars|euros|pounds|miles|metres|km|m|%)\b")
_RELATION = re.compile(
    r"\b(?P<word>not before|no earlier than|starting|beginning|since|after|later than|from|no later than|by the end of|"
    r"until|till|up to|through|prior to|earlier than|before|by|between)\s(?:on\s|in\s)?$",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"\s(?:on|onwards?|or later)\b", re.IGNORECASE)
_STARTS = frozenset(["not before", "no earlier than", "starting", "beginning", "since", "after", "later than"])
_ENDS = frozenset(["no later than", "by the end of", "until", "till", "up to", "through", "prior to", "earlier than",
                   "before", "by"])  # fmt: skip
_EXCLUSIVE = frozenset(["after", "later than", "prior to", "earlier than", "before"])
_TO_NEXT = re.compile(_TO, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Point:
    """One date as written: its days, and whether it names a day (not a month, quarter or year)."""

    start: int
    end: int
    first: date
    last: date
    year_stated: bool
    to_the_day: bool
    year_written: bool
    """Whether the year stands with it; `year_stated` may be so by another date's."""


def find_periods(question: str, *, taken: str = "", today: date | None = None) -> tuple[Period, ...]:
    """The dates and periods in `question`, in order, none restricting yet.

    `taken` is the question with whatever can't be a date masked (as long as the question); `yesterday` and the like
    are read only with a `today`. A date without a year takes the year of the question's other dates if they agree.
    """
    points = list(_points(taken or question, today))
    years = {point.first.year for point in points if point.year_stated and point.first.year == point.last.year}
    if len(years) == 1 and any(point.to_the_day for point in points if point.year_stated):
        points = [_in_year(point, *years) for point in points]
    return tuple(_periods(question, points))


def _points(text: str, today: date | None) -> Iterator[_Point]:
    for found in _POINT.finditer(text):
        days = _days(found, today) if _is_date(text, found) else None
        if days is not None:
            first, last, year_stated = days
            to_the_day = last - first < timedelta(days=1)
            yield _Point(found.start(), found.end(), first, last, year_stated, to_the_day, year_written=year_stated)


def _is_date(text: str, found: re.Match[str]) -> bool:
    """Whether a word that may be a month or a number that may be a year is one, by what stands before it."""
    before = text[max(0, found.start() - 12) : found.start()]
    if found["month"] and not found["part"]:
        word = found["month"]
        name_follows = re.match(r" [A-Z][a-z]", text[found.end() : found.end() + 3])
        verb = word.lower() in ("may", "march") and not re.search(
            r"\b(?:in|since|during|last|until|this) $", before, re.I
        )
        return bool(_BEFORE_A_MONTH.search(before)) and not name_follows and not verb and not word.endswith(".")
    if found["year"] and not found["part"]:
        return bool(_BEFORE_A_YEAR.search(before)) and not _NOT_A_YEAR.match(text, found.end())
    return True


def _days(found: re.Match[str], today: date | None) -> tuple[date, date, bool] | None:
    """The first and last day written and whether the year was, or None for a day that no calendar has."""
    get = found.groupdict()
    try:
        if get["iso"]:
            return one_day(date.fromisoformat(get["iso"]))
        if get["slashed"]:
            return _slashed(get["slashed"])
        if get["relative"]:
            return relative(get, today)
        if get["day_first"]:
            return _span(get["month_a"], get["from_day"] or get["day_first"], get["day_first"], get["year_a"])
        if get["day"]:
            first, last, stated = _span(get["month_b"], get["day"], get["to_day"] or get["day"], get["year_b"])
            return first, last + timedelta(days=6 if get["week"] else 0), stated
    except ValueError:
        return None
    year = int(get["year_c"] or get["year_q"] or get["year"] or NOMINAL_YEAR)
    if month := get["month_c"] or get["month"]:
        number = _month(month)
        first, last = date(year, number, 1), date(year, number, monthrange(year, number)[1])
    elif quarter := get["q"] or get["quarter"]:
        number = _QUARTERS[quarter.lower()] * 3
        first, last = date(year, number - 2, 1), date(year, number, monthrange(year, number)[1])
    else:
        first, last = date(year, 1, 1), date(year, 12, 31)
    first, last = _part(first, last, (get["part"] or "").lower())
    return first, last, not get["month"]


def _month(word: str) -> int:
    return _MONTHS.index(word[:3].lower()) + 1


def _span(month: str, first: str, last: str, year: str | None) -> tuple[date, date, bool]:
    number, in_year = _month(month), int(year or NOMINAL_YEAR)
    days = [date(in_year, number, int(re.sub(r"\D", "", day))) for day in (first, last)]
    return min(days), max(days), year is not None


def _slashed(written: str) -> tuple[date, date, bool] | None:
    """A date in figures, if only one order of day and month makes a date of it; with dots the day is first."""
    one, two, year = (int(part) for part in re.split(r"[/.]", written))
    if one > 12 or one == two or "." in written:
        return one_day(date(year, two, one))
    return one_day(date(year, one, two)) if two > 12 else None


def _part(first: date, last: date, part: str) -> tuple[date, date]:
    """The first, middle or last third of a period, each a day wider than it must be."""
    third = (last - first) // 3 + timedelta(days=1)
    if part in ("early", "beginning", "start"):
        return first, first + third
    if part in ("mid", "middle"):
        return first + third - timedelta(days=1), last - third + timedelta(days=1)
    return (last - third, last) if part else (first, last)


def _in_year(point: _Point, year: int) -> _Point:
    if point.year_stated:
        return point
    pairs = Period("", 0, 0, point.first, point.last, year_stated=False).resolve([year])
    first, last = pairs[0] if pairs else (None, None)
    return replace(point, first=first, last=last, year_stated=True) if first and last else point


def _periods(question: str, points: list[_Point]) -> Iterator[Period]:
    rest = iter(points)
    waiting = next(rest, None)
    while waiting is not None:
        point, waiting = waiting, next(rest, None)
        relation = _RELATION.search(question, max(0, point.start - 24), point.start)
        word = relation["word"].lower() if relation else ""
        if waiting and word in ("from", "between") and _TO_NEXT.fullmatch(question, point.end, waiting.start):
            first, last, end = *_ends(point, waiting), waiting.end
            waiting = next(rest, None)
            yield _period(question, relation, first, last, end, point)
        else:
            onwards = word == "from" and bool(_OPEN_END.match(question, point.end))
            limits = _limits("since" if onwards else word, point)
            yield _period(question, relation if None in limits else None, *limits, point.end, point)


def _ends(begun: _Point, ended: _Point) -> tuple[date, date]:
    """The first and the last day from one point to another. Over the turn of a year, only one has the year written."""
    first, last = begun.first, ended.last
    if last < first and not ended.year_written:
        return first, _a_year_on(last, 1)
    if last < first and not begun.year_written:
        return _a_year_on(first, -1), last
    return first, last


def _a_year_on(day: date, years: int) -> date:
    """The same day a year later, or with -1 earlier; 29 February becomes the day before where there is none."""
    year = min(max(day.year + years, date.min.year), date.max.year)
    return day.replace(year=year, day=min(day.day, monthrange(year, day.month)[1]))


def _limits(word: str, point: _Point) -> tuple[date | None, date | None]:
    """The two ends of a period that begins or ends with `point`, or is it."""
    one_day = timedelta(days=1)
    if word in _STARTS:
        exclusive = word in _EXCLUSIVE and not point.to_the_day
        return (point.last + one_day if exclusive else point.first), None
    if word in _ENDS:
        exclusive = word in _EXCLUSIVE and not point.to_the_day
        return None, (point.first - one_day if exclusive else point.last)
    return point.first, point.last


def _period(
    question: str, relation: re.Match[str] | None, first: date | None, last: date | None, end: int, point: _Point
) -> Period:
    bare = point.start + (4 if question[point.start : point.start + 4].lower() == "the " else 0)
    start = relation.start() if relation else bare
    return Period(question[start:end], start, end, first, last, point.year_stated)
