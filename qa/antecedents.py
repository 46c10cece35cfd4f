"""What a free pronoun stands for: someone or something of the last question, of its answer, or of before. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.cast import Kind, Named, known_people, most_named, named_in
from qa.grammar import (
    AUXILIARIES,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SPEECH,
    WH,
    Token,
    is_verb,
    subject_length,
    tokens,
)
from qa.name_words import PEOPLE_NOUNS, PLACES, TITLES
from qa.pronouns import Free
from qa.requestion import bare, shape
from qa.turns import Turn

TURNS_BACK = 3
"""How far back a person may have been named last."""

_PEOPLES = re.compile(
    r"\bthe (?!Guardian|White House|Times|Hague|Vatican)[A-Z][a-z]+(?:men|ans|ians|ese|ish|ch|s|is)\b"
    r"(?=\W*$|[,;:]|\s+(?:in|of|on|near|at|to|who|that|by|from|with|and|against|fight|want|say|are|were)\b)"
)
"""A people by its name, which is many: the Turkmen, the French, the Americans."""

_OFFICE = re.compile(r"^\W*(?:and\s+)?who(?:\s+(?:is|was)|['’]s)\s+(?P<who>the\s+[^?]{3,60}?)\s*\?*$", re.I)
"""`Who is the French foreign minister?`: he."""

_ASKED_FOR = re.compile(
    r"^\W*(?:and\s+)?(?:which|what|how many)\s+(?!of\b)(?P<what>(?:[a-z-]+\s+){0,2}"
    r"(?!times|days|hours|weeks|months|years|minutes|reasons|ways)[a-z-]+(?<![sui])s)\s+"
    r"(?:has|have|had|is|are|was|were|does|do|did|will|would|can|could)\b",
    re.I,
)
"""`Which air defence systems will Russia send?`: they are the systems, not Russia."""

_DIRECTION = re.compile(r"\b(?:north|south|east|west|central)[a-z-]*\s+$", re.I)
_RELATIVE = re.compile(r"\s+(?:that|which|who)\s", re.I)
_GENDER = {"he": "m", "she": "f"}


def antecedent(pronoun: Free, turns: Sequence[Turn]) -> str:
    """What to put in the pronoun's place, its possessive and preposition included; empty where nothing is certain."""
    last = turns[-1]
    if pronoun.role in ("he", "she"):
        found = _person(pronoun, turns)
    elif pronoun.role == "they":
        found = _several(pronoun, last)
    elif pronoun.role == "there":
        found = _place(last)
        return f"in {found}" if found else ""
    elif pronoun.role == "it":
        found = _thing(last)
    else:
        return ""
    if not found or not pronoun.possessive:
        return found
    return found + ("’" if found.endswith("s") else "’s")


def _person(pronoun: Free, turns: Sequence[Turn]) -> str:
    gender = _GENDER[pronoun.role]
    for turn in reversed(turns[-TURNS_BACK:]):
        named = named_in(turn.asked, turn.points)
        for kinds in (("person",), ("unknown",)):
            fitting = [name for name in named if name.kind in kinds and name.gender in ("", gender) and _can_live(name)]
            free = [name for name in fitting if not name.text.endswith(("'s", "’s"))] or fitting
            sure = [name for name in free if name.gender] or free
            if sure:
                first = pronoun.subject or pronoun.possessive
                return _plain(sure[0] if first else sure[-1])
        people = [one for one in known_people(turn.points).values() if one.gender in ("", gender)]
        if people:
            return most_named(turn.points, ("person",)) or _plain(people[0])
        if (office := _OFFICE.match(turn.asked)) and not named:
            return office["who"]
    return ""


def _several(pronoun: Free, last: Turn) -> str:
    named = named_in(last.asked, last.points)
    people = list(
        {name.last: name for name in named if name.kind in ("person", "unknown") and _can_live(name)}.values()
    )
    if len(people) > 1 and (all(name.kind == "person" for name in people) or len(people) == len(named)):
        return f"{_plain(people[0])} and {_plain(people[1])}"
    subject = _subject(last.asked)
    if people := _PEOPLES.findall(last.asked):
        return str(people[-1])
    if codes := [name for name in named if any(map(str.isdigit, name.text))]:
        return f"the {_plain(codes[-1])}"
    if asked_for := _ASKED_FOR.match(last.asked):
        return f"the {asked_for['what']}"
    if (
        pronoun.subject
        and subject
        and not _speaks(last.asked)
        and any(_covers(subject, name.text) for name in named if name.kind != "person")
    ):
        return subject
    if phrase := _phrase(last.asked, plural=True):
        return phrase
    speaker = _subject(last.asked) if _speaks(last.asked) else ""
    bodies = [name for name in named if name.kind in ("place", "group", "unknown") and not _covers(speaker, name.text)]
    return _plain(bodies[-1]) if bodies else _of_answer(last, ("place", "group"))


