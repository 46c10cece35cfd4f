"""The library's search as a LlamaIndex retriever, for any engine or evaluator of LlamaIndex's.

Importing this imports LlamaIndex's core; nothing else of Byline needs it to answer.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.callbacks import CallbackManager
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from vectorstore.library import Library
from vectorstore.searching import LEGS
from vectorstore.types import Filters, Hit

KEPT_FROM_MODELS = ["article_id", "start", "end", "source", "outlet_basis"]
"""What a node carries for the citation, not for an encoder or an LLM to read."""


class LibraryRetriever(BaseRetriever):
    """Passages of a library as scored nodes, best first.

    A node's id is its passage's: article id, start and end. The same words in two outlets are two nodes.
    """

    def __init__(
        self,
        library: Library,
        *,
        filters: Filters | None = None,
        limit: int = 10,
        legs: Collection[str] = LEGS,
    ) -> None:
        # Its own manager: the default one is built from the global settings, which want a provider's key.
        super().__init__(callback_manager=CallbackManager([]))
        self._library = library
        self._filters = filters or Filters()
        self._limit = limit
        self._legs = tuple(legs)

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._library.search(query_bundle.query_str, filters=self._filters, limit=self._limit, legs=self._legs)
        return [NodeWithScore(node=node_of(hit), score=hit.score) for hit in found.hits]


def node_of(hit: Hit) -> TextNode:
    """The hit as a node: the passage's text, and what it takes to cite it. What is not known is left out."""
    passage, article = hit.passage, hit.article
    metadata: dict[str, Any] = {
        "title": article.title,
        "outlet": article.outlet,
        "outlet_basis": article.outlet_basis,
        "published": article.published,
        "updated": article.updated,
        "dateline": article.dateline,
        "url": article.url,
        "source": article.source,
        "article_id": article.id,
        "start": passage.start,
        "end": passage.end,
    }
    return TextNode(
        id_=f"{passage.article_id}-{passage.start}-{passage.end}",
        text=passage.text,
        metadata={name: value for name, value in metadata.items() if value is not None},
        excluded_embed_metadata_keys=KEPT_FROM_MODELS,
        excluded_llm_metadata_keys=KEPT_FROM_MODELS,
    )
