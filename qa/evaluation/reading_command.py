"""The command `byline evaluate-reader`. Nothing heavy is imported before it runs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.options import JsonOption, print_json
from vectorstore.errors import UsageError


def evaluate_reader(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="The folder that the reader was trained from.")],
    weights: Annotated[
        Path, typer.Option("--weights", metavar="DIR", help="Where `byline train-reader --folds` put its weights.")
    ],
    multihop: Annotated[
        Path | None, typer.Option("--multihop", metavar="DIR", help="MultiHop-RAG, to take the evidence away from.")
    ] = None,
    questions: Annotated[
        list[Path] | None, typer.Option("--questions", metavar="FILE.jsonl", help="A question set (repeatable).")
    ] = None,
    articles: Annotated[
        list[Path] | None,
        typer.Option("--articles", metavar="DIR", help="The articles that each set is about, in the same order."),
    ] = None,
    each: Annotated[
        int, typer.Option(min=2, help="Questions of each fold that have an answer, and half as many that have none.")
    ] = 200,
    sample: Annotated[int | None, typer.Option(min=1, help="Questions of each half of MultiHop-RAG.")] = None,
    chosen_on: Annotated[
        list[Path] | None,
        typer.Option("--chosen-on", metavar="FILE.jsonl", help="Another set on the same articles, to fit on as well."),
    ] = None,
    cache: Annotated[Path | None, typer.Option("--cache", metavar="DIR", help="Where libraries are kept.")] = None,
    fit: Annotated[
        Path | None, typer.Option("--fit", metavar="FILE.json", help="Fit the signs' weights and write them here.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write the report here.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure the reader on articles it never saw: the right sentence, and whether anything answers at all."""
    from datetime import UTC, datetime

    from qa import terminal
    from qa.absence import packaged_calibration
    from qa.evaluation import datasets, entailing, environment, reading_figures, reading_report, reading_runs, tables
    from qa.evaluation.command import bench_settings
    from qa.reader import load_reader
    from vectorstore.embedding import load_encoder
    from vectorstore.outlets import OutletTable

    encoder, kept = load_encoder(), weights / "rows"
    outlets = OutletTable.load()
    asked, first = (
        [
            datasets.load_dataset(path, articles=folder, outlets=outlets)
            for path, folder in _paired(files or [], articles or [])
        ]
        for files in (questions, chosen_on)
    )
    made: dict[str, Any] = {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": environment.commit(Path(__file__).parent),
        "machine": environment.machine(),
        "versions": environment.versions(),
    }
    with terminal.progress("Reading") as progress:
        folds = reading_runs.fold_rows(data, weights, kept, questions=each, encoder=encoder, progress=progress)
        run = reading_runs.Run(
            settings=bench_settings(cache), encoder=encoder, reader=load_reader(), kept=kept, progress=progress
        )
        news = datasets.load_dataset(multihop, outlets=outlets) if multihop else None
        if fit:
            fitted = reading_figures.fit(
                folds,
                run.withheld(datasets.choose(news, half="choose", sample=sample)) if news else (),
                [run.told(one) for one in first],
            )
            fit.write_text(json.dumps(asdict(fitted), indent=1) + "\n", encoding="utf-8")
            packaged_calibration.cache_clear()
        calibrated = packaged_calibration()
        if folds:
            made["sentences"] = reading_figures.sentence_figures(folds)
            made["absence"] = reading_figures.absence_figures(folds, calibrated.weights)
        made["entailment"] = entailing.measure(data)
        if news:
            withheld = run.withheld(datasets.choose(news, half="report", sample=sample))
            made["withheld"] = reading_figures.withheld_figures(withheld, calibrated.weights)
        if asked:
            made["answered"] = {one.name: reading_figures.answered_figures(run.answered(one)) for one in asked}
            made["cost"] = run.cost(asked[0])
    if out:
        for path in reading_report.write(made, out):
            terminal.stderr().print(f"Wrote {path}", style="dim", markup=False)
    if as_json:
        print_json(made)
        return
    for table in reading_report.tables(made):
        terminal.stdout().print(tables.to_rich(table))


def _paired(files: Sequence[Path], articles: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    """Each question set with its articles. UsageError where there are not as many of both."""
    if len(files) > len(articles):
        raise UsageError(f"{files[len(articles)]} is about no articles.", next="Name them: --articles DIR, once a set.")
    return zip(files, articles, strict=False)
