"""Articles into a library: what is new, what changed, under which name; cut, encoded and written in batches.

While some batches are encoded, on a thread of its own, those before them are written and the next is read and cut.
"""

from __future__ import annotations

import time
from collections import ChainMap, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path

from vectorstore.articles import article_id, revision
from vectorstore.dates import read_date
from vectorstore.drafts import Draft, Incoming, drafted
from vectorstore.embedding import Encoder
from vectorstore.frontmatter import read_front_matter
from vectorstore.language import looks_english
from vectorstore.lines import words
from vectorstore.records import Vectors
from vectorstore.types import Article, FileReport
from vectorstore.writer import Prepared, Writer

BATCH_CHARACTERS = 60_000
"""About 60 passages: enough to encode them by length, and encoded in seconds on a slow machine too."""

WRITE_SECONDS = 3.0
"""Batches wait so long to be written together, at most: so much is lost when killed, and so often something is told."""

AHEAD = 4
"""Batches that are with the encoder at once, so that it has something to do while others are written."""

Progress = Callable[[int, int, str], None]
"""Called with how many are done, of how many, and the source just done."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Articles whose passages are being encoded, by id; `reports` is how many reports there were then."""

    articles: dict[str, Incoming]
    drafts: Sequence[Draft]
    vectors: Future[Vectors]
    reports: int

    def prepared(self) -> list[Prepared]:
        """What is to be written."""
        vectors = self.vectors.result()
        ends = accumulate(len(draft.passages) for draft in self.drafts)
        return [
            Prepared(draft.article, draft.record, draft.passages, vectors[end - len(draft.passages) : end])
            for draft, end in zip(self.drafts, ends, strict=True)
        ]


class Intake:
    """Takes articles in one by one and hands them to the writer in batches, each kept whatever comes after it.

    For one call of `add`. `added` says when an article, by its id, first came in, for those that did before.
    """

    def __init__(
        self, writer: Writer, *, encoder: Callable[[], Encoder], added: Mapping[str, str] | None = None
    ) -> None:
        self._writer = writer
        self._encoder = encoder
        self._added = added or {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="encode")
        self._pending: dict[str, Incoming] = {}
        self._encoding: deque[_Batch] = deque()
        self._encoded: list[_Batch] = []
        self._written_at = 0.0
        self._characters = 0
        self._reports: list[FileReport] = []
        self._written = 0

    def add(
        self, incoming: Iterable[Article | FileReport], *, total: int, progress: Progress | None = None
    ) -> list[FileReport]:
        """A report for each article; one that comes among the articles is passed on. Raises DiskFull."""
        told = 0
        try:
            for item in incoming:
                self._reports.append(item if isinstance(item, FileReport) else self._take(item))
                if self._characters >= BATCH_CHARACTERS:
                    self._go_on()
                told = self._tell(progress, told, total)
            self._finish()
        finally:
            # After an error, what is still being encoded is not waited for.
            self._thread.shutdown(wait=False, cancel_futures=True)
        self._tell(progress, told, total)
        return self._reports

    def _take(self, article: Article) -> FileReport:
        """Notes the article for the next batch, unless the library holds it as it is."""
        article = self._placed(article)
        id, new = article_id(article.source), revision(article)
        coming = self._coming(id)
        if coming is not None and coming.revision == new:
            return FileReport(article.source, "unchanged", id)
        if coming is not None:
            self._finish()
        held = self._writer.records.get(id)
        if held is not None and held.revision == new:
            return FileReport(article.source, "unchanged", id)
        added = self._added.get(id) or datetime.now(UTC).isoformat(timespec="seconds")
        self._pending[id] = Incoming(article, id, new, added)
        self._characters += len(article.text)
        return FileReport(article.source, "updated" if held else "added", id, warnings=_warnings(article))

    def _coming(self, id: str) -> Incoming | None:
        """The article of that id that is not written yet."""
        batches = (*self._encoded, *self._encoding)
        return ChainMap(self._pending, *(batch.articles for batch in batches)).get(id)

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
        coming, record = self._coming(id), self._writer.records.get(id)
        if coming is None and record is None:
            return True
        root = coming.article.root if coming else record.root if record else ""
        if root == article.root:
            return True
        if coming is not None:
            text, outlet = coming.article.text, coming.article.outlet.value if coming.article.outlet else None
        else:
            text, outlet = (self._writer.text(record) or "", record.outlet) if record else ("", None)
        # A folder that is gone was moved or renamed, or it was another's: then the text is another one.
        if not _exists(Path(root) / article.source):
            return _alike(text, article.text)
        return text == article.text and outlet == (article.outlet.value if article.outlet else None)

    def _go_on(self, ahead: int | None = None) -> None:
        """Has what is pending encoded, and writes what was encoded before it, if it is time.

        It waits until no more than `ahead` batches, or else AHEAD, are with the encoder.
        """
        if self._pending:
            self._encoding.append(self._begun())
        most = AHEAD if ahead is None else ahead
        # The last one stays with the encoder, though it may be done: the next comes before anything is written.
        while len(self._encoding) > most or (len(self._encoding) > 1 and self._encoding[0].vectors.done()):
            failed = self._encoding[0].vectors.exception()
            if failed:
                self._write()
                raise failed
            self._encoded.append(self._encoding.popleft())
        if not self._encoding or time.monotonic() - self._written_at >= WRITE_SECONDS:
            self._write()

    def _write(self) -> None:
        """Writes all that is encoded."""
        if self._encoded:
            self._writer.write([item for batch in self._encoded for item in batch.prepared()])
            self._written = self._encoded[-1].reports
            self._written_at = time.monotonic()
            self._encoded.clear()

    def _begun(self) -> _Batch:
        encoder = self._encoder()
        batch, self._pending, self._characters = self._pending, {}, 0
        manifest = self._writer.manifest
        drafts = drafted(
            list(batch.values()), encoder=encoder, passage_tokens=manifest.passage_tokens, heading=manifest.heading
        )
        # One call for the whole batch: the encoder puts texts of a length together.
        vectors = self._thread.submit(encoder.encode, [text for draft in drafts for text in draft.texts])
        return _Batch(batch, drafts, vectors, reports=len(self._reports))

    def _finish(self) -> None:
        """Has all that came in written."""
        while self._unfinished:
            self._go_on(ahead=max(0, len(self._encoding) - 1))

    @property
    def _unfinished(self) -> bool:
        return bool(self._pending or self._encoding or self._encoded)

    def _tell(self, progress: Progress | None, told: int, total: int) -> int:
        """Tells of the reports that nothing is left to do for, and returns how many are told of by now."""
        done = self._written if self._unfinished else len(self._reports)
        if progress is not None:
            for number in range(told, done):
                progress(number + 1, max(total, number + 1), self._reports[number].source)
        return max(told, done)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        # Behind a folder that may not be entered, or of a name too long.
        return False


def _alike(one: str, other: str) -> bool:
    """Whether two texts have half of their words in common, as two states of an article do."""
    these, those = set(words(one)), set(words(other))
    return 2 * len(these & those) >= len(these | those)


def _warnings(article: Article) -> tuple[str, ...]:
    notes = [
        f"“{field.value[:40]}” in its front matter is no date that can be read"
        for field in read_front_matter(article.text).fields
        if field.name in ("published", "updated") and not read_date(field.value)
    ]
    if not article.story:
        return (*notes, "no story was found in it")
    story = article.text[article.story[0].start : article.story[-1].end]
    if not looks_english(story):
        notes.append("it does not look English, so it will be found less well")
    return tuple(notes)
