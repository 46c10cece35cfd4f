"""Questions against one state of a library: dense and keywords, fused, and the best sentence of what both found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from vectorstore.config import SearchSettings
from vectorstore.embedding import Encoder
from vectorstore.fusion import Fused, fuse
from vectorstore.records import Vectors, passage_key
from vectorstore.scope import Scope
from vectorstore.snapshot import Snapshot
from vectorstore.types import Hit, Passage, Query, SearchResult

LEGS = ("dense", "keywords", "sentences")
"""The vectors, the words of a whole passage, the words of its best sentence."""


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
    scopes = {query.filters: snapshot.scopes.of(query.filters) for query in queries}
    vectors: dict[str, Vectors] = {}
    if "dense" in legs:
        searched = [text for query, text in zip(queries, texts, strict=True) if scopes[query.filters].passages]
        distinct = list(dict.fromkeys(searched))
        vectors = dict(zip(distinct, encoder().encode(distinct), strict=True)) if distinct else {}
    asked = [_Asked(text, vectors.get(text), scopes[query.filters]) for query, text in zip(queries, texts, strict=True)]
    ranked = [_ranked(snapshot, one, legs=legs, limit=limit, settings=settings) for one in asked]
    # Read once for all: each call of Chroma's costs more than the passages it brings.
    passages = snapshot.store.passages(list(dict.fromkeys(item.id for one in ranked for item in one.fused)))
    return tuple(
        SearchResult(
            hits=_hits(snapshot, found, passages),
            articles=len(one.within.keys),
            outlets=one.within.outlets,
            left_out_for_no_date=one.within.left_out_for_no_date,
        )
        for one, found in zip(asked, ranked, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    text: str
    vector: Vectors | None
    within: Scope


@dataclass(frozen=True, slots=True)
class _Ranked:
    """The best passages of one search, by id, and the cosine of those that the vectors found."""

    fused: list[Fused]
    similarity: dict[str, float]


def _ranked(
    snapshot: Snapshot, asked: _Asked, *, limit: int, legs: Collection[str], settings: SearchSettings
) -> _Ranked:
    found, within = _found(snapshot, asked, limit=limit, legs=legs, settings=settings), asked.within
    current = {leg: [item for item in items if passage_key(item[0]) in within.keys] for leg, items in found.items()}
    if "sentences" in legs and snapshot.keywords is not None and settings.sentences:
        both = list(dict.fromkeys(id for items in current.values() for id, _ in items))
        current["sentences"] = snapshot.keywords.closest(asked.text, both)
    fused = fuse(current, weights=settings.weights, by=settings.fusion)
    return _Ranked(fused[:limit], dict(current.get("dense", ())))


def _found(
    snapshot: Snapshot, asked: _Asked, *, limit: int, legs: Collection[str], settings: SearchSettings
) -> dict[str, list[tuple[str, float]]]:
    """What the vectors and the keywords find by themselves."""
    found: dict[str, list[tuple[str, float]]] = {}
    within, depth = asked.within, max(settings.depth, limit)
    if not within.passages:
        return found
    if asked.vector is not None:
        found["dense"] = snapshot.dense.search(asked.vector, limit=depth, within=within)
    if "keywords" in legs and snapshot.keywords is not None:
        weights = {"title": settings.title, "outlet": settings.outlet}
        found["keywords"] = snapshot.keywords.search(
            asked.text, limit=depth, filters=within.filters, without=within.without, weights=weights
        )
    return found


def _hits(snapshot: Snapshot, found: _Ranked, passages: Mapping[str, Passage]) -> tuple[Hit, ...]:
    hits = []
    for item in found.fused:
        # Gone when another process removed it since the snapshot was taken.
        if (passage := passages.get(item.id)) is not None:
            record = snapshot.records[passage.article_id]
            hits.append(Hit(passage, record, item.score, item.ranks, found.similarity.get(item.id)))
    return tuple(hits)
