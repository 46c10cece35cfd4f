"""The command `byline evaluate-conversations`. Nothing heavy is imported before it runs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.evaluation.command import Half, bench_settings
from qa.options import JsonOption, print_json
from vectorstore.errors import UsageError

if TYPE_CHECKING:
    from qa.evaluation.conversations import Asked


def evaluate_conversations(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Questions in conversations.")],
    articles: Annotated[
        Path, typer.Option("--articles", metavar="DIR", help="The articles they are about, or MultiHop-RAG.")
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="NAME", help="Only the questions that say they are on these articles.")
    ] = None,
    half: Annotated[Half, typer.Option(help="Choose rules on one half, report on the other.")] = Half.all,
    compare: Annotated[
        Path | None, typer.Option("--compare", metavar="OLD.json", help="Show the figures of an older report beside.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write report.json and report.md here.")
    ] = None,
    cache: Annotated[Path | None, typer.Option("--cache", metavar="DIR", help="Where libraries are kept.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure follow-ups: whether what leans is resolved to the right thing, and what stands alone left alone."""
    from qa import terminal
    from qa.evaluation import follow_ups, report, tables
    from qa.evaluation.bench import Bench
    from qa.evaluation.conversations import read_conversations
    from qa.evaluation.datasets import articles_alone
    from vectorstore.outlets import OutletTable

    settings = bench_settings(cache)
    old = report.load(compare, kinds=(follow_ups.FOLLOW_UPS,)) if compare else None
    items = _chosen(read_conversations(file), file=file, on=on, half=half)
    dataset = articles_alone(articles, outlets=OutletTable.load(settings.library.outlets_file))
    with Bench(dataset, settings=settings) as bench, terminal.progress("Following up") as progress:
        bench.progress = progress
        made = follow_ups.measure(items, name=file.name, half=half.value, library=bench.library, progress=progress)
    if old:
        made["before"] = follow_ups.before(old, made)
    if out:
        for path in follow_ups.write(made, out):
            terminal.stderr().print(f"Wrote {path}", style="dim", markup=False)
    if as_json:
        print_json(made)
        return
    for table in follow_ups.tables(made):
        terminal.stdout().print(tables.to_rich(table))


def _chosen(items: Sequence[Asked], *, file: Path, on: str | None, half: Half) -> list[Asked]:
    """The questions of one set of articles and one half. UsageError where they are of several, or none is left."""
    named = sorted({item.on for item in items})
    if on is None and len(named) > 1:
        raise UsageError(f"{file} asks about several sets of articles.", next=f"Choose one: --on {' or '.join(named)}.")
    chosen = [item for item in items if on in (None, item.on) and half.value in ("all", item.half)]
    if not chosen:
        known = ", ".join(named) or "no articles"
        raise UsageError(f"No question of {file} is left to ask.", next=f"Choose --half all; it is on {known}.")
    return chosen
