"""What is denied: nothing that the source affirms, and nothing affirmed that it denies. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.checks.tokens import Token, is_content, stem, stems, tokens
from qa.words import NEGATIONS

_IMPLIED = frozenset(
    """deny denies denied denying refuse refuses refused refusing refusal fail fails failed failing failure lack
    lacks lacked lacking reject rejects rejected rejecting unable impossible unlikely hardly barely rarely avoid
    avoids avoided prevent prevents prevented stop stopped ban bans banned decline declines declined unwilling
    far dismiss dismissed dismisses rule ruled false untrue wrong instead rather except unless doubt doubts few
    little zero without cease ceased ceases omit omits omitted exclude excludes excluding""".split()
)
"""Words that deny without a negation: “failed to agree” is “did not agree”."""

_NO_DENIAL = re.compile(
    r"\bno (?:shortage|lack|dearth|doubt|wonder|stranger|fewer|less|more)\b|"
    r"\bnot (?:only|just|far|long|least|bad|since|unlike|uncommon)\b|"
    r"\b(?:can['’]t|cannot|can not|couldn['’]t|could not) "
    r"(?:help (?:but|\w+ing)|stop \w+ing|wait (?:to|for)|tell you|overstate)\b",
    re.I,
)
"""What has the form of a denial and denies nothing that its source would have to."""

_NOT_ALONE = re.compile(r"\bnot (?:alone|solely|(?:the|its|their|his|her) (?:only|sole))\b", re.I)
_ALONE = re.compile(r"\b(?:alone|solely|only|sole)\b", re.I)
"""`Not the only one` denies nothing that a source without these words would have to deny."""

_SINCE = re.compile(r"\b(?:not|no|never|none)\b.*\b(?:since|until|before|than)\b", re.I)
_FIRST = re.compile(r"\b(?:first|only|last|most|least|best|worst|\w{3,}est)\b", re.I)

_NO_OTHER = re.compile(
    r"\b(?:no|not|nor|nobody|nothing|none|never|cannot|\w+n[’']t)\b[^.;]{0,50}\b(?:without|before|unless|until|but|except|"
    r"(?:more|other) than)\b",
    re.I,
)
_MUST = re.compile(
    r"\b(?:must|only|before|after|have to|has to|had to|needs?|required?|requires|forc\w+|may|merely|as long as)\b",
    re.I,
)
_UN = re.compile(r"\b(?:un|in|im|non)[a-z]{5,}\b")
"""Words that deny by how they begin: unlimited is without limit."""

_UNDOES = frozenset("unrelated unconnected uninjured unhurt unharmed unaware unaffected unchanged unavailable".split())
"""Such words alone: unrelated is not related."""

_REFUSED = frozenset(
    "refuse refuses refused fail fails failed decline declines declined unable unlikely unwilling little".split()
)
"""Of the words that imply a denial those that deny what comes after them."""

_LIGHT = frozenset("yet longer only just even really necessarily all any more ever quite exactly sure likely".split())
"""Words between a negation and what it denies."""

_STOP = re.compile(r"[,;:.!?“”\"()—–]| - ")
NEARLY_ALL = 0.9
REACH, FAR = 2, 4
"""Words after a negation that it denies, and those that it may deny."""

_INVERTED = re.compile(
    r"^(?:none of|nobody|nothing|(?:nor|neither) (?:do|does|did|is|are|was|were|has|have|had|can|could|will|would))\b",
    re.I,
)
"""Here the first denial is of all that is said, and begins with who does it."""


def unsupported_denials(said: str, source: str) -> Iterator[str]:
    """Why what a sentence denies, or affirms, is not so in its source."""
    said, source = _without(_NO_DENIAL, said), _without(_NO_DENIAL, source)
    if not _ALONE.search(source):
        said = _without(_NOT_ALONE, said)
    if not _ALONE.search(said):
        source = _without(_NOT_ALONE, source)
    here, there = tokens(said), tokens(source)
    denied, affirmed = denials(said, here), _affirmed(said, here)
    source_denied, source_affirmed = denials(source, there), _affirmed(source, there)
    # Further on it may be denied all the same: "it does not have oxygen sensing", "it cannot sense oxygen".
    # So may what comes after "little chance", "refused to".
    reached = denials(source, there, reach=FAR, implied=True)
    open_to_it = bool(source_denied) or bool(_UN.search(source)) or any(token.word in _IMPLIED for token in there)
    if (_SINCE.search(said) and _FIRST.search(source)) or (_NO_OTHER.search(said) and _MUST.search(source)):
        return  # "no new model since 2020" is the first since 2020, "nobody can post without it" is a must
    # What the source denies may be denied in other words: "I am not afraid", "it does not frighten me".
    repeated = bool(source_denied) and all(other and other[0] in stems(here) for other in source_denied)
    reworded = _count(there) >= _count(here) and not repeated
    for words in denied:
        first = words[0] if words else ""
        mine = stems(here) if words is denied[0] and _INVERTED.search(said) else {first}
        if any(mine & set(other) for other in reached) or reworded:
            continue
        if first in source_affirmed or not open_to_it:
            yield "it denies what the source does not deny"
            break
    undone = sum(token.word in _UNDOES and stem(token.word) not in stems(there) for token in here)
    if _all_of(here, there) and _count(here) + undone != _count(there):
        yield "it denies more or less than the source does"
    eased = any(token.word in _IMPLIED for token in here) or bool(denied) or undone > 0
    for words in source_denied:
        first = words[0] if words else ""
        if first and first in affirmed and first not in source_affirmed and not eased:
            yield "it affirms what the source denies"
            break


def _without(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: " " * len(found[0]), text)


def _all_of(here: Sequence[Token], there: Sequence[Token]) -> bool:
    """Whether a sentence has nearly all that its source says, so that no denial of it can have been left out."""
    said, source = stems(here), stems(there)
    return len(said & source) >= NEARLY_ALL * len(source)


def _count(found: Sequence[Token]) -> int:
    implied = sum(token.word in _IMPLIED for token in found)
    return sum(map(_negates, found)) + implied


def denials(text: str, found: Sequence[Token], *, reach: int = REACH, implied: bool = False) -> list[list[str]]:
    """For each negation, the stems of the words it may deny, nearest first.

    `implied` takes words that deny without one as well.
    """
    return [
        [stem(found[place].word) for place in _scope(text, found, at, reach)]
        for at, token in enumerate(found)
        if _negates(token) or (implied and token.word in _REFUSED)
    ]


def _negates(token: Token) -> bool:
    return token.word in NEGATIONS or token.word.endswith(("n't", "n’t"))


def _scope(text: str, found: Sequence[Token], at: int, reach: int = REACH) -> list[int]:
    reached: list[int] = []
    for place in range(at + 1, min(at + 8, len(found))):
        if _STOP.search(text, found[place - 1].end, found[place].start) or len(reached) == reach:
            break
        follows = place + 1 < len(found) and not _STOP.search(text, found[place].end, found[place + 1].start)
        owner = found[place].text.endswith(("’s", "'s")) and follows
        if is_content(found[place]) and found[place].word not in _LIGHT and not owner:
            reached.append(place)
    return reached


def _affirmed(text: str, found: Sequence[Token]) -> set[str]:
    denied = {place for at, token in enumerate(found) if _negates(token) for place in _scope(text, found, at)[:1]}
    return {stem(token.word) for place, token in enumerate(found) if is_content(token) and place not in denied}
