"""Times of day and scores, which are more than the numbers in them. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

_CLOCK = re.compile(
    r"(?<![\d.:])(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?(?![\d:]|\.\d)",
    re.IGNORECASE,
)
_SCORE = re.compile(r"(?<![\w.–-])(\d{1,3})\s?[-–]\s?(\d{1,3})(?![\w–-]|\.\d)")


def as_in(said: str, source: str) -> list[tuple[int, int]]:
    """The stretches of a sentence that are the same time of day, or the same score, in its source: 13:00 is 1 p.m."""
    found = []
    for read in (_times, _scores):
        # Said once more than there, it is said of something else too.
        left = Counter(value for _, value in read(source))
        for span, value in read(said):
            left[value] -= 1
            found += [span] if left[value] >= 0 else []
    return found


def _times(text: str) -> Iterator[tuple[tuple[int, int], int]]:
    for match in _CLOCK.finditer(text):
        hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "").lower()
        if hour < 24 and (half or (match["minute"] and ":" in match.group())):
            yield match.span(), 60 * (hour % 12 + (12 if half == "p" else 0) if half else hour) + minute


def _scores(text: str) -> Iterator[tuple[tuple[int, int], frozenset[str]]]:
    for match in _SCORE.finditer(text):
        yield match.span(), frozenset(match.groups())
