"""The command `byline evaluate-check`. Nothing heavy is imported before it runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.evaluation.command import Half
from qa.options import JsonOption, print_json
from vectorstore.errors import UsageError


def evaluate_check(
    articles: Annotated[
        Path, typer.Argument(metavar="ARTICLES", help="A folder of MultiHop-RAG, or of articles as files.")
    ],
    half: Annotated[Half, typer.Option(help="Choose on one half of the articles, report on the other.")] = Half.report,
    each: Annotated[int, typer.Option(min=1, help="At most this many pairs of each kind of error.")] = 300,
    entailed: Annotated[
        Path | None,
        typer.Option("--entailed", metavar="DATA", help="Also MNLI's pairs held out of the reader's training data."),
    ] = None,
    rewordings: Annotated[
        Path | None,
        typer.Option("--reworded", metavar="FILE.jsonl", help="Also rewordings by hand: source, start, end, reworded."),
    ] = None,
    exceptions: Annotated[
        Path | None,
        typer.Option("--exceptions", metavar="FILE.jsonl", help="Write what is not caught or wrongly left out."),
    ] = None,
    entailment: Annotated[
        bool,
        typer.Option(help="With the model of entailment, as drafts are checked, or without."),
    ] = True,
    as_json: JsonOption = False,
) -> None:
    """Measure the check of a drafted sentence on errors planted into real sentences."""
    from qa.checking import Checker
    from qa.evaluation import check_runs
    from qa.evaluation.datasets import read_articles
    from qa.reader import PackagedEntailment
    from qa.settings import library_config
    from vectorstore.outlets import OutletTable

    outlets = OutletTable.load(library_config().outlets_file)
    found = check_runs.evidence_of(read_articles(articles, outlets=outlets), half=half.value)
    if not any(found):
        raise UsageError(f"{articles} holds no sentences to plant errors into.", next="Name a folder of articles.")
    checker = Checker(PackagedEntailment() if entailment else None)
    made: dict[str, Any] = {"half": half.value, **check_runs.measure(found, checker=checker, each=each)}
    if entailed:
        made["entailed"] = check_runs.measure_entailed(entailed, checker=checker, most=each)
    lost: list[dict[str, str]] = []
    if rewordings:
        made["reworded_by_hand"], lost = check_runs.measure_reworded(rewordings, found, checker=checker)
    if exceptions:
        lost += check_runs.exceptions(found, checker=checker, each=each)
        exceptions.write_text("".join(f"{json.dumps(one, ensure_ascii=False)}\n" for one in lost), encoding="utf-8")
    if as_json:
        print_json(made)
    else:
        _show(made)


def _show(made: dict[str, Any]) -> None:
    from qa import terminal
    from qa.evaluation.check_tables import check_tables
    from qa.evaluation.tables import to_rich

    for table in check_tables(made):
        terminal.stdout().print(to_rich(table))
