"""A store open for writing, in the order that survives a kill at any point.

Passages first, then the article's record, which makes the article exist; then the revision it replaces goes, record
first; then the keywords; then the manifest's new generation, which tells the readers. What a kill leaves behind is
passages of no article, a replaced revision, or keywords that lag: opening a `Writer` clears all three away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from vectorstore.chroma import ChromaStore
from vectorstore.disk import require_room
from vectorstore.errors import ArticleNotFound, LibraryDamaged
from vectorstore.keywords import Keywords
from vectorstore.lock import settled
from vectorstore.manifest import Manifest, from_texts
from vectorstore.records import Stored, Vectors, article_metadata, key, passage_id, passage_key, passage_metadata
from vectorstore.snapshot import newest, passage_counts
from vectorstore.types import Article, ArticleRecord, Passage

Checkpoint = Callable[[str], None]
"""Called at each named point between two writes, so that a test can stop there."""


WRITTEN_PER_BYTE = 8
"""Disk taken for each byte of text and vectors, measured at 3 to 6: Chroma's log, its text index, the keywords."""


def pass_by(point: str) -> None:
    """The checkpoint that does nothing."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An article ready to be written. `vectors` has one row a passage."""

    article: Article
    record: ArticleRecord
    passages: Sequence[Passage]
    vectors: Vectors


class Writer:
    """A store open for writing. Whoever makes one holds the library's lock.

    With `publishes` off nothing is told to the readers: the store is built beside the one in use.
    """

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        *,
        url: str | None = None,
        publishes: bool = True,
        checkpoint: Checkpoint = pass_by,
    ) -> None:
        self.manifest = manifest
        self.records: dict[str, ArticleRecord] = {}
        self._folder = folder
        self._publishes = publishes
        self._checkpoint = checkpoint
        with ExitStack() as failed:
            with settled(folder):
                self._store = ChromaStore.open(folder / manifest.store, url=url, create=manifest.generation == 0)
                failed.callback(self._store.close)
                self._keywords = Keywords.made(folder / manifest.store, manifest.words)
                failed.callback(self._keywords.close)
            self._mend()
            failed.pop_all()

    def close(self) -> None:
        """Lets go of the files."""
        self._keywords.close()
        # Its copy of the vectors' files goes, at which nobody who opens the store may be looking.
        with settled(self._folder):
            self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def text(self, record: ArticleRecord) -> str | None:
        """The raw text of an article that is held."""
        stored = self._store.article(key(record.id, record.revision))
        return stored[1] if stored else None

    def write(self, batch: Sequence[Prepared]) -> None:
        """Adds the articles, each in place of the revision that is held of it. Raises DiskFull."""
        # Chroma half-applies a write that the disk cuts short.
        require_room(self._folder, _size(batch))
        replaced = [self.records[item.record.id] for item in batch if item.record.id in self.records]
        with settled(self._folder):
            self._store.add_passages(_passages(batch))
            self._checkpoint("passages")
            self._store.add_articles(_articles(batch, self.manifest.generation + 1))
            self._checkpoint("articles")
            self.records.update({item.record.id: item.record for item in batch})
            self._drop(replaced)
            for item in batch:
                self._keywords.add(item.record, _texts(item))
            self._checkpoint("keywords added")
            self._keywords.commit()
            self._checkpoint("keywords")
            self.publish()

    def remove(self, id: str) -> ArticleRecord:
        """Removes one article, its record first. Raises ArticleNotFound."""
        record = self.records.get(id)
        if record is None:
            raise not_found(id)
        with settled(self._folder):
            self._drop([record])
            del self.records[id]
            self._keywords.commit()
            self._checkpoint("keywords")
            self.publish()
        return record

    def publish(self) -> None:
        """Tells the readers that there is something new."""
        self.manifest = replace(self.manifest, generation=self.manifest.generation + 1)
        if self._publishes:
            self.manifest.save(self._folder)
            self._checkpoint("published")

    def _drop(self, records: Sequence[ArticleRecord]) -> None:
        if not records:
            return
        names = [key(record.id, record.revision) for record in records]
        self._store.remove_articles(names)
        self._checkpoint("record removed")
        self._store.remove_passages([id for name in names for id in self._store.passages_of(name)])
        self._checkpoint("passages removed")
        self._keywords.remove(names)

    def _mend(self) -> None:
        """Clears away what a kill left behind. Raises LibraryDamaged when passages are missing."""
        with settled(self._folder):
            self.records, replaced = newest(self._store.articles())
            self._store.remove_articles(replaced)
            counts = passage_counts(self.records.values())
            if self._store.count_passages() != sum(counts.values()):
                orphans = [id for id in self._store.passage_ids() if passage_key(id) not in counts]
                self._store.remove_passages(orphans)
            if self._store.count_passages() != sum(counts.values()):
                raise LibraryDamaged(
                    f"Passages are missing from the library in {self._folder}.", next=from_texts(self._folder)
                )
            if self._mend_keywords(counts) or replaced:
                self.publish()

    def _mend_keywords(self, counts: Mapping[str, int]) -> bool:
        indexed = self._keywords.counts()
        wrong = {name for name in indexed.keys() | counts.keys() if indexed.get(name) != counts.get(name)}
        self._keywords.remove(wrong)
        for record in self.records.values():
            name = key(record.id, record.revision)
            if name in wrong and record.passages:
                self._keywords.add(record, self._store.passages_of(name))
        self._keywords.commit()
        return bool(wrong)


def _size(batch: Sequence[Prepared]) -> int:
    """About how many bytes the batch takes on the disk."""
    texts = sum(2 * len(item.article.text.encode(errors="replace")) for item in batch)
    return WRITTEN_PER_BYTE * (texts + sum(item.vectors.nbytes for item in batch))


def not_found(id: str, *, longer: int = 0) -> ArticleNotFound:
    """The error for an id that no article has; with `longer` it begins one, and needs so many digits."""
    next = (
        f"Give {longer} digits of it or more; byline articles lists the ids."
        if longer
        else "List them with: byline articles"
    )
    return ArticleNotFound(f"No article has the id “{id}”.", next=next)


def _texts(item: Prepared) -> dict[str, str]:
    return {passage_id(passage, item.record.revision): passage.text for passage in item.passages}


def _passages(batch: Sequence[Prepared]) -> Stored:
    return Stored(
        ids=[id for item in batch for id in _texts(item)],
        vectors=np.concatenate([item.vectors for item in batch]),
        texts=[text for item in batch for text in _texts(item).values()],
        metadata=[passage_metadata(passage, item.record) for item in batch for passage in item.passages],
    )


def _articles(batch: Sequence[Prepared], generation: int) -> Stored:
    return Stored(
        ids=[key(item.record.id, item.record.revision) for item in batch],
        vectors=np.stack([mean_direction(item.vectors) for item in batch]),
        texts=[item.article.text for item in batch],
        metadata=[article_metadata(item.article, item.record, generation=generation) for item in batch],
    )


def mean_direction(vectors: Vectors) -> Vectors:
    """The unit vector nearest to all rows, shape [dimension]; the first axis where they are none or cancel out."""
    total = vectors.sum(axis=0)
    length = float(np.linalg.norm(total))
    if length < 1e-6:
        total = np.zeros(vectors.shape[1], dtype=np.float32)
        total[0] = length = 1.0
    return np.asarray(total / length, dtype=np.float32)
