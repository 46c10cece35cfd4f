"""Deterministic implementations to pass in where the real ones are slow."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from vectorstore.types import Article, Attribute, Span


class FakeEncoder:
    """A hashed bag of words: texts that share words are near one another, so that a ranking can be asserted.

    `encoded` holds every text that it was given, in order; `calls` counts how often it was called.
    """

    def __init__(self, *, name: str = "fake", digest: str = "fake", dimension: int = 64, max_tokens: int = 256) -> None:
        self.name = name
        self.digest = digest
        self.precision = "float32"
        self.dimension = dimension
        self.max_tokens = max_tokens
        self.encoded: list[str] = []
        self.calls = 0

    def count(self, texts: Sequence[str]) -> list[int]:
        return [len(words(text)) for text in texts]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.encoded += texts
        self.calls += 1
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in words(text)[: self.max_tokens]:
                place, sign = _hashed(word)
                vectors[row, place % self.dimension] += sign
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors[lengths[:, 0] == 0, 0] = 1.0
        return np.asarray(vectors / np.maximum(lengths, 1e-9) if len(texts) else vectors, dtype=np.float32)


@functools.cache
def _hashed(word: str) -> tuple[int, int]:
    digest = hashlib.sha256(word.encode()).digest()
    return digest[0], 1 if digest[1] % 2 else -1


def words(text: str) -> list[str]:
    return re.findall(r"\w+|[^\w\s]", text.casefold())


def article(
    source: str,
    text: str,
    *,
    title: str = "",
    outlet: str | None = None,
    published: str | None = None,
    updated: str | None = None,
    root: str = "",
) -> Article:
    """An article that is all story, with what it says of itself given from outside."""

    def given(value: str | None) -> Attribute | None:
        return Attribute(value, "given") if value else None

    return Article(
        source=source,
        text=text,
        root=root,
        title=given(title),
        outlet=given(outlet),
        published=given(published),
        updated=given(updated),
        story=(Span(0, len(text)),) if text.strip() else (),
    )
