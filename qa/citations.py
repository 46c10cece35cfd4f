"""Every point of an answer resolved to the exact place in print that carries it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa.types import Citation, Claim, Evidence, Point


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
    )
