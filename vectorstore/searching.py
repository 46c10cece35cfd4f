"""Questions against one state of a library: dense and keywords, fused, and the best sentence of what both found."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from vectorstore.chroma import ChromaStore
from vectorstore.config import SearchSettings
from vectorstore.embedding import Encoder
from vectorstore.fusion import Fused, fuse
from vectorstore.records import Vectors, passage_key
from vectorstore.scope import Scope, scope
from vectorstore.snapshot import Snapshot
from vectorstore.types import Filters, Hit, Query, SearchResult

LEGS = ("dense", "keywords", "sentences")
"""The vectors, the words of a whole passage, the words of its best sentence."""

MOST_UNFILTERED = 1_600
"""Passages. Up to so many are looked through for those of a filter; a `where` of Chroma's is slower than that."""


def search(
    snapshot: Snapshot,
    queries: Sequence[Query],
    *,
    encoder: Callable[[], Encoder],
    limit: int,
    legs: Collection[str],
    settings: SearchSettings,
) -> tuple[SearchResult, ...]:
    """What the legs find for each query, best first, at most `limit` each. The encoder is called once for all."""
    # A command line passes bytes that are no text as lone surrogates, which no library below takes.
    texts = [query.text.encode(errors="replace").decode() for query in queries]
    scopes = {query.filters: _scope(snapshot, query.filters) for query in queries}
    vectors: dict[str, Vectors] = {}
    if "dense" in legs and any(within.passages for within in scopes.values()):
        distinct = list(dict.fromkeys(texts))
        vectors = dict(zip(distinct, encoder().encode(distinct), strict=True))
    asked = [_Asked(text, vectors.get(text), scopes[query.filters]) for query, text in zip(queries, texts, strict=True)]
    return tuple(_search_one(snapshot, one, limit=limit, legs=legs, settings=settings) for one in asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    vector: Vectors | None
    within: Scope


def _scope(snapshot: Snapshot, filters: Filters) -> Scope:
    return scope(snapshot.records.values(), filters) if filters else snapshot.everything


def _search_one(
    snapshot: Snapshot, asked: _Asked, *, limit: int, legs: Collection[str], settings: SearchSettings
) -> SearchResult:
    found, within = _found(snapshot, asked, limit=limit, legs=legs, settings=settings), asked.within
    current = {leg: [item for item in items if passage_key(item[0]) in within.keys] for leg, items in found.items()}
    if "sentences" in legs and snapshot.keywords is not None and settings.sentences:
        both = list(dict.fromkeys(id for items in current.values() for id, _ in items))
        current["sentences"] = snapshot.keywords.closest(asked.text, both)
    fused = fuse(current, weights=settings.weights, by=settings.fusion)
    return SearchResult(
        hits=_hits(snapshot, fused[:limit], dict(current.get("dense", ()))),
        articles=len(within.keys),
        outlets=within.outlets,
        left_out_for_no_date=within.left_out_for_no_date,
    )


def _found(
    snapshot: Snapshot, asked: _Asked, *, limit: int, legs: Collection[str], settings: SearchSettings
) -> dict[str, list[tuple[str, float]]]:
    """What the vectors and the keywords find by themselves."""
    found: dict[str, list[tuple[str, float]]] = {}
    within, depth, total = asked.within, max(settings.depth, limit), snapshot.everything.passages
    if not within.passages:
        return found
    if asked.vector is not None:
        found["dense"] = nearest(snapshot.store, asked.vector, within=within, limit=depth, total=total)
    if "keywords" in legs and snapshot.keywords is not None:
        keys = None if within is snapshot.everything else sorted(within.keys)
        weights = {"title": settings.title, "outlet": settings.outlet}
        found["keywords"] = snapshot.keywords.search(asked.text, limit=depth, keys=keys, weights=weights)
    return found


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
