"""What kind of thing a question asks for, where its first words say so, and whether a sentence has one. Pure.

The expected answer type of question answering (Li and Roth, Learning Question Classifiers, COLING 2002), of which only
those kinds are kept that can be looked for without a model: a number of things or of a measure, a year, and a time. A
sentence is said to lack one only where it surely does: a right answer is lost by an error, a wrong one only stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from qa.checks.days import date_spans
from qa.checks.numerals import Number, numbers
from qa.checks.tokens import blanked

_OPENING = r"^(?:(?:and|but|so|about|roughly|exactly|in|by|for|at|to|with|of|on)\s+)*"
_NUMBER = re.compile(
    rf"{_OPENING}(?:how\s+(?:many|much|old|often|big|large|long|far|high|tall|fast|wide|deep|heavy|few)\b"
    r"|what(?:\s+is|\s+was|['’]s|\s+were)?\s+(?:the\s+)?(?:\w+\s+)?"
    r"(?:number|percentage|share|age|death toll|toll|size|rate|cost|price)\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(rf"{_OPENING}(?:since\s+)?(?:what|which)\s+year\b", re.IGNORECASE)
_TIME = re.compile(
    rf"{_OPENING}(?:when\b|(?:what|which)\s+(?:day|date|month|week|time|weekday|hour)\b|since when\b|how soon\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"^when\s+(?!(?:is|was|are|were|did|does|do|will|would|has|have|had|can|could|should|might|may|must|exactly|"
    r"precisely)\b)",
    re.IGNORECASE,
)
_MEASURES = {
    "time": r"sec(?:ond)?s?|min(?:ute)?s?|hrs?|hours?|days?|nights?|weeks?|fortnights?|months?|yrs?|years?|decades?"
    r"|centur(?:y|ies)",
    "length": r"[mck]?ms?|(?:kilo|centi)?met(?:re|er)s?|miles?|feet|foot|ft|inch(?:es)?|yards?",
    "weight": r"kgs?|kilos?|kilogram(?:me)?s?|grams?|tonnes?|tons?|pounds?",
    "heat": r"degrees?|°\s?[CF]?",
    "share": r"%|per\s?cent|percent(?:age points)?|pc",
}
"""What a number may be a measure of, and the words for it; a figure may be written without a space before them."""
_MEASURED = {
    kind: re.compile(rf"(?<![^\W\d])(?:{words})(?![^\W\d])", re.IGNORECASE) for kind, words in _MEASURES.items()
}
_COUNTS_NO_THING = re.compile(
    rf"[\s-]?(?:{'|'.join(words for kind, words in _MEASURES.items() if kind != 'share')})(?![^\W\d])", re.IGNORECASE
)
"""What follows a number that measures, and so is no number of things."""
_HOW_MANY = re.compile(rf"{_OPENING}how\s+many\s+(?:more\s+|other\s+)?(?P<what>\w+)", re.IGNORECASE)
_COUNTED = re.compile(
    r"\b(?:once|twice|thrice|no one|nobody|none|no\s+\w+|both|half|halves|(?:an?|one|two|three)\s+\w+(?:th|rd)s?|"
    r"quarters?|double[ds]?|triple[ds]?|dozens?|scores|hundreds|thousands|millions|several|many|most|majority|few|all|"
    r"every\w*|each|single|only|pair|couple)\b",
    re.IGNORECASE,
)
_OFTEN_OR_LONG = re.compile(
    rf"\b(?:{_MEASURES['time']}|daily|weekly|monthly|yearly|annually|hourly|always|never|often|rarely|sometimes|"
    r"regularly|repeatedly|since|until|till|from|as long as|forever|born)\b",
    re.IGNORECASE,
)
"""What answers how often, how long and how old without a number."""
_YEARED = re.compile(
    r"\b\d{3,4}s?\b|[’']\d\ds?\b|\b\d+\s?(?:AD|BC)\b|"
    r"\b(?:years?|decades?|centur(?:y|ies)|(?:twen|thir|for|fif|six|seven|eigh|nine)ties)\b",
    re.IGNORECASE,
)
_TIMED = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|now|soon|later|earlier|recently|ago|since|until|till|before|after|during|"
    r"when|once|while|if|as|upon|following|eve|moments?|immediately|always|never|already|yet|"
    r"at the (?:start|end|moment|time)|half-time|morning|afternoon|evening|"
    r"night|noon|midnight|dawn|dusk|o[’']clock|\d+(?::\d\d)?\s?[ap]\.?m|\d{1,2}[:.]\d\d|\d+(?:st|nd|rd|th)|days?|"
    r"weeks?|weekend|months?|years?|hours?|"
    r"minutes?|seconds?|spring|summer|autumn|winter|christmas|easter|ramadan|decades?|centur(?:y|ies)|monday|tuesday|"
    r"wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|\d{4})\b",
    re.IGNORECASE,
)
_DESIGNATION = re.compile(r"\b[A-Za-z]+[A-Za-z.]*[-‑–]\d+\b")  # Su-24 and S-400 are no numbers of anything


@dataclass(frozen=True, slots=True)
class AnswerType:
    """A kind of answer: what to call it, and whether a sentence may have one that the question does not have."""

    said: str
    given_by: Callable[[str, str], bool]


def _has_number(question: str, sentence: str) -> bool:
    counted = _HOW_MANY.search(question)
    measure = next((kind for kind, said in _MEASURED.items() if counted and _plural(counted["what"], said)), None)
    if measure and not _MEASURED[measure].search(sentence):
        # How many seconds: "10 times" tells no length of time.
        instead = {"time": _OFTEN_OR_LONG, "share": _COUNTED}.get(measure)
        return bool(instead and instead.search(sentence))
    things, asked = counted and not measure, _counting(question)
    for number in _counting(sentence):
        if things and _COUNTS_NO_THING.match(sentence, number.end):
            continue
        # "One" by itself is a pronoun more often than a number; "third" counts nothing.
        counts = not number.value.endswith("th") and not (number.value == "1" and sentence[number.end :][:4] == " of ")
        if counts and not any(_same(number, other) for other in asked):
            return True
    return bool(_COUNTED.search(sentence) or (not things and _OFTEN_OR_LONG.search(sentence)))


def _plural(word: str, measure: re.Pattern[str]) -> bool:
    """Whether it is such a measure: seconds, not second homes."""
    return bool(measure.fullmatch(word)) and (word.endswith("s") or word in ("feet", "percent"))


def _same(number: Number, asked: Number) -> bool:
    """Whether a number may be the question's own: of the 12 jets."""
    alike = not number.heads or not asked.heads or bool(number.heads & asked.heads)
    return number.value == asked.value and alike


def _counting(text: str) -> list[Number]:
    return numbers(blanked(text, [*date_spans(text), *(found.span() for found in _DESIGNATION.finditer(text))]))


def _has_year(question: str, sentence: str) -> bool:
    return bool(_YEARED.search(sentence))


def _has_time(question: str, sentence: str) -> bool:
    return bool(date_spans(sentence) or _TIMED.search(sentence))


NUMBER = AnswerType("a number", _has_number)
YEAR = AnswerType("a year", _has_year)
TIME = AnswerType("a time", _has_time)


def answer_type(question: str) -> AnswerType | None:
    """What the question asks for, if it is a number, a year or a time; None where it asks for anything else, or may."""
    asked = question.strip()
    if _NUMBER.search(asked):
        return NUMBER
    if _YEAR.search(asked):
        return YEAR
    if _TIME.search(asked) and not _CLAUSE.search(asked):
        return TIME
    return None


def lacks(question: str, sentence: str) -> bool:
    """Whether the question asks for a number, a year or a time and the sentence has none, so that it can't answer."""
    kind = answer_type(question)
    return kind is not None and not kind.given_by(question, sentence)
