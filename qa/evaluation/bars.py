"""Bars that a figure must reach, for a user's own continuous integration: `hits@10=0.95`, `stock:mrr@10=0.4`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qa.evaluation.metrics import METRICS
from vectorstore.errors import UsageError


@dataclass(frozen=True, slots=True)
class Bar:
    """The least that a metric of a system must be; `system` is None for the main one."""

    system: str | None
    metric: str
    least: float


def parse(text: str) -> Bar:
    """The bar that `[SYSTEM:]METRIC=VALUE` states. UsageError when it states none."""
    named, equals, value = text.partition("=")
    system, colon, metric = named.rpartition(":")
    metric = metric.strip().lower()
    if metric not in METRICS:
        raise UsageError(f"There is no metric {metric!r} for {text!r}.", next=f"Choose from {', '.join(METRICS)}.")
    try:
        least = float(value)
    except ValueError:
        least = -1.0
    if not equals or not 0 <= least <= 1:
        raise UsageError(f"{text!r} states no bar.", next="Write METRIC=VALUE with a value from 0 to 1: hits@10=0.95.")
    return Bar(system=system.strip() if colon else None, metric=metric, least=least)


def missed(bars: Sequence[Bar], *, report: dict[str, Any]) -> list[str]:
    """One sentence for each bar that the report's figures (all kinds together) do not reach."""
    systems = {system["system"]: system for system in report["systems"]}
    found = []
    for bar in bars:
        name = bar.system or report["main"]
        if name not in systems:
            raise UsageError(f"The bar on {name} can't be held: it was not evaluated.", next="Add it to --systems.")
        figures = systems[name]["figures"]
        if not figures:
            raise UsageError("A bar needs questions that have an answer.", next="Choose a set that holds some.")
        reached = figures["all"][bar.metric]["mean"]
        if reached < bar.least:
            found.append(f"{name}: {bar.metric} is {reached:.4f}, below {bar.least:g}.")
    return found
