"""The report on follow-ups: how many were resolved, how many left alone, what that finds, each as it was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from qa import followup
from qa.assistant import Assistant
from qa.evaluation import environment
from qa.evaluation.bench import PACKAGES
from qa.evaluation.conversations import WAYS, Asked, faults, rank_figures, ranks, read_on
from qa.evaluation.report import SCHEMA, save
from qa.evaluation.significance import intervals
from qa.evaluation.tables import Table, to_markdown
from qa.evaluation.writing import JSON, MARKDOWN
from qa.retrieval import Retrieval
from qa.turns import FollowUp, Turn
from vectorstore.errors import UsageError
from vectorstore.library import Library
from vectorstore.types import Filters

FOLLOW_UPS = "follow-ups"
"""The kind of these reports."""

METRICS = ("hits@1", "hits@3", "mrr@10")
_LABELS = ("Hits@1", "Hits@3", "MRR@10")
_PUT = dict(zip(WAYS, ("as typed", "as resolved", "written out by hand"), strict=True))
_HALVES = {
    "choose": "the half used for choosing",
    "report": "the half kept for reporting",
    "all": "all of its questions",
}


def measure(
    items: Sequence[Asked], *, name: str, half: str, library: Library, progress: Callable[[int, int, str], None]
) -> dict[str, Any]:
    """The report: each question is read after its turns, which are answered from the library one after the other."""
    assistant, retrieval = Assistant(library), Retrieval(library)
    known = assistant.known()

    @cache
    def answered(text: str, scope: Filters) -> Turn:
        turn = followup.turn(assistant.ask(text, filters=scope))
        return Turn(text, scope, turn.points, turn.quotes)

    results = []
    for place, item in enumerate(items):
        progress(place, len(items), item.question)
        read, last = read_on(item, known, lambda one: answered(one.text, one.scope))
        wrong = faults(item, read, last, known)
        results.append(_result(item, read, wrong, ranks(item, read, retrieval)))
    return {
        "schema": SCHEMA,
        "kind": FOLLOW_UPS,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": environment.commit(PACKAGES),
        "versions": environment.versions(),
        "machine": environment.machine(),
        "dataset": {"name": name, "half": half, "articles": len(library.articles())},
        "figures": summary(results),
        "results": results,
    }


def summary(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Of those that lean the share resolved, of those that stand alone the share touched, and what each way finds."""
    leaning = [not one["wrong"] for one in results if one["leans"]]
    alone = [bool(one["wrong"]) for one in results if not one["leans"]]
    ranked = [one["ranks"] for one in results if one["ranks"]]
    return {
        "resolved": _share(leaning),
        "touched": _share(alone),
        "answered": len(ranked),
        "retrieval": {
            way: {metric: round(row[metric], 4) for metric in METRICS} for way, row in rank_figures(ranked).items()
        },
    }


def before(old: dict[str, Any], made: dict[str, Any]) -> dict[str, Any]:
    """The figures of an older report, to stand beside the new ones. UsageError where it asked other questions."""
    asked, was = ([(one["turns"], one["question"]) for one in report["results"]] for report in (made, old))
    if asked != was:
        raise UsageError(
            "The older report is on other questions.", next="Compare reports of the same file and the same half."
        )
    return {name: old[name] for name in ("made", "commit", "figures")}


def tables(made: dict[str, Any]) -> list[Table]:
    """The shares, what each way of putting the questions finds, and those that were read wrongly."""
    found = []
    if "before" in made:
        old = made["before"]
        found += _figure_tables(old["figures"], f", before: {old['made'][:10]}, commit {_short(old)}")
    found += _figure_tables(made["figures"], "")
    wrong = tuple(
        (one["id"], one["turns"][-1], one["question"], one["read"], "; ".join(one["wrong"]))
        for one in made["results"]
        if one["wrong"]
    )
    return (
        [*found, Table("Read wrongly", ("", "after", "asked", "read as", "what is wrong"), wrong)] if wrong else found
    )


