"""Search by words (BM25). Derived: what is here can be deleted at any time and is made again from the store."""

from __future__ import annotations

import json
import shutil
import struct
import zlib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from vectorstore.errors import LibraryDamaged
from vectorstore.keyword_errors import Reading, Room, damaged
from vectorstore.records import day_number, passage_key
from vectorstore.types import NOT_STATED, ArticleRecord, Filters

VERSION = 2
"""Part of the folder's name: another analysis of words, or other fields, make another index."""

FIELDS = {"text": 1.0, "title": 0.3, "outlet": 1.0}
"""The fields searched, and what a word found there weighs."""

MOST_TERMS = 200
"""Different words of a question that are searched for. A question of 10,000 words takes no longer than one of 200."""

WRITER_HEAP_BYTES = 30_000_000

# What every question has, and the words that news and questions about news are full of.
STOP_WORDS = """
a about after all also an and any are as at be been before being both but by can could did do does doing during each
for from further had has have having he her here hers him his how i if in into is it its itself just me more most my
no nor not of off on once only or other our out over own same she should so some such than that the their them then
there these they this those through to too under until up very was we were what when where which while who whom why
will with would you your
according article articles reported report reports says said say
""".split()

ANALYZER = "news"


class Keywords:
    """A keyword index over passages. Reading is safe from several threads; writing needs the library's lock."""

    def __init__(self, index: Any, folder: Path) -> None:
        self._index = index
        self._folder = folder
        self._room = Room(folder)
        self._reading = Reading(folder)
        self._analyzer = _analyzer()
        self._writer: Any = None
        index.register_tokenizer(ANALYZER, self._analyzer)
        self._reload()

    @classmethod
    def open(cls, store: Path) -> Keywords | None:
        """The index in a store's folder; None when it is not there or can't be read."""
        import tantivy

        folder = _folder(store)
        try:
            with Reading(folder):
                return cls(tantivy.Index.open(str(folder)), folder) if folder.is_dir() else None
        except LibraryDamaged:
            # Damaged, or made by another version; it is derived, so whoever may write makes it anew.
            return None

    @classmethod
    def made(cls, store: Path) -> Keywords:
        """The index in a store's folder, made anew, empty, where it is not there or can't be read."""
        import tantivy

        folder = _folder(store)
        opened = cls.open(store)
        if opened is not None:
            return opened
        # What it can't read itself, and what an older version of Byline left.
        for old in store.glob("keywords-*"):
            shutil.rmtree(old, ignore_errors=True)
        with Room(folder):
            folder.mkdir(parents=True)
            return cls(tantivy.Index(_schema(), path=str(folder)), folder)

    def counts(self) -> dict[str, int]:
        """How many passages of each article revision are indexed."""
        return dict(self._counts)

    def check(self) -> None:
        """Compares each file in use with the checksum at its end. Raises LibraryDamaged."""
        with self._reading:
            stated = json.loads((self._folder / "meta.json").read_bytes())
            segments = {segment["segment_id"].replace("-", "") for segment in stated["segments"]}
            for file in sorted(self._folder.iterdir()):
                if file.name.partition(".")[0] in segments and not _sound(file):
                    raise damaged(self._folder, f"{file.name} has changed since it was written")

    def add(self, record: ArticleRecord, passages: Mapping[str, str]) -> None:
        """Takes in one article revision's passages (id to text), to be seen after `commit`."""
        import tantivy

        fields = {"title": record.title, "outlet": record.outlet or "", "outlet_name": record.outlet or NOT_STATED}
        day = {} if record.day is None else {"day": day_number(record.day)}
        with self._room:
            for id, text in passages.items():
                self._writing().add_document(tantivy.Document(id=id, key=passage_key(id), text=text, **fields, **day))

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

    def search(self, question: str, *, limit: int, filters: Filters = Filters()) -> list[tuple[str, float]]:
        """The passages with the question's words, as (id, BM25 score), best first; only of what the filters leave.

        Raises LibraryDamaged.
        """
        import tantivy

        terms = list(dict.fromkeys(self._analyzer.analyze(question)))[:MOST_TERMS]
        if not terms:
            return []
        schema, should = self._index.schema, tantivy.Occur.Should
        words = [
            (should, tantivy.Query.boost_query(tantivy.Query.term_query(schema, field, term, "freq"), boost))
            for term in terms
            for field, boost in FIELDS.items()
        ]
        query = tantivy.Query.boolean_query(words)
        if filters:
            within = [tantivy.Query.const_score_query(part, 0.0) for part in _limits(schema, filters)]
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in (query, *within)])
        searcher = self._searcher
        with self._reading:
            found = searcher.search(query, limit, count=False).hits
            return [(searcher.doc(address).get_first("id"), score) for score, address in found]

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


def _schema() -> Any:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic", fast=True)
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name=ANALYZER, index_option="freq")
    # What filters ask for: the outlet's name as it is, and the day as a number.
    builder.add_text_field("outlet_name", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("day", indexed=True, fast=True)
    return builder.build()


def _limits(schema: Any, filters: Filters) -> list[Any]:
    """A query for each part of the filters; naming the articles instead would take longer the more there are."""
    import tantivy

    limits = []
    if filters.outlets:
        limits.append(tantivy.Query.term_set_query(schema, "outlet_name", list(filters.outlets)))
    if filters.after or filters.before:
        first, last = day_number(filters.after or date.min), day_number(filters.before or date.max)
        limits.append(tantivy.Query.range_query(schema, "day", tantivy.FieldType.Integer, first, last))
    return limits


def _analyzer() -> Any:
    """Words in lower case without accents, without stop words, by their English stem (Porter's second stemmer)."""
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple())
    steps = (
        Filter.remove_long(60),
        Filter.lowercase(),
        Filter.ascii_fold(),
        Filter.custom_stopword(STOP_WORDS),
        Filter.stemmer("english"),
    )
    for step in steps:
        builder = builder.filter(step)
    return builder.build()


def _sound(file: Path) -> bool:
    """Whether a file is what tantivy wrote: it ends with a checksum as JSON, that one's length and a fixed number."""
    try:
        content = file.read_bytes()
        length, _ = struct.unpack("<II", content[-8:])
        stated = json.loads(content[-8 - length : -8])
        return bool(stated["crc"] == zlib.crc32(content[: -8 - length]))
    except FileNotFoundError:
        # Merged into another in the meantime.
        return True
    except (struct.error, ValueError, KeyError, TypeError):
        return False
