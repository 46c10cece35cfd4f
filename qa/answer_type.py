"""What kind of thing a question asks for, where its first words say so, and whether a sentence has one. Pure.

The expected answer type of question answering (Li and Roth, Learning Question Classifiers, COLING 2002), of which only
those kinds are kept that can be looked for without a model: a number, and a time.
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
_TIME = re.compile(
    rf"{_OPENING}(?:when\b|(?:what|which)\s+(?:day|date|year|month|week|time|weekday|hour)\b|since when\b|how soon\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"^when\s+(?!(?:is|was|are|were|did|does|do|will|would|has|have|had|can|could|should|might|may|must|exactly|"
    r"precisely)\b)",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\b(?:once|twice|thrice|no one|nobody|none|no\s+\w+|both|half|quarter|double[ds]?|triple[ds]?|dozens?|scores|"
    r"several|many|few|daily|weekly|monthly|yearly|hourly|always|never|often|repeatedly|"
    r"(?:days?|weeks?|months?|years?|hours?|minutes?|decades?|centur(?:y|ies)))\b",
    re.IGNORECASE,
)
_TIMED = re.compile(
    r"\b(?:yesterday|today|tonight|tomorrow|now|soon|later|earlier|recently|ago|since|until|till|before|after|during|"
    r"when|once|while|immediately|always|never|already|yet|at the (?:start|end|moment|time)|morning|afternoon|evening|"
    r"night|noon|midnight|dawn|dusk|o[’']clock|\d+(?::\d\d)?\s?[ap]\.?m|days?|weeks?|weekend|months?|years?|hours?|"
    r"minutes?|seconds?|spring|summer|autumn|winter|christmas|easter|decades?|centur(?:y|ies)|monday|tuesday|wednesday|"
    r"thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_DESIGNATION = re.compile(r"\b[A-Za-z]+[A-Za-z.]*[-‑–]\d+\b")  # Su-24 and S-400 are no numbers of anything


@dataclass(frozen=True, slots=True)
class AnswerType:
    """A kind of answer: what to call it, and whether a sentence has one that the question does not have already."""

    said: str
    given_by: Callable[[str, str], bool]


def _has_number(question: str, sentence: str) -> bool:
    asked = {number.value for number in _counting(question)}
    for number in _counting(sentence):
        # "One" by itself is a pronoun more often than a number; "third" counts nothing.
        counts = not number.value.endswith("th") and not (number.value == "1" and sentence[number.end :][:4] == " of ")
        if counts and number.value not in asked:
            return True
    return bool(_COUNTED.search(sentence))


def _counting(text: str) -> list[Number]:
    return numbers(blanked(text, [*date_spans(text), *(found.span() for found in _DESIGNATION.finditer(text))]))


def _has_time(question: str, sentence: str) -> bool:
    return bool(date_spans(sentence) or _TIMED.search(sentence))


NUMBER = AnswerType("a number", _has_number)
TIME = AnswerType("a time", _has_time)


def answer_type(question: str) -> AnswerType | None:
    """What the question asks for, if it is a number or a time; None where it asks for anything else, or may."""
    asked = question.strip()
    if _NUMBER.search(asked):
        return NUMBER
    if _TIME.search(asked) and not _CLAUSE.search(asked):
        return TIME
    return None


def lacks(question: str, sentence: str) -> bool:
    """Whether the question asks for a number or a time and the sentence has none, so that it can't be the answer."""
    kind = answer_type(question)
    return kind is not None and not kind.given_by(question, sentence)
