"""The commands `byline evaluate` and `byline figures`. Nothing heavy is imported before they run."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.options import JsonOption

if TYPE_CHECKING:
    from qa.evaluation.bars import Bar
    from qa.evaluation.bench import BenchSettings
    from qa.evaluation.types import Dataset

DEFAULT_SYSTEMS = "stock,dense,keywords,hybrid,full"


class Half(StrEnum):
    """Which half of the questions, told by a hash of each question."""

    choose = "choose"
    report = "report"
    all = "all"


def evaluate(
    dataset: Annotated[
        Path,
        typer.Argument(
            metavar="DATASET",
            help="A question set (FILE.jsonl), a folder of MultiHop-RAG or of BEIR, or SQuAD 2.0 (FILE.json).",
        ),
    ],
    articles: Annotated[
        Path | None, typer.Option("--articles", metavar="DIR", help="The articles a question set is about.")
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option("--questions", metavar="FILE", help="The questions, or qrels, where a folder has several."),
    ] = None,
    half: Annotated[Half, typer.Option(help="Choose settings on one half, report on the other.")] = Half.all,
    sample: Annotated[int | None, typer.Option(min=1, help="Ask this many of the questions, drawn by a hash.")] = None,
    without: Annotated[
        float,
        typer.Option(
            "--leave-out",
            min=0,
            max=0.9,
            help="Leave out this share of the articles that answer, to see what declines.",
        ),
    ] = 0,
    systems: Annotated[
        str, typer.Option(metavar="NAMES", help="What to compare. Also: answer, and full-STEP with a step off.")
    ] = DEFAULT_SYSTEMS,
    ablation: Annotated[bool, typer.Option("--ablation", help="Add full with each step switched off.")] = False,
    passage_tokens: Annotated[
        int | None, typer.Option(min=32, help="Build the library with passages of at most this many word pieces.")
    ] = None,
    compare: Annotated[
        Path | None, typer.Option("--compare", metavar="OLD.json", help="Tell what became better or worse since then.")
    ] = None,
    at_least: Annotated[
        list[str] | None,
        typer.Option("--at-least", metavar="[SYSTEM:]METRIC=VALUE", help="Exit with 1 below this (repeatable)."),
    ] = None,
    cost: Annotated[bool, typer.Option("--cost", help="Measure time and memory instead of quality.")] = False,
    repeats: Annotated[int, typer.Option(min=1, help="With --cost: how many measurements a median is of.")] = 5,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write report.json, report.md and report.png here.")
    ] = None,
    cache: Annotated[
        Path | None, typer.Option("--cache", metavar="DIR", help="Where libraries and results are kept.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure retrieval on a set of questions: quality, differences between systems, and speed."""
    from qa.evaluation import bars, datasets, report
    from vectorstore.outlets import OutletTable

    settings = bench_settings(cache, passage_tokens)
    old = report.load(compare) if compare else None
    wanted = [bars.parse(text) for text in at_least or ()]
    names = _names(systems, ablation)
    outlets = OutletTable.load(settings.library.outlets_file)
    whole = datasets.load_dataset(dataset, questions=questions, articles=articles, outlets=outlets)
    left = datasets.leave_out(whole, share=without) if without else whole
    chosen = datasets.choose(left, half=half.value, sample=sample)
    if cost:
        _cost(chosen, settings=settings, names=names, repeats=repeats, out=out, as_json=as_json)
        return
    made = _quality(chosen, settings=settings, names=names, half=half.value)
    # Bars are tried before anything is written, for a bar may name a system that was not evaluated.
    failures = _failures(made, wanted)
    _show(made, old=old, out=out, as_json=as_json)
    _end(failures)


