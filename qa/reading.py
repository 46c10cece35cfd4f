"""How a sentence is put before the reader: the sentence, then what it stands in. Pure, the same in training and use."""

from __future__ import annotations

import re

LONGEST_PIECES = 128
"""Word pieces of question, sentence and context together; what is beyond them is not read, context first."""

BREAK = " | "

_SPECIAL = re.compile(r"\[(CLS|SEP|PAD|MASK|UNK)\]")


def as_read(sentence: str, title: str = "", before: str = "") -> str:
    """The sentence, the title of its article and the sentence before it, as one text."""
    return BREAK.join(plain(part) for part in (sentence, title, before) if part.strip())


def plain(text: str) -> str:
    """The text in one line, without what a tokenizer takes for its own marks: an article may have put them there."""
    return _SPECIAL.sub(r"(\1)", " ".join(text.split()))
