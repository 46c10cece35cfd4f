"""Search by vectors, within any set of articles.

Among 100,000 passages Chroma's own filter takes 50 to 100 ms, an unfiltered search 2 ms. To ask it for more and leave
out what the filter does works where the filter leaves half; but of an outlet for sports there is hardly a passage among
the thousand nearest to a question about computers. So the vectors of the articles that a filter leaves are read once,
kept, and compared one by one: exact, and a millisecond for 18,000.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Sequence, Set
from itertools import groupby

import numpy as np

from vectorstore.chroma import ChromaStore
from vectorstore.records import Vectors, passage_key
from vectorstore.scope import Scope

MOST_READ = 20_000
"""Passages. Their vectors are read in half a second; more are not worth waiting for."""

MOST_KEPT = 100_000
"""Passages. Vectors of 384 dimensions take 154 MB then."""

MORE = 3
"""Times as many passages are asked of Chroma as are wanted, where a filter leaves half or more."""

Found = list[tuple[str, float]]


class Dense:
    """The vectors of one state of a library; `total` is how many passages its articles have. Safe for threads."""

    def __init__(self, store: ChromaStore, *, total: int) -> None:
        self._store = store
        self._total = total
        self._kept: _Kept | None = None
        self._lock = threading.Lock()

    def search(self, vector: Vectors, *, limit: int, within: Scope) -> Found:
        """The passages of the scope closest to `vector`, as (id, cosine), best first; all where it has fewer."""
        wanted = min(limit, within.passages)
        if not wanted:
            return []
        if 2 * within.passages >= self._total or within.passages > MOST_READ:
            return self._picked(vector, wanted, within)
        with self._lock:
            self._kept = kept = self._read(self._kept or _Kept(MOST_KEPT, len(vector)), within)
        return kept.closest(vector, limit=wanted, keys=within.keys)

    def _picked(self, vector: Vectors, wanted: int, within: Scope) -> Found:
        """Those of the scope among the nearest of all, asking for more until they are enough."""
        halves = math.ceil(self._total / (2 * within.passages))
        ask = wanted if within.passages == self._total else MORE * wanted * halves
        while True:
            nearest = self._store.nearest(vector, limit=ask)
            found = [item for item in nearest if passage_key(item[0]) in within.keys]
            if len(found) >= wanted or len(nearest) < ask:
                return found[:wanted]
            ask *= MORE

    def _read(self, kept: _Kept, within: Scope) -> _Kept:
        """What is kept, with all of the scope in it; where there is no room for that, the scope alone."""
        read = self._store.vectors_of(sorted(within.keys - kept.keys()))
        if not kept.has_room(read):
            kept, read = kept.emptied(), self._store.vectors_of(sorted(within.keys))
        for ids, vectors in read:
            kept.add(ids, vectors)
        return kept


class _Kept:
    """Vectors in memory, those of an article side by side. Only ever added to, so that reading needs no lock."""

    def __init__(self, most: int, dimension: int) -> None:
        # Takes memory only as it is written to.
        self._vectors: Vectors = np.empty((most, dimension), dtype=np.float32)
        self._ids: list[str] = []
        self._at: dict[str, tuple[int, int]] = {}

    def keys(self) -> Set[str]:
        return self._at.keys()

    def emptied(self) -> _Kept:
        return _Kept(*self._vectors.shape)

    def has_room(self, read: Sequence[tuple[list[str], Vectors]]) -> bool:
        return len(self._ids) + sum(len(ids) for ids, _ in read) <= len(self._vectors)

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        order = sorted(range(len(ids)), key=lambda row: passage_key(ids[row]))
        at = len(self._ids)
        self._vectors[at : at + len(order)] = vectors[order]
        self._ids += [ids[row] for row in order]
        for key, rows in groupby(order, key=lambda row: passage_key(ids[row])):
            start, at = at, at + len(list(rows))
            self._at[key] = (start, at)

    def closest(self, vector: Vectors, *, limit: int, keys: Iterable[str]) -> Found:
        """The passages of the articles `keys`, as (id, cosine), best first; ties fall to the id."""
        runs = _joined(self._at[key] for key in keys if key in self._at)
        if not runs:
            return []
        rows = np.concatenate([np.arange(start, end) for start, end in runs])
        # On one thread: threads that wait for one another cost more than they bring, most of all on a busy machine.
        cosines = np.concatenate([np.einsum("ij,j->i", self._vectors[start:end], vector) for start, end in runs])
        best = np.argpartition(-cosines, limit - 1)[:limit] if limit < len(rows) else range(len(rows))
        return sorted(((self._ids[rows[at]], float(cosines[at])) for at in best), key=lambda item: (-item[1], item[0]))


def _joined(runs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The runs in order, those that touch as one: the fewer there are, the quicker they are multiplied."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(runs):
        if joined and joined[-1][1] == start:
            start = joined.pop()[0]
        joined.append((start, end))
    return joined
