"""Words that stand for something said before, where a question leaves them without anything to stand for. Pure.

A pronoun is free only in the place where nothing before it in its own question can be meant: the subject of the main
clause, or an object beside it. `Did Putin say that he would` names whom it means; `Did he agree` does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qa.cast import names
from qa.grammar import (
    AUXILIARIES,
    BE,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SPEECH,
    SUBORDINATORS,
    WH,
    Token,
    is_verb,
    tokens,
)
from qa.words import content_words

Role = Literal["he", "she", "they", "it", "there", "that"]

_ROLES: dict[str, Role] = {
    "he": "he", "him": "he", "his": "he", "she": "she", "her": "she", "hers": "she",
    "they": "they", "them": "they", "their": "they", "theirs": "they", "it": "it", "its": "it",
    "there": "there", "that": "that", "this": "that", "these": "that", "those": "that", "so": "that",
}  # fmt: skip
_POSSESSIVE = frozenset("his its their theirs hers".split())
_EMPTY_IT = re.compile(
    r"\b(?:(?:is|was|isn't|wasn't|would|will|could|can|might|may|must|has|how likely is|how easy is)\s+it"
    r"(?:\s+(?:not|be|been|really|still|ever))*(?:\s+[\w’'-]+){0,7}?\s+"
    r"(?:that|who|whom|which|whether|if|how|where|when|why|what|like|to\s+(?!the\b|an?\b|his\b|her\b|him\b|them\b|their\b)(?-i:[a-z]+))\b"
    r"|(?:is|was|isn't|wasn't)\s+it\s+(?:really\s+)?(?:true|right|correct|known|clear|certain|possible|likely|said)\s+"
    r"(?:he|she|they|we|(?-i:[A-Z]\w))"
    r"|(?:does|did|do|will|would)\s+it\s+(?:take|cost|mean|matter|seem|appear|snow|rain|turn|make sense)\b(?=\s+\S)"
    r"(?!\s+(?:place|effect|part))"
    r"|\bit\s+(?:(?:will|would|might|may|could)\s+)?(?:rain|snow)\w*\b|\bit\s+(?:is|was)\s+(?:too\s|(?-i:[A-Z]))"
    r"|(?:what|when|if)\s+it\s+(?:comes|takes|came)\s+to\b|\bit\s+(?:seems|appears|turns out|is said|was said)\b"
    r"|do(?:es)?\s+it\s+say\s+(?:anywhere|somewhere|in)\b|what\s+(?:is|was)\s+it\s+(?:about|like|with)\b|what\s+time\s+is\s+it|worth\s+it$|make\s+it\s+(?:to|through)\b"
    r"|\bit\s+(?:is|was|’s|'s)(?:\s+(?:always|never|often|also|not|so|too))?\s+[\w-]+\s+(?:that|to|for|who)\b|\bputs?\s+it\b"
    r"|(?:would|will|does|did)\s+it\s+take\b)",
    re.I,
)
_OF_THE_WHOLE = re.compile(
    r"\b(?:demand|demands|demanded|propose|proposes|proposed|suggest|suggests|suggested|order|orders|ordered|oppose|opposes|"
    r"opposed|support|supports|supported|recommend|recommended|forbid|forbade|forbidden|(?:is|are|was|were)\s+(?:for|"
    r"against|in favou?r of))\s+it$",
    re.I,
)
"""What is demanded or opposed is a thing to do, not a thing."""
_SAYS_HOW_IT_IS = frozenset(
    """a allowed an bad because certain clear dangerous enough false good how illegal important legal likely necessary
    new possible right sure surprising the true unusual usual what why wrong""".split()
)
"""Words after `is that` that say something of it, so that nothing else is its noun."""
_TIMES = frozenset(
    "year week month morning afternoon evening time season summer winter spring autumn century decade day days".split()
)
_PERSONS = frozenset("he she they".split())
_OPENERS = frozenset("and but so or then".split())
_SO_VERBS = frozenset("say says said think thinks thought believe believes claim claims do does did".split())


@dataclass(frozen=True, slots=True)
class Free:
    """A free pronoun at [start:end]: whom it may stand for, and whether it is possessive, subject or with a noun.

    `noun` is what follows `that` or `these`, as in `that attack`.
    """

    role: Role
    start: int
    end: int
    possessive: bool = False
    subject: bool = False
    noun: str = ""


def free(question: str) -> tuple[Free, ...]:
    """The free pronouns of `question` in order."""
    words = tokens(question)
    empty = [match.span() for match in _EMPTY_IT.finditer(question)]
    found = []
    for at, word in enumerate(words):
        role = _ROLES.get(word.low)
        if role is None or word.text == "IT" or _settled(question, words[:at]):
            continue
        if role == "it" and any(start <= word.start < end for start, end in empty):
            continue
        if role == "it" and _OF_THE_WHOLE.search(question) and word is words[-1]:
            found.append(Free("that", word.start, word.end))
            continue
        one = _that(words, at) if role == "that" else _there(words, at) if role == "there" else _person(words, at, role)
        if one is not None:
            found.append(one)
    return tuple(found)


def _settled(question: str, before: list[Token]) -> bool:
    """Whether the words before a pronoun already make a clause of their own, which names what it stands for."""
    if not before:
        return False
    said = question[: before[-1].end + 1]
    cut = max((match.start() for match in re.finditer(r"[,:;?.!–—]\s|\sand\s", said)), default=-1)
    return cut > 0 and (len(content_words(said[:cut])) > 1 or bool(names(said[:cut])))


def _person(words: list[Token], at: int, role: Role) -> Free | None:
    word = words[at]
    before, after = words[:at], words[at + 1 :]
    noun_follows = bool(after) and after[0].low not in PREPOSITIONS | AUXILIARIES | DETERMINERS | SUBORDINATORS
    possessive = word.low in _POSSESSIVE or (word.low == "her" and noun_follows and not is_verb(after[0]))
    subject = word.low in ("he", "she", "they", "it") and _is_main_subject(before)
    if possessive:
        return None if _owner_named(before, after) else Free(role, word.start, word.end, possessive=True)
    if not subject and (word.low in ("he", "she", "they") or _embedded(before, after, word.low)):
        return None
    return Free(role, word.start, word.end, subject=subject)


def _owner_named(before: list[Token], after: list[Token]) -> bool:
    """Whether a possessive may belong to someone in its own question, as in `Who lost his case`."""
    if any(one.capital and one.low not in WH for one in before[1:]):
        return True
    if before and before[0].low in WH and before[-1].low in AUXILIARIES and not any(map(is_verb, before)):
        return False  # the owned thing is the subject: "How many times had its crew been warned?"
    if any(_noun(one) for one in before):
        return True
    if len(before) > 1 and before[0].low in WH and is_verb(before[1]):
        return True
    opens = not any(one.low in WH | AUXILIARIES for one in before) and any(one.low in WH | AUXILIARIES for one in after)
    return opens and any(one.capital for one in after)


def _embedded(before: list[Token], after: list[Token], low: str) -> bool:
    """Whether a pronoun that is no main subject stands in a clause of its own, beside what it may stand for."""
    if (
        low == "it"
        and any(one.low in _PERSONS for one in before)
        and not any(_names_something(one) for at, one in enumerate(before) if at or one.low not in _OPENERS)
    ):
        return False  # "Does he think it is effective?": he is not it
    if any(one.low in SUBORDINATORS - {"as", "once"} for one in before[1:]):
        return True
    if low == "it" and (any(one.low in ("and", "or") for one in before) or (after and _verb_follows(after[0]))):
        return True
    named = [at for at, one in enumerate(before) if at and (one.capital or _noun(one))]
    spoken = [at for at, one in enumerate(before) if one.low in SPEECH]
    inner = [
        at
        for at, one in enumerate(before)
        if (one.low == "to" and at + 1 < len(before) and is_verb(before[at + 1]))
        or (at > 2 and one.low.endswith("ing"))
    ]
    if named and inner and named[0] < inner[-1]:
        return True
    return bool(spoken) and any(one.low in AUXILIARIES for one in before[spoken[0] + 1 :])


def _names_something(word: Token) -> bool:
    return word.low not in WH and ((word.capital and word.low not in AUXILIARIES) or _noun(word))


def _verb_follows(word: Token) -> bool:
    return word.low in AUXILIARIES or (is_verb(word) and word.low not in ("down", "back", "set"))


def _is_main_subject(before: list[Token]) -> bool:
    """Whether what stands before leaves the place of the first subject open: nothing, or up to one auxiliary."""
    low = [word.low for word in before]
    inner = [
        at
        for at, word in enumerate(low)
        if at and word in SUBORDINATORS and low[at - 1] not in AUXILIARIES | PREPOSITIONS
    ]
    if any(at > 1 for at in inner) and not (low and low[-1] in AUXILIARIES and inner == [1]):
        return False
    auxiliaries = [at for at, word in enumerate(low) if word in AUXILIARIES]
    return not before or (len(auxiliaries) == 1 and auxiliaries[0] == len(low) - 1)


def _noun(word: Token) -> bool:
    low = word.low
    return not word.capital and not is_verb(word) and low not in _ROLES and bool(content_words(low))


def _there(words: list[Token], at: int) -> Free | None:
    """`there` as a place: not beside a form of `be` that only says that something exists."""
    before, after = words[at - 1].low if at else "", words[at + 1].low if at + 1 < len(words) else ""
    beside = before in BE | {"will", "could", "can", "would", "might", "may", "must", "should", "has", "have"}
    if after and (beside or after not in ("first", "then", "now", "before", "after", "again", "too", "yet", "today")):
        return None
    if beside and words[0].low in ("how", "what", "which"):
        return None
    return Free("there", words[at].start, words[at].end)


def _that(words: list[Token], at: int) -> Free | None:
    word, low = words[at], words[at].low
    before = words[at - 1].low if at else ""
    after = words[at + 1] if at + 1 < len(words) else None
    if low == "so":
        return Free("that", word.start, word.end) if before in _SO_VERBS and after is None else None
    if after is None:
        return Free("that", word.start, word.end, subject=before in AUXILIARIES)
    if after.low == "of":
        return None
    placed = not at or before in AUXILIARIES | PREPOSITIONS - {"as", "like", "since"}
    if low == "that" and not placed and not (_closes(words, at) and is_verb(words[at - 1])):
        return None
    if low != "that" and after.low in _TIMES:
        return None
    if after.low in AUXILIARIES | PREPOSITIONS | SUBORDINATORS | {"not", "already", "really", "still", "too", "again"}:
        stands = low in ("that", "this") or (after.low in AUXILIARIES and low in ("those", "these"))
        return Free("that", word.start, word.end, subject=True) if stands and placed else None
    if before in AUXILIARIES and not _closes(words, at) and low in ("that", "this"):
        rest = words[at + 1 :]
        if any(one.capital for one in rest) and after.low not in _SAYS_HOW_IT_IS:
            return None
        return Free("that", word.start, word.end, subject=True)
    if not _closes(words, at):
        return None
    if len(content_words(" ".join(one.text for one in words))) > 3:
        return None
    return Free("that", word.start, after.end, noun=after.text)


def _closes(words: list[Token], at: int) -> bool:
    """Whether one noun follows and then nothing, or what can't belong to it."""
    after = words[at + 1]
    if after.capital or is_verb(after) or after.low in DETERMINERS | PRONOUNS:
        return False
    return (
        at + 2 == len(words)
        or words[at + 2].low in PREPOSITIONS - {"of", "for", "from", "with"} | AUXILIARIES
        or (words[at + 2].low in ("happen", "start", "begin", "end", "come", "take"))
    )
