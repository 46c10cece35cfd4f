"""The command `byline evaluate-drafts`. Nothing heavy is imported before it runs."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.evaluation.command import bench_settings
from qa.options import JsonOption, LlmOption, print_json
from vectorstore.errors import UsageError


def evaluate_drafts(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Questions: id, question, kind.")],
    articles: Annotated[Path, typer.Option("--articles", metavar="DIR", help="The articles they are about.")],
    llm: LlmOption = None,
    judged: Annotated[
        Path | None,
        typer.Option("--judged", metavar="FILE.jsonl", help="Sentences judged by hand: question, sentence, supported."),
    ] = None,
    to_judge: Annotated[
        Path | None, typer.Option("--to-judge", metavar="FILE.jsonl", help="Write what nobody judged yet.")
    ] = None,
    times: Annotated[
        int, typer.Option("--times", metavar="N", min=0, help="Also time the first N drafts, beside the model alone.")
    ] = 0,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write report.json and report.md here.")
    ] = None,
    cache: Annotated[Path | None, typer.Option("--cache", metavar="DIR", help="Where libraries are kept.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure what a language model makes up, and what the check leaves of it, against judgements by hand."""
    from qa import terminal
    from qa.evaluation import draft_runs, draft_tables, draft_times, environment, tables
    from qa.evaluation.bench import PACKAGES, Bench
    from qa.evaluation.datasets import articles_alone
    from qa.evaluation.report import SCHEMA
    from qa.options import announced
    from qa.settings import llm_writer, open_assistant
    from vectorstore.outlets import OutletTable

    questions = draft_runs.read_questions(file)
    judgements = draft_runs.read_judgements(judged) if judged else {}
    writer = announced(llm_writer(llm))
    if writer is None:
        raise UsageError("No language model is named to draft.", next="Name one: --llm local, or set BYLINE_LLM.")
    settings = bench_settings(cache)
    dataset = articles_alone(articles, outlets=OutletTable.load(settings.library.outlets_file))
    with Bench(dataset, settings=settings) as bench, terminal.progress("Drafting") as progress:
        bench.progress = progress
        assistant = open_assistant(bench.library)
        said = draft_runs.run(questions, judgements, assistant=assistant, writer=writer, progress=progress)
        seconds = None
        if times:
            seconds = draft_times.measure(questions[:times], assistant=assistant, writer=writer, progress=progress)
    made: dict[str, Any] = {
        "schema": SCHEMA,
        "kind": "drafts",
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": environment.commit(PACKAGES),
        "versions": environment.versions(),
        "machine": environment.machine(),
        "model": writer.choice.spelled,
        "figures": draft_runs.summary(questions, said),
        "seconds": seconds,
        "sentences": [one.describe() for one in said],
    }
    if to_judge:
        lines = (json.dumps(one, ensure_ascii=False) for one in draft_runs.to_judge(said))
        to_judge.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    if out:
        for path in draft_tables.write(made, out):
            terminal.stderr().print(f"Wrote {path}", style="dim", markup=False)
    if as_json:
        print_json(made)
        return
    for table in draft_tables.tables(made):
        terminal.stdout().print(tables.to_rich(table))
