"""The command `byline tune`. Nothing heavy is imported before it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def tune(
    dataset: Annotated[
        Path,
        typer.Argument(metavar="DATASET", help="What settings are chosen on: its half for choosing."),
    ],
    beside: Annotated[
        list[Path] | None,
        typer.Option("--beside", metavar="DATASET", help="Another set that no choice may harm (repeatable)."),
    ] = None,
    articles: Annotated[
        Path | None, typer.Option("--articles", metavar="DIR", help="The articles that question sets are about.")
    ] = None,
    sample: Annotated[
        int, typer.Option(min=1, help="Ask at most this many questions of each set beside, drawn by a hash.")
    ] = 1_000,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write search.json and search.md here.")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option("--cache", metavar="DIR", help="Where libraries and results are kept.")
    ] = None,
) -> None:
    """Try settings of retrieval one by one and say which would do better than the defaults."""
    from qa import terminal
    from qa.evaluation import datasets, grid, tables, tuning, tuning_report
    from qa.evaluation.command import bench_settings
    from vectorstore.outlets import OutletTable

    settings = bench_settings(cache)
    outlets = OutletTable.load(settings.library.outlets_file)
    first = datasets.load_dataset(dataset, articles=articles, outlets=outlets)
    sets = [datasets.choose(first, half="choose")]
    for path in beside or ():
        other = datasets.load_dataset(path, articles=articles, outlets=outlets)
        sets.append(datasets.choose(other, sample=sample))
    with terminal.progress("Trying") as progress:
        made = tuning.tune(sets, settings=settings, tried=tuple(grid.settings()), progress=progress)
    if out:
        for path in tuning_report.write(made, out):
            terminal.stderr().print(f"Wrote {path}", style="dim", markup=False)
    for table in tuning_report.tables(made):
        terminal.stdout().print(tables.to_rich(table))
    found = tuning_report.better(made)
    said = f"Better than the defaults: {', '.join(found)}" if found else "Nothing does better than the defaults."
    terminal.stdout().print(said, markup=False)
