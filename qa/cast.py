"""Who and what a conversation has named: people, places, organisations and things, told apart by plain signs. Pure.

Nothing is looked up in the articles; a name whose kind no sign tells is `unknown` and stands in for any.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.grammar import AUXILIARIES, CONJUNCTIONS, DETERMINERS, PREPOSITIONS, PRONOUNS, SUBORDINATORS, WH, Token, tokens
from qa.name_words import DAYS_AND_MONTHS, MEN, MEN_TITLES, ORGANISED, PLACES, TITLES, WOMEN, WOMEN_TITLES

Kind = Literal["person", "place", "group", "unknown"]

_JOINT = re.compile(r" |-| (?:of|ten|van|von|de|del|der|al|bin) |\. ")
_NO_NAME = WH | AUXILIARIES | PRONOUNS | DETERMINERS | PREPOSITIONS | CONJUNCTIONS | SUBORDINATORS | DAYS_AND_MONTHS
_PEOPLES = re.compile(r"(?:ish|ian|ese|ean|ench|utch|erman|rab|eek|iss|ussian|merican|uropean|raeli|raqi|urk)s?$")
_OPENERS = frozenset("according compare despite give how is ok okay please same show sorry speaking tell the".split())


@dataclass(frozen=True, slots=True)
class Named:
    """A name at [start:end] of the text it was found in; `gender` is "m", "f" or "" where no sign tells."""

    text: str
    start: int
    end: int
    kind: Kind
    gender: str = ""

    @property
    def last(self) -> str:
        """The last word, by which people call others, in small letters."""
        return self.text.replace("’", "'").lower().removesuffix("'s").removesuffix("'").split()[-1]


def names(text: str) -> tuple[Named, ...]:
    """The names in `text`, in order: runs of capitalised words, titles before them taken as signs and left out."""
    found = []
    run: list[Token] = []
    words = tokens(text)
    for at, word in enumerate([*words, None]):
        if word and run and _joins(text, run[-1], word):
            run.append(word)
            continue
        if run:
            found.append(_named(run, words[at - len(run) - 1] if at > len(run) else None, text))
            run = []
        if word and word.capital and _may_begin(word):
            run = [word]
    return tuple(name for name in found if name is not None)


def kind_of(text: str) -> tuple[Kind, str]:
    """The kind and the gender that a name's own words show."""
    low = [word.low.removesuffix("'s") for word in tokens(text)]
    if not low:
        return "unknown", ""
    if " ".join(low) in ("united states", "united kingdom", "new zealand", "south africa", "saudi arabia", "new york"):
        return "place", ""
    if set(low) & ORGANISED:
        return "group", ""
    if len(low) == 1 and low[0] in PLACES:
        return "place", ""
    if len(low) > 1 and low[0] in MEN | WOMEN:
        both = low[0] in MEN and low[0] in WOMEN
        return "person", "" if both else "m" if low[0] in MEN else "f"
    if len(text) < 6 and text.isupper():
        return "group", ""
    return ("place", "") if low[-1] in PLACES and len(low) < 3 else ("unknown", "")


def known_people(texts: Iterable[str]) -> dict[str, Named]:
    """The people whom `texts` show as such, by a title, a given name or what they say, under their last names."""
    people: dict[str, Named] = {}
    for text in texts:
        for name in names(text):
            says = re.match(
                r",? (?:said|says|told|added|added|argued|warned|insisted)\b", text[name.end : name.end + 12]
            )
            if name.kind == "person" or (name.kind == "unknown" and says):
                earlier = people.get(name.last)
                person = Named(name.text, name.start, name.end, "person", name.gender)
                if earlier is None or (person.gender and not earlier.gender):
                    people[name.last] = person
    return people


def named_in(question: str, texts: Sequence[str]) -> tuple[Named, ...]:
    """The names in a question, those among them that are typed in small letters and that `texts` know as names."""
    people = known_people(texts)
    found = []
    for name in names(question):
        person = people.get(name.last) if name.kind == "unknown" else None
        found.append(Named(name.text, name.start, name.end, "person", person.gender) if person else name)
    for word in tokens(question):
        bare = word.low.removesuffix("'s")
        if word.capital or any(name.start <= word.start < name.end for name in found):
            continue
        if bare in people:
            found.append(Named(word.text, word.start, word.end, "person", people[bare].gender))
        elif bare in PLACES - {"us", "chad", "phoenix", "china", "nice"}:
            found.append(Named(word.text, word.start, word.end, "place"))
    return tuple(sorted(found, key=lambda name: name.start))


def most_named(texts: Sequence[str], kinds: Iterable[Kind], *, but: Iterable[str] = ()) -> str:
    """The name of one of `kinds` that most of `texts` have, the earliest of several; empty where there is none."""
    wanted, left_out = frozenset(kinds), {name.lower() for name in but}
    counted: Counter[str] = Counter()
    for text in texts:
        for name in {name.last: name for name in names(text) if name.kind in wanted}.values():
            if name.last not in left_out:
                counted[_bare(name.text)] += 1
    return counted.most_common(1)[0][0] if counted else ""


def _bare(name: str) -> str:
    return re.sub(r"['’]s?$", "", name)


def _joins(text: str, before: Token, word: Token) -> bool:
    if before.low.endswith(("'s", "s'")) or not word.capital or word.low in _NO_NAME - {"may", "march"}:
        return False
    return bool(_JOINT.fullmatch(text, before.end, word.start))


def _may_begin(word: Token) -> bool:
    return word.low not in _NO_NAME and word.low not in _OPENERS and not word.low.isdigit()


def _named(run: list[Token], before: Token | None, text: str) -> Named | None:
    titles = []
    while len(run) > 1 and run[0].low in TITLES:
        titles.append(run.pop(0).low)
    if before is not None and before.low in TITLES:
        titles.append(before.low)
    if len(run) == 1 and (run[0].low in TITLES or _PEOPLES.search(run[0].low.removesuffix("'s"))):
        return None
    start, end = run[0].start, run[-1].end
    said = text[start:end]
    kind, gender = kind_of(said)
    if titles and kind in ("unknown", "person"):
        kind = "person"
        gender = gender or ("m" if set(titles) & MEN_TITLES else "f" if set(titles) & WOMEN_TITLES else "")
    return Named(said, start, end, kind, gender)
