"""What kind of thing a question asks for, where its first words say so, and whether a sentence has one. Pure.

The expected answer type of question answering (Li and Roth, Learning Question Classifiers, COLING 2002), of which only
those kinds are kept that can be looked for without a model: a number of things or of a measure, a length of time, a
year, a time, and a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from qa.cast import names
from qa.checks.days import date_spans
from qa.checks.numerals import Number, numbers
from qa.checks.tokens import blanked, stem, tokens
from qa.grammar import AUXILIARIES, PREPOSITIONS

_OPENING = r"^(?:(?:and|but|so|about|roughly|exactly|in|by|for|at|to|with|of|on|from|since)\s+)*"
_NUMBER = re.compile(
    rf"{_OPENING}(?:how\s+(?:many|much|old|often|big|large|far|high|tall|fast|wide|deep|heavy|few)\b"
    r"|(?:what(?:\s+is|\s+was|['’]s|\s+were)?\s+)?(?:the\s+)?(?:\w+\s+)?"
    r"(?:number|percentage|share|age|death toll|toll|size|rate|cost|price)\b(?!\s+plate))",
    re.IGNORECASE,
)
_HOW_LONG = re.compile(
    rf"{_OPENING}(?:how\s+long\b(?!\s+ago)|what\s+(?:is|was)\s+the\s+(?:duration|length)\b)", re.IGNORECASE
)
_YEAR = re.compile(rf"{_OPENING}(?:what|which)\s+year\b", re.IGNORECASE)
_TIME = re.compile(
    rf"{_OPENING}(?:when\b|(?:what|which)\s+(?:day|date|month|week|time|weekday|hour)\b|since when\b|how soon\b"
    r"|how long ago\b)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"^when\s+(?!(?:is|was|are|were|did|does|do|will|would|has|have|had|can|could|should|might|may|must|exactly|"
    r"precisely)\b)",
    re.IGNORECASE,
)
_COMPANIES = "airline|bank|brand|broadcaster|company|firm|magazine|newspaper|ship|vessel"
_NAMED_KINDS = (
    rf"{_COMPANIES}|agency|airport|base|church|city|clinic|club|college|country|court|hospital|hotel|island|laboratory|"
    "language|nationality|party|prison|province|region|river|school|square|street|town|university|village"
)
_WHICH = r"(?:which|what)\s+(?:\w+\s+){0,2}?"
_COMPANY = re.compile(rf"{_OPENING}{_WHICH}(?:{_COMPANIES})\b", re.IGNORECASE)
_NAME = re.compile(
    rf"{_OPENING}(?:(?:(?:what|who)(?:\s+(?:is|was|are|were)|['’]s)\s+)?(?:the\s+)?(?:\w+\s+)?names?\s+(?:of|for)\b"
    rf"|{_WHICH}(?:{_NAMED_KINDS})\b|what\s+(?:is|was|are|were)\s+.{{3,60}}\b(?:called|named)\W*$)",
    re.IGNORECASE,
)
_KIND_WORDS = frozenset(_NAMED_KINDS.split("|"))
_HOW_MANY = re.compile(
    rf"{_OPENING}(?:how\s+many|what\s+number\s+of|(?:the\s+)?number\s+of)\s+(?P<what>[^?]+)", re.IGNORECASE
)
_HOW_OLD = re.compile(rf"{_OPENING}how\s+old\b", re.IGNORECASE)
_MEASURES = {
    stem(word): dimension
    for dimension, listed in {
        "time": "seconds minutes hours days weeks fortnights months years decades centuries",
        "length": "metres meters kilometres kilometers km miles feet inches centimetres centimeters yards",
        "weight": "tonnes tons kilos kilograms kilogrammes grams pounds",
        "money": "dollars euros pounds pence francs roubles rubles yen crowns lira cents",
        "times": "times occasions",
        "share": "percent",
        "heat": "degrees",
    }.items()
    for word in listed.split()
}
"""What a number may be a measure of; a number of such counts nothing else."""
_FEW = re.compile(
    r"\b(?:no one|nobody|none|no\s+\w+|both|half|quarter|double[ds]?|triple[ds]?|dozens?|scores|hundreds|thousands|"
    r"millions|several|many|few|couple)\b",
    re.IGNORECASE,
)
_OFTEN = re.compile(
    r"\b(?:once|twice|thrice|daily|weekly|monthly|yearly|hourly|always|never|often|repeatedly|every|each)\b",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"\b(?:years?|months?|aged|\w+-old|teenage\w*|(?:twen|thir|for|fif|six|seven|eigh|nine)ties)\b", re.IGNORECASE
)
_WHILES = re.compile(r"\b(?:days?|weeks?|months?|years?|hours?|minutes?|decades?|centur(?:y|ies))\b", re.IGNORECASE)
_SPANNING = re.compile(
    r"\b(?:since|until|till|overnight|forever|permanently|indefinitely|throughout|\w+-long|brief(?:ly)?|temporar(?:y|ily)|long|"
    r"seconds?|minutes?|hours?|days?|weeks?|fortnights?|months?|years?|decades?|centur(?:y|ies)|quarter|life|lifetime|"
    r"metres?|meters?|kilomet(?:re|er)s?|km|miles?|feet|inches)\b",
    re.IGNORECASE,
)
_YEARED = re.compile(r"\b(?:1[0-9]|20)\d\d\b|\b(?:years?|decades?|centur(?:y|ies)|\d0s)\b", re.IGNORECASE)
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
_QUOTED = re.compile(r"[“\"][A-Z]")


@dataclass(frozen=True, slots=True)
class AnswerType:
    """A kind of answer: what to call it, and whether a sentence has one that the question does not have already."""

    said: str
    given_by: Callable[[str, str], bool]


def _has_number(question: str, sentence: str) -> bool:
    """Whether it has a number, not of the question's, that may count or measure what is asked for."""
    counted = _counted(question)
    if counted in ("time", "length", "weight", "money", "share", "heat"):
        return _measures(counted, sentence)
    asked = {number.value for number in _counting(question)}
    for number in _counting(sentence):
        # "One" by itself is a pronoun more often than a number; "third" counts nothing.
        counts = not number.value.endswith("th") and not (number.value == "1" and sentence[number.end :][:4] == " of ")
        if counts and number.value not in asked and _may_be(counted, number, sentence):
            return True
    if counted == "times":
        return bool(_OFTEN.search(sentence))
    if counted == "things":
        return bool(_FEW.search(sentence))
    if counted == "age":
        return bool(_AGED.search(sentence))
    return any(said.search(sentence) for said in (_FEW, _OFTEN, _WHILES))


