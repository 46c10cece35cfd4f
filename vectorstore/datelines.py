"""Datelines: the place, the day and the agency that a report opens with."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from vectorstore.dates import MONTH_DAY, WEEKDAY, stamps

LONGEST = 120
"""Characters of the longest dateline."""

_CITY = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’-]+(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ.'’-]*){0,4}"
_TOWN = r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){0,3}"
_PLACE = rf"(?:{_CITY}|{_TOWN})(?:(?:,|/) ?{_TOWN}){{0,2}}"
_DAY = rf"(?:(?:{WEEKDAY}),? )?(?:{MONTH_DAY})(?:,? \d{{4}})?|{WEEKDAY}"
_AGENCY = r"\((?P<agency>[^()]{2,40})\)|/(?P<slashed>[^/\s][^/]{1,30})/"
_DASH = r"\s*(?:--+|[–—―]|-(?=\s)|:(?=\s))\s*"

_SHAPES = (
    # MOSCOW, Nov 26 (Reuters) - / PARIS (AP) — / (CNN) —
    re.compile(rf"(?P<line>(?:{_PLACE}(?:,? (?i:{_DAY}))?\s*)?(?:{_AGENCY}))(?:{_DASH}|\s+(?=[A-Z“\"‘]))"),
    # NIZHNY TAGIL, November 25. /TASS/. / BEIJING, Nov. 26 --
    re.compile(
        rf"(?P<line>{_PLACE},? (?i:{_DAY}))(?:{_DASH}|\.\s*(?:{_AGENCY})\s*(?:[.–—-]\s*)?|\.\s+(?=[A-ZÀ-Þ“\"‘«(]))"
    ),
    # LONDON — / HELENA, Mont. —
    re.compile(rf"(?P<line>{_CITY}(?:, ?{_TOWN}){{0,2}})\s*(?:--+|[–—―])\s*(?=[A-ZÀ-Þ“\"‘])"),
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline at the head of a paragraph: its length, where the report begins, the ISO day if it states the year."""

    length: int
    story: int
    day: str | None


def find_dateline(paragraph: str, known_outlet: Callable[[str], object]) -> Dateline | None:
    """The dateline a paragraph opens with, or None."""
    head = paragraph[: LONGEST + 40]
    for shape in _SHAPES:
        found = shape.match(head)
        if not found or found.end("line") > LONGEST:
            continue
        parts = found.groupdict()
        agency = parts.get("agency") or parts.get("slashed")
        if agency and not known_outlet(agency) and not agency.isupper():
            continue
        day = next(stamps(found["line"]), None)
        return Dateline(length=found.end("line"), story=found.end(), day=day.value[:10] if day else None)
    return None
