"""One list out of the lists of several legs. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

RANK_CONSTANT = 60
"""Of reciprocal rank fusion, as its paper has it."""


@dataclass(frozen=True, slots=True)
class Fused:
    """One item with its fused score and the rank that each leg gave it (1 is best)."""

    id: str
    score: float
    ranks: dict[str, int] = field(default_factory=dict)


def fuse(
    legs: Mapping[str, Sequence[tuple[str, float]]],
    *,
    weights: Mapping[str, float],
    by: Literal["scores", "ranks"] = "scores",
) -> list[Fused]:
    """The items of all legs, best first: the weighted sum of each leg's scores, scaled so that its best is 1.

    Each leg is (id, score) pairs, best first; what a leg did not find counts as its last score. The convex
    combination of scaled scores, which keeps what a rank throws away: how far ahead the best is (Bruch, Gai and
    Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 2023). By ranks: reciprocal rank fusion
    (Cormack, Clarke and Büttcher, SIGIR 2009), scaled so that the first of all legs has 1. Ties fall to the better
    best rank, then to the id, so that the order is always the same.
    """
    scores: dict[str, float] = {}
    ranks: dict[str, dict[str, int]] = {}
    total = sum(weights[leg] for leg in legs) or 1.0
    for leg, found in legs.items():
        scaled = _by_rank(len(found)) if by == "ranks" else _scaled([score for _, score in found])
        for rank, ((item, _), score) in enumerate(zip(found, scaled, strict=True), 1):
            scores[item] = scores.get(item, 0.0) + score * weights[leg] / total
            ranks.setdefault(item, {})[leg] = rank
    order = sorted(scores, key=lambda item: (-scores[item], min(ranks[item].values()), item))
    return [Fused(id=item, score=scores[item], ranks=ranks[item]) for item in order]


def _scaled(scores: Sequence[float]) -> list[float]:
    """Between 0 (the last) and 1 (the best); all 1 where they are equal."""
    if not scores:
        return []
    low, high = min(scores), max(scores)
    if high == low:
        return [1.0] * len(scores)
    return [(score - low) / (high - low) for score in scores]


def _by_rank(found: int) -> list[float]:
    return [(RANK_CONSTANT + 1) / (RANK_CONSTANT + rank) for rank in range(1, found + 1)]
