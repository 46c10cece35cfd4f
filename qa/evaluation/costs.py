"""Time and memory, measured side by side in one run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from qa.evaluation import environment
from qa.evaluation.adding_cost import adding_cost
from qa.evaluation.bench import PACKAGES, Bench
from qa.evaluation.scale_cost import SIZES, scale_cost
from qa.evaluation.search_cost import search_cost
from qa.evaluation.tables import Table

FILE = "cost.json"

SEARCHES = ("hybrid", "full")
"""The systems whose searches have a bar to meet: the library's own, and with question understanding."""


def measure(bench: Bench, *, systems: Sequence[str], repeats: int, sizes: Sequence[int] = SIZES) -> dict[str, Any]:
    """What adding, searching and libraries of these sizes cost, with what it was measured on."""
    ours = [name for name in systems if name in SEARCHES] or list(SEARCHES)
    measured = {
        "schema": 2,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": environment.commit(PACKAGES),
        "versions": environment.versions(),
        "machine": environment.machine(),
        "encoder": {"name": bench.encoder.name, "precision": bench.encoder.precision},
        "search": search_cost(bench, systems=ours, repeats=repeats),
        "scale": scale_cost(bench, repeats=repeats, sizes=sizes),
        "adding": adding_cost(bench, repeats=repeats),
    }
    return measured | {"limits": _limits(measured)}


def _limits(measured: dict[str, Any]) -> list[dict[str, Any]]:
    """What each ratio is and may be at most."""
    adding, search, scale = measured["adding"], measured["search"], measured["scale"]
    ratios = [
        ("add over encode", adding["add_over_encode"], 1.25),
        ("add over stock", adding["add_over_stock"], 0.7),
        *(
            (f"{system} over least, {name}", over[name], 2.5)
            for system, over in search["over_least"].items()
            for name in ("median", "p95")
        ),
        ("keywords over encode", search["keywords_over_encode"], 0.1),
        *((f"{name}, largest over smallest", over, 3.0) for name, over in scale["largest_over_smallest"].items()),
    ]
    return [{"ratio": name, "is": value, "at_most": most} for name, value, most in ratios]


def tables_of(measured: dict[str, Any]) -> list[Table]:
    """The measurements as tables."""
    adding, search, scale = measured["adding"], measured["search"], measured["scale"]
    seconds, times = adding["medians"], search["milliseconds"]
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
                *(
                    (f"{system} over least", *(f"{over[name]:.2f}" for name in ("median", "p95")))
                    for system, over in search["over_least"].items()
                ),
                ("keywords over encode", f"{search['keywords_over_encode']:.3f}", ""),
            ),
        ),
        _scale_table(scale),
        Table(
            "What it may cost at most",
            ("", "is", "at most", ""),
            tuple(
                (
                    one["ratio"],
                    f"{one['is']:.2f}",
                    f"{one['at_most']:.2f}",
                    "" if one["is"] <= one["at_most"] else "missed",
                )
                for one in measured["limits"]
            ),
        ),
    ]


def _scale_table(scale: dict[str, Any]) -> Table:
    """A row for each way of asking, a column for each size."""
    sizes, over = scale["sizes"], scale["largest_over_smallest"]
    ways = [(name, [f"{size['milliseconds'][name]['median']:.1f}" for size in sizes]) for name in over]
    first = [f"{size['first_milliseconds']:.0f}" for size in sizes]
    memory = [f"{size['memory_mb']:,}" for size in sizes]
    return Table(
        f"Searching {scale['questions']} questions in larger libraries, ms, median of {scale['repeats']} rounds",
        ("", *(f"{size['passages']:,} passages" for size in sizes), "largest over smallest"),
        (
            *((_way(name, sizes[-1]), *times, f"{over[name]:.2f}") for name, times in ways),
            (f"the first search by {sizes[-1]['outlet']}", *first, ""),
            ("the process, MB", *memory, ""),
        ),
    )


def _way(name: str, size: dict[str, Any]) -> str:
    return {
        "search": "search",
        "by outlet": f"by {size['outlet']}",
        "by days": f"by {size['days'][0]} to {size['days'][1]}" if size["days"] else "by days",
        "full": "with question understanding",
    }[name]
