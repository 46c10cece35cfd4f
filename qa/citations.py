"""Every point of an answer resolved to the exact place in print that carries it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from qa.cast import names
from qa.types import Citation, Claim, Evidence, Point

_STANDS_FOR = re.compile(
    r"\b(?:he|she|they|him|her|them|his|hers|their|theirs|its|this|these|those|such|it(?! (?:is|was|has been|seems?|"
    r"would be) (?:\w+ )?(?:that|to|clear|likely|possible|important|unclear|known)))\b",
    re.IGNORECASE,
)
"""Words that stand for what was said before. “It is clear that” stands for nothing."""


def cited(claims: Iterable[Claim]) -> tuple[Point, ...]:
    """The claims as points, each in the words of its first witness; numbered as in `numbered`."""
    return numbered((claim.witnesses[0].text, claim.witnesses) for claim in claims)


def numbered(sentences: Iterable[tuple[str, Sequence[Evidence]]]) -> tuple[Point, ...]:
    """Sentences with their evidence as points, the citations numbered 1, 2, 3 in order of first appearance.

    A place in print has one number throughout an answer.
    """
    numbers: dict[tuple[str, int, int], int] = {}
    points = []
    for text, evidence in sentences:
        citations = []
        for witness in evidence:
            place = (witness.article.id, witness.start, witness.end)
            citations.append(citation(witness, n=numbers.setdefault(place, len(numbers) + 1)))
        points.append(Point(text=text, citations=tuple(citations)))
    return tuple(points)


def citation(evidence: Evidence, *, n: int) -> Citation:
    """The citation numbered `n` for one sentence of one article."""
    article = evidence.article
    return Citation(
        n=n,
        outlet=article.outlet,
        outlet_basis=article.outlet_basis,
        title=article.title,
        authors=article.authors,
        published=article.published,
        updated=article.updated,
        dateline=article.dateline,
        url=article.url,
        credits=article.credits,
        article_id=article.id,
        source=article.source,
        start=evidence.start,
        end=evidence.end,
        quote=evidence.text,
        context=evidence.before if leans(evidence.text) else "",
    )


def leans(sentence: str) -> bool:
    """Whether it says “he”, “it” or the like of what it has not named before."""
    first = _STANDS_FOR.search(sentence)
    return first is not None and not any(name.start < first.start() for name in names(sentence))
