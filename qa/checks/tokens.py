"""The words of a sentence with their places and capitals. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qa.words import NEGATIONS, STOP_WORDS, singular, words

_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}(?:[^\W\d_](?!\w))?|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENDINGS = ("ingly", "ing", "edly", "ed", "ly", "es")
STEM_LETTERS = 6
"""Words that begin with the same letters are taken for forms of one word: cooperate, cooperation."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word or number. `word` is it folded: small letters, without accents, dots and possessive."""

    text: str
    word: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        return any(map(str.isupper, self.text))  # talkSPORT is a name too


def tokens(text: str) -> list[Token]:
    """The words and numbers of `text`, in order; hyphens part words."""
    found = []
    for match in _TOKEN.finditer(text):
        folded = "".join(words(match.group())).replace(".", "") if match.group()[0].isalpha() else match.group()
        if folded:
            found.append(Token(match.group(), folded, match.start(), match.end()))
    return found


def stem(word: str) -> str:
    """What the forms of a word have in common, roughly; for comparing, not for showing."""
    word = singular(word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            if len(word) > 3 and word[-1] == word[-2]:
                word = word[:-1]
            break
    return word.removesuffix("e")[:STEM_LETTERS] if len(word) > 3 else word


def stems(found: Iterable[Token]) -> set[str]:
    """The stems of the words that carry what is said."""
    return {stem(token.word) for token in found if is_content(token)}


def is_content(token: Token) -> bool:
    """Whether a word carries what is said; numbers and denials are matters of their own."""
    if token.word in NEGATIONS or token.word.endswith("n't"):
        return False
    return token.word not in STOP_WORDS and token.word[0].isalpha() and len(token.word) > 1


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with the spans as spaces: as long as before, every other place unmoved."""
    marks = list(text)
    for start, end in spans:
        marks[start:end] = " " * (end - start)
    return "".join(marks)
