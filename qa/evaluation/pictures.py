"""A report as one picture: bars with intervals by kind of question, and quality against latency."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qa.evaluation.metrics import EXTRA
from qa.evaluation.tables import LABELS
from vectorstore.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SHOWN = ("hits@10", "every_evidence@10")
# Okabe and Ito's colours, told apart by colour-blind readers too; more systems than colours start over.
COLOURS = ("#999999", "#56B4E9", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#0072B2", "#F0E442")


def draw(report: dict[str, Any], path: Path) -> None:
    """Writes the picture as PNG. UsageError when matplotlib is not installed."""
    try:
        from matplotlib.figure import Figure
    except ModuleNotFoundError as error:
        raise UsageError("matplotlib is not installed.", next=EXTRA) from error
    figure = Figure(figsize=(11, 9), layout="constrained")
    top, middle, bottom = figure.subplots(3, 1, height_ratios=(1, 1, 1.1))
    for axes, metric in zip((top, middle), SHOWN, strict=True):
        _bars(axes, report, metric)
    _latency(bottom, report)
    top.legend(ncols=min(len(report["systems"]), 8), loc="lower left", bbox_to_anchor=(0, 1.1), frameon=False)
    data = report["dataset"]
    figure.suptitle(
        f"{data['name']}, half: {data['half']}, {data['answerable']} questions, "
        f"{report['made'][:10]}, commit {(report['commit'] or 'unknown')[:9]}",
        fontsize=10,
    )
    figure.savefig(path, dpi=120)


def _bars(axes: Axes, report: dict[str, Any], metric: str) -> None:
    systems = report["systems"]
    kinds = list(systems[0]["figures"])
    width = 0.8 / len(systems)
    for number, system in enumerate(systems):
        estimates = [system["figures"][kind][metric] for kind in kinds]
        means = [estimate["mean"] for estimate in estimates]
        below = [max(0.0, estimate["mean"] - estimate["low"]) for estimate in estimates]
        above = [max(0.0, estimate["high"] - estimate["mean"]) for estimate in estimates]
        places = [place - 0.4 + width * (number + 0.5) for place in range(len(kinds))]
        axes.bar(
            places,
            means,
            width * 0.92,
            yerr=(below, above),
            label=system["system"],
            color=COLOURS[number % len(COLOURS)],
            error_kw={"elinewidth": 0.8, "capsize": 2},
        )
    counts = systems[0]["questions"]
    axes.set_xticks(range(len(kinds)), [f"{kind} ({counts[kind]})" for kind in kinds])
    axes.set_ylim(0, 1.02)
    axes.set_ylabel(LABELS[metric])
    axes.grid(axis="y", alpha=0.3)
    axes.set_axisbelow(True)


def _latency(axes: Axes, report: dict[str, Any]) -> None:
    for number, system in enumerate(report["systems"]):
        latency, estimate = system["latency_ms"], system["figures"]["all"]["every_evidence@10"]
        axes.errorbar(
            latency["median"],
            estimate["mean"],
            xerr=[[0], [max(0.0, latency["p95"] - latency["median"])]],
            yerr=[[max(0.0, estimate["mean"] - estimate["low"])], [max(0.0, estimate["high"] - estimate["mean"])]],
            fmt="o",
            color=COLOURS[number % len(COLOURS)],
            elinewidth=0.8,
            capsize=2,
        )
        axes.annotate(
            system["system"],
            (latency["median"], estimate["mean"]),
            textcoords="offset points",
            xytext=(6, 5),
            fontsize=9,
        )
    axes.set_xscale("log")
    axes.set_xlabel("ms a question: median, the bar to the right ends at the 95th percentile")
    axes.set_ylabel(LABELS["every_evidence@10"])
    axes.grid(alpha=0.3)
