"""The report of an evaluation as plain JSON values: what was measured, on and with what, and each gold's rank."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qa.evaluation import environment
from qa.evaluation.bench import PACKAGES, Bench
from qa.evaluation.figures import compare, summarise
from qa.evaluation.runs import LIMIT, violations
from qa.evaluation.types import Comparison, Dataset, Estimate, FactGold, Figures, Result, Run, SpanGold
from qa.retrieval import RetrievalSettings
from vectorstore.errors import ReadError

SCHEMA = 1
RETRIEVAL = "retrieval"
"""The kind of a report that names none."""
DIGITS = 4


def main_system(names: Sequence[str]) -> str:
    """The system that is compared with all others and that bars hold for: `full` where it is there, else the last."""
    return "full" if "full" in names else names[-1]


def build(runs: Sequence[Run], *, bench: Bench, half: str) -> dict[str, Any]:
    """The report of these runs over the bench's data set."""
    main = main_system([run.system for run in runs])
    ours = next(run for run in runs if run.system == main)
    comparisons = [comparison for run in runs if run is not ours for comparison in compare(ours, than=run)]
    return {
        "schema": SCHEMA,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": environment.commit(PACKAGES),
        "versions": environment.versions(),
        "machine": environment.machine(),
        "dataset": _dataset(bench.dataset, half),
        "settings": {
            "passages": LIMIT,
            "model": bench.settings.library.model,
            "passage_tokens": bench.settings.library.passage_tokens,
            "retrieval": asdict(RetrievalSettings()),
        },
        "main": main,
        "systems": [_system(run) for run in runs],
        "comparisons": plain(comparisons),
        "results": _results(runs),
    }


def save(report: dict[str, Any], path: Path) -> None:
    """Writes the report as JSON, one result a line, so that two reports can be compared as text too."""
    results = report["results"]
    # What was compared was added behind the results, which are put last here.
    others = {name: value for name, value in report.items() if name != "results"}
    head = json.dumps({**others, "results": []}, indent=1, ensure_ascii=False)
    lines = ",\n  ".join(json.dumps(result, ensure_ascii=False) for result in results)
    path.write_text(head.removesuffix("[]\n}") + f"[\n  {lines}\n ]\n}}\n", encoding="utf-8")


def load(path: Path, *, kinds: Sequence[str] = (RETRIEVAL,)) -> dict[str, Any]:
    """A report of one of these kinds that was saved. ReadError when the file is none."""
    try:
        report = json.loads(path.read_text(encoding="utf-8"))
        known = report["schema"] == SCHEMA and report["results"] is not None
    except OSError as error:
        raise ReadError(
            f"{path} can't be read: {error.strerror}.", next="Give a report.json of byline evaluate."
        ) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ReadError(f"{path} is no report.", next="Give a report.json of byline evaluate.") from error
    if not known:
        raise ReadError(f"{path} is a report of another format.", next="Make it again with this version of Byline.")
    if report.get("kind", RETRIEVAL) not in kinds:
        raise ReadError(f"{path} is a report on {report['kind']}.", next=f"Give one on {' or '.join(kinds)}.")
    return dict(report)


def runs_of(report: dict[str, Any]) -> list[Run]:
    """The runs that a report was made from, without the lengths of the passages."""
    return [
        Run(
            system=system["system"],
            settings=system["settings"],
            results=tuple(_result(result, system["system"]) for result in report["results"]),
        )
        for system in report["systems"]
    ]


def changes(new: dict[str, Any], *, old: dict[str, Any]) -> list[Comparison]:
    """What became better or worse since the old report: each system that both have, on the questions that both have."""
    before = {run.system: run for run in runs_of(old)}
    return [
        comparison
        for run in runs_of(new)
        if run.system in before
        for comparison in compare(run, than=before[run.system])
    ]


def _dataset(dataset: Dataset, half: str) -> dict[str, Any]:
    answerable = [question for question in dataset.questions if question.answerable]
    golds = [gold for question in answerable for gold in question.gold]
    return {
        "name": dataset.name,
        "format": dataset.format,
        "half": half,
        "articles": len(dataset.articles),
        "digest": dataset.digest,
        "questions": len(dataset.questions),
        "answerable": len(answerable),
        "gold": len(golds),
        "gold_outside_the_story": _outside(dataset),
    }


def _outside(dataset: Dataset) -> int:
    """How much of the gold no search can find, because the reader of articles does not take it for story."""
    from qa.evaluation.judging import squeeze

    articles = {article.source: article for article in dataset.articles}
    stories = {
        source: [squeeze(article.text[span.start : span.end]) for span in article.story]
        for source, article in articles.items()
    }
    outside = 0
    for gold in (gold for question in dataset.questions for gold in question.gold):
        if isinstance(gold, FactGold):
            outside += not any(squeeze(gold.fact) in story for story in stories[gold.source])
        elif isinstance(gold, SpanGold):
            spans = articles[gold.source].story
            outside += not any(span.start <= gold.start and gold.end <= span.end for span in spans)
    return outside


def _system(run: Run) -> dict[str, Any]:
    figures: Figures = summarise(run)
    return {
        "system": run.system,
        "settings": run.settings,
        "questions": figures.questions,
        "figures": {
            kind: {metric: _estimate(estimate) for metric, estimate in estimates.items()}
            for kind, estimates in figures.estimates.items()
        },
        "latency_ms": {name: round(value, 2) for name, value in figures.latency_ms.items()},
        "refusals": {kind: _estimate(estimate) for kind, estimate in figures.refusals.items()},
        "against_the_rules": violations(run),
        "baseline": run.baseline,
    }


def plain(comparisons: Sequence[Comparison]) -> list[dict[str, Any]]:
    """Comparisons as JSON values, rounded."""
    return [{**asdict(item), "difference": _estimate(item.difference), "p": round(item.p, 5)} for item in comparisons]


def _estimate(estimate: Estimate) -> dict[str, float]:
    return {name: round(value, DIGITS) for name, value in asdict(estimate).items()}


def _results(runs: Sequence[Run]) -> list[dict[str, Any]]:
    together = zip(*(run.results for run in runs), strict=True)
    return [
        {
            "question": results[0].question,
            "kind": results[0].kind,
            "grades": list(results[0].grades),
            "systems": {
                run.system: {
                    "ranks": list(result.ranks),
                    "ms": round(result.seconds * 1000, 2),
                    "declined": result.declined,
                }
                for run, result in zip(runs, results, strict=True)
            },
        }
        for results in together
    ]


def _result(record: dict[str, Any], system: str) -> Result:
    own = record["systems"][system]
    return Result(
        question=record["question"],
        kind=record["kind"],
        ranks=tuple(own["ranks"]),
        grades=tuple(record["grades"]),
        seconds=own["ms"] / 1000,
        declined=own["declined"],
    )
