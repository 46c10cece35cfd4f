"""A fragment put where it belongs in the last question: `And Hollande?`, `in November?`, `Did Netflix?`. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.cast import Named, kind_of, named_in
from qa.dates import find_periods
from qa.grammar import AUXILIARIES, PREPOSITIONS, SPEECH, WH, Token, is_verb, subject_length, tokens
from qa.name_words import KIN, PEOPLE_NOUNS
from qa.requestion import bare, shape
from qa.understood import NOMINAL_YEAR, Period

LONGEST_FRAGMENT = 7
"""Words. What is longer says enough by itself."""

_LIKE = (
    frozenset("in at on near over inside within across around".split()),
    frozenset("about regarding concerning on of".split()),
    frozenset("before after since until during".split()),
    frozenset("by from".split()),
    frozenset("to for with against towards".split()),
)
_PLURAL_OF = {"is": "are", "was": "were", "has": "have", "does": "do"}
_MANY = frozenset("brothers children daughters parents partners people sisters sons".split())
_WITHIN = frozenset("of by against between".split())
_CODE = re.compile(r"[A-Za-z]*-?\d+[A-Za-z]*")


def placed(fragment: str, question: str, texts: Sequence[str]) -> str:
    """`question` with `fragment` in the place of what it stands against; empty where no such place is found.

    `texts` are the sentences of the answers, which tell who is a person.
    """
    fragment = fragment.strip(" ?!.,")
    words = tokens(fragment)
    if not words or len(words) > LONGEST_FRAGMENT:
        return ""
    said = bare(question)
    if periods := find_periods(fragment):
        return _dated(fragment, periods[0], said)
    if words[0].low in PREPOSITIONS and len(words) > 1:
        return _phrase(fragment, words, said)
    if words[-1].low in KIN and (kin := [word for word in tokens(said)[1:] if word.low in KIN]):
        return f"{said[: kin[-1].start]}{words[-1].text}{said[kin[-1].end :]}?"
    place = _same_head(words, said) or _counterpart(fragment, said, texts)
    return _put(said, place, fragment) if place else ""


def with_subject(subject: str, auxiliary: str, question: str) -> str:
    """`question` asked of another subject, as by `Did Netflix?`; empty where it has no subject to replace."""
    taken = shape(question)
    words = tokens(taken.rest)
    length = subject_length(words)
    if not taken.auxiliary or not length or not taken.inverted:
        return ""
    rest = taken.rest[words[length - 1].end :]
    opening = f"{taken.wh} {auxiliary.lower()}" if taken.wh else auxiliary.capitalize()
    return f"{opening} {subject}{rest}?"


def is_fragment(words: Sequence[Token]) -> bool:
    """Whether the words are no sentence: no question word, no auxiliary and no verb, and few."""
    if not words or len(words) > LONGEST_FRAGMENT:
        return False
    if any(word.low in WH | AUXILIARIES for word in words):
        return False
    return not is_verb(words[0]) or len(words) == 1


def _dated(fragment: str, period: Period, said: str) -> str:
    """A date in the place of the question's date, in its year if it states none; else at the question's end."""
    asked = find_periods(said)
    new = fragment[period.start : period.end]
    if not asked:
        return f"{said}, {fragment}?"
    old = asked[-1]
    year = old.first.year if old.first and old.year_stated else NOMINAL_YEAR
    if not period.year_stated and year != NOMINAL_YEAR:
        new = f"{new}, {year}" if re.search(r"\d", new) else f"{new} {year}"
    before = said[: old.start]
    lead = tokens(fragment[: period.start])
    if lead and lead[-1].low in PREPOSITIONS and (words := tokens(before)) and words[-1].low in PREPOSITIONS:
        before = before[: words[-1].start] + lead[-1].low + " "
    return f"{before}{new}{said[old.end :]}?"


def _phrase(fragment: str, words: Sequence[Token], said: str) -> str:
    """A phrase with a preposition in the place of one with a like preposition; else at the end."""
    own = words[0].low
    asked = tokens(said)
    places = [at for at, word in enumerate(asked) if word.low == own and 0 < at < len(asked) - 1]
    if not places:
        like = frozenset().union(*(group for group in _LIKE if own in group))
        places = [at for at, word in enumerate(asked) if word.low in like and 0 < at < len(asked) - 1]
    if not places:
        return f"{said} {fragment}?"
    at = places[-1]
    end = at + 1
    while end + 1 < len(asked) and (asked[end + 1].low not in PREPOSITIONS - _WITHIN or asked[end].low in PREPOSITIONS):
        end += 1
    return f"{said[: asked[at].start]}{fragment}{said[asked[end].end :]}?"


def _same_head(words: Sequence[Token], said: str) -> tuple[int, int] | None:
    """Where the question has the fragment's last word, or a code like it, with as many words before it."""
    head = words[-1].low
    asked = tokens(said)
    for at in range(len(asked) - 1, 0, -1):
        word = asked[at]
        code = bool(_CODE.fullmatch(head) and _CODE.fullmatch(word.low) and any(map(str.isdigit, word.low)))
        if word.low == head or code:
            first = at
            for before in range(at - 1, max(-1, at - len(words)), -1):
                if asked[before].low in PREPOSITIONS | AUXILIARIES | WH:
                    break
                first = before
            return asked[first].start, word.end
    return None


