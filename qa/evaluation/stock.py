"""The baseline: LlamaIndex with Chroma as its quick start has it, at the benchmark's chunk size and with our model."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from qa.evaluation.metrics import EXTRA
from qa.evaluation.types import Outcome, Returned
from vectorstore.embedding import model_folder
from vectorstore.errors import UsageError
from vectorstore.types import Article

if TYPE_CHECKING:
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import NodeWithScore

CHUNK_TOKENS = 256
"""As in MultiHop-RAG's own script, counted by LlamaIndex's default tokenizer."""

OVERLAP_TOKENS = 20
"""LlamaIndex's DEFAULT_CHUNK_OVERLAP. The splitter's own default, 200, would return the same text over and over."""


class StockIndex:
    """A LlamaIndex index of the articles in a Chroma store on disk."""

    def __init__(self, folder: Path, *, model: str) -> None:
        # Read by Chroma and the model libraries when they are imported.
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
        os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
        try:
            from llama_index.core import StorageContext, VectorStoreIndex
            from llama_index.embeddings.huggingface import HuggingFaceEmbedding
            from llama_index.vector_stores.chroma import ChromaVectorStore
        except ModuleNotFoundError as error:
            raise UsageError(f"{error.name} is not installed.", next=EXTRA) from error
        self._store = ChromaVectorStore.from_params("quickstart", persist_dir=str(folder))
        self._embedding = HuggingFaceEmbedding(model_name=str(model_folder(model)), device="cpu")
        self._context = StorageContext.from_defaults(vector_store=self._store)
        self.index: VectorStoreIndex = VectorStoreIndex.from_vector_store(self._store, embed_model=self._embedding)

    def add(self, articles: Sequence[Article]) -> None:
        """Splits, encodes and stores the articles."""
        from llama_index.core import Document, VectorStoreIndex
        from llama_index.core.node_parser import SentenceSplitter

        documents = [Document(id_=article.source, text=article.text) for article in articles]
        splitter = SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=OVERLAP_TOKENS)
        self.index = VectorStoreIndex.from_documents(
            documents, storage_context=self._context, embed_model=self._embedding, transformations=[splitter]
        )

    def chunks(self) -> int:
        """How many chunks the store holds."""
        return int(self._store.client.count())

    def search(self, question: str, *, limit: int) -> Outcome:
        """The nearest chunks, best first."""
        found = self.index.as_retriever(similarity_top_k=limit).retrieve(question)
        return Outcome(returned=tuple(_returned(item) for item in found))


def _returned(item: NodeWithScore) -> Returned:
    text = item.node.get_content()
    start = getattr(item.node, "start_char_idx", None) or 0
    return Returned(
        source=item.node.ref_doc_id or "", start=start, end=start + len(text), text=text, score=item.score or 0.0
    )
