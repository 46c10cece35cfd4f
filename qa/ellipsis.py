"""Questions that leave out what the last one said: each function gives the whole question, or "" where it isn't one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa import slots
from qa.grammar import AUXILIARIES, PREPOSITIONS, PRONOUNS, Token, is_verb, tokens
from qa.requestion import asked_again, bare, proposition
from qa.turns import Turn

_NUMBERS = {
    word: at
    for at, row in enumerate(
        ["first 1st one 1", "second 2nd two 2", "third 3rd three 3", "fourth 4th four 4", "fifth 5th five 5",
         "sixth 6th six 6", "seventh 7th seven 7", "eighth 8th eight 8"],
        1,
    )
    for word in row.split()
}  # fmt: skip
_POINTED = re.compile(
    r"(?:\b(?:the\s+|that\s+)?(?P<ordinal>first|second|third|fourth|fifth|sixth|seventh|eighth|1st|2nd|3rd|\dth|last)\s+"
    r"(?P<what>ones?|quotes?|quotation|points?|statements?|sentences?|sources?|citations?|answers?|results?)\b"
    r"(?!\s+(?:of|that|who|which|to|in which)\b)"
    r"|\b(?P<noun>source|citation|point|quote|statement|number|no\.)\s+(?P<number>[1-9]\d?|one|two|three|four|five)\b"
    r"|\[(?P<mark>[1-9]\d?)\])",
    re.I,
)
_CITED = frozenset("source sources citation citations number no.".split())
LONGEST_AGAIN = 4
"""Words. What two questions differ in is a fragment that was put into the second, if it is no longer."""

LONGEST_POINT = 240
"""Characters. So much of a sentence stands for it in the question."""

_WHOLE = re.compile(
    r"^(?P<wh>when|where|why|how|since when|how come|(?:(?:on|at|in)\s+)?(?:what|which)\s+(?:day|weekday|date|time|"
    r"hour|week|month|year|place|city|town|country))(?:\s+exactly)?\s+(?:is|was|were|did|does|do|has|have|had|will)\s+"
    r"(?:(?:that|this|it|all this|all that)(?:\s+(?:happen|happened|take place|occur|occurred|the case|published|"
    r"reported|said|printed|be|go on|going on|so))?"
    r"|(?:he|she|they|we|[\w'’-]+)\s+(?:say|said|do|done|claim|claimed|tell|told|think|argue|report|write|mention)\s+"
    r"(?:that|this|it|so|them|him|her))"
    r"(?:\s+(?:exactly|again|then|first))?$",
    re.I,
)
_AT = {**dict.fromkeys("day weekday date".split(), "on"), **dict.fromkeys("time hour".split(), "at")}
_PHRASE = re.compile(
    r"^(?:(?P<preposition>since|until|by|to|with|for|from|about|against|in|on|at|under|of|through|during)\s+)?"
    r"(?P<wh>who|whom|what|when|where|why|how|which|whose)(?:\s+[\w'’-]+){0,3}$",
    re.I,
)
_BY_ANOTHER = re.compile(
    r"^(?:(?:and|but|or|what|how)\s+)*(?:is\s+it\s+|was\s+it\s+|about\s+)?(?:according\s+to\s+(?P<to>[^,?]{2,50})|"
    r"in\s+(?P<of>[^,?]{2,40}?)['’]s?\s+(?:view|opinion|eyes|version|account|words|telling)|"
    r"in\s+the\s+(?:view|opinion|eyes|words)\s+of\s+(?P<view>[^,?]{2,50})|"
    r"from\s+(?P<from>[^,?]{2,40}?)['’]s?\s+(?:point\s+of\s+view|side|perspective))$",
    re.I,
)
_ACCORDING = re.compile(r",?\s*\baccording\s+to\s+[^,?]+", re.I)
_SAYS_WHO = re.compile(
    r"^(?:says who|who says|who said|who reported|who reports|according to whom)(?:\s+(?:so|that|this|it))?$", re.I
)
_ABOUT = re.compile(r"^\W*(?:(?:and|but|or|ok|so|now)\W+)*(?:what|how)\s+about\s+(?P<rest>.+)$", re.I)
_SAME = re.compile(
    r"^\W*(?:(?:and|the|does|is|would|do)\s+)*same(?:\s+(?:question|thing|hold|holds|true|apply|applies|go|goes))?\s+"
    r"(?:for|about|with|but|to|of)\s+(?P<rest>.+)$",
    re.I,
)
_MEANT = re.compile(
    r"^\W*(?:(?:(?:no|nope|sorry|oops|actually|wait)\b|wrong\s+\w+)\W*)*"
    r"(?:i\s+(?:mean|meant)|rather|not that,?|not\s+[\w’' -]+,)\s+(?P<rest>.+)$",
    re.I,
)
_ANYTHING = re.compile(
    r"^\W*(?:and\s+)?(?:any(?:thing)?|nothing|what)(?:\s+(?:word|reaction|comment|response|statement))?\s+from\s+(?=\S)",
    re.I,
)
_AND = re.compile(r"^\W*(?:and|but|or)\b[\s,]+(?P<rest>.+)$", re.I)
_MORE = re.compile(
    r"^(?:(?:please|can you|could you|tell me|give me|show me|any|anything|some|what|who|go|carry)\s+)*"
    r"(?:more|else|on|continue|elaborate|details?|more details?|explain|other sources?|more sources?|other outlets?)"
    r"(?:\s+(?:please|about (?:it|that|this)|sources|outlets|quotes))*$",
    re.I,
)
_RESTS = frozenset(
    "any anyone anybody anything anywhere even more less only just no none some someone another else".split()
)
"""Words that a fragment opens with when it asks on, and takes no place in the last question: `Any casualties?`."""


def pointed(said: str, last: Turn) -> tuple[str, tuple[str, ...]] | None:
    """A question that points to a sentence of the last answer, with that sentence in its place."""
    found = _POINTED.search(said)
    if found is None or not last.points:
        return None
    what = (found["what"] or found["noun"] or "").lower()
    listed = last.quotes if found["mark"] or what in _CITED else last.points
    word = (found["ordinal"] or found["number"] or found["mark"] or "").lower()
    at = len(listed) if word == "last" else _NUMBERS.get(word, int(word) if word.isdigit() else 0)
    if not 1 <= at <= len(listed):
        return None
    sentence = " ".join(listed[at - 1].split()).strip('“”"')
    if len(sentence) > LONGEST_POINT:
        sentence = sentence[: LONGEST_POINT - 1].rsplit(" ", 1)[0] + "…"
    text = f"{said[: found.start()]}“{sentence}”{said[found.end() :]}"
    text = (
        f"What do the articles say about {text}"
        if not said[: found.start()].strip() and not said[found.end() :].strip()
        else text
    )
    kind = "citation" if listed is last.quotes else "point"
    return f"{text[:1].upper()}{text[1:]}?", (f"{kind} {at} of the answer",)


def question_phrase(said: str, asked: str) -> str:
    """`Why?`, `Since when?`, `In which outlet?`: the last question with another question phrase."""
    if _SAYS_WHO.match(said):
        return f"Who said {proposition(asked)}?"
    if _MORE.match(said):
        return f"{said[:1].upper()}{said[1:]}, as to {proposition(asked)}?"
    words = tokens(said)
    if (
        not _PHRASE.match(said)
        or any(word.low in AUXILIARIES for word in words)
        or any(word.capital for word in words[1:])
    ):
        return ""
    if any(is_verb(word) or word.low in PRONOUNS for word in words[1:]):
        return ""
    if len(words) > 2 and words[0].low in ("who", "what", "when", "where", "why") and words[1].low != "else":
        return ""
    if words[0].low in ("why", "how") and words[-1].low in ("so", "come"):
        said = words[0].text if words[-1].low == "so" else "Why"
    return asked_again(said, asked)


def of_the_whole(said: str, asked: str) -> str:
    """`When was that?`, `Why did he do it?`: the last question asked for its when, where or why."""
    found = _WHOLE.match(said)
    if found is None:
        return ""
    wh = "why" if found["wh"].lower() == "how come" else found["wh"]
    point = wh.split()[-1].lower()
    if wh.lower().startswith(("what ", "which ")):
        wh = f"{_AT.get(point, 'in')} {wh.lower()}"
    return asked_again(wh, asked)


def by_another(said: str, asked: str) -> str:
    """`And according to Moscow?`, `And in the West’s view?`: the last question as somebody else has it."""
    found = _BY_ANOTHER.match(said)
    if found is None:
        return ""
    whom = next(group for group in found.groups() if group)
    return f"{_ACCORDING.sub('', bare(asked)).rstrip(' ,')}, according to {whom}?"


def fragment(typed: str) -> str:
    """The words that stand against some of the last question, as in `And Hollande?`; empty for a question."""
    typed = _ANYTHING.sub("And ", typed)
    for opening in (_ABOUT, _SAME, _MEANT, _AND):
        found = opening.match(typed.strip())
        if found:
            rest = found["rest"].strip(" ?!.")
            rest = re.sub(r",?\s+(?:then|too|as well|please|instead)$", "", rest)
            return rest if slots.is_fragment(tokens(rest)) else ""
    rest = bare(typed)
    words = tokens(rest)
    short = typed.rstrip().endswith("?") and 0 < len(words) <= 4
    short = short or bool(words and words[0].low in _RESTS and len(words) <= 6)
    placed = len(words) > 1 and words[0].low in PREPOSITIONS and len(words) <= 4
    rest = re.sub(r",?\s+(?:too|as well)$", "", rest)
    words = tokens(rest)
    return rest if (short or placed) and slots.is_fragment(words) else ""


def put(part: str, last: Turn, before: Turn | None = None) -> str:
    """The last question with the fragment in its place, or about it where none is found."""
    words = tokens(part)
    if words and words[0].low in _RESTS:
        return f"{_opening(part)}, as to {proposition(last.asked)}?"
    whole = _again(part, words, before, last) or slots.placed(part, last.asked, last.points)
    return whole or f"What about {part}, as to {proposition(last.asked)}?"


def _again(part: str, words: Sequence[Token], before: Turn | None, last: Turn) -> str:
    """The fragment where the last turn put its own: `And Turkey?`, `what about the French?`; else empty."""
    if before is None or words[0].low in PREPOSITIONS or not any(word.capital for word in words):
        return ""
    earlier, later = tokens(before.asked), tokens(last.asked)
    ahead = next((at for at, (one, other) in enumerate(zip(earlier, later, strict=False)) if one.low != other.low), 0)
    behind = 0
    while behind < min(len(earlier), len(later)) - ahead and earlier[-1 - behind].low == later[-1 - behind].low:
        behind += 1
    put = later[ahead : len(later) - behind]
    if not put or not ahead + behind or len(put) > LONGEST_AGAIN or not any(word.capital for word in put):
        return ""
    return f"{last.asked[: put[0].start]}{part}{last.asked[put[-1].end :]}"


def other_subject(said: str, asked: str) -> str:
    """`Did Netflix?`: the last question asked of another subject."""
    words = tokens(said)
    if not 2 <= len(words) <= 4 or words[0].low not in AUXILIARIES:
        return ""
    if len(words) > 2 and not all(word.capital or word.low in ("the", "of") for word in words[1:]):
        return ""
    if words[1].low in PRONOUNS:
        return asked if asked.endswith("?") else f"{asked}?"
    if not words[-1].capital and len(words) == 2:
        return ""
    return slots.with_subject(said[words[1].start :], words[0].text, asked)


def _opening(text: str) -> str:
    return text[:1].upper() + text[1:]
