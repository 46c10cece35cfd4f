"""Questions that leave out what the last one said: each function gives the whole question, or "" where it isn't one."""

from __future__ import annotations

import re

from qa import slots
from qa.cast import names
from qa.grammar import AUXILIARIES, PREPOSITIONS, PRONOUNS, SUBORDINATORS, WH, is_verb, tokens
from qa.requestion import asked_again, bare, proposition, topic
from qa.turns import Turn
from qa.words import content_words

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
_SAYS_WHO = re.compile(
    r"^(?:says who|who says|who said|who reported|who reports|according to whom)(?:\s+(?:so|that|this|it))?$", re.I
)
_ABOUT = re.compile(r"^\W*(?:(?:and|but|or|ok|so|now)\W+)*(?:what|how)\s+about\s+(?P<rest>.+)$", re.I)
_SAME = re.compile(
    r"^\W*(?:(?:and|the)\s+)*same(?:\s+(?:question|thing))?\s+(?:for|about|with|but)\s+(?P<rest>.+)$", re.I
)
_MEANT = re.compile(
    r"^\W*(?:(?:no|nope|sorry|oops|actually|wait)\b\W*)*(?:i\s+(?:mean|meant)|rather|not that,?)\s+(?P<rest>.+)$",
    re.I,
)
_AND = re.compile(r"^\W*(?:and|but|or)\b[\s,]+(?P<rest>.+)$", re.I)
_HALF = re.compile(
    r"\b(?P<verb>say|said|says|think|thinks|want|wants|claim|claims|argue|answer|reply|respond|responded|react|reacted|"
    r"agree|agrees|agreed|disagree|disagrees|deny|denied|denies|confirm|confirmed|comment|commented|object|objected|protest|"
    r"protested|decide|decided|propose|proposed|suggest|suggested|admit|admitted|promise|promised|apologi[sz]ed?|"
    r"retaliated?|do|survive|survived|happened|happen|oppose|opposed|involved|responsible|"
    r"accept|accepted|complain|complained|approve|approved|refuse|refused|consent|consented|comply|complied|"
    r"vot(?:e|es|ed)\s+(?:for|against|in favou?r))$",
    re.I,
)
_HALF_OPENS = re.compile(
    r"^(?:what|how|why|when|where|who|which|did|does|do|has|have|will|would|was|were|is|are)\b", re.I
)
_TO = dict.fromkeys("answer reply respond responded react reacted object objected".split(), "to")
_TO |= dict.fromkeys("agree agrees agreed disagree disagrees".split(), "with")
_TO |= dict.fromkeys("protest protested retaliate retaliated".split(), "against")
_TO |= dict.fromkeys("comment commented".split(), "on")
_TO |= dict.fromkeys("apologise apologised apologize apologized responsible".split(), "for")
_TO |= dict.fromkeys("say says said think thinks complain complained".split(), "about")
_MORE = re.compile(
    r"^(?:(?:please|can you|could you|tell me|give me|show me|any|anything|some|what|who|go|carry)\s+)*"
    r"(?:more|else|on|continue|elaborate|details?|more details?|explain|other sources?|more sources?|other outlets?)"
    r"(?:\s+(?:please|about (?:it|that|this)|sources|outlets|quotes))*$",
    re.I,
)
_GENERIC = frozenset(
    "exactly really actually happened happen next people many much long old big far often more".split()
)
_BESIDE_IT = re.compile(r"\b(?:instead|earlier|before|beforehand|afterwards|otherwise)$", re.I)
"""What compares with something that was said: `What was agreed instead?`."""

_INDEFINITE = re.compile(r"\b(?:an?|any|some|no)\s+(?!(?:one|more)\b)[a-z]", re.I)
_DEFINITE = re.compile(r"\bthe\s+[a-z-]+\b(?!\s+(?:of|that|who|which|for|in|on|to)\b)")
_OF_SOMETHING = frozenset(
    """amount article attackers author board boss club company country court crew date deal defendant details employees
    firm government judge jury lawyer leader name number outcome owner passengers pilot price reaction reason result
    source spokesman suspect team title trial verdict victims vote winner witnesses workers""".split()
)
"""Nouns that hardly stand without what they are of: the judge of a trial, the owner of a firm."""

_OF_AN_EVENT = re.compile(
    r"^(?:is|are|was|were)\s+there\s+(?:an?|any|some|no)\s+(?:other\s+)?(?:arrests?|casualties|damage|deaths?|doubts?|"
    r"evidence|injured|injuries|proofs?|reactions?|survivors?|suspects?|victims?|witness(?:es)?|warnings?|wounded)$",
    re.I,
)
"""`Were there any witnesses?`: what there is only beside something that happened."""

_COPULA = re.compile(r"^(?:what|who)(?:'s|’s|\s+(?:is|are|was|were))\s+(?!the\b)[\w’'-]+$", re.I)


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


def fragment(typed: str) -> str:
    """The words that stand against some of the last question, as in `And Hollande?`; empty for a question."""
    for opening in (_ABOUT, _SAME, _MEANT, _AND):
        found = opening.match(typed.strip())
        if found:
            rest = found["rest"].strip(" ?!.")
            rest = re.sub(r",?\s+(?:then|too|as well|please|instead)$", "", rest)
            return rest if slots.is_fragment(tokens(rest)) else ""
    rest = bare(typed)
    words = tokens(rest)
    short = typed.rstrip().endswith("?") and 0 < len(words) <= 4
    placed = len(words) > 1 and words[0].low in PREPOSITIONS and len(words) <= 4
    return rest if (short or placed) and slots.is_fragment(words) else ""


def put(part: str, last: Turn) -> str:
    """The last question with the fragment in its place, or about it where none is found."""
    whole = slots.placed(part, last.asked, last.points)
    return whole or f"What about {part}, as to {proposition(last.asked)}?"


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


def incomplete(said: str, asked: str) -> str:
    """A question whose verb wants what the last one was about, or that has hardly a word of its own."""
    half = _HALF.search(said)
    words = tokens(said)
    if half and _HALF_OPENS.match(said) and len(words) <= 8 and len(content_words(said)) <= 3:
        if any(word.low in SUBORDINATORS | {"else", "of"} for word in words[1:]):
            return ""
        joint = _TO.get(half["verb"].lower())
        if joint:
            return f"{_opening(said)} {joint} {topic(asked) if joint == 'about' else proposition(asked)}?"
        return f"{_opening(said)}, as to {proposition(asked)}?"
    if _says_little(said):
        return f"{_opening(said)}, as to {proposition(asked)}?"
    return ""


def _says_little(said: str) -> bool:
    """Whether a question names nobody and hardly anything, so that it can't stand alone."""
    words = tokens(said)
    if not words or words[0].low not in WH | AUXILIARIES | PREPOSITIONS or len(words) > 9 or _COPULA.match(said):
        return False
    if any(word.capital for word in words[1:]) or names(said):
        return False
    if _INDEFINITE.search(said) and not _OF_AN_EVENT.match(said):
        return False
    own = [word for word in content_words(said) if word not in _GENERIC]
    of_something = any(word.low in _OF_SOMETHING for word in words[2:]) and _DEFINITE.search(said)
    return len(own) <= 1 or bool(len(own) <= 2 and (of_something or _BESIDE_IT.search(said)))


def _opening(text: str) -> str:
    return text[:1].upper() + text[1:]
