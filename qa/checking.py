"""Whether a sentence says no more than its source: the exact checks, the shared words, and what a model makes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from qa.checks.assertions import unasserted
from qa.checks.clock import as_in
from qa.checks.conditions import unsupported_conditions
from qa.checks.credits import credited
from qa.checks.days import date_spans, unsupported_dates
from qa.checks.denials import unsupported_denials
from qa.checks.framing import unsupported_framing
from qa.checks.modifiers import unsupported_modifiers
from qa.checks.names import known_words, stands, unsupported_names
from qa.checks.numbers import counts_its_list, unsupported_numbers
from qa.checks.numerals import lengths, numbers, twos
from qa.checks.objects import unsupported_objects
from qa.checks.quotations import unsupported_quotes
from qa.checks.roles import unsupported_roles
from qa.checks.speakers import unsupported_speakers
from qa.checks.tokens import Token, blanked, is_content, stem, stems, tokens
from qa.types import Evidence
from qa.words import words


class Entailment(Protocol):
    """Tells how probable it is that a text says what a sentence says."""

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Sequence[float]:
        """For each (source, sentence) the probability, 0 to 1, that the source entails the sentence."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """What a sentence must reach. Chosen on planted errors and rewordings by hand, in the half kept for choosing."""

    shared: float = 0.7
    """The share of its content words that the source has. It is enough where no model tells whether it is entailed."""
    doubted: float = 0.3
    """The probability of being entailed that a sentence with so many shared words must have, where a model tells."""
    reworded: float = 0.3
    """The share from which on a model may vouch for a sentence: it knows other words for the same."""
    entailed: float = 0.3
    """The probability that such a sentence must have."""
    in_order: bool = False
    """Whether only a sentence with all of its content words in the source, in the same order, counts as known."""


SHORTENED = Bars(reworded=0.9, entailed=0.8, in_order=True)
"""For a model that makes up most of what it says: of its drafts holds what leaves words out of its source, and what is
all but that and surely entailed."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sentence is not supported: the layer that found it, and what it found, in plain words."""

    layer: str
    said: str


Layer = Callable[[str, str, Evidence], Iterator[str]]


def _numbers(said: str, source: str, evidence: Evidence) -> Iterator[str]:
    # The same stretches may read as a date in one sentence and as numbers in another.
    theirs = [*numbers(source), *numbers(blanked(source, date_spans(source))), *lengths(source)]
    mine = numbers(blanked(said, [*date_spans(said), *as_in(said, source)]))
    return unsupported_numbers(
        [number for number in mine if not counts_its_list(number, said)], theirs, implied=twos(source)
    )


def _names(said: str, source: str, evidence: Evidence) -> Iterator[str]:
    return unsupported_names(blanked(said, date_spans(said)), source, title=evidence.article.title)


LAYERS: dict[str, Layer] = {
    "assertion": lambda said, source, evidence: unasserted(said),
    "quotation": lambda said, source, evidence: unsupported_quotes(said, source),
    "number": _numbers,
    "date": lambda said, source, evidence: unsupported_dates(said, source, day=evidence.article.day),
    "name": _names,
    "speaker": lambda said, source, evidence: unsupported_speakers(said, source),
    "denial": lambda said, source, evidence: unsupported_denials(said, source),
    "modifier": lambda said, source, evidence: unsupported_modifiers(said, source),
    "object": lambda said, source, evidence: unsupported_objects(said, source),
    "role": lambda said, source, evidence: unsupported_roles(said, source),
    "condition": lambda said, source, evidence: unsupported_conditions(said, source),
    "framing": lambda said, source, evidence: unsupported_framing(said, source),
}
"""The exact checks, by what they look at."""


ADDED = 0.4
"""The share of the words of a part of a sentence below which that part says something of its own."""

ADDED_WORDS = 3
LEAST_QUOTED = 3
"""Words that carry something: `224.` may be the number of anything."""

FOREIGN_WORDS = 3
_TIES = frozenset("about after against because before by for from if since until unless while with without".split())
"""Small words that change what the others say: `warned about shooting` is not `warned before shooting`."""
_JOINED = re.compile(r"[,;]\s+(?:and|but|while|so)\s", re.IGNORECASE)
_PARTS = re.compile(r"[,;:—–]\s|\s(?:and|but|which|who|because|while|so)\s")


