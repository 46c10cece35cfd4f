"""Numbers of a sentence: each must stand in its source, and count the same there. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from qa.checks.numerals import Number, spelled
from qa.checks.tokens import stem
from qa.words import STOP_WORDS

_FIRST_DOES = frozenset("at it he she they we i was were had has is when who that which".split())

_LIST = re.compile(r"(?:\s+[\w’'-]+){0,4}:\s*(?P<items>[^.;:!?]+)")
_AND = re.compile(r",\s*(?:and\s+)?|\s+and\s+")

_ROUNDED = {
    **dict.fromkeys(("more than", "over", "upwards of", "above"), (1.0, 1.1)),
    **dict.fromkeys(("nearly", "almost", "under", "less than", "fewer than", "close to"), (0.95, 1.0)),
    **dict.fromkeys(("about", "around", "roughly", "some", "approximately"), (0.95, 1.05)),
}
"""Between how many times a rounded number the exact one lies, by its hedge."""

_BOUNDS = {
    **dict.fromkeys(("more than", "over", "upwards of", "above", "at least"), 1),
    **dict.fromkeys(("under", "less than", "fewer than", "at most"), -1),
}
"""Whether what is meant lies above or below the number."""


def counts_its_list(number: Number, text: str) -> bool:
    """Whether it only counts what the sentence itself lists after it: `four others: Ann, Ben, Cem and Dan`."""
    if number.unit or number.value == "1":
        return False  # a share or a sum, or a list of one
    listed = _LIST.match(text, number.end)
    return listed is not None and spelled(len(_AND.split(listed["items"]))) == number.value


def unsupported_numbers(
    said: Sequence[Number], source: Sequence[Number], *, implied: Sequence[Number] = ()
) -> Iterator[str]:
    """Why each number of a sentence does not stand in its source, or counts something else there.

    `implied` are numbers that the source has without saying them: two of both teams.
    """
    yield from _repeated(said, source)
    for number in said:
        same = [other for other in source if other.value in _values(number) or _rounds(number, other)]
        if number.value == "1" and number.text.isalpha():
            continue  # "one" is an article and a pronoun more often than a number
        if number.value == "1th" and (stem("time") in number.heads or {*number.before[-1:]} & _FIRST_DOES):
            continue  # "for the first time", "it first reached", "at first": no count
        if not number.unit and any(one.value == number.value and one.heads & number.heads for one in implied):
            continue
        if number.months and any(other.months == number.months for other in source):
            continue
        if not any(not number.unit or not other.unit or number.unit == other.unit for other in same):
            yield f"the source does not have the number “{number.text.strip()}”"
        elif all(_bound(number) * _bound(other) < 0 for other in same):
            yield f"the source does not say “{number.hedge} {number.text.strip()}”"
        elif not any(_alike(number, other) for other in same):
            others = (other for other in source if other.value != number.value and _alike(number, other))
            # "One" may be a pronoun, unless it counts the same.
            others = (o for o in others if o.value != "1" or not o.text.isalpha() or o.heads & number.heads)
            if (other := next(others, None)) is not None:
                yield f"where it says “{number.text.strip()}” the source says “{other.text.strip()}”"


def _bound(number: Number) -> int:
    return _BOUNDS.get(number.hedge, 0)


def _rounds(number: Number, other: Number) -> bool:
    """Whether it is the other one rounded, and says so: `more than 18,000` of 18,040."""
    if number.hedge not in _ROUNDED or not all(one.value.replace(".", "", 1).isdigit() for one in (number, other)):
        return False
    least, most = _ROUNDED[number.hedge]
    # A round number is no rounding of another: `over 17,000` is wrong where the source has 18,000.
    finer = len(other.value.strip("0.")) > len(number.value.strip("0."))
    return finer and least * float(number.value) <= float(other.value) <= most * float(number.value)


def _repeated(said: Sequence[Number], source: Sequence[Number]) -> Iterator[str]:
    """A number that stands oftener than in the source, in place of another that is missing: it counts both things."""
    spots = {(number.start, number.end): number.value for number in source}
    mine, theirs = Counter(number.value for number in said), Counter(spots.values())
    if not theirs - mine:
        return
    for number in said:
        if number.value not in ("1", "1th") and mine[number.value] > theirs[number.value] > 0:
            yield f"it says “{number.text.strip()}” more often than the source does"
            return


def _values(number: Number) -> tuple[str, str]:
    """Its value, and that of its other kind: the tenth round is round 10."""
    other = number.value.removesuffix("th") if number.value.endswith("th") else f"{number.value}th"
    return number.value, other


def _alike(one: Number, other: Number) -> bool:
    """Whether two numbers stand in the same words."""
    if one.heads & other.heads or (len(one.before) == 2 and one.before == other.before):
        return True
    return bool(one.before) and one.before[-1:] == other.before[-1:] and one.before[-1] not in STOP_WORDS
