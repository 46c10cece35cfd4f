"""Learning which questions lean on the one before: a logistic regression on what the encoder makes of the two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from qa.evaluation.files import json_lines
from qa.leaning import States, Weights

FOLLOW_UPS = Path(__file__).parent / "follow-ups.jsonl"
"""Questions after others about invented news, and those of the conversations that the rules were developed on."""

FOLDS = 5
REGULAR = 0.02
"""scikit-learn's C: 0.01 and 0.03 do as well, 0.003 and 0.1 worse."""
DIGITS = 5


class Next(BaseModel):
    """A question asked after another, and whether it leans on it or stands alone."""

    before: str = Field(min_length=1)
    question: str = Field(min_length=1)
    leans: bool


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt, and how well what was held out of five parts is told: the area under the ROC curve."""

    weights: Weights
    area: float


def read(path: Path = FOLLOW_UPS) -> list[Next]:
    """The lines of a file. Raises ReadError for one that is not as described."""
    return [line for _, line in json_lines(path, Next)]


def fit(asked: Sequence[Next], *, states: States) -> Learnt:
    """Learns from all of `asked`; what is held out to measure shares no question before with what it is told by."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import GroupKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    seen = states([(one.before, one.question) for one in asked])
    leans = np.array([one.leans for one in asked])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=REGULAR, max_iter=5_000))
    groups = [one.before for one in asked]
    told = cross_val_predict(model, seen, leans, groups=groups, cv=GroupKFold(FOLDS), method="decision_function")
    model.fit(seen, leans)
    return Learnt(_weights(*model), float(roc_auc_score(leans, told)))


def _weights(scaler: object, regression: object) -> Weights:
    """The two as one: what is learnt of scaled numbers, for numbers as they are."""
    scale: NDArray[np.float64] = np.asarray(getattr(scaler, "scale_"))  # noqa: B009 - no types
    mean: NDArray[np.float64] = np.asarray(getattr(scaler, "mean_"))  # noqa: B009
    weights = np.asarray(getattr(regression, "coef_"))[0] / scale  # noqa: B009
    bias = float(np.asarray(getattr(regression, "intercept_"))[0] - weights @ mean)  # noqa: B009
    return Weights(bias=round(bias, DIGITS), weights=tuple(round(float(one), DIGITS) for one in weights))
