"""The two collections: every use of Chroma, and every exception of its, ends here.

`passages` holds one record a passage (vector, text, flat metadata), `articles` one a revision of an article (raw text,
metadata). Vectors are always given in both: without them Chroma would try to download a model.

Records are written and read through the collection itself; for whoever uses a library from LlamaIndex, its store
reads them too (`vector_store`). Writing through it would cost 1.6 seconds more to import and a sixth more for each
record, and turn what is not known into "".
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from vectorstore.chroma_errors import Translated
from vectorstore.errors import LibraryDamaged
from vectorstore.manifest import from_files, from_texts
from vectorstore.records import Metadata, Stored, Vectors, to_passage
from vectorstore.types import Passage
from vectorstore.vector_files import RECORDS_AT_ONCE, VectorFiles

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
    from llama_index.core.vector_stores.types import BasePydanticVectorStore

PAGE_RECORDS = 2_000
"""How many records are read at once, so that neither memory nor SQLite's limits are met."""

KEYS_AT_ONCE = 100
"""How many articles' vectors are read at once: Chroma hands them over as numbers of Python's, which take much room."""

_openings = itertools.count()


class ChromaStore:
    """The collections of one store. Reads are safe from several threads; one process at a time may write."""

    def __init__(
        self, client: ClientAPI, *, passages: Collection, articles: Collection, folder: Path, url: str | None
    ) -> None:
        self._client = client
        self._passages = passages
        self._articles = articles
        self._files = None if url else VectorFiles(folder)
        self._translated = Translated(folder, url, mend=from_files(folder.parent))
        # Passages and their vectors, which have files of their own, can be made again from the articles.
        self._derived = Translated(folder, url, mend=from_texts(folder.parent))
        self._vectors_met = False
        self._batch = min(RECORDS_AT_ONCE, client.get_max_batch_size())

    @classmethod
    def open(cls, folder: Path, *, url: str | None = None, create: bool = False) -> ChromaStore:
        """The store in `folder`, or on the server at `url` under the folder's name.

        Raises LibraryDamaged when it is not there (unless it is to be created) or can't be read.
        """
        if not url and not create and not (folder / "chroma.sqlite3").is_file():
            raise LibraryDamaged(f"The store in {folder} is missing.", next=from_files(folder.parent))
        with Translated(folder, url, mend=from_files(folder.parent)):
            if not url:
                VectorFiles(folder).mend()
            client = _client(folder, url)
            names = {kind: f"byline-{folder.name}-{kind}" if url else kind for kind in ("passages", "articles")}
            opened = {kind: _collection(client, name, create) for kind, name in names.items()}
            return cls(client, **opened, folder=folder, url=url)

    def close(self) -> None:
        """Lets go of the files. The connection to a server stays, for the next store opened there."""
        if self._files is None:
            return
        self._files.close()
        # Every client of Chroma's has it; the interface it is declared with has not.
        self._client.close()  # type: ignore[attr-defined]

    def add_passages(self, stored: Stored) -> None:
        """Writes passages that are not there yet."""
        self._add(self._passages, stored)

    def add_articles(self, stored: Stored) -> None:
        """Writes articles that are not there yet: from here on they exist."""
        self._add(self._articles, stored)

    def _add(self, collection: Collection, stored: Stored) -> None:
        for start in range(0, len(stored.ids), self._batch):
            part = slice(start, start + self._batch)
            with self._translated, self._rewritten():
                collection.add(
                    ids=stored.ids[part],
                    embeddings=stored.vectors[part],
                    documents=stored.texts[part],
                    metadatas=list[Mapping[str, Any]](stored.metadata[part]),
                )

    def articles(self) -> Iterator[Metadata]:
        """The metadata of every article revision."""
        with self._translated:
            total = self._articles.count()
        for start in range(0, total, PAGE_RECORDS):
            with self._translated:
                found = self._articles.get(limit=PAGE_RECORDS, offset=start, include=["metadatas"])
            yield from (_flat(metadata) for metadata in found["metadatas"] or [])

    def article(self, key: str) -> tuple[Metadata, str] | None:
        """The metadata and the raw text of one article revision, or None."""
        with self._translated:
            found = self._articles.get(ids=[key], include=["metadatas", "documents"])
        if not found["ids"] or not found["metadatas"] or not found["documents"]:
            return None
        return _flat(found["metadatas"][0]), found["documents"][0]

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Those passages that are there, by id."""
        passages: dict[str, Passage] = {}
        for start in range(0, len(ids), PAGE_RECORDS):
            with self._derived:
                found = self._passages.get(
                    ids=list(ids[start : start + PAGE_RECORDS]), include=["documents", "metadatas"]
                )
            for id, text, metadata in zip(
                found["ids"], found["documents"] or [], found["metadatas"] or [], strict=True
            ):
                passages[id] = to_passage(text, {**metadata})  # type: ignore[dict-item]
        return passages

    def passages_of(self, key: str) -> dict[str, str]:
        """The texts of one article revision's passages, by id."""
        with self._derived:
            found = self._passages.get(where={"key": key}, include=["documents"])
        return dict(zip(found["ids"], found["documents"] or [], strict=True))

    def passage_ids(self) -> Iterator[str]:
        """The id of every passage, those of no article included."""
        for start in range(0, self.count_passages(), PAGE_RECORDS):
            with self._derived:
                yield from self._passages.get(limit=PAGE_RECORDS, offset=start, include=[])["ids"]

    def count_passages(self) -> int:
        """How many passages there are, those of no article included."""
        with self._derived:
            return self._passages.count()

    def vectors_of(self, keys: Sequence[str]) -> list[tuple[list[str], Vectors]]:
        """The ids and vectors, shape [passages, dimension], of those article revisions' passages, part by part."""
        parts = []
        for start in range(0, len(keys), KEYS_AT_ONCE):
            where: Any = {"key": {"$in": list(keys[start : start + KEYS_AT_ONCE])}}
            with self._derived:
                found = self._passages.get(where=where, include=["embeddings"])
            if found["ids"]:
                parts.append((found["ids"], np.asarray(found["embeddings"], dtype=np.float32)))
        return parts

    def nearest(self, vector: Vectors, *, limit: int) -> list[tuple[str, float]]:
        """The passages closest to `vector`, as (id, cosine), best first."""
        with self._derived:
            if not self._vectors_met:
                # Where their files are gone, a query says nothing and finds what the log still holds; this fails.
                self._passages.get(limit=1, include=["embeddings"])
                self._vectors_met = True
            found = self._passages.query(query_embeddings=vector.reshape(1, -1), n_results=limit, include=["distances"])
        distances = found["distances"] or [[]]
        return [(id, 1.0 - distance) for id, distance in zip(found["ids"][0], distances[0], strict=True)]

    def check(self) -> None:
        """Reads every vector. Raises LibraryDamaged when one is missing."""
        for start in range(0, self.count_passages(), PAGE_RECORDS):
            with self._derived:
                self._passages.get(limit=PAGE_RECORDS, offset=start, include=["embeddings"])

    def remove_passages(self, ids: Sequence[str]) -> None:
        """Removes those passages; unknown ids are none."""
        self._remove(self._passages, ids)

    def remove_articles(self, ids: Sequence[str]) -> None:
        """Removes those article revisions: from here on they do not exist."""
        self._remove(self._articles, ids)

    def _remove(self, collection: Collection, ids: Sequence[str]) -> None:
        for start in range(0, len(ids), self._batch):
            with self._translated, self._rewritten():
                collection.delete(ids=list(ids[start : start + self._batch]))

    def _rewritten(self) -> AbstractContextManager[None]:
        return self._files.rewritten() if self._files else nullcontext()

    def drop(self) -> None:
        """Removes both collections, for a store that another has replaced."""
        with self._translated:
            self._client.delete_collection(self._passages.name)
            self._client.delete_collection(self._articles.name)

    def vector_store(self) -> BasePydanticVectorStore:
        """The passages as LlamaIndex's Chroma store, to read from."""
        from llama_index.vector_stores.chroma import ChromaVectorStore

        return ChromaVectorStore(chroma_collection=self._passages)


def _client(folder: Path, url: str | None) -> ClientAPI:
    if url:
        return _server(url)
    import chromadb
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    # Chroma shares one open store among all clients of a path in a process, so a second opening would not see what
    # another process wrote. Spelling the path anew each time gives each opening a store of its own.
    spelling = str(folder.resolve()) + "/." * (next(_openings) % 256)
    return chromadb.PersistentClient(path=spelling, settings=Settings(anonymized_telemetry=False))


@functools.cache
def _server(url: str) -> ClientAPI:
    """The client of a server: one a process, for it sees all writes and its connections are never closed by Chroma."""
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    secure = parts.scheme == "https"
    return chromadb.HttpClient(
        host=parts.hostname or "localhost",
        port=parts.port or (443 if secure else 8000),
        ssl=secure,
        settings=Settings(anonymized_telemetry=False),
    )


def _collection(client: ClientAPI, name: str, create: bool) -> Collection:
    if not create:
        return client.get_collection(name, embedding_function=None)
    return client.get_or_create_collection(name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}})


def _flat(metadata: Mapping[str, Any]) -> Metadata:
    return dict(metadata)
