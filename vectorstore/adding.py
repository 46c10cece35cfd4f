"""Articles into a library: what is new, what changed, under which name; cut, encoded and written in batches."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

from vectorstore.articles import article_id, revision
from vectorstore.config import Heading
from vectorstore.embedding import Encoder
from vectorstore.language import looks_english
from vectorstore.passages import cut
from vectorstore.records import record_of
from vectorstore.types import Article, ArticleRecord, FileReport, Passage
from vectorstore.writer import Prepared, Writer

BATCH_CHARACTERS = 300_000
"""About 300 passages: enough to encode them by length, few enough to lose little when killed."""

HEADING_TOKENS = 40
"""How much of an article's title and outlet is encoded with each of its passages, where there is room for it."""

SPECIAL_TOKENS = 8
"""Kept free for the encoder's own marks and the seam between heading and passage."""

Progress = Callable[[int, int, str], None]
"""Called with how many are done, of how many, and the source just done."""


@dataclass(frozen=True, slots=True)
class _Pending:
    article: Article
    id: str
    revision: str


class Intake:
    """Takes articles in one by one and hands them to the writer in batches, each kept whatever comes after it.

    `added` says when an article, by its id, first came in, for those that did before.
    """

    def __init__(
        self, writer: Writer, *, encoder: Callable[[], Encoder], added: Mapping[str, str] | None = None
    ) -> None:
        self._writer = writer
        self._encoder = encoder
        self._added = added or {}
        self._pending: dict[str, _Pending] = {}
        self._characters = 0

    def add(
        self, incoming: Iterable[Article | FileReport], *, total: int, progress: Progress | None = None
    ) -> list[FileReport]:
        """A report for each article; one that comes among the articles is passed on. Raises DiskFull."""
        reports: list[FileReport] = []
        told = 0
        for item in incoming:
            reports.append(item if isinstance(item, FileReport) else self._take(item))
            if self._characters >= BATCH_CHARACTERS:
                self._flush()
            if not self._pending:
                told = _tell(progress, reports, told, total)
        self._flush()
        _tell(progress, reports, told, total)
        return reports

    def _take(self, article: Article) -> FileReport:
        """Notes the article for the next batch, unless the library holds it as it is."""
        article = self._placed(article)
        id, new = article_id(article.source), revision(article)
        if id in self._pending and self._pending[id].revision != new:
            self._flush()
        held = self._writer.records.get(id)
        if id in self._pending or (held is not None and held.revision == new):
            return FileReport(article.source, "unchanged", id)
        self._pending[id] = _Pending(article, id, new)
        self._characters += len(article.text)
        return FileReport(article.source, "updated" if held else "added", id, warnings=_warnings(article))

    def _placed(self, article: Article) -> Article:
        """The article under a source of its own: no file silently replaces the one of another folder.

        One that another article has is preceded by the name of its folder, and of the folder above, until it is free.
        """
        folders = [part for part in Path(article.root).parts if part != Path(article.root).anchor]
        source = article.source
        while not self._free(source, article):
            if not folders:
                return replace(article, source=f"{article.root}/{article.source}")
            source = f"{folders.pop()}/{source}"
        return replace(article, source=source)

    def _free(self, source: str, article: Article) -> bool:
        """Whether no other article has the name: a later state of the same, a moved one, a copy are no others."""
        id = article_id(source)
        pending, record = self._pending.get(id), self._writer.records.get(id)
        if pending is None and record is None:
            return True
        root = pending.article.root if pending else record.root if record else ""
        if root == article.root or not (Path(root) / article.source).exists():
            return True
        if pending is not None:
            return pending.article.text == article.text and pending.article.outlet == article.outlet
        outlet = article.outlet.value if article.outlet else None
        return record is not None and record.outlet == outlet and self._writer.text(record) == article.text

    def _flush(self) -> None:
        """Cuts, encodes and writes what is pending."""
        batch = list(self._pending.values())
        if batch:
            self._writer.write(self._prepared(batch))
        self._pending.clear()
        self._characters = 0

    def _prepared(self, batch: Sequence[_Pending]) -> list[Prepared]:
        encoder = self._encoder()
        limit = min(self._writer.manifest.passage_tokens, encoder.max_tokens - SPECIAL_TOKENS)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        cuts = [cut(item.article, article_id=item.id, count=encoder.count, limit=limit) for item in batch]
        records = [
            record_of(
                item.article,
                id=item.id,
                revision=item.revision,
                passages=len(passages),
                added=self._added.get(item.id, now),
            )
            for item, passages in zip(batch, cuts, strict=True)
        ]
        texts = [
            text
            for record, passages in zip(records, cuts, strict=True)
            for text in headed(record, passages, encoder, heading=self._writer.manifest.heading)
        ]
        # One call for the whole batch: the encoder puts texts of a length together.
        vectors = encoder.encode(texts)
        ends = list(accumulate(len(passages) for passages in cuts))
        return [
            Prepared(item.article, record, passages, vectors[end - len(passages) : end])
            for item, record, passages, end in zip(batch, records, cuts, ends, strict=True)
        ]


def headed(
    record: ArticleRecord, passages: Sequence[Passage], encoder: Encoder, *, heading: Heading = "title and outlet"
) -> list[str]:
    """What is encoded for each passage: as much of the article's title and outlet as there is room for, then its text.

    The passage itself is always read in full: a long one goes without a heading.
    """
    parts = {"none": (), "title": (record.title,), "title and outlet": (record.title, record.outlet)}[heading]
    words = ". ".join(part for part in parts if part).split()
    sizes = list(accumulate(encoder.count(words))) if words else []
    weights = encoder.count([passage.text for passage in passages]) if passages else []
    rooms = [min(HEADING_TOKENS, encoder.max_tokens - SPECIAL_TOKENS - weight) for weight in weights]
    headings = [" ".join(words[: bisect_right(sizes, room)]) for room in rooms]
    return [
        f"{start}\n{passage.text}" if start else passage.text for start, passage in zip(headings, passages, strict=True)
    ]


def _warnings(article: Article) -> tuple[str, ...]:
    if not article.story:
        return ("no story was found in it",)
    story = article.text[article.story[0].start : article.story[-1].end]
    return () if looks_english(story) else ("it does not look English, so it will be found less well",)


def _tell(progress: Progress | None, reports: Sequence[FileReport], told: int, total: int) -> int:
    if progress is not None:
        for done in range(told, len(reports)):
            progress(done + 1, max(total, done + 1), reports[done].source)
    return len(reports)
