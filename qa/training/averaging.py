"""Several trainings made one: the mean of their weights, which finds more than any of them.

Wortsman et al. 2022, Model soups, arXiv 2203.05482: it holds for trainings that go out from the same trunk.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from qa.reader import DIGEST, WEIGHTS
from vectorstore.errors import UsageError


def average(trainings: Sequence[Path], out: Path) -> list[Path]:
    """The mean of each weights that all of these folders of `byline train-reader` have; the folders written.

    UsageError where they have none in common.
    """
    names = sorted(set.intersection(*({path.parent.name for path in one.glob(f"*/{WEIGHTS}")} for one in trainings)))
    if not names:
        raise UsageError("These trainings have no weights in common.", next="Name folders of `byline train-reader`.")
    return [_mean([one / name for one in trainings], out / name) for name in names]


def _mean(folders: Sequence[Path], out: Path) -> Path:
    import numpy as np
    from safetensors.numpy import load_file, save_file

    each = [load_file(folder / WEIGHTS) for folder in folders]
    out.mkdir(parents=True, exist_ok=True)
    mean = {name: np.mean([one[name].astype(np.float32) for one in each], axis=0) for name in each[0]}
    save_file({name: value.astype(np.float16) for name, value in mean.items()}, out / WEIGHTS)
    (out / DIGEST).write_text(sha256((out / WEIGHTS).read_bytes()).hexdigest() + "\n")
    return out
