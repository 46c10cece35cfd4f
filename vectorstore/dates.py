"""Dates as a page states them: a day that is certain becomes ISO 8601, one that is not stays unread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

EARLIEST_YEAR = 1600
"""The first newspapers; an earlier year is no date of an article."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
MONTH_DAY = rf"{_MONTH}\.?\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH}\.?"
"""A day without its year, as datelines have it."""

_ZONES = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "bst": 1, "cet": 1, "cest": 2, "eet": 2, "eest": 3, "msk": 3, "trt": 3,
    "gst": 4, "pkt": 5, "sgt": 8, "hkt": 8, "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
    "edt": -4, "est": -5, "cdt": -5, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8,
}  # fmt: skip
"""Hours from UTC. A name that stands for several zones (IST, CST, ET) is left out: its time stays unread."""

_TIME = (
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?)?\s*(?P<half>[ap]\.?m\b\.?)?"
    r"(?:\s*hrs)?\s*\(?(?P<zone>(?:utc|gmt)?\s?[+-]\d{1,2}:?(?:\d{2})?\b|z\b|[a-z]{2,4}\b)?\)?"
)
_DATE = re.compile(
    rf"(?<!\w)(?:(?P<y1>\d{{4}})(?P<s1>[-/.])(?P<m1>\d{{1,2}})(?P=s1)(?P<d1>\d{{1,2}})(?=T\d|\b)"
    rf"|(?P<m2>{_MONTH})(?:\.?\s+|/)(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+|/)(?P<y2>\d{{4}})\b"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m3>{_MONTH})\.?,?[\s-]+(?P<y3>\d{{4}})\b"
    rf"|(?P<a4>\d{{1,2}})(?P<s4>[-/.])(?P<b4>\d{{1,2}})(?P=s4)(?P<y4>\d{{4}})\b)",
    re.IGNORECASE,
)
_LABEL = (
    r"(?P<updated>(?:last[\s-]+)?(?:updated?|modified|edited|revised)|update)"
    r"|(?P<published>(?:first[\s-]+|originally[\s-]+)?(?:published|posted|issued|released|created|uploaded|filed)"
    r"|pub(?:lish(?:ed)?|lication)?[\s-]?date|date (?:published|posted|of publication))|(?P<date>date|dated)"
)
_BEFORE = re.compile(
    rf"(?:\b(?:{_LABEL})\b(?:\s+time\b)?[\s:]*)?(?:\b(?:on|at)\b[\s:]*)?(?:\b{_TIME}[\s,"
    rf"|·-]*(?:on\s+)?)?(?:\b{WEEKDAY}\b[\s.,|-]*)?$",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"(?:T|[\s,|·•/–—-]+(?:at\s+)?){_TIME}", re.IGNORECASE)
_LOOK_BACK = 60


@dataclass(frozen=True, slots=True)
class Stamp:
    """A date as it stands in a line: ISO value, its place, and `label`, "updated", "published", "date" or "".

    `outer` begins before `start` where a label or a weekday leads the date.
    """

    value: str
    label: str
    outer: int
    start: int
    end: int


def stamps(line: str, *, today: date | None = None) -> Iterator[Stamp]:
    """The dates in a short line, left to right; a day that can't be told, never was, or is yet to come is left out."""
    latest = (today or datetime.now(UTC).date()) + timedelta(days=1)
    for found in _DATE.finditer(line):
        day = _day(found)
        if day is None or not date(EARLIEST_YEAR, 1, 1) <= day <= latest:
            continue
        since = max(0, found.start() - _LOOK_BACK)
        before = _BEFORE.search(line[since : found.start()])
        after = _AFTER.match(line, found.end())
        clock, end = _clock(after), found.end()
        if after and (clock or after["minute"]):
            end = after.end()
        start = found.start()
        outer, label = start, ""
        if before:
            outer = since + before.start()
            label = next((name for name in ("updated", "published", "date") if before[name]), "")
            earlier = _clock(before)
            if not clock and earlier:
                clock, start = earlier, since + before.start("hour")
        yield Stamp(day.isoformat() + clock, label, outer, start, len(line[:end].rstrip(" ,|·-(")))


def read_date(stated: str) -> str | None:
    """The ISO value of a text that is one certain date and nothing else, or None."""
    found = list(stamps(stated.strip()))
    if len(found) != 1 or found[0].outer > 0 or found[0].end < len(stated.strip()):
        return None
    return found[0].value


def _day(found: re.Match[str]) -> date | None:
    if found["y1"]:
        year, month, day = int(found["y1"]), int(found["m1"]), int(found["d1"])
    elif found["y4"]:
        first, second, year = int(found["a4"]), int(found["b4"]), int(found["y4"])
        # 5/11/2015 is May here and November there; with full stops the day always comes first.
        if found["s4"] == "." or first > 12 or first == second:
            day, month = first, second
        elif second > 12:
            month, day = first, second
        else:
            return None
    else:
        name, number, stated_year = (
            (found["m2"], found["d2"], found["y2"]) if found["y2"] else (found["m3"], found["d3"], found["y3"])
        )
        year, month, day = int(stated_year), _MONTHS.index(name[:3].lower()) + 1, int(number)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(found: re.Match[str] | None) -> str:
    """The time as ISO's `T10:22+00:00`; empty without minutes or a zone that is certain."""
    if not found or not found["hour"] or not found["zone"] or not (found["minute"] or found["half"]):
        return ""
    offset = _offset(found["zone"].lower().strip())
    hour, minute, second = int(found["hour"]), int(found["minute"] or 0), found["second"]
    if found["half"]:
        if not 1 <= hour <= 12:
            return ""
        hour = hour % 12 + (12 if found["half"].lower().startswith("p") else 0)
    if offset is None or hour > 23 or minute > 59 or int(second or 0) > 59:
        return ""
    seconds = f":{int(second):02}" if second else ""
    return f"T{hour:02}:{minute:02}{seconds}{offset}"


def _offset(zone: str) -> str | None:
    named = _ZONES.get(zone)
    if named is not None:
        return f"{'-' if named < 0 else '+'}{abs(named):02}:00"
    stated = re.fullmatch(r"(?:utc|gmt)?\s?([+-])(\d{1,2}):?(\d{2})?", zone)
    if stated is None or int(stated[2]) > 14 or int(stated[3] or 0) > 59:
        return None
    return f"{stated[1]}{int(stated[2]):02}:{stated[3] or '00'}"
