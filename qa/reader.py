"""How well a sentence answers a question, as one number: a cross-encoder that reads the two together.

The weights are our own, trained by `byline train-reader` from the packaged encoder, and kept without the word
embeddings, which stay the encoder's. Any other cross-encoder of sentence-transformers can take its place.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import threading
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from qa.reading import LONGEST_PIECES, plain
from vectorstore.config import PACKAGED_MODEL
from vectorstore.embedding import LOADING, bfloat16_is_fast, model_folder, offline
from vectorstore.errors import ModelError

PACKAGED_READER = "byline"
"""The reader that comes with the package."""

WEIGHTS = "reader.safetensors"
DIGEST = "reader.sha256"
"""The file beside the weights that holds their SHA-256."""

WORD_EMBEDDINGS = "bert.embeddings.word_embeddings.weight"
"""What the weights are kept without."""

READER_HEAD, ENTAILMENT_HEADS = 0, slice(1, 4)
HEADS = 4
"""What the packaged model says of a pair: whether the text answers; entailment, neutral, contradiction."""

HEAD = "classifier.weight"

BATCH_PAIRS = 32


class Reader(Protocol):
    """Scores sentences against questions: higher answers better, comparable across questions."""

    @property
    def name(self) -> str: ...

    def scores(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """One number for each (question, sentence as `qa.reading.as_read` gives it): the log-odds that it answers."""
        ...


class CrossEncoder:
    """A cross-encoder of sentence-transformers. Safe to call from several threads."""

    def __init__(self, model: Any) -> None:
        self.model = model
        self._lock = threading.Lock()

    def logits(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Shape [pairs, heads]."""
        import torch

        heads = int(self.model.num_labels)
        if not pairs:
            return np.zeros((0, heads), dtype=np.float32)
        # Its tokenizer changes its padding on each call, which is an error from a second thread.
        with self._lock:
            found = self.model.predict(
                [(plain(first), second) for first, second in pairs],
                batch_size=BATCH_PAIRS,
                show_progress_bar=False,
                activation_fn=torch.nn.Identity(),
            )
        return np.asarray(found, dtype=np.float32).reshape(len(pairs), heads)


class CrossEncoderReader:
    """Reads with a cross-encoder's first head."""

    def __init__(self, encoder: CrossEncoder, *, name: str) -> None:
        self.name = name
        self._encoder = encoder

    def scores(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """One number for each pair, the log-odds that the sentence answers the question."""
        return self._encoder.logits(pairs)[:, READER_HEAD]


class PackagedEntailment:
    """Tells with the packaged model's other heads whether a text says what a sentence says. Loaded at first use."""

    def scores(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """For each (source, sentence) the probability, 0 to 1, that the source entails the sentence."""
        logits = packaged().logits([(sentence, plain(source)) for source, sentence in pairs])[:, ENTAILMENT_HEADS]
        powers = np.exp(logits - logits.max(axis=1, keepdims=True)) if len(pairs) else logits
        return [float(row[0] / row.sum()) for row in powers]


def load_reader(model: str = PACKAGED_READER) -> CrossEncoderReader:
    """The reader of that name: the packaged one, a folder, or a cross-encoder that the Hugging Face cache holds.

    Raises ModelError when it is not there or is not what it should be.
    """
    if model == PACKAGED_READER:
        return CrossEncoderReader(packaged(), name=model)
    loaded = _loaded(model_folder(model))
    if loaded.num_labels != 1:
        raise ModelError(
            f"{model} gives {loaded.num_labels} numbers for a sentence; a reader gives one.",
            next="Name a cross-encoder for ranking, such as cross-encoder/ms-marco-MiniLM-L6-v2.",
            code="model_unfit",
        )
    return CrossEncoderReader(CrossEncoder(loaded), name=model)


@functools.cache
def packaged() -> CrossEncoder:
    """The cross-encoder that comes with the package, one a process: the reader and the check of drafts share it."""
    return assembled(Path(str(files("qa") / "weights")))


def assembled(folder: Path) -> CrossEncoder:
    """The packaged cross-encoder: the encoder's word embeddings, and all else from the weights in `folder`.

    Raises ModelError when the weights are not those of the digest beside them, or are not all that is needed: what is
    missing would stay random and still score.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    path = folder / WEIGHTS
    try:
        raw = path.read_bytes()
        if hashlib.sha256(raw).hexdigest() != (folder / DIGEST).read_text().strip():
            raise _damaged(path, "they are not the ones that came with it")
        weights = load(raw)
    except (OSError, SafetensorError) as error:
        raise _damaged(path, str(error)) from error
    # Weights of an earlier training may have a head more than is read.
    heads = len(weights[HEAD]) if HEAD in weights else HEADS
    loaded = _loaded(model_folder(PACKAGED_MODEL), num_labels=max(HEADS, heads))
    wanted = {name for name in loaded.model.state_dict() if name != WORD_EMBEDDINGS}
    if set(weights) != wanted:
        raise _damaged(path, f"{len(wanted ^ set(weights))} of their parts are missing or unknown")
    try:
        loaded.model.load_state_dict(weights, strict=False)
    except RuntimeError as error:
        raise _damaged(path, "their shapes are another model's") from error
    return CrossEncoder(loaded)


def _loaded(folder: Path, **labels: int) -> Any:
    with LOADING:
        return _load(folder, **labels)


def _load(folder: Path, **labels: int) -> Any:
    offline()
    import torch
    from sentence_transformers import CrossEncoder
    from transformers.utils.logging import disable_progress_bar, set_verbosity_error

    disable_progress_bar()  # type: ignore[no-untyped-call]
    # Else it reports that a classifier is missing from the encoder, which is why there are weights of our own.
    set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    kwargs = {"dtype": torch.bfloat16 if bfloat16_is_fast() else torch.float32, "use_safetensors": True}
    try:
        return CrossEncoder(
            str(folder), device="cpu", local_files_only=True, max_length=LONGEST_PIECES, model_kwargs=kwargs, **labels
        )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(
            f"The reader in {folder} can't be loaded: {error}",
            next="Give a sentence-transformers cross-encoder with safetensors weights, or leave the setting out.",
            code="model_damaged",
        ) from error


def _damaged(path: Path, reason: str) -> ModelError:
    return ModelError(
        f"The reader's weights in {path} can't be used: {reason}.", next="Install Byline again.", code="model_damaged"
    )
