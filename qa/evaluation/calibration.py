"""From signs to a probability, and how far it can be believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

import numpy as np
from numpy.typing import NDArray

from qa.absence import Signs, Weights, log_odds, probability

Numbers = NDArray[np.float64]
BINS = 10
SIGNS = tuple(field.name for field in fields(Signs))


def fitted(sets: Sequence[tuple[Sequence[Signs], Sequence[bool]]]) -> Weights:
    """The logistic regression of whether a question is answered on its signs, lightly regularised.

    The sets weigh alike, however many questions each has.
    """
    from sklearn.linear_model import LogisticRegression

    rows = [row for signs, _ in sets for row in _matrix(signs)]
    truth = [one for _, answered in sets for one in answered]
    weighs = [len(truth) / len(sets) / len(answered) for _, answered in sets for _ in answered]
    model = LogisticRegression(C=10.0, max_iter=2_000).fit(rows, truth, sample_weight=weighs)
    values = dict(zip(SIGNS, map(float, model.coef_[0]), strict=True))
    return Weights(bias=float(model.intercept_[0]), **values)


def scaled(weights: Weights, signs: Sequence[Signs], answered: Sequence[bool]) -> Weights:
    """The same weights beside one another, with the scale and the bias that fit these questions (Platt, 1999)."""
    from sklearn.linear_model import LogisticRegression

    sums = [[log_odds(one, weights)] for one in signs]
    model = LogisticRegression(C=10.0, max_iter=2_000).fit(sums, np.asarray(answered))
    scale, bias = float(model.coef_[0][0]), float(model.intercept_[0])
    values = {name: scale * getattr(weights, name) for name in SIGNS}
    return Weights(bias=scale * weights.bias + bias, **values)


def probabilities(signs: Sequence[Signs], weights: Weights) -> Numbers:
    """The probability of each."""
    return np.asarray([probability(one, weights) for one in signs])


def separation(scores: Sequence[float] | Numbers, answered: Sequence[bool]) -> float:
    """The area under the ROC curve: how often an answered question scores higher than one that is not."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(np.asarray(answered), np.asarray(scores)))


def reliability(chances: Numbers, answered: Sequence[bool]) -> list[dict[str, float]]:
    """Ten bins of equal count: in each the mean probability, the share answered and how many there are."""
    order = np.argsort(chances, kind="stable")
    truth = np.asarray(answered, dtype=float)
    return [
        {"said": float(chances[part].mean()), "true": float(truth[part].mean()), "count": len(part)}
        for part in np.array_split(order, BINS)
        if len(part)
    ]


def calibration_error(bins: Sequence[dict[str, float]]) -> float:
    """The expected calibration error: how far the two are apart, by count."""
    total = sum(one["count"] for one in bins)
    return sum(abs(one["said"] - one["true"]) * one["count"] for one in bins) / total


def brier(chances: Numbers, answered: Sequence[bool]) -> float:
    """The mean squared distance of the probability from what is true."""
    return float(np.mean((chances - np.asarray(answered, dtype=float)) ** 2))


def threshold_at(answered: Sequence[Numbers], *, wrong_refusals: float) -> float:
    """The highest threshold that refuses at most this share of what is answered, the mean over several sets."""

    def refused(threshold: float) -> float:
        return float(np.mean([np.mean(chances < threshold) for chances in answered]))

    return max((float(one) for one in np.concatenate(answered) if refused(one) <= wrong_refusals), default=0.0)


def risk(chances: Numbers, right: Sequence[bool]) -> list[dict[str, float]]:
    """Answering only the most certain share of all questions: the share answered, and of those the share wrong."""
    order = np.argsort(-chances, kind="stable")
    wrong = np.cumsum(1 - np.asarray(right, dtype=float)[order])
    shares = np.linspace(0.05, 1.0, 20)
    counts = np.maximum(1, np.round(shares * len(order)).astype(int))
    return [
        {"coverage": float(count / len(order)), "risk": float(wrong[count - 1] / count)} for count in counts.tolist()
    ]


def _matrix(signs: Sequence[Signs]) -> list[list[float]]:
    return [[getattr(one, name) for name in SIGNS] for one in signs]