class Checker:
    """Checks sentences against evidence. Without a model of entailment it goes by the exact checks and the words."""

    def __init__(self, entailment: Entailment | None = None, *, bars: Bars | None = None) -> None:
        self._entailment = entailment
        self._bars = bars or Bars()

    def reasons(self, sentence: str, evidence: Evidence) -> tuple[Reason, ...]:
        """Why one piece of evidence does not support a sentence; empty where it does."""
        if words(sentence) == words(evidence.text):
            return ()  # word for word: a quote
        said = blanked(sentence, credited(sentence, evidence.article, evidence.text))
        if not says_something(said):
            return (Reason("words", "it says nothing that can be checked"),)
        found = list(exact_reasons(said, evidence))
        share, bars = shared(said, evidence.text), self._bars
        if share < (bars.shared if self._entailment is None else bars.reworded):
            found.append(Reason("words", f"the source has only {share:.0%} of its words"))
        added = adds(said, evidence.text)
        known = in_order(said, evidence.text) if bars.in_order else share >= bars.shared and not added
        if bars.in_order and untied(said, evidence.text):
            found.append(Reason("words", "a small word is gone that ties two of its words together"))
        elif bars.in_order and not known and (added or self._entailment is None or not paired(sentence)):
            found.append(Reason("words", "it is not in the words and the order of the source"))
        if foreign := foreign_part(said, evidence.text):
            found.append(Reason("words", f"the source has nothing of “{foreign}”"))
        if not found and self._entailment is not None:
            (probability,) = self._entailment.scores([(evidence.text, sentence)])
            if probability < (bars.doubted if known else bars.entailed):
                found.append(Reason("entailment", "the source does not say so"))
        return tuple(found)


def exact_reasons(said: str, evidence: Evidence) -> Iterator[Reason]:
    """What each exact check finds, in order; `said` is without what credits the article itself."""
    for layer, check in LAYERS.items():
        for reason in check(said, evidence.text, evidence):
            yield Reason(layer, reason)


def says_something(said: str) -> bool:
    """Whether a sentence has a word, a number or a date to look for: `It was so.` fits every source and none.

    `said` is without what credits the article itself.
    """
    return any(map(is_content, tokens(said))) or bool(date_spans(said) or numbers(said))


def foreign_part(said: str, source: str) -> str:
    """A clause that was joined on and has no word of its source; empty where there is none."""
    for part in _JOINED.split(said)[1:]:
        content = [token for token in tokens(part) if is_content(token)]
        if len(content) >= FOREIGN_WORDS and shared(part, source) == 0:
            return " ".join(part.split()).strip(" .")
    return ""


def in_order(said: str, source: str) -> bool:
    """Whether the words of a sentence that tell something stand in its source in the same order, in whatever form."""
    mine, _, places = _aligned(said, source)
    return sum(map(is_content, mine)) >= LEAST_QUOTED and None not in places and paired(said)


def untied(said: str, source: str) -> bool:
    """Whether a word lost the small word that ties it: "warned it before shooting" is no "warned it shooting"."""
    _, there, places = _aligned(said, source)
    found = [place for place in places if place is not None]
    return any(at - 1 > last and there[at - 1].word in _TIES for last, at in pairwise(found))


def _aligned(said: str, source: str) -> tuple[list[Token], list[Token], list[int | None]]:
    """The telling words of both, and for each of the former its place among the latter, behind the last one's."""
    there = [token for token in tokens(source) if _tells(token)]
    forms = [({stem(token.word)}, known_words(token.text)) for token in there]
    mine = [token for token in tokens(said) if _tells(token)]
    places: list[int | None] = []
    at = -1
    for token in mine:
        found = next((place for place in range(at + 1, len(there)) if _is(token, *forms[place])), None)
        places.append(found)
        at = at if found is None else found
    return mine, there, places


def _is(token: Token, stems_there: set[str], names_there: set[str]) -> bool:
    return stem(token.word) in stems_there or (token.capital and stands(token, names_there))


def paired(said: str) -> bool:
    """Whether each quotation mark of a sentence has its other: of a quotation that was cut, who knows what is gone."""
    return said.count('"') % 2 == 0 and said.count("“") == said.count("”")


def _tells(token: Token) -> bool:
    return is_content(token) or token.word in _TIES


def adds(said: str, source: str) -> bool:
    """Whether a part of a sentence has hardly a word of its source, though the whole has most: something is added."""
    return any(len(part.split()) >= ADDED_WORDS and shared(part, source) < ADDED for part in _PARTS.split(said))


def shared(said: str, source: str) -> float:
    """The share of a sentence's content words that its source has, in whatever form; 1 where it has none.

    Dates and numbers are left to their own checks.
    """
    plain = blanked(said, [*date_spans(said), *((number.start, number.end) for number in numbers(said))])
    asked = {stem(token.word): token for token in tokens(plain) if is_content(token)}
    if not asked:
        return 1.0
    there, known = stems(tokens(source)), known_words(source)
    return sum(form in there or (token.capital and stands(token, known)) for form, token in asked.items()) / len(asked)
