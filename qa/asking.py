"""Whether a text asks anything that articles could answer."""

from __future__ import annotations

import re

from qa.words import words
from vectorstore.errors import UsageError

LONGEST_QUESTION = 4_000
"""Characters. A longer text is a document, not a question."""

_GREETINGS = frozenset("hello hi hey greetings thanks thank thx cheers bye goodbye ok okay".split())
_GOOD_DAY = re.compile(r"good (?:morning|afternoon|evening|night|day)\b")
_BESIDE = frozenset(
    "you there very much so a lot all everyone and again good morning afternoon evening night day".split()
)
"""What stands beside a greeting and asks nothing either."""

_SUMMARY = re.compile(
    r"(?:please |can you |could you )*"
    r"(?:summari[sz]e|sum up|give (?:me |us )?(?:a |the )?(?:short )?(?:summary|overview)(?: of)?|tl;?dr)"
    r"(?: (?:all|of|the|these|those|this|it|them|everything|articles?|news|stor(?:y|ies)|library|for|me|please))*"
)


def checked(question: str) -> str:
    """The question without outer white space. Raises UsageError for one that is empty, too long, or asks nothing."""
    question = question.strip()
    if not any(mark.isalnum() for mark in question):
        raise UsageError("The question is empty.", next="Ask something in words.", code="empty_question")
    if len(question) > LONGEST_QUESTION:
        raise UsageError(
            f"The question has {len(question):,} characters; the longest that is read has {LONGEST_QUESTION:,}.",
            next="Ask in fewer words; to search a text, add it as an article.",
            code="question_too_long",
        )
    if _greets(question):
        raise UsageError(
            f"“{question}” asks nothing that articles could answer.",
            next="Ask what they say: who said or did something, what, when, where, how many, why.",
            code="no_question",
        )
    if _SUMMARY.fullmatch(question.casefold().rstrip(" .!?")):
        raise UsageError(
            "Byline quotes the sentences that answer a question; it does not sum articles up.",
            next="Ask about something that they tell of.",
            code="no_question",
        )
    return question


def _greets(question: str) -> bool:
    said = words(question)
    opens = _GOOD_DAY.match(" ".join(said)) or any(word in _GREETINGS for word in said)
    return bool(opens) and all(word in _GREETINGS | _BESIDE for word in said)
