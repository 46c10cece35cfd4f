"""From judged results to figures with intervals, and to comparisons of systems on the same questions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.metrics import METRICS, per_question
from qa.evaluation.significance import intervals, randomisation
from qa.evaluation.types import Comparison, Estimate, Figures, Result, Run

ALL = "all"


def summarise(run: Run) -> Figures:
    """The figures of a run. Questions without an answer have no part in the retrieval figures, only in the refusals."""
    results = [result for result in run.results if result.ranks]
    scores = per_question(results)
    kinds = [ALL, *sorted({result.kind for result in results})]
    rows = {kind: np.array([kind in (ALL, result.kind) for result in results], dtype=bool) for kind in kinds}
    return Figures(
        system=run.system,
        questions={kind: int(rows[kind].sum()) for kind in kinds},
        estimates={kind: _named(scores[rows[kind]]) for kind in kinds} if results else {},
        latency_ms=_latency(run.results),
        refusals=_refusals(run.results),
    )


def compare(system: Run, *, than: Run) -> list[Comparison]:
    """How `system` differs from `than`, for each metric, on the questions that both were asked (paired by id)."""
    ours, theirs = _paired(system, than)
    if not ours:
        return []
    differences = per_question(ours) - per_question(theirs)
    return [
        Comparison(system=system.system, than=than.system, metric=metric, difference=difference, p=p)
        for metric, difference, p in zip(METRICS, intervals(differences), randomisation(differences), strict=True)
    ]


def _paired(one: Run, other: Run) -> tuple[list[Result], list[Result]]:
    others = {result.question: result for result in other.results if result.ranks}
    both = [result for result in one.results if result.ranks and result.question in others]
    return both, [others[result.question] for result in both]


def _named(scores: NDArray[np.float64]) -> dict[str, Estimate]:
    return dict(zip(METRICS, intervals(scores), strict=True))


def _latency(results: Sequence[Result]) -> dict[str, float]:
    milliseconds = np.array([result.seconds for result in results]) * 1000
    return {"median": float(np.median(milliseconds)), "p95": float(np.percentile(milliseconds, 95))}


def _refusals(results: Sequence[Result]) -> dict[str, Estimate]:
    """Of the questions that the articles don't answer, by kind, and of those that they do, the share declined."""
    judged = [result for result in results if result.declined is not None]
    answerable = [result for result in judged if result.ranks]
    groups = {"answerable (wrongly declined)": answerable} if answerable else {}
    for kind in sorted({result.kind for result in judged if not result.ranks}):
        groups[kind] = [result for result in judged if not result.ranks and result.kind == kind]
    return {
        name: intervals(np.array([[float(bool(result.declined))] for result in group]))[0]
        for name, group in groups.items()
    }
