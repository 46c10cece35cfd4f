"""Timing things side by side, in turns, so that whatever else the machine does falls on all of them alike."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from statistics import median

import numpy as np

REPEATS = 5
"""The least number of measurements a median is of."""


def in_turns(things: Mapping[str, Callable[[], object]], *, repeats: int = REPEATS) -> dict[str, list[float]]:
    """The seconds each thing took, `repeats` times, each round in another order."""
    taken: dict[str, list[float]] = {name: [] for name in things}
    names = list(things)
    for turn in range(repeats):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            taken[name].append(seconds(things[name]))
    return taken


def per_question(
    things: Mapping[str, Callable[[str], object]], questions: Sequence[str], *, repeats: int = REPEATS
) -> dict[str, dict[str, float]]:
    """The median and the 95th percentile over the questions in milliseconds, each the median of `repeats` rounds."""
    for question in questions[:3]:
        for thing in things.values():
            thing(question)
    rounds: dict[str, list[list[float]]] = {name: [] for name in things}
    names = list(things)
    for turn in range(repeats):
        for taken in rounds.values():
            taken.append([])
        for number, question in enumerate(questions):
            first = (turn + number) % len(names)
            for name in names[first:] + names[:first]:
                rounds[name][-1].append(1000 * seconds(partial(things[name], question)))
    return {
        name: {
            "median": round(median(float(np.median(taken)) for taken in turns), 3),
            "p95": round(median(float(np.percentile(taken, 95)) for taken in turns), 3),
        }
        for name, turns in rounds.items()
    }


def seconds(thing: Callable[[], object]) -> float:
    """How long one call takes."""
    began = time.perf_counter()
    thing()
    return time.perf_counter() - began