def block(made: dict[str, Any]) -> str:
    """The block of a README: the shares in words, and what each way of putting the questions finds."""
    data, figures = made["dataset"], made["figures"]
    said = [f"{data['name']}, {_HALVES[data['half']]}, over {data['articles']} articles: {_in_words(figures)}."]
    if "before" in made:
        old = made["before"]
        said.append(f"As the rules were before, at commit {_short(old)}: {_in_words(old['figures'])}.")
    said.append(f"Measured {made['made'][:10]} at commit {_short(made)}.")
    if not figures["retrieval"]:
        return " ".join(said)
    said.append(f"The {figures['answered']} that the articles answer find:")
    rows = (("", *_LABELS), ("---", *("---:" for _ in _LABELS)), *_found(figures))
    return " ".join(said) + "\n\n" + "\n".join("| " + " | ".join(row) + " |" for row in rows)


def write(made: dict[str, Any], folder: Path) -> list[Path]:
    """Writes the report as JSON and Markdown; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    save(made, folder / JSON)
    data, machine = made["dataset"], made["machine"]
    head = (
        f"# Follow-ups: {data['name']}, {_HALVES[data['half']]}\n\n"
        f"Made {made['made']} at commit {made['commit'] or 'unknown'} on {machine['processor']}, {machine['cores']} "
        f"cores, by `byline evaluate-conversations`, over {data['articles']} articles. The turns before a question are "
        "answered one after the other, each as it was understood.\n\n"
    )
    parts = (to_markdown(table) for table in tables(made))
    (folder / MARKDOWN).write_text(head + "\n".join(parts), encoding="utf-8")
    return [folder / JSON, folder / MARKDOWN]


def _result(item: Asked, read: FollowUp, wrong: Sequence[str], ranked: dict[str, int]) -> dict[str, Any]:
    return {
        "id": item.id,
        "turns": item.turns,
        "question": item.question,
        "leans": item.leans,
        "read": read.describe(),
        "leans_on": list(read.leans_on),
        "wrong": list(wrong),
        "ranks": ranked,
    }


def _short(made: dict[str, Any]) -> str:
    return (made["commit"] or "unknown")[:9]


def _in_words(figures: dict[str, Any]) -> str:
    lean, alone = figures["resolved"], figures["touched"]
    said = []
    if lean["questions"]:
        said.append(
            f"of {lean['questions']} questions that lean on what came before, {lean['count']} were resolved to the "
            f"right thing ({lean['mean']:.3f})"
        )
    if alone["questions"]:
        said.append(f"of {alone['questions']} that stand alone, {alone['count']} were touched ({alone['mean']:.3f})")
    return "; ".join(said)


def _share(told: Sequence[bool]) -> dict[str, Any]:
    if not told:
        return {"questions": 0, "count": 0}
    estimate = intervals(np.array([[float(one)] for one in told]))[0]
    ends = {"mean": estimate.mean, "low": estimate.low, "high": estimate.high}
    return {"questions": len(told), "count": sum(told), **{name: round(end, 4) for name, end in ends.items()}}


def _figure_tables(figures: dict[str, Any], when: str) -> list[Table]:
    rows = tuple(
        (name, str(one["questions"]), str(one["count"]), f"{one['mean']:.3f} ({one['low']:.2f}–{one['high']:.2f})")
        for name, one in (
            ("lean: resolved to the right thing", figures["resolved"]),
            ("stand alone: touched", figures["touched"]),
        )
        if one["questions"]
    )
    shares = Table(f"Questions in conversations; share and 95 % interval{when}", ("", "of", "", "share"), rows)
    if not figures["retrieval"]:
        return [shares]
    return [
        shares,
        Table(f"What the {figures['answered']} that are answered find{when}", ("", *_LABELS), _found(figures)),
    ]


def _found(figures: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (_PUT[way], *(f"{row[metric]:.3f}" for metric in METRICS)) for way, row in figures["retrieval"].items()
    )
