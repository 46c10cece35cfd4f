"""The README's figures, written from a report's JSON between two markers, so that the two can't disagree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qa.evaluation import report
from qa.evaluation.follow_ups import FOLLOW_UPS, block
from qa.evaluation.tables import LABELS
from vectorstore.errors import UsageError

MARKERS = {report.RETRIEVAL: "figures", FOLLOW_UPS: "follow-ups"}
"""By the kind of a report, the name between the markers of its block."""

SHOWN = ("hits@10", "hits@4", "mrr@10", "every_evidence@10", "recall@10")


def write_figures(readme: Path, *, source: Path) -> bool:
    """Puts the report's figures into the README; returns whether that changed it.

    UsageError when the README has no place for them.
    """
    text = readme.read_text(encoding="utf-8")
    new = _with_figures(text, readme, source)
    if new != text:
        readme.write_text(new, encoding="utf-8")
    return new != text


def shows_figures(readme: Path, *, source: Path) -> bool:
    """Whether the README shows just the report's figures."""
    text = readme.read_text(encoding="utf-8")
    return _with_figures(text, readme, source) == text


def figures(made: dict[str, Any]) -> str:
    """The block of a README: one row a system, the day, the data set, the machine."""
    data = made["dataset"]
    rows = [
        ("", *(LABELS[metric] for metric in SHOWN), "ms, median", "ms, 95th percentile"),
        ("---", *("---:" for _ in SHOWN), "---:", "---:"),
    ]
    for system in made["systems"]:
        estimates, latency = system["figures"]["all"], system["latency_ms"]
        cells = (f"{estimates[metric]['mean']:.3f}" for metric in SHOWN)
        rows.append((system["system"], *cells, f"{latency['median']:.0f}", f"{latency['p95']:.0f}"))
    half = {"choose": "the half used for choosing", "report": "the half kept for reporting", "all": "all questions"}
    note = (
        f"{data['name']} ({data['format']}), {half[data['half']]}: {data['answerable']} questions over "
        f"{data['articles']} articles. Measured {made['made'][:10]} at commit {(made['commit'] or 'unknown')[:9]} on "
        f"{made['machine']['processor']} with {made['machine']['cores']} cores."
    )
    return "\n".join("| " + " | ".join(row) + " |" for row in rows) + f"\n\n{note}"


def _with_figures(text: str, readme: Path, source: Path) -> str:
    made = report.load(source, kinds=tuple(MARKERS))
    kind = made.get("kind", report.RETRIEVAL)
    shown = block(made) if kind == FOLLOW_UPS else figures(made)
    opening, closing = f"<!-- {MARKERS[kind]} -->", f"<!-- /{MARKERS[kind]} -->"
    before, begin, rest = text.partition(opening)
    _, end, after = rest.partition(closing)
    if not begin or not end:
        raise UsageError(
            f"{readme} has no place for the figures.", next=f"Put {opening} and {closing} where they belong."
        )
    return f"{before}{opening}\n{shown}\n{closing}{after}"
