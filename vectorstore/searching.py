"""Questions against one state of a library: dense, keywords, fused."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from vectorstore.embedding import Encoder
from vectorstore.fusion import Fused, fuse
from vectorstore.records import Vectors, passage_key
from vectorstore.scope import Scope
from vectorstore.snapshot import Snapshot
from vectorstore.types import Hit, Query, SearchResult

WEIGHTS = {"dense": 0.3, "keywords": 0.7}
"""What each leg counts for. Chosen by measurement; see the evaluation."""

DEPTH = 100
"""How many passages each leg finds before they are fused."""


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
    scopes = {query.filters: snapshot.scopes.of(query.filters) for query in queries}
    vectors: dict[str, Vectors] = {}
    if "dense" in legs:
        asked = dict.fromkeys(
            text for query, text in zip(queries, texts, strict=True) if scopes[query.filters].passages
        )
        vectors = dict(zip(asked, encoder().encode(list(asked)), strict=True)) if asked else {}
    return tuple(
        _search_one(snapshot, text, vectors.get(text), within=scopes[query.filters], limit=limit, legs=legs)
        for query, text in zip(queries, texts, strict=True)
    )


def _search_one(
    snapshot: Snapshot, text: str, vector: Vectors | None, *, within: Scope, limit: int, legs: Collection[str]
) -> SearchResult:
    found: dict[str, list[tuple[str, float]]] = {}
    if within.passages:
        depth = max(DEPTH, limit)
        if vector is not None:
            found["dense"] = snapshot.dense.search(vector, limit=depth, within=within)
        if "keywords" in legs and snapshot.keywords is not None:
            found["keywords"] = snapshot.keywords.search(text, limit=depth, filters=within.filters)
    current = {leg: [item for item in items if passage_key(item[0]) in within.keys] for leg, items in found.items()}
    fused = fuse(current, weights=WEIGHTS)[:limit]
    return SearchResult(
        hits=_hits(snapshot, fused, dict(current.get("dense", ()))),
        articles=len(within.keys),
        outlets=within.outlets,
        left_out_for_no_date=within.left_out_for_no_date,
    )


def _hits(snapshot: Snapshot, fused: list[Fused], similarity: dict[str, float]) -> tuple[Hit, ...]:
    passages = snapshot.store.passages([item.id for item in fused])
    hits = []
    for item in fused:
        # Gone when another process removed it since the snapshot was taken.
        if (passage := passages.get(item.id)) is not None:
            record = snapshot.records[passage.article_id]
            hits.append(Hit(passage, record, item.score, item.ranks, similarity.get(item.id)))
    return tuple(hits)
