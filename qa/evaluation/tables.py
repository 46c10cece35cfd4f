"""A report as tables of text, and these on a terminal or in Markdown. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import rich.table
import rich.text
from rich import box

from qa.evaluation.metrics import METRICS

LABELS = {
    "hits@10": "Hits@10",
    "hits@4": "Hits@4",
    "mrr@10": "MRR@10",
    "benchmark_map@10": "MAP@10 (the benchmark's)",
    "every_evidence@10": "every evidence@10",
    "recall@4": "recall@4",
    "recall@10": "recall@10",
    "recall@20": "recall@20",
    "ndcg@10": "nDCG@10",
    "map@10": "MAP@10 (average precision)",
}
SHORT = ("hits@10", "hits@4", "mrr@10", "every_evidence@10", "recall@10")
"""The metrics that a terminal of 80 columns has room for; Markdown has all."""

SIGNIFICANT = 0.05
_DIFFERENCE = ("metric", "difference (95 %)", "p", "")


@dataclass(frozen=True, slots=True)
class Table:
    """A title, a head and rows of text, all of one length."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def report_tables(report: dict[str, Any], *, metrics: Sequence[str] = METRICS) -> list[Table]:
    """What a report says: the systems, the main one by kind of question, the differences, the refusals."""
    tables = [_systems(report, metrics), _kinds(report, metrics)] if _answerable(report) else []
    if report["comparisons"]:
        tables.append(_comparisons(report, metrics))
    if "changes" in report:
        tables.append(_changes(report, metrics))
    if any(system["refusals"] for system in report["systems"]):
        tables.append(_refusals(report))
    return tables


def verdict(difference: float, p: float) -> str:
    """Better, worse, or unclear: a difference that may be luck (p of at least 0.05)."""
    if p >= SIGNIFICANT:
        return "unclear"
    return "better" if difference > 0 else "worse"


def to_rich(table: Table) -> rich.table.Table:
    """The table for a terminal. Its texts are shown as they stand, never as markup."""
    shown = rich.table.Table(title=table.title, title_justify="left", box=box.SIMPLE, padding=0)
    for number, name in enumerate(table.head):
        shown.add_column(rich.text.Text(name), justify="left" if number == 0 else "right", overflow="fold")
    for row in table.rows:
        # An interval goes below its figure, so that the table fits a narrow terminal.
        shown.add_row(*(rich.text.Text(cell if cell[:1] in "+-" else cell.replace(" (", "\n(")) for cell in row))
    return shown


def to_markdown(table: Table) -> str:
    """The table in Markdown, under its title."""
    rows = [table.head, ("---", *("---:" for _ in table.head[1:])), *table.rows]
    lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return f"### {table.title}\n\n" + "\n".join(lines) + "\n"


def _answerable(report: dict[str, Any]) -> bool:
    return any(system["figures"] for system in report["systems"])


def _systems(report: dict[str, Any], metrics: Sequence[str]) -> Table:
    rows = [
        (
            system["system"],
            *_cells(system["figures"]["all"], metrics),
            f"{system['latency_ms']['median']:.1f} ({system['latency_ms']['p95']:.1f})",
        )
        for system in report["systems"]
    ]
    head = ("system", *(LABELS[metric] for metric in metrics), "ms (p95)")
    return Table(
        f"{report['dataset']['answerable']} questions that have an answer; mean and 95 % interval", head, tuple(rows)
    )


def _kinds(report: dict[str, Any], metrics: Sequence[str]) -> Table:
    system = next(system for system in report["systems"] if system["system"] == report["main"])
    rows = [
        (f"{kind} ({system['questions'][kind]})", *_cells(estimates, metrics))
        for kind, estimates in system["figures"].items()
    ]
    head = ("kind", *(LABELS[metric] for metric in metrics))
    return Table(f"{report['main']} by kind of question", head, tuple(rows))


def _comparisons(report: dict[str, Any], metrics: Sequence[str]) -> Table:
    rows = [(f"over {item['than']}", *_difference(item)) for item in report["comparisons"] if item["metric"] in metrics]
    return Table(f"{report['main']} over each other system, on the same questions", ("", *_DIFFERENCE), tuple(rows))


def _changes(report: dict[str, Any], metrics: Sequence[str]) -> Table:
    changes = report["changes"]
    rows = [(item["system"], *_difference(item)) for item in changes["metrics"] if item["metric"] in metrics]
    since = f"Since {changes['since']}, commit {(changes['commit'] or 'unknown')[:9]}, on the same questions"
    return Table(since, ("system", *_DIFFERENCE), tuple(rows))


def _difference(item: dict[str, Any]) -> tuple[str, ...]:
    difference = item["difference"]
    return (
        LABELS[item["metric"]],
        f"{difference['mean']:+.3f} ({_bound(difference['low'], '+')} to {_bound(difference['high'], '+')})",
        f"{item['p']:.4f}",
        verdict(difference["mean"], item["p"]),
    )


def _refusals(report: dict[str, Any]) -> Table:
    rows = [
        (system["system"], kind, _cell(estimate))
        for system in report["systems"]
        for kind, estimate in system["refusals"].items()
    ]
    return Table("Share of questions declined", ("system", "kind", "declined"), tuple(rows))


def _cells(estimates: dict[str, dict[str, float]], metrics: Sequence[str]) -> list[str]:
    return [_cell(estimates[metric]) for metric in metrics]


def _cell(estimate: dict[str, float]) -> str:
    return f"{estimate['mean']:.3f} ({_bound(estimate['low'])}–{_bound(estimate['high'])})"


def _bound(value: float, sign: str = "") -> str:
    """An end of an interval, to two digits and without the nought before the point: there is little room."""
    return f"{value:{sign}.2f}".replace("0.", ".", 1)
