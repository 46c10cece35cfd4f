"""Questions put in words that a sentence of an article can answer. Pure.

No sentence says how two outlets differ: what can be shown is what each of them says. And what an outlet says about a
thing is answered by the sentences about the thing; that it is the outlet which says so, none of them says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.understood import Clause, Mention

_ONE = r"(?P<one>[^,;?]{2,60}?)"
_OTHER = r"(?P<other>[^,;?]{2,60}?)"
_AND = r"(?:['’]s?)?,? (?:and|with|to|against|versus|vs\.?) "
_ABOUT = r"(?:about|on|over|of|regarding|concerning|as to)"
_OF = (
    r"(?:['’]s?)?(?: in)?(?: (?:their|its))?(?: (?:coverage|reporting|reports?|articles?|accounts?|versions?|telling))?"
    rf",? {_ABOUT} (?P<matter>.+)"
)
_DIFFER = r"(?:differ|disagree|diverge|compare|contradict each other)"
_COMPARED = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"(?:please )?(?:compare|contrast)(?: how| what)? {_ONE}{_AND}{_OTHER}(?: (?:say|report|write|cover))?{_OF}",
        rf"(?:how|where|in what way) do {_ONE} and {_OTHER} {_DIFFER}{_OF}",
        rf"(?:how|where) does {_ONE} differ from {_OTHER}{_OF}",
        rf"what(?:['’]s| is| are)(?: the)? differences? between {_ONE}{_AND}{_OTHER}{_OF}",
        rf"do {_ONE} and {_OTHER} (?:agree|{_DIFFER}){_OF}",
    )
)

_ARTICLES = r"(?:(?:all|any|the|these|those|your|of) )*(?:articles?|outlets?|media|press|papers?|newspapers?|news)"
_WHO = r"(?P<who>[^?]{2,80}?)"
_MATTER = r"(?P<matter>.+?)[\s?.!]*"
_SAY = r"(?:say|said|report|reported|write|written|wrote|print|printed|tell us|have to say|mention)"
_TOLD = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"(?:and |so )?what (?:do|does|did|has|have) {_WHO} {_SAY} {_ABOUT} {_MATTER}",
        rf"how (?:do|does|did|has|have) {_WHO} (?:report|cover|describe)(?:ed|d)?(?: {_ABOUT})? {_MATTER}",
        rf"(?:do|does|did) {_WHO} (?:mention|cover|write about|say anything {_ABOUT}) {_MATTER}",
        rf"what (?:is|was|has been) (?P<who>said|reported|written|printed)(?: in {_ARTICLES})? {_ABOUT} {_MATTER}",
    )
)
_NOBODY = re.compile(rf"(?:{_ARTICLES}|said|reported|written|printed)", re.IGNORECASE)
"""Whoever printed it: no outlet in particular."""

_BESIDE_OUTLET = re.compile(
    r"\b(?:the|and|or|both|in|its|articles?|reports?|stor(?:y|ies)|pieces?|coverage|website|newspaper)\b|['’]s?\b|[\s,]",
    re.IGNORECASE,
)


def compared(question: str) -> str | None:
    """`What do A and B say about X?` for a question that compares what A and B say of it; None for any other."""
    for found in _matches(_COMPARED, question.strip().rstrip(" ?.!")):
        return f"What do {found['one']} and {found['other']} say about {found['matter']}?"
    return None


def matter(clause: Clause, mentions: Sequence[Mention]) -> str:
    """What a clause asks an outlet, or the articles at large, to tell of; else all that it asks.

    `mentions` are the outlets named in its question. What a person said is not asked of those who print it.
    """
    for found in _matches(_TOLD, clause.text.strip(" ,;")):
        if _prints(found["who"], mentions):
            return found["matter"]
    return clause.text


def _matches(shapes: Sequence[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    return filter(None, (shape.fullmatch(text) for shape in shapes))


def _prints(who: str, mentions: Sequence[Mention]) -> bool:
    if _NOBODY.fullmatch(who.strip()):
        return True
    named = [mention.text for mention in mentions if mention.restricts and mention.text in who]
    for name in named:
        who = who.replace(name, "")
    return bool(named) and not _BESIDE_OUTLET.sub("", who)
