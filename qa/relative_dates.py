"""Days named by how far they lie from today: `yesterday`, `three days ago`, `last week`. Pure."""

from __future__ import annotations

from datetime import date, timedelta


def relative(get: dict[str, str | None], today: date | None) -> tuple[date, date, bool] | None:
    """The first and last day that the parts of a match of `qa.dates` name, and that the year is certain."""
    if today is None:
        return None
    words = (get["relative"] or "").lower()
    if get["ago"]:
        return one_day(today - timedelta(days=int(get["ago"])))
    if get["past"]:
        days = {"day": 1, "week": 7, "month": 31}[(get["unit"] or "").lower()]
        return today - timedelta(days=days * int(get["past"])), today, True
    if words == "yesterday":
        return one_day(today - timedelta(days=1))
    if words == "today":
        return one_day(today)
    which, unit = words.split()
    if which == "past":
        return today - timedelta(days={"week": 7, "month": 31, "year": 365}[unit]), today, True
    starts = {"week": today - timedelta(days=today.weekday()), "month": today.replace(day=1)}
    start = starts.get(unit, today.replace(month=1, day=1))
    if which == "this":
        return start, today, True
    last = start - timedelta(days=1)
    first = {"week": last - timedelta(days=6), "month": last.replace(day=1)}.get(unit, last.replace(month=1, day=1))
    return first, last, True


def one_day(day: date) -> tuple[date, date, bool]:
    """One day, in a year that is certain, as a first and a last one."""
    return day, day, True
