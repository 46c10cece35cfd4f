"""What of the conversation a question comes back to: the turn that it names, and what it points at with `the`. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.cast import names
from qa.checks.tokens import stem
from qa.grammar import AUXILIARIES, PREPOSITIONS, PRONOUNS, WH, is_participle, is_verb, tokens
from qa.requestion import proposition
from qa.turns import Turn
from qa.words import content_words

_SHORT = re.compile(r"\b(?P<word>who|what|where|when|how|why|that|it|there|he|she)(?:['’]s)\b(?!\s+\w+['’]s\b)", re.I)
_HAS_DONE = re.compile(r"^\s+(?:been|got|become|had|gone)\b", re.I)
_BACK = re.compile(
    r"^\W*(?:(?:ok|okay|so|and|now|right|sorry|well)\W+)*(?:(?:going\s+|coming\s+)?back\s+to|(?:to\s+)?return(?:ing)?\s+to|as\s+for|on|about|"
    r"regarding|re|concerning)\s+(?:the\s+|my\s+|that\s+|those\s+|this\s+)?(?P<topic>[^,:–—?]{2,60})\s*[,:–—]\s*(?P<rest>\S.*)$",
    re.I,
)
_EARLIER = re.compile(
    r"^\W*(?:sorry\W+)?(?:the\s+)?(?:earlier|previous|first|other)\s+(?:topic|question|point|subject)\s*[,:–—]\s*(?P<rest>\S.*)$",
    re.I,
)
_POINTING = re.compile(
    r"\b(?:those|these|that|this|such|the|his|her|their|its)\s+(?:same\s+|very\s+|latter\s+|said\s+)?(?P<noun>[a-z][a-z-]{2,})\b",
    re.I,
)
_EVENT = re.compile(
    r"\b(?:the|this|that|these|those|his|her|their)\s+(?:whole\s+|latest\s+)?(?:incident|visit|trip|attacks?|meeting|crash|events?|move|"
    r"decision|deal|agreement|downing|shooting|shootdown|talks|offer|proposal|plan|condition|demand|idea|claim|accusation|"
    r"remarks?|comments?|statement|announcement|warnings?|story|affair|case|vote|speech|condolences|quote|words|"
    r"disagreement|contradiction|strikes?|bombing|killing|apology)\b"
    r"(?!\s+(?:of|on|in|at|by|to|that|which|against|over|near|with|between|for|about|from)\b)",
    re.I,
)
"""A thing that happened or was said, without a word of which: the one that was spoken of."""

_EXACT = re.compile(
    r"^(?:(?:can|could|may)\s+(?:i|you|we)\s+(?:have|get|see|give|quote)\s+|(?:what|which)\s+(?:were|are|was|is)\s+|give\s+me\s+|"
    r"show\s+me\s+|quote\s+)?(?:me\s+)?(?:the|his|her|their)?\s*(?:exact|actual|own|precise|literal|original|full|whole|"
    r"complete)\s+(?:words|wording|quote|phrase|quotation|sentence|passage|text|context|statement)(?:\s+please)?$",
    re.I,
)
ROOT = 5
"""Letters. An accusation is what somebody accused somebody of."""

_ALIKE = {
    "trip": ("travel", "visit", "go", "went", "came"), "visit": ("travel", "trip", "went", "came"),
    "meeting": ("met", "talk", "see", "saw"), "talk": ("met", "meet", "spoke"), "downing": ("shot", "shoot", "hit"),
    "shooting": ("shot",), "crash": ("down", "fell"), "speech": ("spoke", "said"), "missile": ("s-400", "s-300"),
}  # fmt: skip

_WHOSE_IT = re.compile(r"^(?:whose|what|which)\s+[a-z-]+\s+(?:is|was|were|are)\s+(?:it|that|this|they|those)$", re.I)
_THAT = re.compile(r"(?:that|this|those|these)\b", re.I)
_PERSONAL = frozenset("he him his she her hers".split())
_PLURAL = frozenset("they them their theirs".split())

MOST_NAMES = 1
"""A question with more names says enough by itself."""

_ONE = re.compile(r"\b(?:one|ones|any)(?:\s+(?:yet|already|too|now|before|since|so far|then|of them))*$", re.I)


def spelled_out(question: str) -> str:
    """The question with `who's` as `who is` and its like: a word of two is neither, to a grammar."""

    def whole(found: re.Match[str]) -> str:
        has = _HAS_DONE.match(question, found.end())
        return f"{found['word']} {'has' if has else 'is'}"

    return _SHORT.sub(whole, question)


def returned(question: str, turns: Sequence[Turn]) -> tuple[str, list[Turn]]:
    """The question without the words that only say what it comes back to, and the turns with that one as the last.

    As it was, where it comes back to none.
    """
    turns = list(turns)
    if (found := _BACK.match(question)) and (back := _about(found["topic"], turns)) is not None:
        return found["rest"], turns[: back + 1]
    if found and re.search(r"\bback\b", found.group(), re.I) and len(turns) > 1:
        return found["rest"], turns[:-1]
    if (found := _EARLIER.match(question)) and len(turns) > 1:
        return found["rest"], turns[:-1]
    for found in _POINTING.finditer(question):
        opens = found.group().split()[0].lower()
        if (
            opens == "the"
            and re.match(r"\s+[a-z]", question[found.end() :], re.I)
            and not _stops(question, found.end())
        ):
            continue
        at = _about(found["noun"], turns)
        if at is not None and at < len(turns) - 1:
            return question, turns[: at + 1]
    return question, turns


def _stops(question: str, end: int) -> bool:
    """Whether the thing named ends there: a word that belongs to no noun follows."""
    following = tokens(question[end:])[:1]
    return not following or following[0].low in AUXILIARIES | PREPOSITIONS


def _about(topic: str, turns: Sequence[Turn]) -> int | None:
    """The latest turn whose question has a word of the topic, in whatever form."""
    wanted = {word[:ROOT] for one in content_words(topic) for word in (stem(one), *_ALIKE.get(one, ()))}
    for at in range(len(turns) - 1, -1, -1):
        if wanted & {stem(word)[:ROOT] for word in content_words(turns[at].asked)}:
            return at
    return None


def pointing(said: str, asked: str, *, resolved: bool = False) -> str:
    """`Will the incident hurt France?`, `his exact words`, `Has he got one?`: about what was asked last; else "".

    In a question whose pronouns are `resolved` already only `that` and its like point any further.
    """
    if _EXACT.match(said):
        return f"What are the exact words, as to {proposition(asked)}?"
    event = _EVENT.search(said)
    if event and _points(said, event) and not (resolved and not _THAT.match(event.group())):
        return _about_that(said, asked)
    if whose_it(said) or unbound(said):
        return _about_that(said, asked)
    spoken = {word.low for word in tokens(said)} & AUXILIARIES
    if spoken and _ONE.search(said) and len(tokens(said)) <= 8 and len(content_words(said)) <= 3:
        return _about_that(said, asked)
    return ""


def _about_that(said: str, asked: str) -> str:
    return f"{said[:1].upper()}{said[1:]}, as to {proposition(asked)}?"


def whose_it(said: str) -> bool:
    """Whether a question asks whose or what `it` was: `Whose idea was it?` is of no thing that was named."""
    return bool(_WHOSE_IT.match(said))


def unbound(said: str) -> bool:
    """Whether a question leans by its form: a pronoun with nobody named for it, or a question word without a verb."""
    words = tokens(said)
    low = [word.low for word in words]
    if not low:
        return False
    named = bool(names(said)) or any(word.capital for word in words[1:])
    # "Which minister lost her seat?" says whose.
    owned = low[0] in WH and bool(set(low) & {"his", "her", "hers", "their", "theirs"})
    if set(low) & _PERSONAL and not named and not owned:
        return True
    several = any(word.endswith("s") for word in low[1:] if word not in _PLURAL)
    if set(low) & _PLURAL and not named and not owned and not several:
        return True
    if not set(low) & AUXILIARIES and not named and set(low[1:]) & WH and len(low) <= 5:
        return not is_verb(words[0]) or is_participle(words[0])
    passive = low[0] in ("was", "is", "has") and low[1:2] in (["that"], ["this"])
    return passive and len(words) > 2 and is_participle(words[2])


def _points(said: str, event: re.Match[str]) -> bool:
    """Whether nothing in the question says which thing it is, as `the Paris attacks` and `the deal they made` do."""
    before, after = tokens(said[: event.start()]), tokens(said[event.end() :])
    named = names(said)
    capitals = sum(word.capital for word in tokens(said)[1:])
    if capitals > MOST_NAMES or any(event.start() <= name.start < event.end() for name in named):
        return False
    opens = tokens(event.group())[0].low
    if opens in ("his", "her", "their") and any(name.start < event.start() for name in named):
        return False
    if opens == "that" and before and is_verb(before[-1]):
        return False  # "Does he think that bombing helps?" points at nothing
    subject = bool(before) and before[-1].low in AUXILIARIES  # "Will the decision hurt …": what follows is the verb
    given = bool(after) and is_participle(after[0]) and not subject
    says_which = after and (after[0].low in PRONOUNS | {"down"} or after[0].capital or given)
    return not (says_which and after[0].start < 2)
