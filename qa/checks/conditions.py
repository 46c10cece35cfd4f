"""What holds only under a condition: a sentence may not state it, or the condition, as a fact. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.checks.tokens import stems, tokens

_CONDITION = re.compile(
    r"\b(?:if|unless|provided that|only (?:if|after|when|once)|on condition|as long as)\b", re.IGNORECASE
)
_WHETHER = re.compile(
    r"\b(?:ask\w*|wonder\w*|know\w*|see|unclear|question)\s+if\b|\bas if\b|\beven if\b", re.IGNORECASE
)
_OPEN = re.compile(
    r"\b(?:if|unless|provided|condition\w*|depend\w*|would|could|might|may|should|whether|when|once|until|only|otherwise|who|"
    r"except|without|subject to|risk\w*|threat\w*|warn\w*|possib\w*|potential\w*|hypothe\w*|in case|as long as|"
    r"assum\w*)\b|(?:^|[,;:]\s+)where\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"[,;:.!?“”\"—–]|\b(?:then|this would|it would|that would)\b")
MOSTLY = 0.7
"""The share of a condition's words with which a sentence states it."""

LEAST_WORDS = 2


def unsupported_conditions(said: str, source: str) -> Iterator[str]:
    """Why a sentence states as a fact what its source says only under a condition."""
    if _OPEN.search(said) or _WHETHER.search(source):
        return
    mine = stems(tokens(said))
    for found in _CONDITION.finditer(source):
        rest = source[found.end() :]
        end = _STOP.search(rest)
        clause = stems(tokens(rest[: end.start()] if end else rest))
        if len(clause) >= LEAST_WORDS and len(clause & mine) >= MOSTLY * len(clause):
            yield "the source says so only as a condition"
            return
