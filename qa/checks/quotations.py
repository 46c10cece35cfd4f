"""What stands between quotation marks must stand in the source, word for word; so must an address. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.checks.tokens import tokens

_CLOSING = {"“": "”", "„": "“", "«": "»", '"': '"', "‘": "’"}
_CUT = re.compile(r"\.\.\.|…|\[[^\]]*\]|\([^)]*\)")
_ADDRESS = re.compile(r"(?:https?:|www\.|\b[\w.-]+@|!?\[[^\]]*\]\(|data:|javascript:)[^\s)>\]]*", re.IGNORECASE)


def unsupported_quotes(said: str, source: str) -> Iterator[str]:
    """Why each quotation of a sentence is none of its source."""
    whole = " ".join(["", *(token.word for token in tokens(source)), ""])
    for quoted in quotations(said):
        at = 0
        for piece in _CUT.split(quoted):
            words = " ".join(token.word for token in tokens(piece))
            if not words:
                continue
            found = whole.find(f" {words} ", at)
            if found < 0:
                yield f"the source does not have the words “{quoted.strip()}”"
                break
            at = found + len(words) + 1
    lower = source.lower()
    for address in _ADDRESS.finditer(said):
        if address.group().lower().rstrip(".,;") not in lower:
            yield f"the source does not have the address “{address.group()}”"


def quotations(text: str) -> Iterator[str]:
    """What stands between quotation marks; to the end where they don't close, each stretch between two alike marks."""
    at = 0
    while at < len(text):
        mark = text[at]
        closing = _CLOSING.get(mark)
        inside_word = mark in '‘"' and text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()
        if closing is None or inside_word:
            at += 1
            continue
        end = at + 1
        while end < len(text) and not (text[end] == closing and _closes(text, end)):
            end += 1
        if mark != "‘" or end < len(text):
            yield text[at + 1 : end]
            at = end + 1
        else:
            at += 1


def _closes(text: str, at: int) -> bool:
    """An apostrophe inside a word closes nothing."""
    return not (text[at] == "’" and at + 1 < len(text) and text[at + 1].isalnum())
