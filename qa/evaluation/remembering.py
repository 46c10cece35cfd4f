"""An encoder that keeps each vector it made, so that a library is built again in seconds after a change of code."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from vectorstore.embedding import Encoder

_AT_ONCE = 500
"""Keys in one SQL statement; SQLite allows at least 999."""


class RememberingEncoder:
    """The encoder it is given, with a file of the vectors made so far. For building, and
    where figures are compared but no time is taken: it would flatter a search.
    """

    def __init__(self, encoder: Encoder, *, path: Path) -> None:
        self._encoder = encoder
        self._kept = sqlite3.connect(path, check_same_thread=False)
        self._kept.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID")

    @property
    def name(self) -> str:
        return self._encoder.name

    @property
    def digest(self) -> str:
        return self._encoder.digest

    @property
    def precision(self) -> str:
        return self._encoder.precision

    @property
    def dimension(self) -> int:
        return self._encoder.dimension

    @property
    def max_tokens(self) -> int:
        return self._encoder.max_tokens

    def count(self, texts: Sequence[str]) -> list[int]:
        """How many word pieces each text has."""
        return self._encoder.count(texts)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit vector a text, shape [texts, dimension], from the file where it is there."""
        keys = [sha256(f"{self.digest} {self.precision} {text}".encode()).digest() for text in texts]
        known = self._known(keys)
        lacking = list({key: text for key, text in zip(keys, texts, strict=True) if key not in known}.items())
        if lacking:
            made = self._encoder.encode([text for _, text in lacking])
            new = {key: vector for (key, _), vector in zip(lacking, made, strict=True)}
            with self._kept:
                self._kept.executemany(
                    "INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                    [(key, vector.astype(np.float32).tobytes()) for key, vector in new.items()],
                )
            known |= new
        return np.array([known[key] for key in keys], dtype=np.float32).reshape(len(texts), self.dimension)

    def close(self) -> None:
        """Closes the file of vectors."""
        self._kept.close()

    def _known(self, keys: Sequence[bytes]) -> dict[bytes, NDArray[np.float32]]:
        known = {}
        for start in range(0, len(keys), _AT_ONCE):
            some = keys[start : start + _AT_ONCE]
            marks = ",".join("?" * len(some))
            # The marks are question marks only; the keys are bound.
            for key, vector in self._kept.execute(f"SELECT * FROM vectors WHERE key IN ({marks})", some):  # noqa: S608
                known[key] = np.frombuffer(vector, dtype=np.float32)
        return known
