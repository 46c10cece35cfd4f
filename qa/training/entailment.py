"""Pairs of a statement and what it should follow from, out of MNLI, SNLI and SciTail.

MNLI: Williams et al., arXiv 1704.05426. SNLI: Bowman et al., arXiv 1508.05326. SciTail: Khot et al. 2018.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel

from qa.evaluation.files import json_lines

MNLI = "mnli.jsonl"
FILES = (MNLI, "snli.jsonl", "scitail.jsonl")
LABELS = ("entailment", "neutral", "contradiction")

HELD_OUT = 10
"""One pair in so many is kept for reporting, told by a hash of its premise."""


@dataclass(frozen=True, slots=True)
class Pair:
    """`label` is a place in LABELS; None says only that it does not follow."""

    statement: str
    source: str
    label: int | None


class _Line(BaseModel):
    premise: str
    hypothesis: str
    label: str


def pairs(folder: Path, name: str, *, held: bool) -> list[Pair]:
    """The pairs of one file, those kept for reporting or the others."""
    found = []
    for place, line in json_lines(folder / name, _Line):
        if line.label not in (*LABELS, "not_entailment"):
            raise place.error(f"no label {line.label!r} is known")
        if (int(sha256(line.premise.encode()).hexdigest(), 16) % HELD_OUT == 0) == held:
            label = LABELS.index(line.label) if line.label in LABELS else None
            found.append(Pair(" ".join(line.hypothesis.split()), " ".join(line.premise.split()), label))
    return found


def epochs(folder: Path, *, seed: int) -> Iterator[list[Pair]]:
    """All pairs to learn from, in another order each time, without end."""
    everything = [pair for name in FILES for pair in pairs(folder, name, held=False)]
    dice = random.Random(seed)  # noqa: S311 - not for secrets
    while True:
        dice.shuffle(everything)
        yield list(everything)
