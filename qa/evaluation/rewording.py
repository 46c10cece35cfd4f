"""Simple rewordings of a sentence that say the same, by rule: what a check must let pass. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

_SMALL = "two three four five six seven eight nine ten eleven twelve".split()
_IN_WORDS = {str(number): word for number, word in enumerate(_SMALL, start=2)}
_IN_FIGURES = {word: figure for figure, word in _IN_WORDS.items()}
_CONTRACTIONS = {
    "don’t": "do not", "doesn’t": "does not", "didn’t": "did not", "isn’t": "is not", "wasn’t": "was not",
    "aren’t": "are not", "weren’t": "were not", "won’t": "will not", "can’t": "cannot", "couldn’t": "could not",
    "it’s": "it is", "that’s": "that is", "they’re": "they are", "we’re": "we are", "I’m": "I am",
}  # fmt: skip
_SYNONYMS = {
    "said": "stated", "announced": "declared", "because": "since", "company": "firm", "companies": "firms",
    "bought": "purchased", "big": "large", "help": "aid", "start": "begin", "started": "began", "show": "display",
    "however": "but", "although": "though", "while": "whereas", "also": "too", "around": "about", "biggest": "largest",
    "job": "position", "kids": "children", "got": "received", "ended": "finished", "people": "persons",
}  # fmt: skip
_MONTHS = "January February March April May June July August September October November December".split()
_DAY = re.compile(rf"\b({'|'.join(month[:3] for month in _MONTHS)})[a-z.]* (\d{{1,2}})(?:, (\d{{4}}))?\b(?![:\d])")
_OPENING = re.compile(
    r"^(?:However|Meanwhile|But|And|Also|Still|Now|Yet|In addition|Of course|For example)(?:,\s+|\s+)"
)
_ASIDE = re.compile(r"\s+\([^()]{3,80}\)|\s+[–—]\s+[^–—.]{3,80}\s+[–—](?=\s)|,\s+(?:which|who)\s[^,.“”\"]{5,80},")
_QUOTE_FIRST = re.compile(r"^[“\"]([^“”\"]+)[,?!][”\"] ((?:[A-Z][\w.’-]+ ){1,3})(said|says|added)\.$")
_QUOTE_INSIDE = re.compile(r"^((?:[A-Z][\w.’-]+ ){1,3})(said|says|told|added).*[“\"]([^“”\"]{15,})[”\"]")

Rewording = Callable[[str, str | None, Random], str]


def _figures(sentence: str, outlet: str | None, chance: Random) -> str:
    in_words = re.sub(r"(?<![\w.,$£€-])(\d{1,2})(?![\w.,%:/-])", lambda one: _IN_WORDS.get(one[0], one[0]), sentence)
    if in_words != sentence:
        return in_words
    return re.sub(r"\b[a-z]{3,6}\b", lambda one: _IN_FIGURES.get(one[0], one[0]), sentence)


def _dates(sentence: str, outlet: str | None, chance: Random) -> str:
    def other(found: re.Match[str]) -> str:
        month = next(month for month in _MONTHS if month.startswith(found[1]))
        return f"{int(found[2])} {month}" + (f" {found[3]}" if found[3] else "")

    return _DAY.sub(other, sentence)


def _units(sentence: str, outlet: str | None, chance: Random) -> str:
    swapped = re.sub(r"(\d) ?%", r"\1 percent", sentence)
    swapped = re.sub(r"(\d) per ?cent\b", r"\1%", sentence) if swapped == sentence else swapped
    return re.sub(r"\bU\.S\.(?=[\s,])", "United States", swapped)


def _contractions(sentence: str, outlet: str | None, chance: Random) -> str:
    plain = sentence.replace("'", "’") if re.search(r"\w'\w", sentence) else sentence
    for short, long in _CONTRACTIONS.items():
        plain = re.sub(rf"\b{short}\b", long, plain)
    return plain if plain.replace("’", "'") != sentence.replace("’", "'") else sentence


def _synonym(sentence: str, outlet: str | None, chance: Random) -> str:
    there = [word for word in _SYNONYMS if re.search(rf"\b{word}\b", sentence)]
    if not there or any(mark in sentence for mark in '“”"‘'):
        return sentence
    word = chance.choice(there)
    return re.sub(rf"\b{word}\b", _SYNONYMS[word], sentence, count=1)


def _opening(sentence: str, outlet: str | None, chance: Random) -> str:
    rest = _OPENING.sub("", sentence)
    return rest[:1].upper() + rest[1:]


def _aside(sentence: str, outlet: str | None, chance: Random) -> str:
    return sentence if any(mark in sentence for mark in '“”"') else _ASIDE.sub("", sentence, count=1)


def _quote(sentence: str, outlet: str | None, chance: Random) -> str:
    if first := _QUOTE_FIRST.match(sentence):
        return f"{first[2]}{first[3]}: “{first[1]}.”"
    if inside := _QUOTE_INSIDE.match(sentence):
        words = inside[3].rstrip(".,!? ").split()
        return (
            f"{inside[1]}{inside[2]} “{' '.join(words[: max(4, len(words) // 2)])}”."
            if inside[2] != "told"
            else sentence
        )
    return sentence


def _credit(sentence: str, outlet: str | None, chance: Random) -> str:
    if not outlet or not sentence.endswith(".") or any(mark in sentence for mark in '“”"'):
        return sentence
    if chance.random() < 0.5:
        return f"{sentence[:-1]}, {outlet} reported."
    first = sentence.split()[0]
    lower = first in ("The", "A", "An", "In", "It", "He", "She", "They", "This", "There", "On", "At", "For", "As", "If")
    return f"According to {outlet}, {sentence[0].lower() + sentence[1:] if lower else sentence}"


RULES: dict[str, Rewording] = {
    "figures": _figures,
    "dates": _dates,
    "units and abbreviations": _units,
    "contractions": _contractions,
    "another word": _synonym,
    "without its opening": _opening,
    "without an aside": _aside,
    "its quotation": _quote,
    "credited": _credit,
}
"""Ways to say a sentence differently; one that does not fit leaves it as it is."""

_NOT_IN_QUOTES = frozenset(RULES) - {"its quotation", "without its opening"}


def reworded(sentence: str, *, rule: str, outlet: str | None) -> str | None:
    """The sentence by one rule; None where the rule changes nothing."""
    if rule in _NOT_IN_QUOTES and any(mark in sentence for mark in '“”"‘'):
        return None  # a quotation in other words is no rewording
    changed = RULES[rule](sentence, outlet, Random(sentence))  # noqa: S311 - a draw, not a secret
    return changed if changed != sentence and len(changed.split()) > 3 else None