def _place(last: Turn) -> str:
    places = [name for name in named_in(last.asked, last.points) if name.kind == "place"]
    if not places:
        return _of_answer(last, ("place",))
    lead = _DIRECTION.search(last.asked[: places[-1].start])
    return (lead.group() if lead else "") + _plain(places[-1])


def _thing(last: Turn) -> str:
    named = named_in(last.asked, last.points)
    subject = "" if _speaks(last.asked) else _subject(last.asked)
    words = tokens(subject)
    of_person = any(_covers(subject, name.text) for name in named if name.kind == "person")
    if subject and not of_person and not _plural(words[-1]):
        living = words[-1].low in PEOPLE_NOUNS | TITLES | PRONOUNS
        if not living and (words[0].low in DETERMINERS or words[0].capital):
            return subject
    if phrase := _phrase(last.asked, plural=False):
        return phrase
    things = [name for name in named if name.kind in ("unknown", "group")]
    return _plain(things[-1]) if things else ""


def _of_answer(last: Turn, kinds: Sequence[Kind]) -> str:
    """Whom the answer names most beside the question's own names; for a single one, its first sentence must."""
    own = [name.last for name in named_in(last.asked, last.points)]
    return most_named(last.points, kinds, but=own)


def _phrase(question: str, *, plural: bool) -> str:
    """The last noun phrase of the question in that number, with the relative clause and the `of` that belong to it."""
    said = bare(question)
    words = tokens(said)
    for at in range(len(words) - 1, -1, -1):
        head = words[at]
        if not _heads(words, at) or _plural(head) != plural or head.low in PEOPLE_NOUNS | PLACES:
            continue
        first = at
        while first and not _bounds(words[first - 1]):
            first -= 1
        determined = first and words[first - 1].low in DETERMINERS - {"that", "this", "any", "some", "no"}
        if plural or determined or words[at].capital:
            begin = _extended(words, first - 1 if determined else first)
            return said[words[begin].start : _phrase_end(said, head)]
    return ""


def _extended(words: list[Token], first: int) -> int:
    """Where the phrase begins that this one belongs to: `the downing of the bomber`, not the bomber."""
    while first > 1 and words[first - 1].low in ("of", "on", "against", "over"):
        at = first - 2
        if words[at].low in PREPOSITIONS | AUXILIARIES | PRONOUNS | WH | DETERMINERS:
            return first
        while at and not _bounds(words[at - 1]):
            at -= 1
        if not at or words[at - 1].low not in DETERMINERS:
            return first
        first = at - 1
    return first


def _heads(words: list[Token], at: int) -> bool:
    word = words[at]
    if word.low in PREPOSITIONS | AUXILIARIES | WH | DETERMINERS | PRONOUNS or word.low.endswith("'s"):
        return False
    if _verbal(words, at):
        return False
    return at + 1 == len(words) or _bounds(words[at + 1]) or _verbal(words, at + 1)


def _verbal(words: list[Token], at: int) -> bool:
    """Whether a word is a verb here: not after a determiner, and not with the -s that nouns have too."""
    if not is_verb(words[at]) or words[at].low.endswith("s"):
        return False
    return not (at and words[at - 1].low in DETERMINERS)


def _bounds(word: Token) -> bool:
    low = word.low
    stops = PREPOSITIONS | AUXILIARIES | WH | DETERMINERS | PRONOUNS | {"and", "or", "but", "many", "much"}
    return low in stops or (is_verb(word) and not low.endswith(("ed", "s", "ing")))


def _phrase_end(said: str, head: Token) -> int:
    """Where the noun phrase with that head ends: with its relative clause, or before the verb that it is subject of."""
    if _RELATIVE.match(said, head.end):
        return len(said)
    if not re.match(r"\s+(?:of|for)\s", said[head.end :]):
        return head.end
    subject = _subject(said)
    starts = said.find(subject) if subject else -1
    within = starts >= 0 and starts <= head.start < starts + len(subject)
    return starts + len(subject) if within else len(said)


def _speaks(question: str) -> bool:
    """Whether the question's subject is only who says it."""
    taken = shape(question)
    words = tokens(taken.rest)
    length = subject_length(words) if taken.inverted else 0
    return bool(length) and length < len(words) and words[length].low in SPEECH


def _subject(question: str) -> str:
    taken = shape(question)
    words = tokens(taken.rest)
    length = subject_length(words) if taken.inverted else 0
    return taken.rest[: words[length - 1].end] if length else ""


def _plural(word: Token) -> bool:
    low = word.low
    return low in ("people", "men", "women", "children") or (
        low.endswith("s") and not low.endswith(("ss", "us", "is", "'s"))
    )


def _can_live(name: Named) -> bool:
    return not any(map(str.isdigit, name.text)) and not name.text.isupper()


def _covers(phrase: str, name: str) -> bool:
    return name in phrase


def _plain(name: Named) -> str:
    return re.sub(r"['’]s?$", "", name.text)
