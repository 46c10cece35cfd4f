"""What the command line prints: Rich renderables made from plain values.

An article's text is untrusted. It never passes through Rich's markup, and control characters, which could move the
cursor or rewrite what stands above, are shown as the replacement character.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import rich.markup
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from qa import writer
from qa.doctor import Finding
from qa.types import OUTLET_NOT_STATED, Answer, Citation
from vectorstore.types import Article, ArticleRecord, Attribute, FileReport, SearchResult

OUTCOMES = {"added": "green", "updated": "green", "unchanged": "dim", "skipped": "yellow", "refused": "red"}
LONG_LIST = 40
"""Rows. A longer list of files shows only those that want attention; `--json` has them all."""


def stdout() -> Console:
    """Where results go."""
    return Console(highlight=False, soft_wrap=False)


def stderr() -> Console:
    """Where progress, warnings and errors go."""
    return Console(stderr=True, highlight=False)


@contextmanager
def progress(doing: str) -> Iterator[Callable[[int, int, str], None]]:
    """A progress bar on standard error; yields the function to call with (done, total, what)."""
    columns = (
        TextColumn(doing),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[what]}"),
    )
    with Progress(*columns, console=stderr(), transient=True) as bar:
        task = bar.add_task(doing, total=None, what="")
        yield lambda done, total, what: bar.update(
            task, completed=done, total=total, what=rich.markup.escape(_clean(what))
        )


def plain(text: str, style: str = "") -> Text:
    """`text` as it stands, without markup and without control characters."""
    return Text(_clean(text), style=style)


def error(message: str, next_step: str) -> RenderableType:
    """A message and what to do about it."""
    lines = [plain(f"Error: {message}", "bold red")]
    return Group(*lines, plain(next_step)) if next_step else lines[0]


def answer(answer: Answer) -> RenderableType:
    """The points with their citations, or what was searched in vain."""
    if answer.error is not None:
        return error(answer.error.message, answer.error.next)
    blocks: list[RenderableType] = []
    if answer.follow_up and answer.leans:
        blocks.append(plain(f"asked: {answer.follow_up.describe()}", "cyan"))
    if answer.understood and (read := answer.understood.describe()):
        blocks += [plain(f"{read[0].upper()}{read[1:]}.", "dim"), Text()]
    for point in answer.points:
        if context := point.citations[0].context:
            blocks.append(plain(f"(said after: {' '.join(context.split())})", "dim"))
        blocks.append(plain(point.text.strip(), "bold"))
        blocks.extend(Padding(_citation(citation), (0, 0, 0, 2)) for citation in point.citations)
        blocks.append(Text())
    blocks.append(plain(answer.message, "dim" if answer.points else ""))
    blocks += [plain(f"  {reason}") for reason in answer.reasons]
    if answer.nearest:
        blocks += [Text(), plain("What comes nearest, and is not the answer:", "dim")]
        blocks.append(plain(answer.nearest.text.strip(), "dim"))
        blocks.extend(Padding(_citation(citation), (0, 0, 0, 2)) for citation in answer.nearest.citations)
    blocks.extend(_written(answer))
    return Group(*blocks)


def _written(answer: Answer) -> Iterator[RenderableType]:
    """Which model was asked and where, what failed, and what was left out of its draft and why."""
    if by := writer.written(answer.writer):
        yield plain(by, "dim")
    if answer.writer_error:
        yield plain(answer.writer_error.message, "yellow")
    for sentence in answer.unsupported:
        yield Text.assemble(plain(f"  unsupported: {sentence.text}", "red"), plain(f" ({sentence.reason})", "dim"))


def articles(records: Sequence[ArticleRecord]) -> RenderableType:
    """The articles as a table."""
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
    named = {record.outlet for record in records if record.outlet}
    total = f"{writer.count(len(records), 'article')}, {writer.count(len(named), 'outlet')}"
    return Group(table, Text(), plain(total + ".", "dim"))


def hits(result: SearchResult) -> RenderableType:
    """The passages found, each with the rank that each leg gave it."""
    blocks: list[RenderableType] = []
    for number, hit in enumerate(result.hits, 1):
        ranks = ", ".join(f"{leg} {rank}" for leg, rank in hit.ranks.items())
        outlet = hit.article.outlet or OUTLET_NOT_STATED
        head = f"{number}. {outlet} · {hit.article.title or hit.article.source}"
        blocks.append(plain(head, "bold"))
        blocks.append(plain(f"   {hit.article.id} [{hit.passage.start}:{hit.passage.end}] · ranks: {ranks}", "dim"))
        blocks.append(Padding(plain(hit.passage.text), (0, 0, 1, 3)))
    searched = f"Searched {writer.count(result.articles, 'article')}: {writer.outlets(result.outlets)}."
    if result.left_out_for_no_date:
        searched += f" {writer.left_out(result.left_out_for_no_date)}."
    blocks.append(plain(searched, "dim"))
    return Group(*blocks)


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


def dates(stated: ArticleRecord | Citation) -> str:
    """The dates as stated, each with what it is; empty when there are none."""
    said = []
    if stated.published:
        said.append(f"published {stated.published}")
    if stated.updated:
        said.append(f"updated {stated.updated}")
    if stated.dateline:
        said.append(f"dateline {stated.dateline}")
    return ", ".join(said)


def _near(path: str) -> str:
    """A path below the folder where the command is given as it would be typed there."""
    here = f"{Path.cwd()}/"
    return path.removeprefix(here)


def _why(file: FileReport) -> str:
    """The reason without the file's name before it, which stands in the row already."""
    folder, name, said = file.reason.partition(f"{file.source} ")
    return said if name and (not folder or Path(folder).is_absolute()) else file.reason


def _citation(citation: Citation) -> Text:
    outlet = citation.outlet or OUTLET_NOT_STATED
    shown = Text.assemble(plain(f"[{citation.n}] "), plain(outlet, "cyan"))
    said = [citation.title, dates(citation), ", ".join(citation.authors), citation.url or citation.source]
    if citation.outlet is None and citation.credits:
        said.append(f"photo credits: {'; '.join(citation.credits)}")
    for part in filter(None, said):
        shown.append_text(plain(f" · {part}"))
    return shown


def _clean(text: str) -> str:
    return "".join("\N{REPLACEMENT CHARACTER}" if _control(mark) else mark for mark in text.replace("\r\n", "\n"))


def _control(mark: str) -> bool:
    # Cc are the control characters; Cf holds the bidirectional overrides, and the soft hyphen and joiners, which stay.
    category = unicodedata.category(mark)
    return (category == "Cc" and mark not in "\n\t") or (category == "Cf" and mark in "‪‫‬‭‮⁦⁧⁨⁩")


def findings(found: Sequence[Finding]) -> RenderableType:
    """What was looked at, and under each thing that is wrong, how to mend it."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for finding in found:
        mark = Text("ok", "green") if finding.well else Text("wrong", "bold red")
        table.add_row(mark, plain(finding.what), plain(finding.said))
        if finding.next:
            table.add_row("", "", plain(f"Next: {finding.next}"))
    wrong = sum(not finding.well for finding in found)
    return Group(table, Text(), plain(f"{writer.count(wrong, 'thing')} to mend." if wrong else "All is well.", "bold"))
