"""How near sentences are to a question by the encoder's cosine, each sentence encoded when it is first met."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding import Encoder

MOST_KEPT = 10_000
"""Sentences whose vectors are remembered, 15 MB: the same passages answer many questions of a conversation."""


class Similarity:
    """Safe to call from several threads."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: dict[str, NDArray[np.float32]] = {}
        self._lock = threading.Lock()

    def of(self, questions: Sequence[str], sentences: Sequence[Sequence[str]]) -> list[NDArray[np.float32]]:
        """For each question the cosine of each of its sentences; all that is new is encoded in one call."""
        wanted = [*questions, *(sentence for each in sentences for sentence in each)]
        with self._lock:
            known = {text: self._kept[text] for text in wanted if text in self._kept}
        new = [text for text in dict.fromkeys(wanted) if text not in known]
        known.update(zip(new, self._encoder.encode(new), strict=True) if new else ())
        with self._lock:
            if len(self._kept) + len(new) > MOST_KEPT:
                self._kept = {}
            self._kept.update((text, known[text]) for text in new)
        return [
            np.asarray([known[sentence] @ known[question] for sentence in each], dtype=np.float32)
            for question, each in zip(questions, sentences, strict=True)
        ]
