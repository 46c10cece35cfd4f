"""What a process does until it is killed. A module of its own, so that a fresh process can import it."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
from fakes import FakeEncoder, article

from vectorstore import adding
from vectorstore.chroma import ChromaStore
from vectorstore.config import LibraryConfig
from vectorstore.library import Library
from vectorstore.records import Stored

FIRST = [
    article(f"{name}.txt", f"The weather in {name} was fine. It rained on Sunday.", title=name, outlet="The Sky")
    for name in ("paris", "rome", "bonn")
]
NEXT = [article(f"{name}.txt", f"Snow fell in {name}. Trains stood still.", title=name) for name in ("paris", "rome")]


def run_and_die(config: LibraryConfig, doing: str, point: str, times: int) -> None:
    """Adds, replaces, removes or rebuilds, and is killed when it comes to `point` for the `times`-th time."""
    # A batch for each article, each written by itself, so that a kill comes between batches too.
    adding.BATCH_CHARACTERS = 1
    adding.WRITE_SECONDS = 0
    adding.AHEAD = 0
    seen: list[str] = []

    def checkpoint(name: str) -> None:
        seen.append(name)
        if name == point and seen.count(point) == times:
            os.kill(os.getpid(), signal.SIGKILL)

    if doing == "rebuild":
        Library.rebuild(config, encoder=FakeEncoder(), checkpoint=checkpoint)
        return
    with Library.open(config, encoder=FakeEncoder(), checkpoint=checkpoint) as library:
        if doing == "remove":
            library.remove(library.articles()[0].id)
        else:
            library.add_articles(NEXT if doing == "replace" else FIRST)


def records(start: int, end: int, dimension: int = 64) -> Stored:
    """Passages with those numbers, each with a vector of its own."""
    ids = [f"p{number}" for number in range(start, end)]
    vectors = np.stack([np.random.default_rng(number).standard_normal(dimension) for number in range(start, end)])
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return Stored(ids=ids, vectors=vectors, texts=ids, metadata=[{"key": id} for id in ids])


def add_records(place: Path, start: int, end: int) -> None:
    """Adds those passages to the store at `place`, a hundred at a time."""
    store = ChromaStore.open(place, create=True)
    for first in range(start, end, 100):
        store.add_passages(records(first, min(first + 100, end)))
    store.close()


def holds(place: Path, total: int) -> None:
    """Asserts that the store opens and holds the first `total` records, each found by its own vector."""
    store = ChromaStore.open(place)
    try:
        assert sorted(store.passage_ids()) == sorted(records(0, total).ids)
        store.check()
        wanted = records(0, total)
        for row in range(0, total, 97):
            assert store.nearest(wanted.vectors[row], limit=1)[0][0] == wanted.ids[row]
    finally:
        store.close()
