"""Search by words (BM25). Derived: what is here can be deleted at any time and is made again from the store."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from vectorstore.analysis import analyzer
from vectorstore.config import Words
from vectorstore.errors import LibraryDamaged
from vectorstore.keyword_errors import Reading, Room, damaged
from vectorstore.keyword_fields import ANALYZER, boosts, limits, of_article, schema
from vectorstore.keyword_files import sound
from vectorstore.records import passage_key
from vectorstore.sentences import sentences
from vectorstore.types import ArticleRecord, Filters

VERSION = 3
"""Part of the folder's name: an index of another make is another index."""

MOST_TERMS = 200
"""Different words of a question that are searched for. A question of 10,000 words takes no longer than one of 200."""

TIES = 10
"""How many more are looked at than are wanted: the order of writing is not to say which of equals come in."""

WRITER_HEAP_BYTES = 30_000_000


class Keywords:
    """A keyword index over passages. Reading is safe from several threads; writing needs the library's lock."""

    def __init__(self, index: Any, folder: Path, words: Words) -> None:
        self._index = index
        self._folder = folder
        self._room = Room(folder)
        self._reading = Reading(folder)
        self._analyzer = analyzer(words)
        self._writer: Any = None
        index.register_tokenizer(ANALYZER, self._analyzer)
        self._reload()

    @classmethod
    def open(cls, store: Path, words: Words = Words()) -> Keywords | None:
        """The index in a store's folder; None when it is not there or can't be read."""
        import tantivy

        folder = _folder(store)
        try:
            with Reading(folder):
                return cls(tantivy.Index.open(str(folder)), folder, words) if folder.is_dir() else None
        except LibraryDamaged:
            # Damaged, or made by another version; it is derived, so whoever may write makes it anew.
            return None

    @classmethod
    def made(cls, store: Path, words: Words = Words()) -> Keywords:
        """The index in a store's folder, made anew, empty, where it is not there or can't be read."""
        import tantivy

        folder = _folder(store)
        opened = cls.open(store, words)
        if opened is not None:
            return opened
        # What it can't read itself, and what an older version of Byline left.
        for old in store.glob("keywords-*"):
            shutil.rmtree(old, ignore_errors=True)
        with Room(folder):
            folder.mkdir(parents=True)
            return cls(tantivy.Index(schema(), path=str(folder)), folder, words)

    def counts(self) -> dict[str, int]:
        """How many passages of each article revision are indexed."""
        return dict(self._counts)

    def check(self) -> None:
        """Compares each file in use with the checksum at its end. Raises LibraryDamaged."""
        with self._reading:
            stated = json.loads((self._folder / "meta.json").read_bytes())
            segments = {segment["segment_id"].replace("-", "") for segment in stated["segments"]}
            for file in sorted(self._folder.iterdir()):
                if file.name.partition(".")[0] in segments and not sound(file):
                    raise damaged(self._folder, f"{file.name} has changed since it was written")

    def add(self, record: ArticleRecord, passages: Mapping[str, str]) -> None:
        """Takes in one article revision's passages (id to text), to be seen after `commit`."""
        import tantivy

        fields = of_article(record)
        with self._room:
            for id, text in passages.items():
                document = tantivy.Document(id=id, key=passage_key(id), text=text, **fields)
                document.add_bytes("sentences", self._by_sentence(text).encode())
                self._writing().add_document(document)

    def remove(self, keys: Iterable[str]) -> None:
        """Drops article revisions, to be gone after `commit`."""
        with self._room:
            for key in keys:
                self._writing().delete_documents_by_term("key", key)

    def commit(self) -> None:
        """Makes what was added and removed since the last commit visible, all of it or none."""
        if self._writer is None:
            return
        with self._room:
            self._writer.commit()
        self._reload()

    def close(self) -> None:
        """Ends writing. What was not committed is forgotten."""
        if self._writer is not None:
            self._writer.rollback()
            self._writer.wait_merging_threads()
            self._writer = None

    def search(
        self,
        question: str,
        *,
        limit: int,
        filters: Filters = Filters(),
        without: Collection[str] = (),
        weights: Mapping[str, float] | None = None,
    ) -> list[tuple[str, float]]:
        """The passages with the question's words, as (id, BM25 score), best first; only of what the filters leave
        that is of no revision `without`.

        `weights` says what a word found in each of FIELDS weighs, 1 where it says nothing. Raises LibraryDamaged.
        """
        import tantivy

        terms = self._terms(question)
        if not terms:
            return []
        schema, should = self._index.schema, tantivy.Occur.Should
        words = [
            (should, tantivy.Query.boost_query(tantivy.Query.term_query(schema, field, term, "freq"), boost))
            for term in terms
            for field, boost in boosts(weights)
        ]
        query = tantivy.Query.boolean_query(words)
        if filters or without:
            parts = [
                (kind, tantivy.Query.const_score_query(part, 0.0)) for kind, part in limits(schema, filters, without)
            ]
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *parts])
        searcher = self._searcher
        with self._reading:
            hits = searcher.search(query, limit + TIES, count=False).hits
            found = [(searcher.doc(address).get_first("id"), score) for score, address in hits]
        return sorted(found, key=lambda item: (-item[1], item[0]))[:limit]

    def closest(self, question: str, ids: Sequence[str]) -> list[tuple[str, float]]:
        """The passages `ids` by their best sentence: as (id, share of the question's words in it), best first.

        A word weighs its inverse document frequency among the passages, as in BM25. Raises LibraryDamaged.
        """
        import tantivy

        searcher, terms = self._searcher, self._terms(question)
        if not terms or not ids:
            return []
        with self._reading:
            total = searcher.num_docs
            counts = {term: searcher.doc_freq("text", term) for term in terms}
            weights = {term: math.log1p((total - n + 0.5) / (n + 0.5)) for term, n in counts.items() if n}
            asked, whole = frozenset(weights), sum(weights.values()) or 1.0
            found = searcher.search(
                tantivy.Query.term_set_query(self._index.schema, "id", list(ids)), len(ids), count=False
            )
            shares = []
            for _, address in found.hits:
                document = searcher.doc(address)
                lines = document.get_first("sentences").decode().split("\n")
                best = max(math.fsum(map(weights.__getitem__, asked.intersection(line.split(" ")))) for line in lines)
                shares.append((document.get_first("id"), best / whole))
        return sorted(shares, key=lambda item: (-item[1], item[0]))

    def holding(self, phrase: str, *, filters: Filters = Filters(), without: Collection[str] = ()) -> int:
        """How many passages have all the words of `phrase`, in text or title; of the same as in `search`.

        A phrase of stop words alone is in none. Raises LibraryDamaged.
        """
        import tantivy

        schema, must, should = self._index.schema, tantivy.Occur.Must, tantivy.Occur.Should
        words = [
            (
                must,
                tantivy.Query.boolean_query(
                    [(should, tantivy.Query.term_query(schema, field, term, "basic")) for field in ("text", "title")]
                ),
            )
            for term in self._terms(phrase)
        ]
        if not words:
            return 0
        query = tantivy.Query.boolean_query([*words, *limits(schema, filters, without)])
        with self._reading:
            return int(self._searcher.search(query, 1, count=True).count)

    def _terms(self, question: str) -> list[str]:
        return list(dict.fromkeys(self._analyzer.analyze(question)))[:MOST_TERMS]

    def _by_sentence(self, text: str) -> str:
        """The words of each sentence, one sentence a line: so that a search need not read them out of the text."""
        return "\n".join(" ".join(self._analyzer.analyze(text[span.start : span.end])) for span in sentences(text))

    def _reload(self) -> None:
        import tantivy

        self._index.reload()
        self._searcher = self._index.searcher()
        self._counts = self._searcher.terms_with_prefix("key", "", filter_query=tantivy.Query.all_query())

    def _writing(self) -> Any:
        if self._writer is None:
            # One thread: the encoder needs the others, and passages keep their order.
            self._writer = self._index.writer(WRITER_HEAP_BYTES, 1)
        return self._writer


def _folder(store: Path) -> Path:
    return store / f"keywords-{VERSION}"
