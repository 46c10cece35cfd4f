"""Every point of an answer resolved to the exact place in print that carries it. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from qa.types import Citation, Claim, Evidence, Point


def cited(claims: Iterable[Claim]) -> tuple[Point, ...]:
    """The claims as points, their citations numbered 1, 2, 3 in order of first appearance.

    A place in print has one number throughout an answer.
    """
    numbers: dict[tuple[str, int, int], int] = {}
    points = []
    for claim in claims:
        citations = []
        for witness in claim.witnesses:
            place = (witness.article.id, witness.start, witness.end)
            citations.append(citation(witness, n=numbers.setdefault(place, len(numbers) + 1)))
        points.append(Point(text=claim.witnesses[0].text, citations=tuple(citations)))
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