def figures(
    report: Annotated[
        Path, typer.Argument(metavar="REPORT.json", help="A report of byline evaluate or evaluate-conversations.")
    ],
    readme: Annotated[Path, typer.Option("--readme", metavar="FILE")] = Path("README.md"),
    check: Annotated[
        bool, typer.Option("--check", help="Only tell whether they are there; exit with 1 if not.")
    ] = False,
) -> None:
    """Put a report's figures between the markers of a README."""
    from qa import terminal
    from qa.evaluation.readme import shows_figures, write_figures

    if check:
        if not shows_figures(readme, source=report):
            _end([f"{readme} does not show the figures of {report}. Write them: byline figures {report}"])
    elif write_figures(readme, source=report):
        terminal.stderr().print(f"Wrote the figures into {readme}", style="dim", markup=False)


def bench_settings(cache: Path | None, passage_tokens: int | None = None) -> BenchSettings:
    """Where evaluations are kept, and with what libraries are built, as the options and the environment say."""
    from dataclasses import replace

    import platformdirs

    from qa.evaluation.bench import BenchSettings
    from qa.settings import library_config

    library = library_config()
    if passage_tokens:
        library = replace(library, passage_tokens=passage_tokens)
    kept = cache or Path(platformdirs.user_cache_dir("byline", appauthor=False)) / "evaluation"
    return BenchSettings(cache=kept, library=library)


def _names(systems: str, ablation: bool) -> tuple[str, ...]:
    from qa.evaluation.systems import ablations, named

    return tuple(dict.fromkeys((*named(systems), *(ablations() if ablation else ()))))


def _quality(dataset: Dataset, *, settings: BenchSettings, names: Sequence[str], half: str) -> dict[str, Any]:
    from qa import terminal
    from qa.evaluation import report
    from qa.evaluation.bench import Bench
    from qa.evaluation.runs import run

    with Bench(dataset, settings=settings) as bench:
        runs = []
        for name in names:
            with terminal.progress(name) as progress:
                bench.progress = progress
                runs.append(run(name, bench=bench, progress=progress))
        return report.build(runs, bench=bench, half=half)


def _failures(made: dict[str, Any], wanted: Sequence[Bar]) -> list[str]:
    """Why the exit code is 1: bars that were missed, and systems that returned more than the rules allow.

    The baseline is what it is; its breach is stated in the report only.
    """
    from qa.evaluation import bars

    broken = [
        f"Against the rules: {sentence}."
        for system in made["systems"]
        if not system["baseline"]
        for sentence in system["against_the_rules"]
    ]
    return [*bars.missed(wanted, report=made), *broken]


def _show(made: dict[str, Any], *, old: dict[str, Any] | None, out: Path | None, as_json: bool) -> None:
    from qa import terminal
    from qa.evaluation import report, tables, writing

    changes = report.changes(made, old=old) if old else []
    if old:
        made["changes"] = {"since": old["made"], "commit": old["commit"], "metrics": report.plain(changes)}
    if out:
        for path in writing.write(made, out):
            terminal.stderr().print(f"Wrote {path}", style="dim", markup=False)
    if as_json:
        sys.stdout.write(json.dumps(made, ensure_ascii=False, indent=1) + "\n")
        return
    for table in tables.report_tables(made, metrics=tables.SHORT):
        terminal.stdout().print(tables.to_rich(table))


def _cost(
    dataset: Dataset,
    *,
    settings: BenchSettings,
    names: tuple[str, ...],
    repeats: int,
    out: Path | None,
    as_json: bool,
) -> None:
    from qa import terminal
    from qa.evaluation import costs, tables
    from qa.evaluation.bench import Bench

    with Bench(dataset, settings=settings) as bench, terminal.progress("Measuring") as progress:
        bench.progress = progress
        measured = costs.measure(bench, systems=names, repeats=repeats)
    if out:
        out.mkdir(parents=True, exist_ok=True)
        (out / costs.FILE).write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    if as_json:
        sys.stdout.write(json.dumps(measured, indent=1) + "\n")
        return
    for table in costs.tables_of(measured):
        terminal.stdout().print(tables.to_rich(table))


def _end(failures: Sequence[str]) -> None:
    from qa import terminal

    for failure in failures:
        terminal.stderr().print(failure, style="red", markup=False)
    if failures:
        raise typer.Exit(1)
