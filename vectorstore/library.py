"""The facade: a folder of articles that can be added to, removed from, listed and searched."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Sequence, Sized
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from vectorstore import manifest as manifests
from vectorstore.adding import Intake, Progress
from vectorstore.config import LibraryConfig, SearchSettings
from vectorstore.embedding import Encoder, load_encoder
from vectorstore.errors import LibraryError
from vectorstore.files import incoming
from vectorstore.lock import writing
from vectorstore.manifest import Manifest
from vectorstore.outlets import OutletTable
from vectorstore.rebuilding import rebuild
from vectorstore.records import key, to_article
from vectorstore.scope import Scope, Scopes
from vectorstore.searching import LEGS, search
from vectorstore.snapshot import Snapshot
from vectorstore.types import Article, ArticleRecord, FileReport, Filters, Query, SearchResult
from vectorstore.views import Views
from vectorstore.writer import Checkpoint, Writer, not_found, pass_by

SHORTEST_ID = 4
"""Characters of an id that name an article, where no other id begins with them."""

Read = TypeVar("Read")


class Library:
    """One library. Safe to use from several threads, and beside other processes: what they write is seen at once."""

    def __init__(
        self, config: LibraryConfig, *, encoder: Encoder | None = None, checkpoint: Checkpoint = pass_by
    ) -> None:
        self.config = config
        self._encoder = encoder
        self._checkpoint = checkpoint
        self._outlets: OutletTable | None = None
        self._loading = threading.Lock()
        self._views = Views(config, accept=self._accept)

    @classmethod
    def open(
        cls, config: LibraryConfig, *, encoder: Encoder | None = None, checkpoint: Checkpoint = pass_by
    ) -> Library:
        """The library in the config's folder, which need not exist yet. The encoder is loaded when it is needed.

        Raises LibraryMismatch when it was built with another model or format, LibraryDamaged when it can't be read.
        """
        library = cls(config, encoder=encoder, checkpoint=checkpoint)
        library.articles()
        return library

    @staticmethod
    def needs_rebuild(config: LibraryConfig) -> bool:
        """Whether the library was built with another model or format than this version and config would use."""
        manifest = manifests.load(config.path)
        return manifest is not None and bool(manifests.difference(manifest, config))

    @staticmethod
    def rebuild(
        config: LibraryConfig,
        *,
        from_dirs: Sequence[Path] = (),
        encoder: Encoder | None = None,
        progress: Progress | None = None,
        checkpoint: Checkpoint = pass_by,
    ) -> list[FileReport]:
        """Builds the library anew beside the old one, then swaps them; see `vectorstore.rebuilding`."""
        return rebuild(config, from_dirs=from_dirs, encoder=encoder, progress=progress, checkpoint=checkpoint)

    @property
    def encoder(self) -> Encoder:
        """The encoder, loaded at first use. Raises ModelError, or LibraryMismatch when the vectors are another's."""
        with self._loading:
            if self._encoder is None:
                loaded = load_encoder(self.config.model)
                manifest = manifests.load(self.config.path)
                if manifest is not None and manifest.digest != loaded.digest:
                    raise manifests.mismatch(self.config.path, f"other weights of the model {manifest.model}")
                self._encoder = loaded
            return self._encoder

    @property
    def outlets(self) -> OutletTable:
        """The outlets known by name, whether the library holds articles of theirs or not."""
        with self._loading:
            if self._outlets is None:
                self._outlets = OutletTable.load(self.config.outlets_file)
            return self._outlets

    def add(self, paths: Sequence[Path], *, progress: Progress | None = None) -> list[FileReport]:
        """Adds the files, and the folders with all below them; a report for each file, whatever became of it.

        Raises LibraryBusy at once when another process writes, and DiskFull.
        """
        items, total = incoming(paths, outlets=self.outlets, max_bytes=self.config.max_article_bytes)
        return self._add(items, total=total, progress=progress) if total else list(_reports(items))

    def add_articles(self, articles: Iterable[Article], *, progress: Progress | None = None) -> list[FileReport]:
        """Adds articles that were read elsewhere, as `add` does."""
        total = len(articles) if isinstance(articles, Sized) else 0
        return self._add(articles, total=total, progress=progress)

    def remove(self, id: str) -> ArticleRecord:
        """Removes one article and returns what was listed of it. Raises ArticleNotFound and LibraryBusy."""
        with writing(self.config.path), self._writer() as writer:
            return writer.remove(id)

    def articles(self) -> tuple[ArticleRecord, ...]:
        """All articles, by source. The same object as long as the library is the same."""
        return self._read(lambda snapshot: snapshot.listed if snapshot else ())

    def record(self, id: str) -> ArticleRecord:
        """What is listed of one article, by its id or a beginning that no other id shares. Raises ArticleNotFound."""
        records = self._read(_records)
        if id in records:
            return records[id]
        begun = [name for name in records if name.startswith(id)]
        if len(begun) == 1 and len(id) >= SHORTEST_ID:
            return records[begun[0]]
        raise not_found(id, longer=max(SHORTEST_ID, len(id) + 1) if begun else 0)

    def article(self, id: str) -> Article:
        """One article in full: its text, its story and what it says about itself. Raises ArticleNotFound."""

        def read(snapshot: Snapshot | None) -> Article:
            record = _records(snapshot).get(id)
            stored = snapshot.store.article(key(id, record.revision)) if snapshot and record else None
            if stored is None:
                raise not_found(id)
            return to_article(*stored)

        return self._read(read)

    def search(
        self,
        question: str,
        *,
        filters: Filters | None = None,
        limit: int = 20,
        legs: Collection[str] = LEGS,
        settings: SearchSettings | None = None,
    ) -> SearchResult:
        """The passages about the question, best first, at most `limit`, and what was searched."""
        query = Query(question, filters or Filters())
        (result,) = self.search_all([query], limit=limit, legs=legs, settings=settings)
        return result

    def search_all(
        self,
        queries: Sequence[Query],
        *,
        limit: int = 20,
        legs: Collection[str] = LEGS,
        settings: SearchSettings | None = None,
    ) -> tuple[SearchResult, ...]:
        """Several searches of one state of the library, at the cost of one call of the encoder."""

        def read(snapshot: Snapshot | None) -> tuple[SearchResult, ...]:
            if snapshot is None:
                return tuple(SearchResult(hits=(), articles=0, outlets=()) for _ in queries)
            return search(
                snapshot,
                queries,
                encoder=lambda: self.encoder,
                limit=limit,
                legs=legs,
                settings=settings or SearchSettings(),
            )

        return self._read(read)

    def scope(self, filters: Filters) -> Scope:
        """The articles that the filters leave."""
        return self._read(lambda snapshot: snapshot.scopes if snapshot else Scopes(())).of(filters)

    def holding(self, phrases: Sequence[str], *, filters: Filters | None = None) -> tuple[int, ...]:
        """How many passages have all the words of each phrase, in their text or title, in whatever form and order."""
        return self._read(
            lambda snapshot: snapshot.holding(phrases, filters or Filters()) if snapshot else (0,) * len(phrases)
        )

    def check(self) -> None:
        """Reads every article and counts every passage. Raises LibraryDamaged when something is missing."""

        def read(snapshot: Snapshot | None) -> None:
            if snapshot is not None:
                snapshot.check()

        self._read(read)

    def close(self) -> None:
        """Lets go of the files."""
        self._views.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _add(self, items: Iterable[Article | FileReport], *, total: int, progress: Progress | None) -> list[FileReport]:
        with writing(self.config.path), self._writer() as writer:
            return Intake(writer, encoder=lambda: self.encoder).add(items, total=total, progress=progress)

    def _writer(self) -> Writer:
        folder = self.config.path
        manifest = manifests.load(folder)
        if manifest is None:
            manifest = manifests.new(
                self.config, self.encoder, store=manifests.next_store(folder, url=self.config.chroma_url)
            )
            manifest.save(folder)
        self._accept(manifest)
        return Writer(folder, manifest, url=self.config.chroma_url, checkpoint=self._checkpoint)

    def _accept(self, manifest: Manifest) -> None:
        difference = manifests.difference(manifest, self.config, self._encoder)
        if difference:
            raise manifests.mismatch(self.config.path, difference)

    def _read(self, use: Callable[[Snapshot | None], Read]) -> Read:
        while True:
            before = manifests.stamp(self.config.path)
            try:
                with self._views.reading() as snapshot:
                    return use(snapshot)
            except LibraryError:
                # A rebuild may have taken the store away in the middle: then read from the one that took its place.
                # What this reading began with decides, as another thread may have opened the new store by now.
                if manifests.stamp(self.config.path) == before:
                    raise


def _records(snapshot: Snapshot | None) -> dict[str, ArticleRecord]:
    return snapshot.records if snapshot else {}


def _reports(items: Iterable[Article | FileReport]) -> Iterable[FileReport]:
    return (item for item in items if isinstance(item, FileReport))
