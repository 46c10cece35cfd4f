"""Words as they are compared: case, accents, plural endings and typographic marks aside. Pure."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+(?:['.\-][^\W_]+)*")
_DASHES_AND_QUOTES = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-"})

STOP_WORDS = frozenset(
    """a about after again all also am an and any anybody anyone anything are as at be because been before being
    between both but by can could did do does doing done down during each else ever every few for from further get
    give given had has have having he her here hers him his how i if in into is it its itself just let like make many
    may me might more most much must my no nor not of off on once one only or other our out over own please same
    say saying says said she should so some such tell than that the their them then there these they this those
    through to too under until up us very was we were what when where whether which while who whom whose why will
    with would you your article articles according report reported reports outlet outlets""".split()
)
"""Words that tell nothing of what a question is about; those of asking and reporting are among them."""

TASKS = frozenset(
    """compare compared comparison contrast differ differs difference differences agree disagree contradict summarize
    summarise summary overview list describe explain show quote discuss mention outline find""".split()
)
"""What may be asked to be done with articles: whether they have the word tells nothing of what they say."""

NEGATIONS = frozenset("no not never none nobody nothing neither nor without cannot".split())


def words(text: str) -> list[str]:
    """Every word of `text`, lower-cased, without accents and possessives, in order."""
    plain = unicodedata.normalize("NFKD", text.translate(_DASHES_AND_QUOTES))
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark)).casefold()
    return [_without_possessive(word) for word in _WORD.findall(plain)]


def content_words(text: str) -> list[str]:
    """The words that carry what `text` is about, plural endings taken off, in order."""
    return [singular(word) for word in words(text) if word not in STOP_WORDS]


def singular(word: str) -> str:
    """`word` without an English plural ending.

    The three rules of the S stemmer: Harman, How effective is suffixing?, JASIS 42 (1991).
    """
    if len(word) > 4 and word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word


def _without_possessive(word: str) -> str:
    return word.removesuffix("'s")
