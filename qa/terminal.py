"""What the command line prints: Rich renderables made from plain values.

An article's text is untrusted. It never passes through Rich's markup, and control characters, which could move the
cursor or rewrite what stands above, are shown as the replacement character.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import rich.markup
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from qa import writer
from qa.doctor import Finding
from qa.types import OUTLET_NOT_STATED, Answer, Citation
from vectorstore.types import ArticleRecord, SearchResult


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
        blocks += [Text(), plain("What comes nearest, and was not found to answer it:", "dim")]
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
