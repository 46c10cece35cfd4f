"""The same sentence in several articles becomes one claim with several witnesses. Pure.

True reprints share only about a third of their word 3-grams by Jaccard, since each outlet cuts and adds; so the
measure is containment, the share of the shorter text's 3-grams that the longer one has (Broder, On the resemblance
and containment of documents, 1997; for newspapers: Silcock et al., Noise-robust de-duplication at scale, 2022).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa.types import Claim, Evidence
from qa.words import NEGATIONS, words

CONTAINMENT = 0.5
"""From this share on, two sentences are one."""

SHORTEST_WORDS = 6
"""Shorter sentences are one only when they are equal word for word: “He said so” is nobody's wire copy."""


def claims(chosen: Iterable[Evidence], candidates: Sequence[Evidence] = ()) -> tuple[Claim, ...]:
    """The chosen sentences as claims, in their order, each with the witnesses found among all candidates.

    A sentence that repeats an earlier claim joins it. Each article is one witness to a claim, with its best sentence.
    """
    grouped: list[list[Evidence]] = []
    for evidence in chosen:
        group = next((group for group in grouped if same_statement(group[0].text, evidence.text)), None)
        if group is None:
            grouped.append([evidence])
        else:
            group.append(evidence)
    for group in grouped:
        group.extend(other for other in candidates if same_statement(group[0].text, other.text))
    return tuple(Claim(witnesses=_one_an_article(group)) for group in grouped)


def same_statement(one: str, other: str) -> bool:
    """Whether two sentences are the same words, give or take an outlet's edits.

    What the shorter one counts the longer one must count too, and both must deny equally often: “130 people were
    killed” is not “224 people were killed”, however many other words the two share.
    """
    shorter, longer = sorted((words(one), words(other)), key=len)
    if len(shorter) < SHORTEST_WORDS:
        return shorter == longer
    if not _numbers(shorter) <= _numbers(longer) or _denials(shorter) != _denials(longer):
        return False
    shared = _trigrams(shorter) & _trigrams(longer)
    return len(shared) >= CONTAINMENT * len(_trigrams(shorter))


def _numbers(sentence: Sequence[str]) -> set[str]:
    return {word for word in sentence if any(map(str.isdigit, word))}


def _denials(sentence: Sequence[str]) -> int:
    return sum(word in NEGATIONS or word.endswith("n't") for word in sentence)


def _trigrams(sentence: Sequence[str]) -> set[tuple[str, ...]]:
    return {tuple(sentence[i : i + 3]) for i in range(len(sentence) - 2)}


def _one_an_article(group: Iterable[Evidence]) -> tuple[Evidence, ...]:
    first: dict[str, Evidence] = {}
    for evidence in group:
        first.setdefault(evidence.article.id, evidence)
    return tuple(first.values())
