"""The figures against arithmetic written out by hand."""

from __future__ import annotations

from math import log2

import ir_measures
import numpy as np
import pytest

from qa.evaluation.metrics import METRICS, per_question
from qa.evaluation.significance import RESAMPLES, intervals, randomisation
from qa.evaluation.types import Result


def result(*ranks: int | None, grades: tuple[int, ...] = ()) -> Result:
    return Result(question="q", kind="k", ranks=ranks, grades=grades or (1,) * len(ranks), seconds=0.0)


def figures(*ranks: int | None, grades: tuple[int, ...] = ()) -> dict[str, float]:
    return dict(zip(METRICS, per_question([result(*ranks, grades=grades)])[0], strict=True))


def test_two_facts_of_three_at_ranks_2_and_5() -> None:
    ideal = 1 / log2(2) + 1 / log2(3) + 1 / log2(4)
    assert figures(2, None, 5) == pytest.approx(
        {
            "hits@10": 1,
            "hits@4": 1,
            "mrr@10": 1 / 2,
            "benchmark_map@10": (1 / 2 + 1 / 5) / 3,
            "every_evidence@10": 0,
            "recall@4": 1 / 3,
            "recall@10": 2 / 3,
            "recall@20": 2 / 3,
            "ndcg@10": (1 / log2(3) + 1 / log2(6)) / ideal,
            "map@10": (1 / 2 + 2 / 5) / 3,
        }
    )


def test_the_benchmark_does_not_count_what_came_before_as_average_precision_does() -> None:
    got = figures(1, 2)
    assert got["map@10"] == pytest.approx((1 / 1 + 2 / 2) / 2)
    assert got["benchmark_map@10"] == pytest.approx((1 / 1 + 1 / 2) / 2)
    assert got["every_evidence@10"] == 1


def test_two_facts_in_one_passage_are_both_found_and_are_one_relevant_passage() -> None:
    got = figures(3, 3)
    assert got["recall@4"] == 1
    assert got["benchmark_map@10"] == pytest.approx((2 / 3) / 2)
    assert got["map@10"] == pytest.approx(1 / 3)
    assert got["ndcg@10"] == pytest.approx(1 / log2(4))


def test_a_passage_beyond_the_tenth_counts_for_recall_at_20_only() -> None:
    got = figures(11)
    assert {metric for metric, value in got.items() if value} == {"recall@20"}


@pytest.mark.parametrize(("rank", "within_four"), [(4, 1), (5, 0)])
def test_the_cutoffs_are_inclusive(rank: int, within_four: int) -> None:
    got = figures(rank)
    assert (got["hits@4"], got["recall@4"], got["hits@10"]) == (within_four, within_four, 1)


def test_nothing_found_is_zero_throughout() -> None:
    assert set(figures(None, None).values()) == {0.0}


def test_grades_weigh_in_ndcg_only() -> None:
    got = figures(1, 2, grades=(1, 3))
    assert got["ndcg@10"] == pytest.approx((1 + 3 / log2(3)) / (3 + 1 / log2(3)))
    assert got["map@10"] == 1


def test_each_question_keeps_its_own_row() -> None:
    rows = per_question([result(1), result(None), result(2)])
    assert rows[:, METRICS.index("mrr@10")].tolist() == [1, 0, 0.5]


def test_recall_is_what_the_library_computes_where_each_fact_has_a_passage_of_its_own() -> None:
    ranks = (1, 7, None, 12)
    qrels = [ir_measures.Qrel("1", str(number), 1) for number in range(len(ranks))]
    places = {rank: str(number) for number, rank in enumerate(ranks) if rank}
    run = [ir_measures.ScoredDoc("1", places.get(rank, f"other {rank}"), -rank) for rank in range(1, 21)]
    for cutoff in (4, 10, 20):
        expected = ir_measures.calc_aggregate([ir_measures.R @ cutoff], qrels, run)[ir_measures.R @ cutoff]
        assert figures(*ranks)[f"recall@{cutoff}"] == pytest.approx(expected)


def test_no_results_have_no_rows() -> None:
    assert per_question([]).shape == (0, len(METRICS))


def test_the_interval_is_the_binomial_one_where_that_is_known() -> None:
    scores = np.zeros((400, 1))
    scores[:100] = 1
    estimate = intervals(scores)[0]
    spread = 1.96 * np.sqrt(0.25 * 0.75 / 400)
    assert estimate.mean == 0.25
    assert (estimate.low, estimate.high) == pytest.approx((0.25 - spread, 0.25 + spread), abs=0.005)


def test_figures_that_never_vary_have_no_width() -> None:
    estimate = intervals(np.ones((7, 1)))[0]
    assert (estimate.low, estimate.mean, estimate.high) == (1, 1, 1)


def test_the_same_figures_have_the_same_interval() -> None:
    scores = np.random.default_rng(1).random((50, 3))
    assert intervals(scores) == intervals(scores)


def test_p_is_the_exact_share_of_sign_patterns() -> None:
    # Of the 2^5 ways to sign five equal differences, two are as far from nothing as all plus: 1/16.
    assert randomisation(np.full((5, 1), 0.3))[0] == pytest.approx(1 / 16, abs=0.01)


def test_equal_systems_do_not_differ() -> None:
    assert randomisation(np.zeros((30, 2))) == [1.0, 1.0]


def test_a_clear_difference_has_the_least_p() -> None:
    assert randomisation(np.full((60, 1), 0.1))[0] == pytest.approx(1 / (RESAMPLES + 1))


def test_differences_that_cancel_are_no_difference() -> None:
    assert randomisation(np.array([[1.0], [-1.0]] * 40))[0] == 1.0
