"""The last question said again: asked with another question word, or as what another question is about. Pure.

English turns a question's order; where the subject's end can't be told, the question is quoted as it stands, which is
as clear to a reader and the same to a search.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.grammar import (
    AUXILIARIES,
    BE,
    PREPOSITIONS,
    SPEECH,
    WH,
    Token,
    finite_form,
    is_participle,
    subject_length,
    tokens,
)

_OPENING = re.compile(
    r"^\W*(?:(?:and|but|so|or|ok|okay|now|then|also|well|yes|no|please|sorry|again|right|fine|"
    r"btw|hm+|interesting|thanks|thank you|great|good|sure|i see|really|wait|alright)\b[\s,:.!?–—-]*)+",
    re.I,
)
_ABOUT = re.compile(r"\b(?:about|regarding|concerning|on)\s+(?P<topic>\S.*)$", re.I)
_CLEFT = re.compile(
    r"(?:when|where|why|how|since when|how long ago|(?:on|at|in) (?:what|which) (?:day|weekday|date|time|hour|week|"
    r"month|year|place|city|town|country))$"
)
LONGEST_QUOTED = 300
"""Characters. A longer question is cut when it is quoted inside the next."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A question taken apart: its question phrase, its auxiliary, and the rest; each empty where there is none."""

    wh: str
    auxiliary: str
    rest: str

    @property
    def inverted(self) -> bool:
        """Whether the subject follows the auxiliary, as in all questions but those after their subject."""
        return bool(self.auxiliary) and not self._asks_subject

    @property
    def _asks_subject(self) -> bool:
        if not self.wh:
            return False
        following = tokens(self.rest)[:1]
        if not following:
            return False
        word = following[0]
        wh = self.wh.lower()
        if wh in ("when", "where", "why", "how", "how long", "how often"):
            return False
        free = is_participle(word) or word.low in PREPOSITIONS | {"already", "being", "not", "still", "ever", "there"}
        return free and (self.auxiliary.lower() in BE | {"has", "have", "had"} or wh.startswith(("who", "which")))


def bare(question: str) -> str:
    """The question without its opening `and`, `but`, `ok`, and without the mark at its end."""
    return _OPENING.sub("", question.strip(), count=1).rstrip(" ?!.…") or question.strip()


def shape(question: str) -> Shape:
    """The question taken apart."""
    said = bare(question)
    words = tokens(said)
    if not words:
        return Shape("", "", said)
    if words[0].low in AUXILIARIES:
        return Shape("", words[0].text, said[words[0].end :].strip())
    first = 1 if words[0].low in PREPOSITIONS | {"since", "until"} and len(words) > 1 else 0
    if words[first].low not in WH:
        return Shape("", "", said)
    for at in range(first + 1, min(len(words), first + 7)):
        if words[at].low in AUXILIARIES:
            return Shape(said[: words[at - 1].end], words[at].text, said[words[at].end :].strip())
    end = _noun_end(words, first)
    return Shape(said[: words[end].end], "", said[words[end].end :].strip())


def asked_again(phrase: str, question: str) -> str:
    """`question` asked with another question phrase: `When?` of `Who shot it down?`."""
    phrase = _opening_capital(phrase.strip(" ?!.,"))
    taken = shape(question)
    low = phrase.lower()
    if not taken.wh and taken.auxiliary:
        return f"{_with_noun(phrase, taken)}?"
    if taken.wh and taken.inverted:
        return f"{phrase} {taken.auxiliary.lower()} {_filled(taken)}?"
    if taken.wh and taken.rest:
        subject = _subject(taken.wh)
        opens = low.split()[0] if low else ""
        if taken.auxiliary and opens in PREPOSITIONS:
            # "By whom?" of "Which shipments are being stopped?" keeps the shipments.
            return f"{phrase} {taken.auxiliary.lower()} {subject.removeprefix('some ')} {taken.rest}?"
        if _CLEFT.match(low) and taken.auxiliary:
            return f"{phrase} {taken.auxiliary.lower()} {subject} {taken.rest}?"
        if _CLEFT.match(low):
            return f"{phrase} was it that {subject} {taken.rest}?"
    return f"{phrase}, on “{quoted(question)}”?"


