"""Sentences with one planted error each, made from real sentences of articles: what a check must catch. Pure.

How an error is planted shares no code with how it is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from qa.evaluation.common_facts import common_facts
from qa.evaluation.rewording import RULES, reworded
from qa.types import Evidence

KINDS = ("number", "name", "date", "outlet", "speaker", "negation", "joined", "knowledge")
REWORDED_SHARE = 0.5
"""Of the pairs, this share is planted into a reworded sentence, the rest into one as it was printed."""

_NAME = r"[A-Z][a-zéèüöñ’-]+"
_RUN = re.compile(rf"(?<=[a-z,] )(?:{_NAME} ){{0,2}}{_NAME}(?=[ ,.’])")
_NUMBER = re.compile(
    r"(?<![\w$£€.,:/-])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?![\w:/]|[.,]\d)|\b(?:two|three|four|five|six|seven|eight)\b"
)
_MONTH = r"(?:January|February|March|April|June|July|August|September|October|November|December)"
_DATE = re.compile(
    rf"\b{_MONTH} \d{{1,2}}\b|\b{_MONTH}(?= 20\d\d)|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?<=in )20[012]\d\b"
)
_SAYS = r"(?:said|says|told|added|explained|wrote|argued|claimed|noted)"
_SPEAKER = re.compile(rf"(?:{_NAME} ){{1,2}}(?={_SAYS}\b)|(?<=said )(?:{_NAME} ?){{2}}(?=[,.])")
_AUXILIARY = re.compile(
    r"\b(?:is|was|are|were|will|would|can|could|should|has|had|have)\b(?! (?:not|no|never)\b)(?=\s[a-z])"
)
_NEGATION = re.compile(r"\b(?:not|never) |n[’']t\b")
_NO_NAMES = frozenset("The A An In On It He She They This That But And I We You".split())


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence that its source supports, and the same with one error; `rule` is how the right one is worded."""

    kind: str
    right: str
    wrong: str
    evidence: Evidence
    rule: str = "verbatim"


def plant(articles: Sequence[Sequence[Evidence]], *, each: int) -> list[Pair]:
    """At most `each` pairs of every kind from the sentences of the articles, drawn by hash: the same on each run."""
    everything = [one for article in articles for one in article]
    names = {id(one): _names(article) for article in articles for one in article}
    outlets = sorted({one.article.outlet for one in everything if one.article.outlet})
    pairs: list[Pair] = []
    for kind in KINDS[:-1]:
        drawn = sorted(everything, key=lambda one: _draw(kind + one.article.id + one.text))
        made = (_pair(kind, one, names[id(one)], outlets, drawn) for one in drawn)
        pairs += _first((pair for pair in made if pair is not None), each)
    return [*pairs, *_first(_knowledge(everything), each)]


def _pair(
    kind: str, evidence: Evidence, names: Sequence[str], outlets: Sequence[str], others: Sequence[Evidence]
) -> Pair | None:
    chance = Random(kind + evidence.text)  # noqa: S311 - a draw, not a secret
    right, rule = evidence.text, "verbatim"
    if chance.random() < REWORDED_SHARE:
        for name in chance.sample(list(RULES), len(RULES)):
            changed = reworded(evidence.text, rule=name, outlet=evidence.article.outlet)
            if changed is not None:
                right, rule = changed, name
                break
    if kind == "outlet":
        return _outlet(evidence, outlets, chance)
    joined = kind == "joined"
    wrong = _joined(right, chance.choice(others), evidence) if joined else _PLANTS[kind](right, names, chance)
    return Pair(kind, right, wrong, evidence, rule) if wrong and wrong != right else None


def _number(sentence: str, names: Sequence[str], chance: Random) -> str | None:
    found = [match for match in _NUMBER.finditer(sentence) if not re.fullmatch(r"(?:19|20)\d\d", match.group())]
    if not found:
        return None
    match = chance.choice(found)
    written = match.group()
    # Half the time a number that stands elsewhere in the sentence: the harder error.
    others = [other.group() for other in found if other.group() != written]
    if others and chance.random() < 0.5:
        return _put(sentence, match, chance.choice(others))
    if written.isalpha():
        return _put(sentence, match, chance.choice([w for w in ("two", "five", "seven", "nine") if w != written]))
    digit = chance.choice([place for place, mark in enumerate(written) if mark.isdigit()])
    other = chance.choice([mark for mark in "123456789" if mark != written[digit]])
    return _put(sentence, match, written[:digit] + other + written[digit + 1 :])


def _name(sentence: str, names: Sequence[str], chance: Random) -> str | None:
    found = list(_RUN.finditer(sentence))
    others = [name for name in names if not any(part in sentence for part in name.split())]
    return _put(sentence, chance.choice(found), chance.choice(others)) if found and others else None


