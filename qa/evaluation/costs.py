"""Time and memory, measured side by side in one run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from qa.evaluation import environment
from qa.evaluation.adding_cost import adding_cost
from qa.evaluation.bench import PACKAGES, Bench
from qa.evaluation.report import main_system
from qa.evaluation.scale_cost import SIZES, scale_cost
from qa.evaluation.search_cost import search_cost
from qa.evaluation.tables import Table

FILE = "cost.json"


def measure(bench: Bench, *, systems: Sequence[str], repeats: int, sizes: Sequence[int] = SIZES) -> dict[str, Any]:
    """What adding, searching and libraries of these sizes cost, with what it was measured on."""
    system = main_system([name for name in systems if name != "stock"] or ["hybrid"])
    return {
        "schema": 1,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": environment.commit(PACKAGES),
        "versions": environment.versions(),
        "machine": environment.machine(),
        "encoder": {"name": bench.encoder.name, "precision": bench.encoder.precision},
        "search": search_cost(bench, system=system, repeats=repeats),
        "scale": scale_cost(bench, repeats=repeats, sizes=sizes),
        "adding": adding_cost(bench, repeats=repeats),
    }


def tables_of(measured: dict[str, Any]) -> list[Table]:
    """The measurements as tables."""
    adding, search, scale = measured["adding"], measured["search"], measured["scale"]
    seconds, times, ratios = adding["medians"], search["milliseconds"], scale["largest_over_smallest_search"]
    return [
        Table(
            f"Adding {adding['articles']} articles ({adding['texts']} texts), {measured['encoder']['precision']}, "
            f"median of {adding['repeats']}",
            ("", "seconds", "add is so many times that"),
            (
                ("add", f"{seconds['add']:.1f}", ""),
                ("encode the same texts alone", f"{seconds['encode']:.1f}", f"{adding['add_over_encode']:.2f}"),
                ("stock", f"{seconds['stock']:.1f}", f"{adding['add_over_stock']:.2f}"),
            ),
        ),
        Table(
            f"Searching {search['questions']} questions, median of {search['repeats']} rounds",
            ("", "ms median", "ms p95"),
            (
                *((name, f"{time['median']:.2f}", f"{time['p95']:.2f}") for name, time in times.items()),
                ("search over least", *(f"{search['search_over_least'][name]:.2f}" for name in ("median", "p95"))),
                ("keywords over encode", f"{search['keywords_over_encode']:.3f}", ""),
            ),
        ),
        Table(
            f"Search in larger libraries, median of {scale['repeats']} rounds",
            ("passages", "ms", f"ms, filtered by {scale['sizes'][0]['outlet']}", "process, MB"),
            (
                *(
                    (
                        f"{size['passages']:,}",
                        f"{size['milliseconds']['search']['median']:.1f}",
                        f"{size['milliseconds']['filtered']['median']:.1f}",
                        f"{size['memory_mb']:,}",
                    )
                    for size in scale["sizes"]
                ),
                ("largest over smallest", f"{ratios['search']:.2f}", f"{ratios['filtered']:.2f}", ""),
            ),
        ),
    ]