def _counted(question: str) -> str:
    """What the question asks the number of: a measure, `things`, an `age`; empty where it is said otherwise."""
    if _HOW_OLD.search(question):
        return "age"
    found = _HOW_MANY.search(question)
    if not found:
        return ""
    for token in tokens(found["what"])[:4]:
        if token.word in AUXILIARIES | PREPOSITIONS:
            break
        if stem(token.word) in _MEASURES:
            return _MEASURES[stem(token.word)]
    return "things"


def _measures(dimension: str, sentence: str) -> bool:
    signs = {"money": "$€£¥", "share": "%"}.get(dimension, "")
    return any(_MEASURES.get(stem(token.word)) == dimension for token in tokens(sentence)) or any(
        sign in sentence for sign in signs
    )


def _may_be(counted: str, number: Number, sentence: str) -> bool:
    """Whether the number may be one of what is asked for."""
    if not counted:
        return True
    after = re.match(r"[\s-]?([^\W\d_]+)", sentence[number.end :])
    measure = _MEASURES.get(stem(after[1].casefold())) if after else None
    if counted == "times":
        return measure == "times"
    if counted == "age":
        return not number.unit and (
            measure is None
            or (measure == "time" and after is not None and after[1].casefold().startswith(("year", "month")))
        )
    return measure is None and number.unit in ("", "%")


def _counting(text: str) -> list[Number]:
    return numbers(blanked(text, [*date_spans(text), *(found.span() for found in _DESIGNATION.finditer(text))]))


def _has_length_of_time(question: str, sentence: str) -> bool:
    return bool(_SPANNING.search(sentence))


def _has_year(question: str, sentence: str) -> bool:
    return bool(_YEARED.search(sentence))


def _has_time(question: str, sentence: str) -> bool:
    return bool(date_spans(sentence) or _TIMED.search(sentence))


def _has_name(question: str, sentence: str) -> bool:
    """Whether it has a name that shares no word with the question, the kind's own aside: the Hotel Corvina."""
    asked = {stem(token.word) for token in tokens(question) if token.word not in _KIND_WORDS}
    no_companies = ("person", "place") if _COMPANY.search(question) else ()
    numerals = {number.start for number in numbers(sentence)}
    for name in names(sentence):
        said = {stem(token.word) for token in tokens(name.text)}
        if name.start not in numerals and name.kind not in no_companies and not said & asked:
            return True
    return bool(_QUOTED.search(sentence) or _DESIGNATION.search(sentence))


NUMBER = AnswerType("a number", _has_number)
LENGTH_OF_TIME = AnswerType("a length of time", _has_length_of_time)
YEAR = AnswerType("a year", _has_year)
TIME = AnswerType("a time", _has_time)
NAME = AnswerType("a name", _has_name)


def answer_type(question: str) -> AnswerType | None:
    """What the question asks for, where its first words say so; None where it asks for anything else, or may."""
    asked = question.strip()
    if _HOW_LONG.search(asked):
        return LENGTH_OF_TIME
    if _YEAR.search(asked):
        return YEAR
    if _TIME.search(asked) and not _CLAUSE.search(asked):
        return TIME
    if _NAME.search(asked):
        return NAME
    if _NUMBER.search(asked):
        return NUMBER
    return None


def lacks(question: str, sentence: str) -> bool:
    kind = answer_type(question)
    return kind is not None and not kind.given_by(question, sentence)
