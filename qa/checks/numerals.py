"""Numbers as they are written, in figures and in words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.checks.tokens import Token, is_content, stem, stems, tokens

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
# Of "$550 and $600 million" the first is in millions as well.
_RANGE = re.compile(
    r"\s*(?P<joint>and|to|or|[-–])\s*[$€£¥]?\d[\d.,]*[\s-]?(?P<scale>hundred|thousand|million|billion|trillion|mn|bn|tn)\b",
    re.IGNORECASE,
)
_PARTS_OF = {"quarter": 4, "third": 3, "fifth": 5, "tenth": 10}
# Not "three quarters in a row".
_PARTS = re.compile(rf"(?:-(?P<part>{'|'.join(_PARTS_OF)})s\b| (?P<parts>{'|'.join(_PARTS_OF)})s of\b)", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+")
_END = re.compile(r"[.,;:!?()“”\"]")
_UNIT_OF = {"%": "%", "p": "%", "$": "$", "d": "$", "€": "€", "e": "€", "£": "£", "¥": "¥"}
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


_TWO = re.compile(r"\b(?:both|couple|duo|pair)\b", re.IGNORECASE)
_LENGTH = re.compile(
    r"\b(?:an?|per|each|every|last|past|this|the)\s+(?:\w+\s+)?(?P<unit>hour|day|week|month|year|decade|century)\b",
    re.IGNORECASE,
)

_HEDGE = re.compile(
    r"(?:(?P<no>no|not)\s+)?\b(?P<hedge>more than|over|upwards of|above|at least|nearly|almost|under|less than|"
    r"fewer than|at most|close to|about|around|roughly|some|approximately)\s+[$€£¥]?$",
    re.IGNORECASE,
)
"""What says that a number is not exact, right before it."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number, its unit if it is a share or money, and the stems of the words that may say what it counts.

    `before` are the two words before it, `hedge` those that say it is not exact: `more than`.
    """

    text: str
    value: str
    unit: str
    heads: frozenset[str]
    before: tuple[str, ...]
    start: int
    end: int
    hedge: str = ""

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


def twos(text: str) -> list[Number]:
    """Twos that are said without a number, as both teams, and the next word of each."""
    return [
        Number(found.group(), "2", "", frozenset(stems(tokens(text[found.end() :])[:1])), (), *found.span())
        for found in _TWO.finditer(text)
    ]


def _in_figures(text: str) -> Iterator[Number]:
    for match in _FIGURES.finditer(text):
        if re.search(r"(?:\b(?:19|20)\d\d|\s{4})[-–]$", text[: match.start("figures")]):
            continue  # the end of a season: 2021-22
        value = float(match["figures"].replace(",", ""))
        alone = not (match["scale"] or match["rest"] or match["ordinal"])
        scale = (match["scale"] or (_scale_after(text, match) if alone else "")).lower()
        value *= _SCALES.get(scale) or _SHORT.get(scale) or 1
        rest = (match["rest"] or "").strip(" -").lower()
        unit = match["money"] or rest
        unit = "£" if rest.startswith("pound") else _UNIT_OF.get(unit[:1], "")
        yield _number(text, match.start(), match.end(), spelled(value) + ("th" if match["ordinal"] else ""), unit)


def _scale_after(text: str, figure: re.Match[str]) -> str:
    """The scale that a figure shares with the next one: `between $550 and $600 million`."""
    joined = _RANGE.match(text, figure.end())
    if not joined or (joined["joint"] == "and" and not text[: figure.start()].rstrip(" $€£¥").endswith("between")):
        return ""
    return joined["scale"]


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
        if (part := _PARTS.match(text, end)) and value.isdigit() and found[at].group().lower() in _UNITS:
            # Three quarters are 75 %.
            shares = 100 * float(value) / _PARTS_OF[(part["part"] or part["parts"]).lower()]
            yield _number(text, start, found[last + 1].end(), spelled(shares), "%")
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
        return at + 2, spelled(_SCALES[article_and_scale[-1]] / 2)
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
            return place, f"{spelled(whole + part + _ORDINALS[word])}th"
        elif word in _SCALES and (part or (place == at and _after_article(text, found, at))):
            part = (part or 1) * _SCALES[word]
            if _SCALES[word] >= 1_000:
                whole, part = whole + part, 0
        elif (word == "and" and value is not None and part >= 100) or (word == "and" and whole and not part):
            continue
        else:
            break
        last, value = place, spelled(whole + part)
    return last, value


def _after_article(text: str, found: Sequence[re.Match[str]], at: int) -> bool:
    return at > 0 and found[at - 1].group().lower() in ("a", "an", "per", "half", "several", "few", "the")


def _number(text: str, start: int, end: int, value: str, unit: str) -> Number:
    after = text[end : end + 60]
    stop = _END.search(after)
    following = tokens(after[: stop.start()] if stop else after)[:HEADS]
    ends = next((at for at in range(1, len(following)) if _ends_heads(following, at)), HEADS)
    heads = frozenset(stems(following[:ends]) - _NO_HEADS)
    before = text[max(0, start - 40) : start]
    hedge = _HEDGE.search(before)
    said = hedge["hedge"].lower() if hedge and not hedge["no"] else ""
    return Number(text[start:end], value, unit, heads, tuple(t.word for t in tokens(before)[-2:]), start, end, said)


def _ends_heads(following: Sequence[Token], at: int) -> bool:
    """Whether what a number counts has been said before the word at that place: `6 brings four matches`."""
    word = following[at].word
    if word[0].isdigit() or word in _UNITS or word in _TENS:
        return any(is_content(token) and token.word not in _UNITS for token in following[:at])
    return word in _NO_MORE_HEADS


def spelled(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")
