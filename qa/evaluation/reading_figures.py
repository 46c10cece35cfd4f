"""The figures of a reader, from the rows they rest on. Fitted on the half for choosing, reported on the other. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from statistics import fmean
from typing import Any

import numpy as np

from qa.absence import Calibration, Signs, Weights
from qa.evaluation import calibration
from qa.evaluation.absent import Answered, Withheld
from qa.evaluation.reading import DEALT, Dealt, Looked, Situation
from qa.evaluation.reading_runs import Fold

WAYS = ("reader", "reader alone", "cosine", "words")
WRONG_REFUSALS = 0.05
"""The share of answerable questions that the threshold may refuse: the mean over the sets that are chosen on."""

Told = tuple[list[Signs], list[bool]]
"""Signs, and whether each was of a question that the articles answer."""


def fit(
    folds: Sequence[Fold], withheld: Sequence[Withheld], told: Sequence[Sequence[tuple[Signs, bool]]]
) -> Calibration:
    """The weights of the signs, each kind of text counting alike, their scale, and the threshold for WRONG_REFUSALS.

    The scale is that of the folds, where as many questions are answered as not; without folds, of the sets together.
    """
    looked, withheld = _mixed(folds, half="choose"), [row for row in withheld if row.half == "choose"]
    sets: list[Told] = [
        ([row.signs for row in looked], [row.situation == "in" for row in looked]),
        ([row.signs for row in withheld], [row.there for row in withheld]),
        *(([signs for signs, _ in one], [answered for _, answered in one]) for one in told),
    ]
    sets = [one for one in sets if one[0]]
    scaled_on = sets[:1] if looked else sets
    weights = calibration.scaled(
        calibration.fitted(sets),
        [one for signs, _ in scaled_on for one in signs],
        [one for _, answered in scaled_on for one in answered],
    )
    chances = [calibration.probabilities(seen, weights)[np.asarray(truth)] for seen, truth in sets]
    return Calibration(weights, calibration.threshold_at(chances, wrong_refusals=WRONG_REFUSALS))


def sentence_figures(folds: Sequence[Fold]) -> dict[str, Any]:
    """How often each way puts a right sentence first, and tells near misses: means over the folds."""

    folds = [replace(fold, chosen=tuple(row for row in fold.chosen if row.half == "report")) for fold in folds]

    def mean(name: str, way: str) -> float:
        per_fold = [[getattr(row, name) for row in fold.chosen if getattr(row, name) is not None] for fold in folds]
        return fmean(fmean(ways[way] for ways in rows) for rows in per_fold)

    def near(way: str) -> float:
        return fmean(
            calibration.separation([row.best[way] for row in fold.chosen], [row.answerable for row in fold.chosen])
            for fold in folds
        )

    return {
        "questions": sum(len(fold.chosen) for fold in folds),
        "first of its paragraph": {way: mean("paragraph", way) for way in WAYS},
        "first of 50 candidates": {way: mean("candidates", way) for way in WAYS},
        "near misses, AUC": {way: near(way) for way in WAYS},
    }


def absence_figures(folds: Sequence[Fold], weights: Weights) -> dict[str, Any]:
    """How well questions are told whose paragraph, or whose whole article, is not in the library."""
    figures: dict[str, Any] = {}
    for dealt in DEALT:
        rows = [_mixed([fold], half="report", dealt=dealt) for fold in folds]
        figures[f"{dealt} out, AUC"] = {
            way: fmean(_auc(one, way, weights) for one in rows) for way in ("reader", "cosine", "words")
        }
    rows = [_mixed([fold], half="report") for fold in folds]
    figures["near misses in the product, AUC"] = {
        "reader": fmean(
            _auc([row for row in _report(fold.looked) if row.situation != "out"], "reader", weights) for fold in folds
        )
    }
    every = [row for one in rows for row in one]
    chances = calibration.probabilities([row.signs for row in every], weights)
    answered = [row.situation == "in" for row in every]
    bins = calibration.reliability(chances, answered)
    figures["calibration"] = {
        "questions": len(every),
        "expected error": calibration.calibration_error(bins),
        "Brier": calibration.brier(chances, answered),
        "bins": bins,
        "risk": calibration.risk(chances, answered),
    }
    return figures


def withheld_figures(rows: Sequence[Withheld], weights: Weights) -> dict[str, Any]:
    """How well questions are told from the same ones with their evidence taken away."""
    rows = [row for row in rows if row.half == "report"]
    kinds = sorted({row.kind for row in rows})
    return {
        kind: {
            "questions": len(chosen) // 2,
            "reader": calibration.separation(_chances([row.signs for row in chosen], weights), there),
            "cosine": calibration.separation([row.cosine for row in chosen], there),
        }
        for kind in ("all", *kinds)
        for chosen in ([row for row in rows if kind in ("all", row.kind)],)
        for there in ([row.there for row in chosen],)
    }


def answered_figures(rows: Sequence[Answered]) -> dict[str, Any]:
    """Of the answerable: with a right sentence among the points, and refused; of the others: refused."""
    answerable, absent = [row for row in rows if row.answerable], [row for row in rows if not row.answerable]
    return {
        "answerable": len(answerable),
        "absent": len(absent),
        "right": fmean(row.right for row in answerable),
        "absent refused": fmean(row.refused for row in absent),
        "AUC": calibration.separation([row.probability for row in rows], [row.answerable for row in rows]),
        "answerable refused": fmean(row.refused for row in answerable),
        "points": fmean(row.points for row in answerable if not row.refused),
        "wrong": [asdict(row) for row in rows if row.refused == row.answerable or (row.answerable and not row.right)],
    }


def _report(rows: Iterable[Looked]) -> list[Looked]:
    return [row for row in rows if row.half == "report"]


def _mixed(folds: Sequence[Fold], *, half: str, dealt: Dealt = "paragraphs") -> list[Looked]:
    """As many whose paragraph is there as not."""
    wanted: tuple[Situation, ...] = ("in", "out")
    return [
        row for fold in folds for row in fold.looked
        if row.half == half and row.dealt == dealt and row.situation in wanted
    ]  # fmt: skip


def _auc(rows: Sequence[Looked], way: str, weights: Weights) -> float:
    scores = (
        _chances([row.signs for row in rows], weights)
        if way == "reader"
        else np.asarray([row.cosine if way == "cosine" else row.words for row in rows])
    )
    return calibration.separation(scores, [row.situation == "in" for row in rows])


def _chances(signs: Sequence[Signs], weights: Weights) -> Any:
    return calibration.probabilities(signs, weights)