def _date(sentence: str, names: Sequence[str], chance: Random) -> str | None:
    found = list(_DATE.finditer(sentence))
    if not found:
        return None
    match = chance.choice(found)
    written = match.group()
    if written.endswith("day"):
        others = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
    elif written.isdigit():
        others = [str(int(written) + step) for step in (-3, -2, -1, 1, 2)]
    else:
        month, *day = written.split()
        months = "January February March April June July August September October November December".split()
        others = [" ".join([other, *day]) for other in months]
        others += [f"{month} {other}" for other in range(1, 29)] if day else []
    return _put(sentence, match, chance.choice([other for other in others if other != written]))


def _speaker(sentence: str, names: Sequence[str], chance: Random) -> str | None:
    found = [match for match in _SPEAKER.finditer(sentence) if match.group().split()[0] not in _NO_NAMES]
    if not found:
        return None
    match = chance.choice(found)
    own = match.group().split()
    # Someone else whom the sentence names, if it does: the harder error.
    runs = [run.group() for run in _RUN.finditer(sentence)]
    inside = [run for run in runs if run in names and not set(run.split()) & set(own)]
    people = inside or [name for name in names if len(name.split()) == 2 and not set(name.split()) & set(own)]
    if not people:
        return None
    space = " " if match.group().endswith(" ") else ""
    return _put(sentence, match, chance.choice(people) + space)


def _negation(sentence: str, names: Sequence[str], chance: Random) -> str | None:
    denied = _NEGATION.search(sentence)
    if denied and chance.random() < 0.5:
        return _put(sentence, denied, "").replace("  ", " ")
    found = list(_AUXILIARY.finditer(sentence))
    if not found:
        return None
    match = chance.choice(found)
    return _put(sentence, match, f"{match.group()} not")


_PLANTS: dict[str, Callable[[str, Sequence[str], Random], str | None]] = {
    "number": _number,
    "name": _name,
    "date": _date,
    "speaker": _speaker,
    "negation": _negation,
}


def _outlet(evidence: Evidence, outlets: Sequence[str], chance: Random) -> Pair | None:
    own = evidence.article.outlet
    right = reworded(evidence.text, rule="credited", outlet=own)
    others = [outlet for outlet in outlets if outlet != own]
    if right is None or own is None or not others:
        return None
    wrong = right.replace(own, chance.choice(others))
    return Pair("outlet", right, wrong, evidence, "credited")


def _joined(sentence: str, other: Evidence, evidence: Evidence) -> str | None:
    lengths = [len(text.split()) for text in (sentence, other.text)]
    if other.article.id == evidence.article.id or min(lengths) < 6 or max(lengths) > 30:
        return None
    if not (sentence.endswith(".") and other.text.endswith(".")) or any(mark in other.text for mark in '“”"'):
        return None
    second = other.text[0].lower() + other.text[1:] if other.text.split()[0] in _NO_NAMES - {"I"} else other.text
    return f"{sentence[:-1]}, and {second}"


def _knowledge(everything: Sequence[Evidence]) -> Iterator[Pair]:
    """Common facts, cited to sentences that mention what they are about; where none does, to any."""
    facts = sorted(common_facts(), key=lambda fact: _draw(fact[0]))
    for turn in range(3):
        for fact, about in facts:
            word = re.compile(rf"\b{re.escape(about)}\b", re.IGNORECASE)
            sources = [one for one in everything if word.search(one.text) and fact not in one.text] or list(everything)
            source = Random(f"{turn}{fact}").choice(sources)  # noqa: S311 - a draw, not a secret
            yield Pair("knowledge", source.text, fact, source)


def _names(article: Sequence[Evidence]) -> list[str]:
    """The names in an article: capitalised words that it never writes small, other than its outlet's."""
    text = " ".join(one.text for one in article)
    small = set(re.findall(r"\b[a-z]+\b", text))
    small |= set((article[0].article.outlet or "").lower().split()) if article else set()
    found = {match.group() for match in _RUN.finditer(text)}
    found = {name for name in found if not name.endswith(("’s", "s’"))}
    return sorted(name for name in found if not any(word.lower() in small for word in name.split()))


def _put(sentence: str, match: re.Match[str], other: str) -> str:
    return sentence[: match.start()] + other + sentence[match.end() :]


def _draw(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _first(pairs: Iterator[Pair], most: int) -> list[Pair]:
    found: dict[str, Pair] = {}
    for pair in pairs:
        if len(found) == most:
            break
        found.setdefault(pair.wrong, pair)
    return list(found.values())
