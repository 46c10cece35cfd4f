"""Questions that hardly say what they are about, so that they are about what the last one was. Pure."""

from __future__ import annotations

import re

from qa.cast import names
from qa.grammar import AUXILIARIES, PREPOSITIONS, SUBORDINATORS, WH, tokens
from qa.requestion import proposition, topic
from qa.words import content_words

_HALF = re.compile(
    r"\b(?P<verb>say|said|says|think|thinks|want|wants|claim|claims|argue|answer|reply|respond|responded|react|reacted|"
    r"agree|agrees|agreed|disagree|disagrees|deny|denied|denies|confirm|confirmed|comment|commented|object|objected|protest|"
    r"protested|decide|decided|propose|proposed|suggest|suggested|admit|admitted|promise|promised|apologi[sz]ed?|"
    r"retaliated?|do|survive|survived|happened|happen|oppose|opposed|involved|responsible|"
    r"stop|stopped|continue|continued|join|joined|start|leave|withdraw|accept|accepted|complain|complained|approve|approved|refuse|refused|consent|consented|comply|complied|"
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
_GENERIC = frozenset(
    "exactly really actually happened happen next people many much long old big far often more".split()
)
_BESIDE_IT = re.compile(r"\b(?:instead|earlier|before|beforehand|afterwards|otherwise)$", re.I)
"""What compares with something that was said: `What was agreed instead?`."""

_INDEFINITE = re.compile(r"\b(?:an?|any|some|no)\s+(?!(?:one|more)\b)[a-z]", re.I)
_DEFINITE = re.compile(r"\bthe\s+[a-z-]+\b(?!\s+(?:of|that|who|which|for|in|on|to)\b)")
_OF_SOMETHING = frozenset(
    """alternative amount argument article attackers author basis board boss change club company condition country
    court crew date deal defendant details employees exception explanation firm government judge jury lawyer
    leader name number objection outcome owner passengers pilot point price priority reaction reason result
    source spokesman suspect team title trial verdict victims vote winner witnesses workers""".split()
)
"""Nouns that hardly stand without what they are of: the judge of a trial, the owner of a firm."""

_OF_AN_EVENT = re.compile(
    r"^(?:is|are|was|were)\s+there\s+(?:an?|any|some|no)\s+(?:other\s+)?(?:arrests?|casualties|comments?|confirmations?|damage|deaths?|denials?|doubts?|"
    r"evidence|injured|injuries|proofs?|reactions?|survivors?|suspects?|victims?|witness(?:es)?|warnings?|wounded)"
    r"(?:\s+(?:on\s+record|so\s+far|yet|at\s+all|anywhere))?$",
    re.I,
)
"""`Were there any witnesses?`: what there is only beside something that happened."""

_OF_THE_LAST = re.compile(
    r"\b(?:responsib\w+|credit|blame|casualties|consequences?|conditions?|circumstances|reasons?|motives?|causes?|details?|"
    r"evidence|proof|reactions?|response|outcome|result|effect|impact|alternatives?|injured|wounded|dead|survivors?|victims?|"
    r"in charge|at fault|to blame|behind)\b(?!\s+(?:of|for|to|against|in|on|from|among)\b)",
    re.I,
)
"""What is always of something: a question with no more than this is about what the last one was about."""

_JUDGED = re.compile(
    r"^(?:who|what|which(?:\s+one)?)(?:'s|’s|\s+(?:is|are|was|were))\s+(?:right|wrong|true|false|lying|guilty|responsible|"
    r"next|different|new|at fault|to blame|involved|affected|missing|likely|certain|clear|known)$",
    re.I,
)
LONGEST_BEHIND = 11
"""Words of a question that may stand behind the next."""

LEFT_OUT = 3
"""Words of the last question that a question with `it` says nothing of: `it` may stand for any of them."""

MOST_BESIDE, MOST_BESIDE_THING = 1, 3
"""Words of its own, beside a pronoun, with which a question is still about what the last one was."""

_COPULA = re.compile(r"^(?:what|who)(?:'s|’s|\s+(?:is|are|was|were))\s+(?!the\b)[\w’'-]+$", re.I)


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


def of_the_last(said: str) -> bool:
    """Whether a question without a name asks for what is always of something: who is to blame, under what condition."""
    own = [word for word in content_words(said) if word not in _GENERIC]
    return bool(_OF_THE_LAST.search(said)) and len(own) <= 3 and not names(said)


def says_no_more(said: str) -> bool:
    """Whether a question with a pronoun has but a word or two beside it: `Did anyone correct him?`."""
    words = tokens(said)
    if any(word.capital for word in words[1:]) or any(word.low in ("about", "on", "with") for word in words):
        return False
    return len([word for word in content_words(said) if word not in _GENERIC]) <= MOST_BESIDE


def nested(asked: str) -> bool:
    """Whether the last question holds the one before it already: with both behind it the next would be a riddle."""
    return len(tokens(asked)) > LONGEST_BEHIND


def leaves_out(said: str, text: str, asked: str) -> bool:
    """Whether a short question says nothing, with its pronouns replaced, of most that the last one was about."""
    own = [word for word in content_words(said) if word not in _GENERIC]
    topic_words = set(content_words(asked)) - set(content_words(text))
    return len(own) <= MOST_BESIDE_THING and len(topic_words) >= LEFT_OUT


def _says_little(said: str) -> bool:
    """Whether a question names nobody and hardly anything, so that it can't stand alone."""
    words = tokens(said)
    if _JUDGED.match(said) or _OF_AN_EVENT.match(said):
        return True
    if (
        not words
        or any(any(map(str.isdigit, word.low)) for word in words)
        or words[0].low not in WH | AUXILIARIES | PREPOSITIONS
        or len(words) > 9
        or _COPULA.match(said)
    ):
        return False
    if any(word.capital for word in words[1:]) or names(said):
        return False
    if _INDEFINITE.search(said):
        return False
    own = [word for word in content_words(said) if word not in _GENERIC]
    if of_the_last(said):
        return True
    of_something = any(word.low in _OF_SOMETHING for word in words[2:]) and _DEFINITE.search(said)
    return len(own) <= 1 or bool(len(own) <= 2 and (of_something or _BESIDE_IT.search(said)))


def _opening(text: str) -> str:
    return text[:1].upper() + text[1:]
