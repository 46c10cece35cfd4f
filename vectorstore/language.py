"""Whether a text is English, which is all that the packaged encoder and the keyword index know. Pure."""

from __future__ import annotations

import re

COMMON = frozenset(
    """
    the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which
    one you were her all she there would their we him been has when who will more no if out so said what up its about
    than into them can only other new some could time these two may then do first any my now such like our over
    """.split()
)
"""The commonest English words: about two in five of any English text."""

LEAST_SHARE = 0.15
"""Languages that share some of these words, as Dutch and German do, stay below it; headlines and lists above it."""

ENOUGH_WORDS = 30
"""Of fewer, nothing can be said."""

MOST_CHARACTERS = 20_000


def looks_english(text: str) -> bool:
    """Whether common English words are as frequent as in English; True where the text is too short to tell."""
    words = re.findall(r"[^\W\d_]+", text[:MOST_CHARACTERS].casefold())
    if len(words) < ENOUGH_WORDS:
        return True
    return sum(word in COMMON for word in words) >= LEAST_SHARE * len(words)
