"""One state of a library, open for reading: the store's records as they were, its collections and its keywords."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from vectorstore.chroma import ChromaStore
from vectorstore.dense import Dense
from vectorstore.errors import LibraryDamaged
from vectorstore.keywords import Keywords
from vectorstore.lock import settled
from vectorstore.manifest import Manifest, from_files, from_texts
from vectorstore.records import Metadata, key, to_record
from vectorstore.scope import Scopes
from vectorstore.types import ArticleRecord, Filters


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Opened once, never changed; a newer state is another snapshot. `keywords` is None where they are not made yet."""

    folder: Path
    manifest: Manifest
    store: ChromaStore
    keywords: Keywords | None
    records: dict[str, ArticleRecord]
    listed: tuple[ArticleRecord, ...]
    """The records by source: one object for one state, so that what is derived from it can be kept."""
    scopes: Scopes
    dense: Dense

    @classmethod
    def open(cls, folder: Path, manifest: Manifest, *, url: str | None) -> Snapshot:
        """The store that the manifest names. Raises LibraryDamaged when it can't be read."""
        place = folder / manifest.store
        with settled(folder), ExitStack() as failed:
            store = ChromaStore.open(place, url=url)
            failed.callback(store.close)
            records, _ = newest(store.articles())
            # At the first question about a collection Chroma reads its vectors' files, and does what they still lack by
            # its log. Both are asked here, while no one writes.
            store.count_passages()
            keywords = Keywords.open(place, manifest.words)
            failed.pop_all()
        scopes = Scopes(records.values())
        return cls(
            folder=folder,
            manifest=manifest,
            store=store,
            keywords=keywords,
            records=records,
            listed=tuple(sorted(records.values(), key=lambda record: record.source)),
            scopes=scopes,
            dense=Dense(store, total=scopes.everything.passages),
        )

    def close(self) -> None:
        """Lets go of the files."""
        self.store.close()

    def holding(self, phrases: Sequence[str], filters: Filters) -> tuple[int, ...]:
        """How many passages that the filters leave have all the words of each phrase."""
        if self.keywords is None:
            return (0,) * len(phrases)
        within = self.scopes.of(filters)
        return tuple(self.keywords.holding(phrase, filters=filters, without=within.without) for phrase in phrases)

    def check(self) -> None:
        """Reads every text and vector, counts the passages, sums up the keywords' files. Raises LibraryDamaged."""
        for record in self.records.values():
            stored = self.store.article(key(record.id, record.revision))
            if stored is None or len(stored[1]) != record.characters:
                raise LibraryDamaged(f"The text of {record.source} is not in the store.", next=from_files(self.folder))
        missing = sum(passage_counts(self.records.values()).values()) - self.store.count_passages()
        if missing > 0:
            raise LibraryDamaged(f"{missing} passages are missing from the store.", next=from_texts(self.folder))
        self.store.check()
        if self.keywords is not None:
            with settled(self.folder):
                self.keywords.check()

    @property
    def complete(self) -> bool:
        """Whether the keyword index holds exactly the passages of the articles."""
        return self.keywords is not None and self.keywords.counts() == passage_counts(self.records.values())


def newest(metadata: Iterable[Metadata]) -> tuple[dict[str, ArticleRecord], list[str]]:
    """The newest revision of each article, by article id, and the keys of the revisions that it replaced."""
    latest: dict[str, Metadata] = {}
    replaced: list[str] = []
    for item in sorted(metadata, key=lambda item: int(item["generation"])):
        id = str(item["article_id"])
        if id in latest:
            replaced.append(str(latest[id]["key"]))
        latest[id] = item
    return {id: to_record(item) for id, item in latest.items()}, replaced


def passage_counts(records: Iterable[ArticleRecord]) -> dict[str, int]:
    """How many passages each article revision has, by key; those with none are left out."""
    return {key(record.id, record.revision): record.passages for record in records if record.passages}
