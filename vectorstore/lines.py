"""The lines of a dumped page: where each stands in the text, and what a line of prose looks like.

Everything that reads a page works on these, so that whatever is found has its place in the raw text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

LONG_LINE = 1_000
"""Characters above which a line is a paragraph whatever it says: no shape of page furniture is that long."""

_BREAKS = re.compile(r"\r\n|[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\xad"
_EDGE = re.compile(rf"[\s{_INVISIBLE}]*")
_LINK = re.compile(r"!?\[([^\[\]]{1,200})\]\([^()\s]{0,500}\)")
_MARKUP = re.compile(r"^(?:#{1,6}\s+|>\s+)|\*\*|__|`|\s#+$|^\*(?=\S)|(?<=\S)\*$")
_WORD = re.compile(r"[^\W_]+")
_CLOSERS = "\"'”’»)]*_"
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]*_]*\s+[\"'“‘«(\[]*[A-Z0-9À-Þ]")
_OPENERS = "\"'“‘«„"
_CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s[A-Z]{2,4})?\s*[:–—-]\s", re.IGNORECASE)
_WRAP_WIDTHS = range(45, 121)
"""Widths, in characters, at which plain text is wrapped by hand or by a mail program."""

HEADLINE_WORDS = 14
"""Words up to which a question by itself is a heading; a question that someone is quoted with is not."""

PARAGRAPH_WORDS = 22
"""Words from which a line without a full stop is still a paragraph, and not a headline."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that says something, trimmed. `plain` is the text with Markdown's marks blanked, character for character.

    `block` counts the paragraphs, as blank lines divide them.
    """

    start: int
    end: int
    plain: str
    block: int

    def find(self, part: str) -> tuple[int, int]:
        """Where `part`, a piece of `plain`, stands in the text."""
        at = self.start + self.plain.index(part)
        return at, at + len(part)


def split_lines(text: str, *, start: int = 0) -> tuple[Line, ...]:
    """The lines of text[start:] that say something, in order; the rows of a wrapped paragraph are one line."""
    found: list[Line] = []
    block, blank, at = 0, True, start
    while at <= len(text):
        broken = _BREAKS.search(text, at)
        stop = broken.start() if broken else len(text)
        first, last = trimmed(text, at, stop)
        if first < last:
            block += blank
            found.append(Line(first, last, _unmarked(text[first:last]), block))
        blank = first >= last
        at = broken.end() if broken else len(text) + 1
    return tuple(_unwrapped(text, found))


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The ends of text[start:end] without the white space and invisible characters around it."""
    matched = _EDGE.match(text, start, end)
    start = matched.end() if matched else start
    while end > start and (text[end - 1].isspace() or text[end - 1] in _INVISIBLE):
        end -= 1
    return start, end


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation: what two printings of a sentence have in common."""
    return _WORD.findall(text.casefold().replace("’", "").replace("'", ""))


def ends_sentence(text: str) -> bool:
    """Whether the text closes with a full stop, a question or exclamation mark, quotation marks aside."""
    return text.rstrip(_CLOSERS + " ").endswith((".", "!", "?", "…", "。", "！", "？", "؟", "।"))


def is_question(text: str) -> bool:
    """Whether the text is one question and nothing else."""
    return text.rstrip(_CLOSERS + " ").endswith(("?", "？", "؟")) and not _SENTENCE_END.search(text)


def sentence_ends(text: str) -> int:
    """About how many sentences end inside the text, before its last."""
    return sum(1 for _ in _SENTENCE_END.finditer(text[:LONG_LINE]))


def is_prose(text: str) -> bool:
    """Whether a line reads as running text rather than as a headline, a label or a list of names."""
    if len(text) > LONG_LINE:
        return True
    count = len(text.split())
    if ends_sentence(text):
        return count >= 2 and not (is_question(text) and count <= HEADLINE_WORDS and text[0] not in _OPENERS)
    if text.isupper():
        return False
    if _CLOCK.match(text) and count >= 6:
        return True
    return count >= PARAGRAPH_WORDS or (sentence_ends(text) > 0 and count >= 16) or (text.endswith(":") and count >= 6)


def _unmarked(text: str) -> str:
    if len(text) > LONG_LINE:
        return text
    blanked = _LINK.sub(lambda link: _blank(link[0], link.start(1) - link.start(), link.end(1) - link.start()), text)
    return _MARKUP.sub(lambda mark: " " * len(mark[0]), blanked)


def _blank(text: str, start: int, end: int) -> str:
    return " " * start + text[start:end] + " " * (len(text) - end)


def _unwrapped(text: str, lines: Sequence[Line]) -> list[Line]:
    """Join the lines of wrapped paragraphs: each line is as full as the next word allows."""
    blocks: dict[int, list[Line]] = {}
    for line in lines:
        blocks.setdefault(line.block, []).append(line)
    width = max((_wrap_width(block) for block in blocks.values()), default=0)
    if not width:
        return list(lines)
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last and last.block == line.block and _is_full(text, last, line, width):
            joined[-1] = replace(last, end=line.end, plain=_unmarked(text[last.start : line.end]))
        else:
            joined.append(line)
    return joined


def _wrap_width(block: Sequence[Line]) -> int:
    """The width a paragraph of three lines or more is wrapped at, or 0 when it is not."""
    width = max(len(line.plain) for line in block)
    if len(block) < 3 or width not in _WRAP_WIDTHS or all(ends_sentence(line.plain) for line in block[:-1]):
        return 0
    full = all(len(line.plain) + 1 + _first_word(following.plain) > width for line, following in pairwise(block))
    return width if full and any(following.plain[:1].islower() for following in block[1:]) else 0


def _is_full(text: str, line: Line, following: Line, width: int) -> bool:
    last_row = _BREAKS.split(text[line.start : line.end])[-1]
    return len(last_row) + 1 + _first_word(text[following.start : following.end]) > width


def _first_word(text: str) -> int:
    return len(text.split(maxsplit=1)[0]) if text.strip() else 0
