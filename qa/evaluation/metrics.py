"""Figures of one question from the ranks at which its evidence was found. Pure, but for the library that computes the
textbook measures.

Two of them carry one name in the literature and are not the same: `map@10` is average precision, `benchmark_map@10` is
what the script of MultiHop-RAG calls MAP@10 (the new facts at each rank over the rank, summed, over the facts).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.types import Result
from vectorstore.errors import UsageError

if TYPE_CHECKING:
    import ir_measures

BENCHMARK = ("hits@10", "hits@4", "mrr@10", "benchmark_map@10")
"""The four that MultiHop-RAG reports; a hit needs only one of a question's facts."""

WHOLE = ("every_evidence@10", "recall@4", "recall@10", "recall@20")
"""What an answer needs: all of the evidence, or the share of it that was found."""

TEXTBOOK = ("ndcg@10", "map@10")
"""As trec_eval computes them (its reciprocal rank is the benchmark's MRR)."""

METRICS = BENCHMARK + WHOLE + TEXTBOOK

EXTRA = 'Install what evaluation needs: pip install "byline[evaluate]".'


def per_question(results: Sequence[Result]) -> NDArray[np.float64]:
    """The figures of each question that has evidence, one row a result, one column a metric of METRICS, 0 to 1."""
    textbook = _textbook(results)
    return np.array([[*_own(result), *textbook[number]] for number, result in enumerate(results)]).reshape(
        len(results), len(METRICS)
    )


def _own(result: Result) -> Iterator[float]:
    """BENCHMARK's first two, reciprocal rank and its MAP, then WHOLE."""
    found = sorted(rank for rank in result.ranks if rank is not None)
    within = [rank for rank in found if rank <= 10]
    evidence = len(result.ranks)
    yield float(bool(within))
    yield float(bool(within) and within[0] <= 4)
    yield 1 / within[0] if within else 0.0
    yield sum(1 / rank for rank in within) / min(evidence, 10)
    yield float(len(within) == evidence)
    for cutoff in (4, 10, 20):
        yield sum(rank <= cutoff for rank in found) / evidence


def _textbook(results: Sequence[Result]) -> list[tuple[float, ...]]:
    """TEXTBOOK for each result, by ir-measures."""
    try:
        import ir_measures
    except ModuleNotFoundError as error:
        raise UsageError("ir-measures is not installed.", next=EXTRA) from error
    measures = (ir_measures.nDCG @ 10, ir_measures.AP @ 10)
    qrels: list[ir_measures.Qrel] = []
    run: list[ir_measures.ScoredDoc] = []
    for number, result in enumerate(results):
        relevant, ranking = _documents(result)
        qrels += [ir_measures.Qrel(str(number), item, grade) for item, grade in relevant.items()]
        run += [ir_measures.ScoredDoc(str(number), item, -float(rank)) for rank, item in ranking.items()]
    figures = {
        (metric.query_id, metric.measure): metric.value for metric in ir_measures.iter_calc(measures, qrels, run)
    }
    return [tuple(figures.get((str(number), measure), 0.0) for measure in measures) for number in range(len(results))]


def _documents(result: Result) -> tuple[dict[str, int], dict[int, str]]:
    """The result as a list of retrieved documents: the relevant ones with their grades, and what stands at each rank.

    A document is the passage that first holds some evidence, or evidence that was not found. Two pieces of evidence in
    one passage are one document there, for it stands at one rank; a passage that holds nothing new is not relevant.
    """
    relevant: dict[str, int] = {}
    ranking = {rank: f"other {rank}" for rank in range(1, 11)}
    for number, (rank, grade) in enumerate(zip(result.ranks, result.grades, strict=True)):
        item = f"missed {number}" if rank is None else f"passage {rank}"
        relevant[item] = max(grade, relevant.get(item, 0))
        if rank is not None:
            ranking[rank] = item
    return relevant, ranking
