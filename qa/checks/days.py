"""Dates: the same day however it is written, with the year and the weekday that the article's date gives. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from qa.dates import find_periods
from qa.understood import Period

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(rf"\b(?:{'|'.join(WEEKDAYS)})\b", re.IGNORECASE)
_MONTH = re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_RELATIVE = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|(?:last|this|next) (?:week|month|year))\b", re.IGNORECASE
)
_AHEAD = re.compile(r"\b(?:will|next|coming|upcoming|due|to be|going to|’ll|'ll)\b", re.IGNORECASE)

Interval = tuple[date | None, date | None]


def dated(text: str) -> tuple[Period, ...]:
    """The dates and periods of a sentence."""
    return find_periods(text)


def unsupported_dates(said: str, source: str, *, day: date | None) -> Iterator[str]:
    """Why each date of a sentence does not stand in its source, an article of `day`."""
    periods = dated(source)
    intervals = [pair for period in periods for pair in _resolved(period, day)]
    intervals += [(found, found) for found in _weekdays(source, day)]
    for period in dated(said):
        if not any(_supports(period, other) for other in periods) and not any(
            _within(period, pair) for pair in intervals
        ):
            if _year_alone(period) and re.search(rf"\b{period.text[-4:]}\b", source):
                continue
            months = _MONTH.findall(period.text)
            if len(months) > 1 and all(month[:3].lower() in source.lower() for month in months):
                continue  # "from October to December", where it says "October through December"
            if re.search(rf"\b{re.escape(period.text)}\b", source, re.IGNORECASE):
                continue  # there as the end or the beginning of a period: "until May 2023"
            yield f"the source does not have the date “{period.text}”"
    names = {match.group().lower() for match in _WEEKDAY.finditer(source)}
    # A day of the week that the source does not name may be read off its dates, but not beside another that it does.
    names = names or {WEEKDAYS[first.weekday()] for first, last in intervals if first and first == last}
    for match in _WEEKDAY.finditer(said):
        if match.group().lower() not in names:
            yield f"the source does not have the day “{match.group()}”"
    relative = {match.group().lower() for match in _RELATIVE.finditer(source)}
    for match in _RELATIVE.finditer(said):
        if match.group().lower() not in relative:
            yield f"the source does not say “{match.group()}”"


def date_spans(text: str) -> list[tuple[int, int]]:
    """Where dates and days of the week stand: their numbers and capitals are no other numbers and names."""
    return [*((period.start, period.end) for period in dated(text)), *(day.span() for day in _WEEKDAY.finditer(text))]


def _supports(said: Period, source: Period) -> bool:
    """Whether both are the same days; where one lacks the year, the same days of a year."""
    if said.year_stated and source.year_stated:
        return (said.first, said.last) == (source.first, source.last)
    if said.year_stated:
        return False  # the year must come from somewhere: see _resolved
    return [_day(one) for one in (said.first, said.last)] == [_day(one) for one in (source.first, source.last)]


def _within(said: Period, interval: Interval) -> bool:
    first, last = interval
    if not first or not last:
        return said.year_stated and (said.first, said.last) == interval
    pairs = said.resolve([first.year]) if not said.year_stated else ((said.first, said.last),)
    return any(one and other and one <= first and last <= other for one, other in pairs)


def _resolved(period: Period, day: date | None) -> Iterator[Interval]:
    if period.year_stated:
        yield period.first, period.last
    elif day is not None:
        pairs = period.resolve([day.year - 1, day.year, day.year + 1])
        stated = [pair for pair in pairs if pair[0] or pair[1]]
        if stated:
            yield min(stated, key=lambda pair: abs(((pair[0] or pair[1] or day) - day).days))


def _weekdays(source: str, day: date | None) -> Iterator[date]:
    """The day that each day of the week means: the last one before the article, or the next where it looks ahead."""
    if day is None:
        return
    ahead = bool(_AHEAD.search(source))
    for match in _WEEKDAY.finditer(source):
        back = (day.weekday() - WEEKDAYS.index(match.group().lower())) % 7
        yield day - timedelta(days=back)
        if ahead:
            yield day + timedelta(days=7 - back)


def _day(day: date | None) -> tuple[int, int] | None:
    return (day.month, day.day) if day else None


def _year_alone(period: Period) -> bool:
    return bool(re.fullmatch(r"(?:.*\s)?(?:19|20)\d\d", period.text)) and (
        period.last is None or period.first is None or (period.last - period.first).days >= 364
    )
