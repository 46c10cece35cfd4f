"""How sure a figure is, and whether a difference is more than luck. Seeded: the same input gives the same answer."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qa.evaluation.types import Estimate

RESAMPLES = 10_000
SEED = 20231226
_ROWS = 500
"""Resamples worked on at once, to bound the memory."""


def intervals(scores: NDArray[np.float64]) -> list[Estimate]:
    """The mean of each column with its 95 % percentile interval, by bootstrap over the rows (the questions).

    Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
    """
    questions = len(scores)
    generator = np.random.default_rng(SEED)
    share = np.full(questions, 1 / questions)
    means = np.concatenate(
        [generator.multinomial(questions, share, size=_ROWS) @ scores / questions for _ in range(RESAMPLES // _ROWS)]
    )
    low, high = np.percentile(means, (2.5, 97.5), axis=0)
    return [
        Estimate(mean=float(mean), low=float(low[column]), high=float(high[column]))
        for column, mean in enumerate(scores.mean(axis=0))
    ]


def randomisation(differences: NDArray[np.float64]) -> list[float]:
    """For each column the two-sided p of no difference, by randomising the signs of the paired differences.

    Smucker, Allan and Carterette, A Comparison of Statistical Significance Tests for Information Retrieval
    Evaluation, CIKM 2007. At least 1 / (RESAMPLES + 1).
    """
    observed = np.abs(differences.sum(axis=0))
    generator = np.random.default_rng(SEED)
    as_far = np.zeros(differences.shape[1])
    for _ in range(RESAMPLES // _ROWS):
        signs = generator.choice((-1.0, 1.0), size=(_ROWS, len(differences)))
        # A rounding error must not make a sum that equals the observed one look smaller.
        as_far += (np.abs(signs @ differences) >= observed - 1e-9).sum(axis=0)
    return [float(p) for p in (as_far + 1) / (RESAMPLES + 1)]
