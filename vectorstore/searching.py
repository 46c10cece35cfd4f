"""Questions against one state of a library: dense, keywords, fused."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence

from vectorstore.chroma import ChromaStore
from vectorstore.embedding import Encoder
from vectorstore.fusion import Fused, fuse
from vectorstore.records import Vectors, passage_key
from vectorstore.scope import Scope, scope
from vectorstore.snapshot import Snapshot
from vectorstore.types import Filters, Hit, Query, SearchResult

WEIGHTS = {"dense": 0.3, "keywords": 0.7}
"""What each leg counts for. Chosen by measurement; see the evaluation."""

DEPTH = 100
"""How many passages each leg finds before they are fused."""

MOST_UNFILTERED = 1_600
"""Passages. Up to so many are looked through for those of a filter; a `where` of Chroma's is slower than that."""


def search(
    snapshot: Snapshot,
    queries: Sequence[Query],
    *,
    encoder: Callable[[], Encoder],
    limit: int,
    legs: Collection[str],
) -> tuple[SearchResult, ...]:
    """What the legs find for each query, best first, at most `limit` each. The encoder is called once for all."""
    # A command line passes bytes that are no text as lone surrogates, which no library below takes.
    texts = [query.text.encode(errors="replace").decode() for query in queries]
    scopes = {query.filters: _scope(snapshot, query.filters) for query in queries}
    vectors: dict[str, Vectors] = {}
    if "dense" in legs and any(within.passages for within in scopes.values()):
        distinct = list(dict.fromkeys(texts))
        vectors = dict(zip(distinct, encoder().encode(distinct), strict=True))
    return tuple(
        _search_one(snapshot, text, vectors.get(text), within=scopes[query.filters], limit=limit, legs=legs)
        for query, text in zip(queries, texts, strict=True)
    )


def _scope(snapshot: Snapshot, filters: Filters) -> Scope:
    return scope(snapshot.records.values(), filters) if filters else snapshot.everything


def _search_one(
    snapshot: Snapshot, text: str, vector: Vectors | None, *, within: Scope, limit: int, legs: Collection[str]
) -> SearchResult:
    found: dict[str, list[tuple[str, float]]] = {}
    if within.passages:
        depth = max(DEPTH, limit)
        total = snapshot.everything.passages
        if vector is not None:
            found["dense"] = nearest(snapshot.store, vector, within=within, limit=depth, total=total)
        if "keywords" in legs and snapshot.keywords is not None:
            keys = None if within is snapshot.everything else sorted(within.keys)
            found["keywords"] = snapshot.keywords.search(text, limit=depth, keys=keys)
    current = {leg: [item for item in items if passage_key(item[0]) in within.keys] for leg, items in found.items()}
    fused = fuse(current, weights=WEIGHTS)[:limit]
    return SearchResult(
        hits=_hits(snapshot, fused, dict(current.get("dense", ()))),
        articles=len(within.keys),
        outlets=within.outlets,
        left_out_for_no_date=within.left_out_for_no_date,
    )


def nearest(store: ChromaStore, vector: Vectors, *, within: Scope, limit: int, total: int) -> list[tuple[str, float]]:
    """The `limit` passages of the scope closest to `vector`, as (id, cosine), best first; all where it has fewer.

    Chroma's own filter costs many times an unfiltered search, so first so many are asked for that enough of them
    should be of the scope, and the filter is for where they are not. `total` is the number of all passages.
    """
    wanted = min(limit, within.passages)
    ask = math.ceil(1.5 * limit * total / within.passages) if within.passages < total else limit
    while ask <= MOST_UNFILTERED:
        found = [item for item in store.nearest(vector, limit=ask) if passage_key(item[0]) in within.keys]
        if len(found) >= wanted:
            return found[:wanted]
        ask *= 3
    return store.nearest(vector, limit=wanted, keys=sorted(within.keys))


def _hits(snapshot: Snapshot, fused: list[Fused], similarity: dict[str, float]) -> tuple[Hit, ...]:
    passages = snapshot.store.passages([item.id for item in fused])
    hits = []
    for item in fused:
        # Gone when another process removed it since the snapshot was taken.
        if (passage := passages.get(item.id)) is not None:
            record = snapshot.records[passage.article_id]
            hits.append(Hit(passage, record, item.score, item.ranks, similarity.get(item.id)))
    return tuple(hits)