def proposition(question: str) -> str:
    """What the question is about, as a clause to stand after `about` or `said`: `who shot down the plane`."""
    taken = shape(question)
    if taken.wh and not taken.inverted:
        return f"{taken.wh[0].lower()}{taken.wh[1:]} {taken.auxiliary} {taken.rest}".replace("  ", " ").strip()
    words = tokens(taken.rest)
    length = subject_length(words)
    if not taken.auxiliary or not length:
        if taken.auxiliary.lower() in BE and words:
            return (
                f"{_small(taken.wh) or 'whether'} {taken.rest} {taken.auxiliary.lower()}"
                if taken.wh
                else _quote(question)
            )
        return _quote(question)
    subject = taken.rest[: words[length - 1].end]
    rest = taken.rest[words[length - 1].end :]
    verb = words[length] if length < len(words) else None
    finite = finite_form(verb.low, taken.auxiliary.lower()) if verb and verb.start - words[length - 1].end == 1 else ""
    if verb and finite:
        return f"{_small(taken.wh) or 'whether'} {subject} {finite}{taken.rest[verb.end :]}"
    return f"{_small(taken.wh) or 'whether'} {subject} {taken.auxiliary.lower()}{rest}"


def topic(question: str) -> str:
    """What is spoken about in a question for what someone says, as in `the coalition`; else the proposition."""
    taken = shape(question)
    if taken.wh and taken.auxiliary and any(word.low in SPEECH | {"do", "mean"} for word in tokens(taken.rest)):
        found = _ABOUT.search(taken.rest)
        if found:
            return found["topic"]
    return proposition(question)


def quoted(question: str) -> str:
    """The question in so many characters as another can hold."""
    said = bare(question)
    return said if len(said) <= LONGEST_QUOTED else said[: LONGEST_QUOTED - 1].rsplit(" ", 1)[0] + "…"


def _quote(question: str) -> str:
    return f"“{quoted(question)}”"


def _noun_end(words: list[Token], first: int) -> int:
    """Where a question phrase without an auxiliary ends: `how many people` of `how many people died`."""
    low = words[first].low
    if low in ("which", "what", "whose") and first + 1 < len(words):
        return first + 1
    if low == "how" and first + 1 < len(words):
        return min(first + 2, len(words) - 1) if words[first + 1].low in ("many", "much") else first + 1
    return first


def _filled(taken: Shape) -> str:
    """The rest of a question with what its old question phrase asked for put back: `Putin say that about Syria`."""
    words = tokens(taken.rest)
    wh = tokens(taken.wh)
    length = subject_length(words)
    if length and [word.low for word in wh] in (["what"], ["who"], ["whom"]) and length < len(words):
        verb = words[length]
        stands = length + 1 == len(words) or words[length + 1].low in PREPOSITIONS
        if stands and verb.low in SPEECH | {"do"}:
            return f"{taken.rest[: verb.end]} that{taken.rest[verb.end :]}"
    if len(wh) > 2 and wh[0].low == "how" and wh[1].low in ("many", "much"):
        return f"{taken.rest} {taken.wh[wh[2].start :]}"
    return taken.rest


def _subject(wh: str) -> str:
    words = tokens(wh)
    low = [word.low for word in words]
    if low[:2] in (["how", "many"], ["how", "much"]):
        return wh[words[2].start :] if len(words) > 2 else "so many"
    if low[0] in ("which", "what", "whose") and len(words) > 1:
        return f"some {wh[words[1].start :]}"
    return "something" if low[0] == "what" else "someone"


def _with_noun(phrase: str, taken: Shape) -> str:
    """`How many` of `Does Spotify plan to cut jobs` counts the jobs."""
    words = tokens(taken.rest)
    if phrase.lower() in ("how many", "which") and words and words[-1].low.endswith("s") and not words[-1].capital:
        rest = taken.rest[: words[-1].start].strip()
        return f"{phrase} {words[-1].text} {taken.auxiliary.lower()} {rest}"
    if phrase.lower() == "why not":
        return f"Why not: {taken.auxiliary.lower()} {taken.rest}"
    return f"{phrase} {taken.auxiliary.lower()} {taken.rest}"


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _opening_capital(text: str) -> str:
    return text[:1].upper() + text[1:]
