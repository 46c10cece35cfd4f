"""Numbers, in figures and in words, and what they count. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.checks.tokens import Token, stem, stems, tokens
from qa.words import STOP_WORDS

_UNITS = {
    word: value
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen""".split()
    )
}
_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_SHORT = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 10**9, "b": 10**9, "tn": 10**12}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
        fifteenth sixteenth seventeenth eighteenth nineteenth twentieth""".split(),
        start=1,
    )
}
_VAGUE = frozenset("dozens hundreds thousands millions billions trillions".split())
_FIGURES = re.compile(
    r"(?<![\w.])(?P<money>[$€£¥])?\s?(?P<figures>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:(?P<ordinal>st|nd|rd|th)\b|[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|dozen|[kmb]|mn|bn|tn)\b)?"
    r"(?P<rest>[\s-]?(?:%|per ?cent\b|percentage|dollars?\b|euros?\b|pounds?\b))?",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\s*(?:and|to|or|[-–])\s*[$€£¥]?\d[\d.,]*[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|mn|bn|tn)\b",
    re.IGNORECASE,
)
_PARTS_OF = {"quarter": 4, "third": 3, "fifth": 5, "tenth": 10}
_PARTS = re.compile(rf"(?P<part>{'|'.join(_PARTS_OF)})s\b")
_WORD = re.compile(r"[A-Za-z]+")
_END = re.compile(r"[.,;:!?()“”\"]")
_UNIT_OF = {"%": "%", "p": "%", "$": "$", "d": "$", "€": "€", "e": "€", "£": "£", "¥": "¥"}
_FIRST_DOES = frozenset("at it he she they we i was were had has is when who that which".split())
_NO_MORE_HEADS = frozenset("over in for on at from by with to during since".split())
HEADS = 3
"""Words after a number that may say what it counts."""

_NO_HEADS = {stem(word) for word in (*_UNITS, *_TENS, *_SCALES, *_VAGUE, "percent", "per", "cent", "dollars", "euros")}


_DAY = 12 / 365
_MONTHS = {
    stem(word): length
    for word, length in {
        "hours": _DAY / 24, "days": _DAY, "weeks": 7 * _DAY, "months": 1.0, "years": 12.0, "decades": 120.0,
        "centuries": 1200.0,
    }.items()
}  # fmt: skip
"""Lengths of time in months. Heads are stems."""


_LENGTH = re.compile(
    r"\b(?:an?|per|each|every|last|past|this|the)\s+(?:\w+\s+)?(?P<unit>hour|day|week|month|year|decade|century)\b",
    re.IGNORECASE,
)


_TWO = re.compile(r"\b(?:both|couple|duo|pair)\b", re.IGNORECASE)
_LIST = re.compile(r"(?:\s+[\w’'-]+){0,4}\s*[:,–—]\s*(?P<items>[^.;:!?]+)")
_AND = re.compile(r",\s*(?:and\s+)?|\s+and\s+")


_ROUNDED = {
    **dict.fromkeys(("more than", "over", "upwards of", "above"), (1.0, 1.1)),
    **dict.fromkeys(("nearly", "almost", "under", "less than", "fewer than", "close to"), (0.9, 1.0)),
    **dict.fromkeys(("about", "around", "roughly", "some", "approximately"), (0.95, 1.05)),
}
"""Between how many times a rounded number the exact one lies, by the words before it."""

_MORE, _LESS = frozenset(("more than", "at least", "upwards of")), frozenset(("less than", "fewer than", "at most"))


@dataclass(frozen=True, slots=True)
class Number:
    """A number, its unit if it is a share or money, and the stems of the words that may say what it counts.

    `before` are the two words before it.
    """

    text: str
    value: str
    unit: str
    heads: frozenset[str]
    before: tuple[str, ...]
    start: int
    end: int

    @property
    def bound(self) -> int:
        """1 where it is said to be more than that, or at least that, -1 where less, or at most; else 0."""
        said = " ".join(self.before)
        return (said in _MORE or self.before[-1:] == ("over",)) - (said in _LESS or self.before[-1:] == ("under",))

    @property
    def months(self) -> float | None:
        """How long it is where it counts days, years and the like: 48 hours are two days."""
        found = [length for word, length in _MONTHS.items() if word in self.heads]
        plain = self.value.replace(".", "", 1).isdigit()
        return round(float(self.value) * found[0], 6) if found and plain else None


def numbers(text: str) -> list[Number]:
    """The numbers of `text`, in order. `value` is the same however it is written; `3rd` is not `3`."""
    found = [*_in_figures(text), *_in_words(text)]
    return sorted(found, key=lambda number: number.start)


def lengths(text: str) -> list[Number]:
    """Lengths of time that are said without a number, as one of each: the last decade, every year."""
    return [
        Number(found.group(), "1", "", frozenset([stem(found["unit"].lower())]), (), found.start(), found.end())
        for found in _LENGTH.finditer(text)
    ]


def pairs(text: str) -> list[Number]:
    """Twos that are said without a number: both teams."""
    return [Number(found.group(), "2", "", frozenset(), (), *found.span()) for found in _TWO.finditer(text)]


def counts_its_list(number: Number, text: str) -> bool:
    """Whether it only counts what the sentence itself lists after it: `four others: Ann, Ben, Cem and Dan`."""
    listed = _LIST.match(text, number.end)
    return listed is not None and _spelled(len(_AND.split(listed["items"]))) == number.value


def unsupported_numbers(said: Sequence[Number], source: Sequence[Number]) -> Iterator[str]:
    """Why each number of a sentence does not stand in its source, or counts something else there."""
    yield from _repeated(said, source)
    for number in said:
        same = [other for other in source if other.value in _values(number) or _rounds(number, other)]
        if number.value == "1" and number.text.isalpha():
            continue  # "one" is an article and a pronoun more often than a number
        if number.value == "1th" and (stem("time") in number.heads or {*number.before[-1:]} & _FIRST_DOES):
            continue  # "for the first time", "it first reached", "at first": no count
        if number.months and any(other.months == number.months for other in source):
            continue
        if not any(not number.unit or not other.unit or number.unit == other.unit for other in same):
            yield f"the source does not have the number “{number.text.strip()}”"
        elif number.bound and all(other.bound == -number.bound for other in same):
            yield f"the source does not say “{' '.join(number.before)} {number.text.strip()}”"
        elif not any(_alike(number, other) for other in same):
            others = (other for other in source if other.value != number.value and _alike(number, other))
            others = (other for other in others if other.value != "1" or not other.text.isalpha())
            if (other := next(others, None)) is not None:
                yield f"where it says “{number.text.strip()}” the source says “{other.text.strip()}”"


def _rounds(number: Number, other: Number) -> bool:
    """Whether it is the other one rounded, and says so: `more than 18,000` of 18,040."""
    if not number.before or not all(one.value.replace(".", "", 1).isdigit() for one in (number, other)):
        return False
    said = " ".join(number.before)
    least, most = _ROUNDED.get(said) or _ROUNDED.get(number.before[-1]) or (1.0, 1.0)
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


def _in_figures(text: str) -> Iterator[Number]:
    for match in _FIGURES.finditer(text):
        if re.search(r"(?:\b(?:19|20)\d\d|\s{4})[-–]$", text[: match.start("figures")]):
            continue  # the end of a season: 2021-22
        value = float(match["figures"].replace(",", ""))
        scale = (match["scale"] or _scale_after(text, match.end())).lower()
        value *= _SCALES.get(scale) or _SHORT.get(scale) or 1
        rest = (match["rest"] or "").strip(" -").lower()
        unit = match["money"] or rest
        unit = "£" if rest.startswith("pound") else _UNIT_OF.get(unit[:1], "")
        yield _number(text, match.start(), match.end(), _spelled(value) + ("th" if match["ordinal"] else ""), unit)


def _scale_after(text: str, end: int) -> str:
    """The scale that a figure shares with the next one: `between $550 and $600 million`."""
    joined = _RANGE.match(text, end)
    return joined["scale"] if joined else ""


def _in_words(text: str) -> Iterator[Number]:
    found = list(_WORD.finditer(text))
    at = 0
    while at < len(found):
        last, value = _longest(text, found, at)
        if value is None:
            at += 1
            continue
        start, end = found[at].start(), found[last].end()
        after = text[end : end + 12].lstrip(" -").lower()
        if (part := _PARTS.match(after)) and value.isdigit() and found[at].group().lower() in _UNITS:
            # Three quarters are 75 %.
            shares = 100 * float(value) / _PARTS_OF[part["part"]]
            yield _number(text, start, found[last + 1].end(), _spelled(shares), "%")
            at = last + 2
            continue
        unit = "%" if after.startswith(("percent", "per cent")) else "$" if after.startswith("dollar") else ""
        yield _number(text, start, end, value, unit)
        at = last + 1


def _longest(text: str, found: Sequence[re.Match[str]], at: int) -> tuple[int, str | None]:
    """The last word of the number that begins at a word, and its value; None where none begins."""
    word = found[at].group().lower()
    if word in _VAGUE:
        return at, word
    if word in _ORDINALS:
        return at, f"{_ORDINALS[word]}th"
    article_and_scale = [one.group().lower() for one in found[at + 1 : at + 3]]
    if word == "half" and article_and_scale[:1] == ["a"] and article_and_scale[-1] in _SCALES:
        return at + 2, _spelled(_SCALES[article_and_scale[-1]] / 2)
    whole, part, last, value = 0, 0, at, None
    for place in range(at, len(found)):
        word = found[place].group().lower()
        joint = text[found[place - 1].end() : found[place].start()] if place > at else ""
        if joint not in ("", " ", "-") or (place > at and found[place].group() != word):
            break
        if word in _UNITS and part % 10 == 0 and part % 100 != 10:
            part += _UNITS[word]
        elif word in _TENS and part % 100 == 0:
            part += _TENS[word]
        elif word in _ORDINALS and part and _ORDINALS[word] < 10:
            return place, f"{_spelled(whole + part + _ORDINALS[word])}th"
        elif word in _SCALES and (part or (place == at and _after_article(text, found, at))):
            part = (part or 1) * _SCALES[word]
            if _SCALES[word] >= 1_000:
                whole, part = whole + part, 0
        elif (word == "and" and value is not None and part >= 100) or (word == "and" and whole and not part):
            continue
        else:
            break
        last, value = place, _spelled(whole + part)
    return last, value


def _after_article(text: str, found: Sequence[re.Match[str]], at: int) -> bool:
    return at > 0 and found[at - 1].group().lower() in ("a", "an", "per", "half", "several", "few", "the")


def _number(text: str, start: int, end: int, value: str, unit: str) -> Number:
    after = text[end : end + 60]
    stop = _END.search(after)
    following = tokens(after[: stop.start()] if stop else after)[:HEADS]
    ends = next((at for at, token in enumerate(following) if _ends_heads(token, first=not at)), HEADS)
    following = following[: max(1, ends)]
    heads = frozenset(stems(following) - _NO_HEADS)
    before = tuple(token.word for token in tokens(text[max(0, start - 40) : start])[-2:])
    return Number(text[start:end], value, unit, heads, before, start, end)


def _ends_heads(token: Token, *, first: bool) -> bool:
    """Whether what a number counts is said before this word: `Week 6 brings four matches`."""
    if token.word[0].isdigit() or token.word in _UNITS or token.word in _TENS:
        return True
    return not first and token.word in _NO_MORE_HEADS


def _spelled(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
