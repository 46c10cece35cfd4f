"""The search for settings: every setting of the grid put to several data sets, each result kept as it is made.

The first data set is what settings are chosen on, the others are there so that a choice is not one benchmark's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from qa.evaluation import environment, grid
from qa.evaluation.bench import PACKAGES, Bench, BenchSettings, Progress, key
from qa.evaluation.figures import compare, summarise
from qa.evaluation.grid import Setting
from qa.evaluation.remembering import RememberingEncoder
from qa.evaluation.runs import JUDGING_CODE, LIMIT, SEARCHING_CODE, Kept, ask_all, question_key
from qa.evaluation.systems import Full
from qa.evaluation.types import Dataset, Question, Result, Run
from qa.retrieval import Retrieval
from vectorstore.config import LibraryConfig
from vectorstore.embedding import Encoder, load_encoder

METRICS = ("hits@10", "hits@4", "mrr@10", "every_evidence@10")


def tune(
    datasets: Sequence[Dataset],
    *,
    settings: BenchSettings,
    tried: Sequence[Setting],
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """What came of each setting on each data set, as plain JSON values: the figures and how sure a difference is.

    `tried` begins with the defaults, which the others are compared with on the same questions. Only questions that
    have an answer are asked.
    """
    settings.cache.mkdir(parents=True, exist_ok=True)
    loaded = RememberingEncoder(encoder or load_encoder(settings.library.model), path=settings.cache / "vectors.sqlite")
    answerable = [_answerable(dataset) for dataset in datasets]
    # Taken first: what is committed while they run is not what they do.
    commit = environment.commit(PACKAGES)
    try:
        runs = [list(_runs(dataset, settings, tried, loaded, progress)) for dataset in answerable]
    finally:
        loaded.close()
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit,
        "versions": environment.versions(),
        "datasets": [_described(dataset) for dataset in answerable],
        "defaults": {factor.name: grid.default_of(factor.name) for factor in grid.FACTORS},
        "settings": [
            {
                "factor": setting.factor,
                "label": setting.label,
                "changes": dict(setting.changes),
                "figures": [_figures(run[number], run[0]) for run in runs],
            }
            for number, setting in enumerate(tried)
        ],
    }


def _answerable(dataset: Dataset) -> Dataset:
    return replace(dataset, questions=tuple(question for question in dataset.questions if question.answerable))


def _runs(
    dataset: Dataset,
    settings: BenchSettings,
    tried: Sequence[Setting],
    encoder: Encoder,
    progress: Progress | None,
) -> Iterator[Run]:
    """A run for each setting, in their order; a library is opened once for neighbours that share it."""

    def library(setting: Setting) -> LibraryConfig:
        return grid.library_of(setting, settings.library)

    for config, same in groupby(tried, key=library):
        built = replace(settings, library=config)
        with Bench(dataset, settings=built, progress=progress, encoder=encoder) as bench:
            for setting in same:
                if progress:
                    progress(tried.index(setting), len(tried), f"{dataset.name}: {setting.label}")
                yield _run(setting, bench)


def _run(setting: Setting, bench: Bench) -> Run:
    retrieval, steps = grid.retrieval_of(setting)
    name = key(retrieval, steps, bench.library_key(), JUDGING_CODE, SEARCHING_CODE)
    kept = Kept.load(bench.folder("results") / f"tune-{name}.jsonl")
    questions = bench.dataset.questions
    pending = [question for question in questions if question_key(question) not in kept.results]
    if pending:

        def keep(question: Question, result: Result) -> None:
            kept.add(question_key(question), result)

        system = Full(retrieval=Retrieval(bench.library, settings=retrieval), steps=steps)
        ask_all(system, pending, limit=LIMIT, count=bench.encoder.count, keep=keep)
    results = tuple(kept.results[question_key(question)] for question in questions)
    return Run(system=setting.label, settings=dict(setting.changes), results=results)


def _figures(run: Run, defaults: Run) -> dict[str, dict[str, float]]:
    """By metric the mean, the difference to the defaults, and the p of there being none."""
    means = summarise(run).estimates["all"]
    differences = {one.metric: one for one in compare(run, than=defaults)}
    return {
        metric: {
            "mean": round(means[metric].mean, 4),
            "difference": round(differences[metric].difference.mean, 4),
            "p": round(differences[metric].p, 4),
        }
        for metric in METRICS
    }


def _described(dataset: Dataset) -> dict[str, Any]:
    return {
        "name": dataset.name,
        "format": dataset.format,
        "articles": len(dataset.articles),
        "questions": len(dataset.questions),
        "digest": dataset.digest,
    }
