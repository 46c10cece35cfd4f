"""Who does it and to whom: where a sentence has the two exchanged. Pure.

Only what is plain is looked at: one verb that both sentences have, and names on both sides of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.checks.tokens import Token, is_content, stem, tokens

_BE = frozenset("is are was were be been being got get gets".split())
_MUTUAL = frozenset(
    """met meet meets meeting married marry marries marrying divorced fought fight fights fighting faced face faces
    facing played play plays playing tied draw drew draws joined join joins agreed agree agrees shared share shares
    discussed discuss talked talk talks spoke speak speaks visited resembles resemble followed follows preceded
    including include includes like likes between versus""".split()
)
"""What two do with each other, or where it hardly matters who is said to begin."""

_BREAK = re.compile(r"[.;:!?“”\"()—–]")
_VERBAL = re.compile(
    r"\w+(?:ed|s|ing|en)|lost|beat|hit|shot|struck|bought|sold|gave|took|won|sent|told|left|led|caught|paid|owe|sue|held|hurt"
)
_LINKED = frozenset("and or while but as than that when where because if although".split())
_AUXILIARIES = frozenset("to will would may might can could did does do must should".split())
REACH = 5
"""Content words on each side of a verb."""

NAME_LETTERS = 4
"""Turkey and Turkish, Russia and Russian begin alike."""


@dataclass(frozen=True, slots=True)
class _Deed:
    word: str
    verb: str
    doers: frozenset[str]
    done_to: frozenset[str]


def unsupported_roles(said: str, source: str) -> Iterator[str]:
    """Why what somebody does to another is in its source done the other way round."""
    theirs = list(_deeds(source))
    for mine in _deeds(said):
        same = [other for other in theirs if other.verb == mine.verb]
        if same and all(_exchanged(mine, other) for other in same):
            yield f"in the source it is the other way round with “{mine.word}”"
            return


def _exchanged(one: _Deed, other: _Deed) -> bool:
    crossed = one.doers & other.done_to and one.done_to & other.doers
    return bool(crossed) and not (one.doers & other.doers) and not (one.done_to & other.done_to)


def _deeds(text: str) -> Iterator[_Deed]:
    found = tokens(text)
    for at, token in enumerate(found):
        if token.capital or not is_content(token) or token.word in _MUTUAL or not _verbal(text, found, at):
            continue
        left, right = _side(text, found, at, step=-1), _side(text, found, at, step=1)
        suffered = any(one.word in _BE for one in found[max(0, at - 3) : at])
        by = "by" in [one.word for one in found[at + 1 : at + 4]]
        if suffered and not by:
            continue  # by whom is not said
        doers, done_to = (right, left) if by else (left, right)
        if doers and done_to and not doers & done_to:
            yield _Deed(token.word, stem(token.word), doers, done_to)


def _verbal(text: str, found: Sequence[Token], at: int) -> bool:
    """Whether a word can be a verb there: no article or possessive stands before it, and it is no part of another."""
    if not at or text[found[at - 1].end : found[at].start] == "-":
        return False
    before = found[at - 1]
    if before.word in _AUXILIARIES:
        return True
    owned = before.word in ("the", "a", "an", "of") or before.text.endswith(("’s", "'s"))
    return bool(_VERBAL.fullmatch(found[at].word)) and not owned


def _side(text: str, found: Sequence[Token], at: int, *, step: int) -> frozenset[str]:
    """The names on one side of a verb: those nearest to it, up to a mark."""
    near: list[Token] = []
    place = at + step
    while 0 <= place < len(found) and len(near) < REACH:
        first, second = sorted((place, place - step))
        joint = text[found[first].end : found[second].start]
        # "Ortega accused his predecessor, Luis Prado", "Carney, who was sued by Stroud": these commas part nothing.
        parted = "," in joint and found[second].word not in ("who", "which") and any(one.capital for one in near)
        if parted or _BREAK.search(joint) or found[place].word in _LINKED:
            break
        if is_content(found[place]):
            near.append(found[place])
        place += step
    return frozenset(token.word[:NAME_LETTERS] for token in near if token.capital)
