"""What the command line prints of a library: its articles, one of them in full, what became of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from qa import writer
from qa.terminal import dates, plain
from qa.types import OUTLET_NOT_STATED
from vectorstore.types import Article, ArticleRecord, Attribute, FileReport

OUTCOMES = {"added": "green", "updated": "green", "unchanged": "dim", "skipped": "yellow", "refused": "red"}
LONG_LIST = 40
"""Rows. A longer list of files shows only those that want attention; `--json` has them all."""

TABLE_WIDTH = 110
"""Columns. In a narrower terminal the articles are listed one below the other."""


def articles(records: Sequence[ArticleRecord], *, width: int) -> RenderableType:
    """The articles as a table; where so many columns would leave each too little room, one below the other."""
    named = {record.outlet for record in records if record.outlet}
    total = f"{writer.count(len(records), 'article')}, {writer.count(len(named), 'outlet')}"
    listed = _table(records) if width >= TABLE_WIDTH else Group(*(_stacked(record) for record in records))
    return Group(listed, Text(), plain(total + ".", "dim"))


def _stacked(record: ArticleRecord) -> RenderableType:
    """One article on lines of its own."""
    said = (record.outlet or OUTLET_NOT_STATED, dates(record) or "no date stated", ", ".join(record.authors))
    lines = [plain(" · ".join(filter(None, said))), plain(f"{record.id} · {record.source}", "dim")]
    return Group(plain(record.title or "(no title)", "bold"), *(Padding(line, (0, 0, 0, 2)) for line in lines))


def _table(records: Sequence[ArticleRecord]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("id", "outlet", "title", "dates", "author", "file or address"):
        table.add_column(column, overflow="fold", no_wrap=column == "id")
    for record in records:
        table.add_row(
            plain(record.id),
            plain(record.outlet or OUTLET_NOT_STATED, "" if record.outlet else "italic"),
            plain(record.title or "(no title)"),
            plain(dates(record) or "not stated"),
            plain(", ".join(record.authors)),
            plain(record.source),
        )
    return table


def reports(files: Sequence[FileReport]) -> RenderableType:
    """What became of each file: all of them, or of a long list those that want attention."""
    shown = [file for file in files if len(files) <= LONG_LIST or file.outcome in ("skipped", "refused")]
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("outcome", "id", "file", "why"):
        table.add_column(column, overflow="fold", no_wrap=column in ("outcome", "id"))
    for file in shown:
        why = "; ".join(note for note in (_why(file), *file.warnings) if note)
        outcome = plain(file.outcome, OUTCOMES.get(file.outcome, ""))
        table.add_row(outcome, plain(file.article_id or ""), plain(_near(file.source)), plain(why))
    counts = Counter(file.outcome for file in files)
    total = ", ".join(f"{counts[outcome]} {outcome}" for outcome in OUTCOMES if counts[outcome])
    summary = plain(f"{total or 'Nothing to add'}.", "bold")
    return Group(table, Text(), summary) if shown else summary


def article(article: Article, record: ArticleRecord) -> RenderableType:
    """One article in full: what it says about itself and where, then its text with what is not story dimmed."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_row("id", plain(record.id))
    table.add_row("file", plain(record.source))
    table.add_row("encoding", plain(article.encoding))
    for name, attribute in attributes(article):
        place = (
            f"{attribute.basis}, [{attribute.span.start}:{attribute.span.end}]" if attribute.span else attribute.basis
        )
        table.add_row(name, Text.assemble(plain(attribute.value), plain(f"  ({place})", "dim")))
    if article.outlet is None:
        table.add_row("outlet", plain("not stated", "italic"))
    body, end = Text(), 0
    for span in article.story:
        body.append_text(plain(article.text[end : span.start], "dim"))
        body.append_text(plain(article.text[span.start : span.end]))
        end = span.end
    body.append_text(plain(article.text[end:], "dim"))
    return Group(table, Text(), body)


def attributes(article: Article) -> Iterable[tuple[str, Attribute]]:
    """Each thing the article says about itself, by name, in reading order of the names."""
    single = ("title", "outlet", "published", "updated", "dateline", "url")
    for name in single:
        stated: Attribute | None = getattr(article, name)
        if stated is not None:
            yield name, stated
    yield from (("author", author) for author in article.authors)
    yield from (("deck", deck) for deck in article.decks)
    yield from (("photo credit", credit) for credit in article.credits)


def _near(path: str) -> str:
    """A path below the folder where the command is given as it would be typed there."""
    here = f"{Path.cwd()}/"
    return path.removeprefix(here)


def _why(file: FileReport) -> str:
    """The reason without the file's name before it, which stands in the row already."""
    folder, name, said = file.reason.partition(f"{file.source} ")
    return said if name and (not folder or Path(folder).is_absolute()) else file.reason