def _counterpart(fragment: str, said: str, texts: Sequence[str]) -> tuple[int, int] | None:
    """Where the question names something of the fragment's kind: who speaks first, else what is named last."""
    found = named_in(fragment, texts)
    kind = found[0].kind if found else kind_of(fragment)[0]
    named = named_in(said, texts)
    taken = shape(said)
    asked = tokens(taken.rest)
    length = subject_length(asked)
    begins = len(said) - len(taken.rest)
    speaks = length and length < len(asked) and asked[length].low in SPEECH
    small = not any(word.capital for word in asked)  # whoever types no capitals types none in names
    living = small or any(word.capital or word.low in PEOPLE_NOUNS for word in tokens(fragment))
    objects = [name for name in named if name.kind == "place" and name.start >= begins + asked[length - 1].end]
    # "What does Putin think of Assad? And Turkey?": a country speaks, unless one was spoken of.
    speaker = kind in ("person", "unknown", "group") or (kind == "place" and not objects)
    if taken.inverted and speaks and living and speaker:
        return begins + asked[0].start, begins + asked[length - 1].end
    if not found and not any(word.capital for word in tokens(fragment)):
        return None
    fitting = [name for name in named if _fits(kind, name)]
    if not fitting:
        return None
    best = max(fitting, key=lambda name: (name.kind == kind, name.start))
    if taken.inverted and length:
        ends = begins + asked[length - 1].end
        subjects = [name for name in fitting if begins <= name.start < ends]
        # What stands in a phrase of its own would be taken up with its preposition: `And to Poland?`.
        inner = any(word.low in PREPOSITIONS - _WITHIN for word in tokens(said[ends : best.start]))
        if subjects and best.start >= ends and inner:
            best = subjects[0]
    return best.start, _without_possessive(said, best)


def _fits(kind: str, name: Named) -> bool:
    return name.kind == kind or "unknown" in (name.kind, kind)


def _without_possessive(said: str, name: Named) -> int:
    return name.end - 2 if said[name.start : name.end].endswith(("'s", "’s")) else name.end


def _put(said: str, place: tuple[int, int], fragment: str) -> str:
    words = tokens(fragment)
    before = tokens(said[: place[0]])
    if before and before[-1].low == "the" and (words[0].low == "the" or words[0].capital):
        place = (before[-1].start, place[1])
    opening = said[: place[0]]
    if words[-1].low in _MANY and before and before[-1].low in _PLURAL_OF:
        opening = opening[: before[-1].start] + _PLURAL_OF[before[-1].low] + opening[before[-1].end :]
    return f"{opening}{fragment}{said[place[1] :]}?"
